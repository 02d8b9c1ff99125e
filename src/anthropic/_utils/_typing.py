"""Annotations taken apart: what is inside `Annotated`, `Union`, `Literal`."""

from __future__ import annotations

import types
import typing
from typing import Any, Optional, Tuple, TypeVar, Union

import typing_extensions
from typing_extensions import Annotated, Literal, get_args, get_origin

from ._properties import PropertyInfo

__all__ = ["is_union", "literal_values", "members", "type_argument", "type_name", "unwrap"]

_LITERALS = tuple({Literal, typing.Literal})
_UNIONS: Tuple[Any, ...] = (Union, getattr(types, "UnionType", Union))  # `X | Y` from 3.10 on


def unwrap(annotation: Any) -> Tuple[Any, Optional[PropertyInfo]]:
    """The type itself, without `Annotated` and `Required`, and the property facts that it carried."""
    info: Optional[PropertyInfo] = None
    while True:
        origin = get_origin(annotation)
        if origin is Annotated:
            annotation, *metadata = get_args(annotation)
            info = info or next((entry for entry in metadata if isinstance(entry, PropertyInfo)), None)
        elif origin in (typing_extensions.Required, typing_extensions.NotRequired):
            (annotation,) = get_args(annotation)
        elif isinstance(annotation, typing_extensions.TypeAliasType):
            annotation = annotation.__value__
        else:
            return annotation, info


def is_union(annotation: Any) -> bool:
    """Whether the annotation is a `Union`, in either spelling."""
    return get_origin(annotation) in _UNIONS


def members(annotation: Any) -> Tuple[Any, ...]:
    """The members of a union without `None`; any other annotation is its own only member."""
    if not is_union(annotation):
        return (annotation,)
    return tuple(member for member in get_args(annotation) if member is not type(None))


def type_argument(type_: Any) -> Any:
    """The first type that a generic class was given, `Y` of `X[Y]` and of a subclass of `X[Y]`; `None` without one."""
    for each in (type_, *getattr(type_, "__orig_bases__", ())):
        arguments = get_args(each)
        if arguments and not isinstance(arguments[0], TypeVar):
            return arguments[0]
    return None


def literal_values(annotation: Any) -> Tuple[Any, ...]:
    """The values of a `Literal`, optional or not; empty for every other annotation."""
    inner = members(unwrap(annotation)[0])
    if not all(get_origin(member) in _LITERALS for member in inner):
        return ()
    return tuple(value for member in inner for value in get_args(member))


def type_name(type_: Any) -> str:
    """What a message calls a type: a class by its name, anything else as it is written."""
    return type_.__qualname__ if isinstance(type_, type) and not get_args(type_) else repr(type_)
