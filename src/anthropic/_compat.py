"""pydantic 1 and 2, seen through one seam.

The rest of the package asks here for fields, dumps and private state and never for the version.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Optional, Set, Tuple, Type, TypeVar

import pydantic
from pydantic import ValidationError

from ._utils._guards import is_dict, is_list
from ._utils._once import once_per_type

__all__ = [
    "PYDANTIC_V1",
    "PYDANTIC_VERSION",
    "STATE_NAMES",
    "DerivableValidationError",
    "FieldFacts",
    "UndescribableType",
    "ValidationError",
    "adapter_schema",
    "assign",
    "containers",
    "faults",
    "field_description",
    "fill",
    "generic_parts",
    "is_model_type",
    "json_text",
    "model_copy",
    "model_dump",
    "model_fields",
    "model_json",
    "model_parse",
    "model_state",
    "parse_json",
    "error_of",
    "error_parts",
    "new_type_adapter",
    "type_adapter",
    "type_schema",
    "validate",
    "with_arguments",
]

PYDANTIC_VERSION = tuple(int(part) for part in pydantic.VERSION.split(".")[:2])
PYDANTIC_V1 = PYDANTIC_VERSION < (2,)
_STATE_NAMES_OF_2 = "__pydantic_extra__", "__pydantic_fields_set__", "__pydantic_private__"
STATE_NAMES = ("__fields_set__",) if PYDANTIC_V1 else _STATE_NAMES_OF_2
"""What pydantic keeps on an instance beside its values."""


@dataclass(frozen=True)
class FieldFacts:
    """What decoding needs to know of one field of a model."""

    name: str
    alias: Optional[str]
    annotation: Any
    required: bool
    default: Callable[[], Any]
    is_constant: bool
    """Whether the default is known to be the same immutable value each time."""


def is_model_type(type_: Any) -> bool:
    """Whether the type is a pydantic model class."""
    return isinstance(type_, type) and issubclass(type_, pydantic.BaseModel)


def containers(model: Any) -> Tuple[Any, ...]:
    """What holds a model's values and the names that were given: itself, not copies."""
    held = (model.__dict__, *(getattr(model, name) for name in STATE_NAMES))
    return tuple(each for each in held if each is not None)


def field_description(candidates: Iterable[Any]) -> Optional[str]:
    """The first description that a `Field(...)` among the candidates has."""
    found = (each.description for each in candidates if isinstance(each, pydantic.fields.FieldInfo))
    return next((each for each in found if each), None)


def faults(error: Exception) -> str:
    """What a validation found wrong, without the values."""
    if not isinstance(error, pydantic.ValidationError):
        return str(error)
    return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())


