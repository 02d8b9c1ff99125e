"""Which part of a type pydantic has no JSON schema for, so that an error can say where to look.

Types are taken apart only after something went wrong.
"""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any, Iterable, Iterator, List, Optional, Tuple, get_type_hints

from typing_extensions import get_args, is_typeddict

from .._compat import UndescribableType, is_model_type, model_fields, type_schema
from .._utils._typing import type_name, unwrap

__all__ = ["refusal", "refusals"]


def refusal(type_: Any, error: UndescribableType) -> str:
    """The part of a type that has no schema, where it stands, and why."""
    return _innermost(type_, type_name(type_), error, []) or f"{type_name(type_)}: {error}"


def refusals(parameters: Iterable[inspect.Parameter]) -> Iterator[str]:
    """The same of a function's parameters, each with its name."""
    for parameter in parameters:
        problem = None if parameter.annotation is parameter.empty else _problem(parameter.annotation)
        if problem is not None:
            yield f"{parameter.name} is {refusal(parameter.annotation, problem)}"


def _innermost(type_: Any, path: str, error: UndescribableType, around: List[Any]) -> Optional[str]:
    """The refusal of the smallest part; `None` where only a type around it, which it refers back to, is refused."""
    own: Optional[str] = f"{type_name(type_)}{f' (at {path})' if around else ''}: {error}"
    for name, part in _parts(type_):
        problem = _problem(part)
        if problem is not None:
            inner = None if part in [*around, type_] else _innermost(part, path + name, problem, [*around, type_])
            if inner is not None:
                return inner
            own = None
    return own


def _problem(type_: Any) -> Optional[UndescribableType]:
    try:
        type_schema(type_)
    except UndescribableType as error:
        return error
    return None


def _parts(type_: Any) -> Iterator[Tuple[str, Any]]:
    """The types that a type is made of, and what each adds to the path: a field's name, or nothing."""
    inner, _ = unwrap(type_)
    try:
        if is_model_type(inner):
            yield from ((f".{field.name}", field.annotation) for field in model_fields(inner))
        elif dataclasses.is_dataclass(inner) or is_typeddict(inner) or hasattr(inner, "_fields"):
            yield from ((f".{name}", hint) for name, hint in get_type_hints(inner, include_extras=True).items())
        else:
            yield from (("", part) for part in get_args(inner) if isinstance(part, type) or get_args(part))
    except NameError:
        return
