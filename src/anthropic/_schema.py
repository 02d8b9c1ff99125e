"""Strict validators of pydantic-core, made from annotations: nothing is coerced, nothing is dropped.

What such a validator accepts is what lenient construction would have built from the same value, in one pass
over the bytes. What it does not accept is not an error but a case for `_construct`. Annotations that it cannot
state exactly give no validator at all.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Dict, List, Optional, Tuple

from typing_extensions import get_args, get_origin

from ._compat import PYDANTIC_V1, PYDANTIC_VERSION, FieldFacts, is_model_type, model_fields
from ._utils._datetime_parse import parse_date, parse_datetime
from ._utils._once import once_per_type
from ._utils._typing import is_union, literal_values, members, unwrap

if TYPE_CHECKING or not PYDANTIC_V1:
    from pydantic_core import SchemaValidator, core_schema as core

__all__ = ["Inexact", "lossless_float", "strict_validator"]

Schema = Any


class Inexact(TypeError):
    """The annotation has no strict schema that would agree with lenient construction."""


def lossless_float(value: Any) -> float:
    """The number as a float of the same value, else ValueError."""
    if isinstance(value, float):
        return value
    try:
        if isinstance(value, int) and not isinstance(value, bool) and float(value) == value:
            return float(value)
    except OverflowError:
        pass
    raise ValueError("not a number that a float can hold")


@once_per_type
def strict_validator(annotation: Any) -> Optional["SchemaValidator"]:
    """The strict validator of the annotation, made at first use; `None` where there can be none."""
    if PYDANTIC_V1:
        return None
    try:
        return _built(_schema(annotation, (), exact_literals=False))
    except Inexact:
        return None


def _built(schema: Schema) -> "SchemaValidator":
    """A validator of exactly this schema.

    From 2.11 on, pydantic puts a complete model's own validator, which coerces, in the place of what a schema says of
    that model. Later releases can be told not to; with the ones between, there is no strict validator.
    """
    try:
        return SchemaValidator(schema, None, False)
    except TypeError:
        if PYDANTIC_VERSION >= (2, 11):
            raise Inexact("this pydantic replaces schemas of models by their own") from None
        return SchemaValidator(schema)


def _schema(annotation: Any, within: Tuple[Any, ...], *, exact_literals: bool) -> Schema:
    inner, info = unwrap(annotation)
    if is_union(inner):
        return _union(inner, info.discriminator if info else None, within)
    values = literal_values(inner)
    if values:
        return _literal(values, exact_literals)
    if is_model_type(inner):
        return _model(inner, within, exact_literals)
    origin = get_origin(inner)
    if origin in (list, dict):
        return _container(origin, get_args(inner), within)
    leaf = _leaves().get(inner)
    if leaf is None:
        raise Inexact(f"no strict schema for {annotation!r}")
    return leaf


def _leaves() -> Dict[Any, Schema]:
    return {
        str: core.str_schema(strict=True),
        int: core.int_schema(strict=True),
        bool: core.bool_schema(strict=True),
        float: core.no_info_plain_validator_function(lossless_float),
        datetime: _moment(),
        date: core.no_info_plain_validator_function(parse_date),
        type(None): core.none_schema(),
        object: core.any_schema(),
        Any: core.any_schema(),
    }


def _moment() -> Schema:
    """Texts with a time in them go straight to Python's own parser, where it knows all forms; the rest is left to `_construct`."""
    if sys.version_info < (3, 11):
        return core.no_info_plain_validator_function(parse_datetime)
    return core.no_info_after_validator_function(datetime.fromisoformat, core.str_schema(strict=True, min_length=11))


def _literal(values: Tuple[Any, ...], exact: bool) -> Schema:
    """An unknown value of an enum is kept as it came, so any text will do where nothing hangs on the value."""
    if not exact and all(type(value) is str for value in values):
        return core.str_schema(strict=True)
    return core.literal_schema(list(values))


def _container(origin: Any, args: Tuple[Any, ...], within: Tuple[Any, ...]) -> Schema:
    if origin is list:
        return core.list_schema(_schema(args[0], within, exact_literals=False) if args else None, strict=True)
    if not args:
        return core.dict_schema(strict=True)
    if args[0] is not str:
        raise Inexact("JSON objects have text keys")
    return core.dict_schema(core.str_schema(strict=True), _schema(args[1], within, exact_literals=False), strict=True)


def _union(union: Any, discriminator: Optional[str], within: Tuple[Any, ...]) -> Schema:
    inner = members(union)
    if len(inner) == 1:
        schema = _schema(inner[0], within, exact_literals=False)
    elif all(literal_values(member) or member is str for member in inner):
        schema = core.str_schema(strict=True)
    elif discriminator:
        choices = {
            value: _schema(member, within, exact_literals=False)
            for member in inner
            for value in variant_tags(member, discriminator)
        }
        schema = core.tagged_union_schema(choices, variant_alias(inner, discriminator))
    else:
        choices_in_order: List[Any] = [_schema(member, within, exact_literals=True) for member in inner]
        try:
            schema = core.union_schema(choices_in_order, mode="smart")
        except TypeError:
            raise Inexact("this pydantic, older than 2.2, takes the first member that fits") from None
    return core.nullable_schema(schema) if len(inner) < len(get_args(union)) else schema


def variant_tags(member: Any, discriminator: str) -> Tuple[Any, ...]:
    """The values of the discriminator that choose this member of a union."""
    inner, _ = unwrap(member)
    origin = get_origin(inner)
    model = inner if is_model_type(inner) else origin
    if not is_model_type(model):
        raise Inexact(f"{member!r} has no discriminator")
    return next((literal_values(field.annotation) for field in model_fields(model) if field.name == discriminator), ())


def variant_alias(union_members: Tuple[Any, ...], discriminator: str) -> str:
    """The name of the discriminator on the wire."""
    for member in union_members:
        inner, _ = unwrap(member)
        for field in model_fields(inner) if is_model_type(inner) else ():
            if field.name == discriminator:
                return field.alias or field.name
    return discriminator


def _with_default(schema: Schema, field: FieldFacts) -> Schema:
    """The schema of an optional field. One that is constant is given as such: a call for each of them costs half of a short reply."""
    if field.is_constant:
        return core.with_default_schema(schema, default=field.default())
    return core.with_default_schema(schema, default_factory=field.default)


def _model(model: Any, within: Tuple[Any, ...], exact_literals: bool) -> Schema:
    if model in within or model.model_config.get("extra") != "allow":
        raise Inexact(f"{model.__name__} has no finite strict schema")
    fields: Dict[str, Any] = {}
    for field in model_fields(model):
        if field.alias is None:
            raise Inexact(f"{model.__name__}.{field.name} has several aliases")
        schema = _schema(field.annotation, (*within, model), exact_literals=exact_literals)
        if not field.required:
            schema = _with_default(schema, field)
        names: Any = field.alias if field.alias == field.name else [[field.alias], [field.name]]
        fields[field.name] = core.model_field(schema, validation_alias=names)
    return core.model_schema(
        model,
        core.model_fields_schema(fields, model_name=model.__name__, extra_behavior="allow"),
        extra_behavior="allow",
        post_init=getattr(model, "__pydantic_post_init__", None),
    )
