"""pydantic 1 and 2, seen through one seam.

The rest of the package asks here for fields, dumps and private state and never for the version.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Set, Type

import pydantic

from ._utils._guards import is_dict, is_list

__all__ = [
    "PYDANTIC_V1",
    "PYDANTIC_VERSION",
    "FieldFacts",
    "fill",
    "is_model_type",
    "model_copy",
    "model_dump",
    "model_fields",
    "model_json",
    "model_parse",
    "validate",
]

PYDANTIC_VERSION = tuple(int(part) for part in pydantic.VERSION.split(".")[:2])
PYDANTIC_V1 = PYDANTIC_VERSION < (2,)


@dataclass(frozen=True)
class FieldFacts:
    """What decoding needs to know of one field of a model."""

    name: str
    alias: Optional[str]
    annotation: Any
    required: bool
    default: Callable[[], Any]


def is_model_type(type_: Any) -> bool:
    """Whether the type is a pydantic model class."""
    return isinstance(type_, type) and issubclass(type_, pydantic.BaseModel)


if PYDANTIC_V1 and not TYPE_CHECKING:

    def model_fields(model: Type[pydantic.BaseModel]) -> List[FieldFacts]:
        """The fields of a model, in order, with their annotations resolved."""
        fields: Dict[str, Any] = vars(model)["__fields__"]
        return [
            FieldFacts(name, field.alias, _annotation(field), bool(field.required), field.get_default)
            for name, field in fields.items()
        ]

    def _annotation(field: Any) -> Any:
        """The field's annotation; a generic model with its parameters given keeps it in another place."""
        if type(field.annotation).__name__ != "DeferredType":
            return field.annotation
        return Optional[field.outer_type_] if field.allow_none else field.outer_type_

    def fill(
        model: Type[pydantic.BaseModel], attributes: Dict[str, Any], extra: Dict[str, Any], given: Set[str]
    ) -> Any:
        """An instance with exactly these values, nothing validated."""
        instance: Any = model.__new__(model)
        object.__setattr__(instance, "__dict__", {**attributes, **extra})
        object.__setattr__(instance, "__fields_set__", given)
        instance._init_private_attributes()
        return instance

    def model_dump(model: Any, *, mode: str = "python", **options: Any) -> Dict[str, Any]:
        """The model as a dict; in mode `json`, of JSON values only."""
        import json

        for unknown in ("warnings", "round_trip", "context", "serialize_as_any", "fallback"):
            options.pop(unknown, None)
        dumped: Dict[str, Any] = json.loads(model.json(**options)) if mode == "json" else model.dict(**options)
        return dumped

    def model_json(model: Any, *, indent: Optional[int] = None, **options: Any) -> str:
        """The model as JSON text."""
        options.pop("warnings", None)
        if indent is None:
            options["separators"] = (",", ":")
        text: str = model.json(indent=indent, ensure_ascii=False, **options)
        return text

    def model_copy(model: Any, *, deep: bool = False) -> Any:
        """A copy of the model."""
        return model.copy(deep=deep)

    def model_parse(model: Any, value: Any) -> Any:
        """The value as an instance of the model, validated."""
        return model.parse_obj(value)

    def validate(type_: Any, value: Any) -> Any:
        """The value as an instance of the type, or pydantic's ValidationError."""
        return vars(pydantic)["parse_obj_as"](type_, value)

else:

    def model_fields(model: Type[pydantic.BaseModel]) -> List[FieldFacts]:
        """The fields of a model, in order, with their annotations resolved."""
        if not getattr(model, "__pydantic_fields_complete__", True):
            model.model_rebuild(raise_errors=False)
        return [_facts(name, field) for name, field in model.model_fields.items()]

    def _facts(name: str, field: Any) -> FieldFacts:
        annotation = field.annotation
        for extra in field.metadata:
            from typing_extensions import Annotated

            annotation = Annotated[annotation, extra]
        required = field.is_required()
        default = (lambda: None) if required else lambda: field.get_default(call_default_factory=True)
        return FieldFacts(name, _alias(name, field), annotation, required, default)

    def _alias(name: str, field: Any) -> Optional[str]:
        """The one name on the wire; `None` where there are several."""
        alias: Any = field.validation_alias or field.alias or name
        return alias if isinstance(alias, str) else None

    def fill(
        model: Type[pydantic.BaseModel], attributes: Dict[str, Any], extra: Dict[str, Any], given: Set[str]
    ) -> Any:
        """An instance with exactly these values, nothing validated."""
        instance = model.__new__(model)
        set_state = object.__setattr__
        set_state(instance, "__dict__", attributes)
        set_state(instance, "__pydantic_extra__", extra)
        set_state(instance, "__pydantic_fields_set__", given)
        set_state(instance, "__pydantic_private__", None)
        if model.__pydantic_post_init__:
            instance.model_post_init(None)
        return instance

    def model_dump(model: Any, *, mode: str = "python", **options: Any) -> Dict[str, Any]:
        """The model as a dict; in mode `json`, of JSON values only."""
        dumped: Dict[str, Any] = _with_complete_classes(model, lambda: model.model_dump(mode=mode, **options))
        return dumped

    def model_json(model: Any, *, indent: Optional[int] = None, **options: Any) -> str:
        """The model as JSON text."""
        text: str = _with_complete_classes(model, lambda: model.model_dump_json(indent=indent, **options))
        return text

    def _with_complete_classes(model: Any, dump: Callable[[], Any]) -> Any:
        """What `dump` gives. Before 2.13, a value of an unexpected class cannot be dumped until that class is built."""
        try:
            return dump()
        except TypeError as error:
            if "MockValSer" not in str(error):
                raise
            for cls in _classes(model):
                cls.model_rebuild()
            return dump()

    def _classes(value: Any) -> Set[Any]:
        """The classes of all models inside a value."""
        found: Set[Any] = {type(value)} if isinstance(value, pydantic.BaseModel) else set()
        inner: Any = vars(value).values() if found else value.values() if is_dict(value) else value
        for part in inner if found or is_dict(value) or is_list(value) else ():
            found |= _classes(part)
        return found

    def model_copy(model: Any, *, deep: bool = False) -> Any:
        """A copy of the model."""
        return model.model_copy(deep=deep)

    def model_parse(model: Any, value: Any) -> Any:
        """The value as an instance of the model, validated."""
        return model.model_validate(value)

    _adapters: Dict[Any, Any] = {}

    def validate(type_: Any, value: Any) -> Any:
        """The value as an instance of the type, or pydantic's ValidationError."""
        if type_ not in _adapters:
            _adapters[type_] = pydantic.TypeAdapter(type_)
        return _adapters[type_].validate_python(value)