if PYDANTIC_V1 and not TYPE_CHECKING:

    def model_fields(model: Type[pydantic.BaseModel]) -> List[FieldFacts]:
        """The fields of a model, in order, with their annotations resolved."""
        fields: Dict[str, Any] = vars(model)["__fields__"]
        return [
            FieldFacts(name, field.alias, _annotation(model, field), bool(field.required), field.get_default, False)
            for name, field in fields.items()
        ]

    def generic_parts(model: type) -> Tuple[Any, Tuple[Any, ...]]:
        """A generic model and the arguments that this class is made of; the class itself and none, if it is of none."""
        from pydantic.generics import _assigned_parameters  # only programs that pickle pages ask

        given: Dict[Any, Any] = _assigned_parameters.get(model, {})
        return (model.__bases__[0], tuple(given.values())) if given else (model, ())

    def _annotation(model: Any, field: Any) -> Any:
        """The field's annotation; a generic model with its parameters given keeps it in another place."""
        if not hasattr(field, "annotation"):  # pydantic 1.9
            written = _hints(model).get(field.name)
            if not getattr(written, "__parameters__", ()) and not isinstance(written, TypeVar):
                return written
        elif type(field.annotation).__name__ != "DeferredType":
            return field.annotation
        return Optional[field.outer_type_] if field.allow_none else field.outer_type_

    @once_per_type
    def _hints(model: Any) -> Dict[str, Any]:
        from typing_extensions import get_type_hints  # only the oldest pydantic needs it

        return get_type_hints(model, include_extras=True)

    def fill(
        model: Type[pydantic.BaseModel], attributes: Dict[str, Any], extra: Dict[str, Any], given: Set[str]
    ) -> Any:
        """An instance with exactly these values, nothing validated."""
        instance: Any = model.__new__(model)
        object.__setattr__(instance, "__dict__", {**attributes, **extra})
        finish(instance, extra, given)
        return instance

    def finish(instance: Any, extra: Dict[str, Any], given: Set[str]) -> None:  # noqa: ARG001  # the other major has a use for it
        """Give an instance that has its values what else pydantic keeps on it."""
        object.__setattr__(instance, "__fields_set__", given)
        instance._init_private_attributes()

    def assign(model: Any, name: str, value: Any) -> None:
        """Set a field, known or not."""
        setattr(model, name, value)

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

    def model_state(model: Any) -> Tuple[Dict[str, Any], Dict[str, Any], Set[str]]:
        """Copies of a model's fields, of what else it holds, and of the names that were given."""
        return dict(model.__dict__), {}, set(model.__fields_set__)

    def validate(type_: Any, value: Any) -> Any:
        """The value as an instance of the type, or pydantic's ValidationError."""
        return vars(pydantic)["parse_obj_as"](type_, value)

    def parse_json(type_: Any, text: str) -> Any:
        """The JSON text as an instance of the type, or pydantic's ValidationError."""
        return vars(pydantic)["parse_raw_as"](type_, text)

    DerivableValidationError = pydantic.ValidationError

    def error_parts(error: Any) -> Tuple[Any, Any]:
        """What a validation error says, in a form that can be pickled."""
        return error.model, error.raw_errors

    def error_of(cls: Any, parts: Tuple[Any, Any]) -> Any:
        """A validation error that says the same, of a class derived from pydantic's."""
        return cls(parts[1], parts[0])

    class UndescribableType(TypeError):
        """No JSON schema can be made of a type."""

    def new_type_adapter(_: Any) -> Any:
        """Nothing: pydantic 1 has no such thing."""
        raise RuntimeError(
            "Tools made of functions and structured outputs are only supported with Pydantic v2, and this is "
            f"pydantic {pydantic.VERSION}: `pip install -U pydantic`, or write the JSON schema by hand."
        )

    type_adapter = adapter_schema = type_schema = new_type_adapter

    def json_text(value: Any) -> str:
        """The value as JSON text: models, dataclasses, dates and the like included."""
        import json

        from pydantic.json import pydantic_encoder

        return json.dumps(value, default=pydantic_encoder, ensure_ascii=False, separators=(",", ":"))

