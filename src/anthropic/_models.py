"""The base of every model: what the API sent, typed, with nothing coerced and nothing lost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, Optional, Set, Tuple, Type, TypeVar, cast

import pydantic

from ._compat import PYDANTIC_V1, is_model_type, model_dump, model_json, validate
from ._construct import construct_model, construct_type, construct_type_unchecked
from ._options import FinalRequestOptions
from ._utils._public import public

if TYPE_CHECKING:
    from typing_extensions import Literal, Self, TypeAlias

    DumpMode: TypeAlias = Literal["json", "python"]

__all__ = [
    "BaseModel",
    "FinalRequestOptions",
    "GenericModel",
    "build",
    "construct_type",
    "construct_type_unchecked",
    "validate_type",
    "wire_dumper",
]

_T = TypeVar("_T")
_ON = frozenset({"1", "true", "on"})


def _chosen(api_names: bool, unset: bool, defaults: bool, none: bool) -> Dict[str, bool]:
    """What a dump leaves out and how it names fields, in pydantic's words."""
    return {"by_alias": api_names, "exclude_unset": unset, "exclude_defaults": defaults, "exclude_none": none}


@public
class BaseModel(pydantic.BaseModel):
    """A pydantic model that keeps whatever the API sends, known or not.

    Unknown fields are attributes like the others; a value of an unexpected type stays as it is. Derive from it to
    describe the result of a call of your own: `client.get("/path", cast_to=MyModel)`.
    """

    if PYDANTIC_V1 and not TYPE_CHECKING:

        class Config:
            extra: Any = "allow"

        @property
        def model_fields_set(self) -> Set[str]:
            """The names of the fields that the API sent."""
            return self.__fields_set__

        def _iter(self, **options: Any) -> Any:
            """The fields, as dumps and comparisons see them: without what the package itself keeps on the object."""
            return ((name, value) for name, value in super()._iter(**options) if not name.startswith("_"))

        def __repr_args__(self) -> Any:
            return [(name, value) for name, value in super().__repr_args__() if not (name or "").startswith("_")]

        @property
        def model_extra(self) -> Dict[str, Any]:
            """What the API sent beside the fields that are known."""
            return {name: value for name, value in vars(self).items() if name not in self.__fields__ and name[0] != "_"}

        def model_dump(self, **options: Any) -> Dict[str, Any]:
            """As pydantic 2 has it."""
            return model_dump(self, **options)

        def model_dump_json(self, **options: Any) -> str:
            """As pydantic 2 has it."""
            return model_json(self, **options)

    else:
        model_config = pydantic.ConfigDict(
            extra="allow", defer_build=os.environ.get("DEFER_PYDANTIC_BUILD", "true").lower() in _ON
        )

        if not TYPE_CHECKING:

            def model_dump(self, **options: Any) -> Dict[str, Any]:
                """As pydantic has it. It is silent, unless `warnings` says otherwise: kinds that are new are no mistake."""
                return super().model_dump(**{"warnings": False, **options})

            def model_dump_json(self, **options: Any) -> str:
                """As pydantic has it. It is silent, unless `warnings` says otherwise: kinds that are new are no mistake."""
                return super().model_dump_json(**{"warnings": False, **options})

    if TYPE_CHECKING:
        _request_id: Optional[str]
        """The request's id in the API's logs; on the object that a call returned, not on what it contains."""

    def to_dict(
        self,
        *,
        mode: DumpMode = "python",
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = False,
    ) -> Dict[str, object]:
        """The fields that the API sent, as a dict.

        Args:
            mode: `json` gives JSON values only, `python` keeps objects such as datetimes.
            use_api_names: Name fields as the API does rather than as Python does.
            exclude_unset: Leave out fields that the API did not send.
            exclude_defaults: Leave out fields that hold their default.
            exclude_none: Leave out fields that hold `None`.
            warnings: Let pydantic warn of values that are not of the declared type.
        """
        chosen = _chosen(use_api_names, exclude_unset, exclude_defaults, exclude_none)
        return model_dump(self, mode=mode, warnings=warnings, **chosen)

    def to_json(
        self,
        *,
        indent: Optional[int] = 2,
        use_api_names: bool = True,
        exclude_unset: bool = True,
        exclude_defaults: bool = False,
        exclude_none: bool = False,
        warnings: bool = False,
    ) -> str:
        """The fields that the API sent, as JSON text.

        Args:
            indent: Spaces per level; `None` writes one line without spaces.
            use_api_names: Name fields as the API does rather than as Python does.
            exclude_unset: Leave out fields that the API did not send.
            exclude_defaults: Leave out fields that hold their default.
            exclude_none: Leave out fields that hold `None`.
            warnings: Let pydantic warn of values that are not of the declared type.
        """
        chosen = _chosen(use_api_names, exclude_unset, exclude_defaults, exclude_none)
        return model_json(self, indent=indent, warnings=warnings, **chosen)

    def __str__(self) -> str:
        return repr(self)

    def __rich_repr__(self) -> Iterator[Tuple[str, Any]]:
        from ._display import facts  # only consoles ask

        return facts(self)

    @classmethod
    def construct(cls, _fields_set: Optional[Set[str]] = None, **values: object) -> Self:
        """An instance from values as the API sends them, nested objects included, nothing validated."""
        return cast("Self", construct_model(cls, values, _fields_set))

    if not TYPE_CHECKING:
        model_construct = construct


if PYDANTIC_V1 and not TYPE_CHECKING:
    from pydantic.generics import GenericModel as _GenericModel

    class GenericModel(_GenericModel, BaseModel):
        """The base of generic models."""

else:

    class GenericModel(BaseModel):
        """The base of generic models, of which pydantic 1 has one of its own."""


def build(base_model_cls: Type[_T], **values: Any) -> _T:
    """An instance of a model from keyword arguments, typed as its constructor is."""
    return cast(_T, construct_model(cast(type, base_model_cls), values))


def validate_type(*, type_: Type[_T], value: object) -> _T:
    """The value as an instance of the type.

    Raises:
        pydantic.ValidationError: It is none.
    """
    return cast(_T, validate(type_, value))


def wire_dumper(cls: Any) -> Optional[Callable[[Any], Any]]:
    """What makes JSON values of instances of a model class, as the API takes them; `None` for any other class.

    It goes past `model_dump`, which takes five times as long, except where a class has one of its own.
    """
    if not is_model_type(cls):
        return None
    private = getattr(cls, "__api_exclude__", None)
    options: Dict[str, Any] = {"mode": "json", "by_alias": True, "exclude_unset": True, "exclude": private}

    def dump(model: Any) -> Any:
        return model_dump(model, warnings=False, **options)

    if PYDANTIC_V1:
        return dump
    plain = (BaseModel.model_dump, pydantic.BaseModel.model_dump)

    def dump_at_once(model: Any) -> Any:
        if cls.model_dump not in plain:
            return dump(model)
        try:
            return cls.__pydantic_serializer__.to_python(model, warnings=False, **options)
        except TypeError:  # a class inside is not complete yet
            return dump(model)

    return dump_at_once


def is_basemodel_type(type_: type) -> bool:
    """Whether the type is a model of this package, or a generic one with its parameters given."""
    return is_model_type(type_)
