"""Lenient construction: any JSON value into the closest instance of a type, and nothing is ever lost.

Unknown fields stay, values of the wrong type stay as they are, missing fields become their default or `None`,
an unknown variant of a union becomes the closest member with all of its fields. An annotation is looked at once
and becomes a function; building a value walks the value, never the types.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Callable, Dict, Iterable, List, Optional, Set, Tuple, Type, TypeVar, cast

from typing_extensions import get_args, get_origin, is_typeddict

from ._compat import fill, is_model_type, model_fields
from ._schema import Inexact, lossless_float, strict_validator, variant_alias, variant_tags
from ._utils._datetime_parse import parse_date, parse_datetime
from ._utils._guards import is_list, is_mapping
from ._utils._locks import Lock
from ._utils._typing import is_union, literal_values, members, unwrap

__all__ = ["construct_model", "construct_type", "construct_type_unchecked"]

_T = TypeVar("_T")
Converter = Callable[[Any], Any]
Field = Tuple[str, str, Converter, Callable[[], Any]]

_converters: Dict[Any, Converter] = {}
_tables: Dict[type, List[Field]] = {}
_lock = Lock()


def construct_type(*, value: object, type_: object, metadata: Optional[Iterable[Any]] = None) -> object:
    """The value as the closest instance of the type; never raises for what the value holds.

    Args:
        value: What was decoded from JSON.
        type_: A model, a container or union of models, or a plain type.
        metadata: Entries of an `Annotated` that was taken off the type before.
    """
    for entry in metadata or ():
        from typing_extensions import Annotated

        type_ = Annotated[cast(Any, type_), entry]
    return converter(type_)(value)


def construct_type_unchecked(*, value: object, type_: Type[_T]) -> _T:
    """As `construct_type`, typed as if the value had been valid."""
    return cast(_T, construct_type(value=value, type_=type_))


def construct_model(model: type, values: "Mapping[str, Any]", given: Optional[Iterable[str]] = None) -> Any:
    """An instance of the model from a JSON object.

    Args:
        model: The model class.
        values: The fields, by their name on the wire or in Python.
        given: The names to count as set, where that differs from the names in `values`.
    """
    attributes: Dict[str, Any] = {}
    set_names: Set[str] = set()
    used: Set[str] = set()
    for name, alias, convert, default in _fields(model):
        key = alias if alias in values else name
        if key in values:
            used.add(key)
            set_names.add(name)
            attributes[name] = convert(values[key])
        else:
            attributes[name] = default()
    extra = {key: value for key, value in values.items() if key not in used} if len(used) < len(values) else {}
    return fill(model, attributes, extra, set_names | extra.keys() if given is None else set(given))


def converter(annotation: Any) -> Converter:
    """The function that builds values of the annotation; made at first use."""
    try:
        return _converters[annotation]
    except KeyError:
        pass
    except TypeError:
        return _build(annotation)
    with _lock:
        if annotation not in _converters:
            _converters[annotation] = _build(annotation)
        return _converters[annotation]


def _fields(model: type) -> List[Field]:
    try:
        return _tables[model]
    except KeyError:
        pass
    with _lock:
        if model not in _tables:
            table: List[Field] = []
            for field in model_fields(model):
                table.append((field.name, field.alias or field.name, _later(field.annotation), field.default))
            _tables[model] = table
        return _tables[model]


def _later(annotation: Any) -> Converter:
    """Models may contain themselves: the converter of a model's field is looked up when it is first needed."""
    inner = unwrap(annotation)[0]
    if get_origin(inner) is None and not is_model_type(inner):
        return converter(annotation)
    return lambda value: converter(annotation)(value)


def _build(annotation: Any) -> Converter:
    inner, info = unwrap(annotation)
    if is_union(inner):
        return _union(inner, info.discriminator if info else None)
    if is_model_type(inner):
        return _model(inner)
    origin, args = get_origin(inner), get_args(inner)
    if is_model_type(origin):
        return _model(inner if isinstance(inner, type) else origin)
    if origin is list and args:
        return _list(converter(args[0]))
    if origin is dict and len(args) == 2:
        return _dict(converter(args[1]))
    return _LEAVES.get(inner, _as_it_is)


def _as_it_is(value: Any) -> Any:
    return value


def _attempt(parse: Callable[[Any], Any], *accepted: type) -> Converter:
    def convert(value: Any) -> Any:
        if not isinstance(value, accepted) or isinstance(value, bool):
            return value
        try:
            return parse(value)
        except (ValueError, OverflowError):
            return value

    return convert


_LEAVES: Dict[Any, Converter] = {
    float: _attempt(lossless_float, int),
    datetime: _attempt(parse_datetime, str, int, float),
    date: _attempt(parse_date, str, int, float),
}


def _model(model: type) -> Converter:
    def convert(value: Any) -> Any:
        if is_mapping(value):
            return construct_model(model, value)
        if is_list(value):
            return [convert(item) for item in value]
        return value

    return convert


def _list(item: Converter) -> Converter:
    def convert(value: Any) -> Any:
        return [item(entry) for entry in value] if is_list(value) else value

    return convert


def _dict(item: Converter) -> Converter:
    def convert(value: Any) -> Any:
        return {key: item(entry) for key, entry in value.items()} if is_mapping(value) else value

    return convert


def _union(union: Any, discriminator: Optional[str]) -> Converter:
    inner = members(union)
    if len(inner) == 1:
        one = converter(inner[0])
        return lambda value: None if value is None else one(value)
    if discriminator:
        try:
            return _tagged(inner, discriminator)
        except Inexact:
            pass
    return _closest(union, inner)


def _tagged(inner: Tuple[Any, ...], discriminator: str) -> Converter:
    by_tag = {tag: converter(member) for member in inner for tag in variant_tags(member, discriminator)}
    alias = variant_alias(inner, discriminator)
    first = converter(inner[0])

    def convert(value: Any) -> Any:
        if is_list(value):
            return [convert(item) for item in value]
        if not is_mapping(value):
            return value
        tag = value.get(alias, value.get(discriminator))
        return by_tag.get(tag, first)(value) if isinstance(tag, str) else first(value)

    return convert


def _closest(union: Any, inner: Tuple[Any, ...]) -> Converter:
    """Without a discriminator: the member that fits exactly, else the one whose constants the value repeats, else the first of its shape."""
    exact = strict_validator(union)
    candidates = [(_constants(member), _shape(member), converter(member)) for member in inner]

    def convert(value: Any) -> Any:
        if value is None:
            return None
        if exact is not None:
            try:
                return exact.validate_python(value)
            except ValueError:
                pass
        fitting = [(constants, build) for constants, shape, build in candidates if isinstance(value, shape)]
        if not fitting:
            return candidates[0][2](value)
        if is_mapping(value):
            for constants, build in fitting:
                if constants and all(value.get(key) in accepted for key, accepted in constants.items()):
                    return build(value)
        return fitting[0][1](value)

    return convert


def _constants(member: Any) -> Dict[str, Tuple[Any, ...]]:
    inner, _ = unwrap(member)
    if not is_model_type(inner):
        return {}
    found = {field.alias or field.name: literal_values(field.annotation) for field in model_fields(inner)}
    return {alias: values for alias, values in found.items() if len(values) == 1}


def _shape(member: Any) -> Any:
    inner, _ = unwrap(member)
    if is_model_type(inner) or get_origin(inner) is dict:
        return Mapping
    if get_origin(inner) is list:
        return list
    if is_typeddict(inner):
        return Mapping
    return inner if isinstance(inner, type) else object