else:
    from pydantic.errors import PydanticInvalidForJsonSchema, PydanticUserError

    def generic_parts(model: type) -> Tuple[Any, Tuple[Any, ...]]:
        """A generic model and the arguments that this class is made of; the class itself and none, if it is of none."""
        facts: Dict[str, Any] = getattr(model, "__pydantic_generic_metadata__", {})
        return (facts["origin"], facts["args"]) if facts.get("args") else (model, ())

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
        is_constant = field.default_factory is None and isinstance(field.default, (str, int, float, type(None)))
        return FieldFacts(name, _alias(name, field), annotation, required, default, is_constant)

    def _alias(name: str, field: Any) -> Optional[str]:
        """The one name on the wire; `None` where there are several."""
        alias: Any = field.validation_alias or field.alias or name
        return alias if isinstance(alias, str) else None

    def fill(
        model: Type[pydantic.BaseModel], attributes: Dict[str, Any], extra: Dict[str, Any], given: Set[str]
    ) -> Any:
        """An instance with exactly these values, nothing validated."""
        instance = model.__new__(model)
        object.__setattr__(instance, "__dict__", attributes)
        finish(instance, extra, given)
        if model.__pydantic_post_init__:
            instance.model_post_init(None)
        return instance

    def finish(instance: Any, extra: Dict[str, Any], given: Set[str]) -> None:
        """Give an instance that has its values what else pydantic keeps on it."""
        set_state = object.__setattr__
        set_state(instance, "__pydantic_extra__", extra)
        set_state(instance, "__pydantic_fields_set__", given)
        set_state(instance, "__pydantic_private__", None)

    def assign(model: Any, name: str, value: Any) -> None:
        """Set a field, known or not; one that is named as something that the class can do is kept beside the known ones."""
        cls: Any = model.__class__
        if name not in cls.model_fields and hasattr(cls, name):
            model.__pydantic_extra__[name] = value
            model.__pydantic_fields_set__.add(name)
        else:
            setattr(model, name, value)

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

    def model_state(model: Any) -> Tuple[Dict[str, Any], Dict[str, Any], Set[str]]:
        """Copies of a model's fields, of what else it holds, and of the names that were given."""
        return dict(model.__dict__), dict(model.__pydantic_extra__ or {}), set(model.__pydantic_fields_set__)

    class UndescribableType(PydanticInvalidForJsonSchema, TypeError):
        """No JSON schema can be made of a type. Also what pydantic raises then, for handlers written against it."""

        def __str__(self) -> str:
            return self.message

    def new_type_adapter(type_: Any) -> pydantic.TypeAdapter[Any]:
        """The validator of a type, or of the arguments of a function."""
        try:
            return pydantic.TypeAdapter(type_)
        except (PydanticUserError, NameError) as error:
            raise _undescribable(error) from error

    type_adapter = once_per_type(new_type_adapter)

    def adapter_schema(adapter: pydantic.TypeAdapter[Any]) -> Dict[str, Any]:
        """The JSON schema of what an adapter takes."""
        try:
            return adapter.json_schema()
        except (PydanticUserError, NameError) as error:
            raise _undescribable(error) from error

    def type_schema(type_: Any) -> Dict[str, Any]:
        """The JSON schema of a type, as pydantic writes it."""
        if not is_model_type(type_):
            return adapter_schema(type_adapter(type_))
        try:
            schema: Dict[str, Any] = type_.model_json_schema()
            return schema
        except (PydanticUserError, NameError) as error:
            raise _undescribable(error) from error

    def _undescribable(error: Exception) -> UndescribableType:
        """pydantic's error in one line, without the advice that it has for authors of types."""
        message: str = getattr(error, "message", str(error))
        return UndescribableType(re.split(r"\n|(?<=\.) Set ", message)[0])

    def validate(type_: Any, value: Any) -> Any:
        """The value as an instance of the type, or pydantic's ValidationError."""
        return type_adapter(type_).validate_python(value)

    def json_text(value: Any) -> str:
        """The value as JSON text: models, dataclasses, dates and the like included."""
        return type_adapter(object).dump_json(value).decode()

    def parse_json(type_: Any, text: str) -> Any:
        """The JSON text as an instance of the type, or pydantic's ValidationError."""
        return type_adapter(type_).validate_json(text)

    if TYPE_CHECKING or PYDANTIC_VERSION >= (2, 10):
        DerivableValidationError = pydantic.ValidationError
    else:

        class DerivableValidationError(ValueError):
            """What pydantic's error does, where that cannot be derived from: before 2.10."""

            @classmethod
            def from_exception_data(cls, title: str, line_errors: Any) -> Any:
                """An instance that tells of the errors of these lines."""
                inner = pydantic.ValidationError.from_exception_data(title, line_errors)
                error = cls(str(inner))
                error._inner = inner
                return error

            def __getattr__(self, name: str) -> Any:
                """`errors`, `error_count`, `json` and `title` are pydantic's own."""
                if name not in ("errors", "error_count", "json", "title"):
                    raise AttributeError(name)
                return getattr(self._inner, name)

    def error_parts(error: Any) -> Tuple[Any, Any]:
        """What a validation error says, in a form that can be pickled."""
        lines = error.errors(include_url=False)
        return error.title, [(each["type"], each["msg"], each["loc"], each["input"]) for each in lines]

    def error_of(cls: Any, parts: Tuple[Any, Any]) -> Any:
        """A validation error that says the same, of a class derived from pydantic's."""
        from pydantic_core import PydanticCustomError

        title, lines = parts
        told = [
            {"type": PydanticCustomError(type_, message), "loc": loc, "input": input_}
            for type_, message, loc, input_ in lines
        ]
        return cls.from_exception_data(title, told)


def with_arguments(model: Any, arguments: Tuple[Any, ...]) -> Any:
    """The class that `generic_parts` took apart."""
    return model[arguments] if arguments else model
