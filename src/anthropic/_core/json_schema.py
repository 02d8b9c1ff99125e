"""JSON schemas as structured outputs take them: the part of JSON Schema that the API holds the model to.

What the API has no keyword for is told to the model instead, in the description. Nothing here changes a schema that
was handed in, and pydantic loads only when there is a type to describe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Iterator, List, Mapping, Sequence, Tuple, Type, Union

from .._utils._guards import is_list, is_mapping
from .._utils._once import once_per_type
from .._utils._typing import type_name
from .advice import warn

if TYPE_CHECKING:
    import pydantic

__all__ = ["copied", "schema_of", "transform_schema"]

_FORMATS = frozenset(
    {"date-time", "time", "date", "duration", "email", "hostname", "uri", "ipv4", "ipv6", "uuid"}
)  # fmt: skip
_UNIONS = {"anyOf": "anyOf", "oneOf": "anyOf", "allOf": "allOf"}
_KINDS: Dict[str, Tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
}
_KEYWORDS = {
    "object": ("properties", "additionalProperties", "required"),
    "array": ("items", "minItems"),
    "string": ("format",),
}


def transform_schema(json_schema: Union[Type[pydantic.BaseModel], Dict[str, Any]]) -> Dict[str, Any]:
    """The schema as structured outputs take it.

    Objects are closed, `oneOf` becomes `anyOf`, and whatever the API does not enforce, such as `minimum` or
    `pattern`, moves into the description, where the model reads it.

    Args:
        json_schema: A pydantic model class, or a JSON schema, which is left as it is.

    Raises:
        ValueError: A part of the schema is malformed, or does not say what may stand there.
        TypeError: The model has a field that no JSON schema can describe.
    """
    if is_mapping(json_schema):
        return _transformed(copied(json_schema), "#")
    from .._compat import is_model_type  # pydantic takes long to load, and a schema needs none of it

    if not is_model_type(json_schema):
        raise TypeError(f"transform_schema takes a pydantic model class or a JSON schema, not {json_schema!r}.")
    return _transformed(_described(json_schema), "#")


def schema_of(type_: Any) -> Dict[str, Any]:
    """The schema of any type that pydantic can validate, as structured outputs take it; made once per type.

    Objects are closed, so that a part of the type with keys of any name could only come back empty: a `UserWarning` names it.

    Raises:
        TypeError: The type, or a part of it, has no such schema; the message says where.
    """
    schema: Dict[str, Any] = copied(_schema_of(type_))
    return schema


@once_per_type
def _schema_of(type_: Any) -> Dict[str, Any]:
    schema = _described(type_)
    for path in _free_keys(schema, "#"):
        warn(
            f"{type_name(type_)} has keys of any name at {path}, which structured outputs have no words for: the object will "
            "be empty. Describe it as a list of models, each with a key and a value.",
            UserWarning,
        )
    try:
        return _transformed(schema, "#")
    except ValueError as error:
        raise TypeError(f"{type_name(type_)} cannot be described. {error}") from error


def _free_keys(schema: object, path: str) -> Iterator[str]:
    """Where a schema has objects that name none of their keys."""
    if is_mapping(schema):
        if schema.get("type") == "object" and "properties" not in schema:
            yield path
        for place, part in _parts(schema):
            yield from _free_keys(part, f"{path}/{place}")


def _parts(schema: Mapping[str, Any]) -> Iterator[Tuple[str, Any]]:
    """The schemas that a schema is made of, each with its place."""
    for key in ("$defs", "properties"):
        yield from ((f"{key}/{name}", part) for name, part in schema.get(key, {}).items())
    for key in (*_UNIONS, "prefixItems"):
        yield from ((f"{key}/{index}", part) for index, part in enumerate(schema.get(key, ())))
    if "items" in schema:
        yield "items", schema["items"]


def _described(type_: Any) -> Dict[str, Any]:
    """The type's schema in pydantic's words."""
    from .._compat import UndescribableType, type_schema  # pydantic loads when there is a type to describe

    try:
        return type_schema(type_)
    except UndescribableType as error:
        from .refusals import refusal  # only what went wrong already gets here

        raise UndescribableType(f"There is no JSON schema of {refusal(type_, error)}") from error


def _transformed(schema: object, path: str) -> Dict[str, Any]:
    """The schema in the API's terms; keywords are taken from `rest` one by one, and what is left goes to the model."""
    if not is_mapping(schema):
        raise ValueError(f"A schema is an object; at {path} there is {schema!r}.")
    rest = dict(schema)
    result: Dict[str, Any] = {}
    for key in ("$defs", "definitions"):
        if key in rest:
            result[key] = _each_transformed(rest.pop(key), f"{path}/{key}")
    if "$ref" in rest:
        return {**result, "$ref": rest["$ref"]}
    kind = _put_kind(result, rest, path)
    for key in ("description", "title"):
        value = rest.pop(key, None)
        if value is not None:
            result[key] = value
    result.update({key: rest.pop(key) for key in ("enum", "const") if key in rest})
    _put_keywords(result, rest, kind, path)
    if rest:
        told = "{" + ", ".join(f"{key}: {value}" for key, value in rest.items()) + "}"
        result["description"] = f"{result['description']}\n\n{told}" if "description" in result else told
    return result


def _each_transformed(schemas: object, path: str) -> Dict[str, Any]:
    if not is_mapping(schemas):
        raise ValueError(f"At {path} there must be an object of schemas, not {schemas!r}.")
    return {name: _transformed(schema, f"{path}/{name}") for name, schema in schemas.items()}


def _put_kind(result: Dict[str, Any], rest: Dict[str, Any], path: str) -> Any:
    """Say whether a union, a type or a list of values is described; the type, where it is one."""
    kind = rest.pop("type", None)
    unions = {keyword: rest.pop(keyword) for keyword in _UNIONS if rest.get(keyword) is not None}
    if not isinstance(rest.get("enum", []), (list, tuple)):
        raise ValueError(f"At {path}/enum there must be a list of values, not {rest['enum']!r}.")
    if is_list(kind) and not unions:
        members = _one_per_type([str(each) for each in kind], rest)
        result["anyOf"] = _each_of(members, f"{path}/type")
        return None
    for keyword, members in unions.items():
        target = _UNIONS[keyword]
        if target in result:
            rest[keyword] = members  # the API has one keyword for both
        else:
            result[target] = _each_of(members, f"{path}/{keyword}")
    if unions:
        return None
    if kind is not None:
        result["type"] = kind
    elif "enum" not in rest and "const" not in rest:
        raise ValueError(
            "Schema must have a 'type', 'anyOf', 'oneOf', or 'allOf' field. "
            f"At {path} there is none, so that anything could stand there: say what may."
        )
    return kind


def _each_of(members: object, path: str) -> List[Dict[str, Any]]:
    if not is_list(members):
        raise ValueError(f"At {path} there must be a list of schemas, not {members!r}.")
    return [_transformed(member, f"{path}/{index}") for index, member in enumerate(members)]


def _one_per_type(kinds: Sequence[str], rest: Dict[str, Any]) -> List[Dict[str, Any]]:
    """A schema for each of several types, with the keywords and the values that are about that type."""
    members: List[Dict[str, Any]] = []
    allowed = [rest.pop("const")] if "const" in rest else rest.pop("enum", None)
    for kind in kinds:
        member = {"type": kind, **{key: rest[key] for key in _KEYWORDS.get(kind, ()) if key in rest}}
        if allowed is not None:
            member["enum"] = [value for value in allowed if _is_of(kind, value)]
        if member.get("enum", True):
            members.append(member)
    for key in (key for kind in kinds for key in _KEYWORDS.get(kind, ())):
        rest.pop(key, None)
    return members


def _is_of(kind: str, value: object) -> bool:
    """Whether a JSON value is of a type; Python counts booleans as integers, JSON does not."""
    return isinstance(value, _KINDS.get(kind, ())) and isinstance(value, bool) is (kind == "boolean")


def _put_keywords(result: Dict[str, Any], rest: Dict[str, Any], kind: Any, path: str) -> None:
    """Move what the API enforces for a type from the rest into the result."""
    if kind == "object":
        result["properties"] = _each_transformed(rest.pop("properties", {}), f"{path}/properties")
        rest.pop("additionalProperties", None)
        result["additionalProperties"] = False
        if "required" in rest:
            result["required"] = _names(rest.pop("required"), f"{path}/required")
    elif kind == "array":
        if is_mapping(rest.get("items")):
            result["items"] = _transformed(rest.pop("items"), f"{path}/items")
        _put_if("minItems", rest.get("minItems") in (0, 1), result, rest)
    elif kind == "string":
        _put_if("format", str(rest.get("format")) in _FORMATS, result, rest)
    elif kind is not None and str(kind) not in _KINDS:
        raise ValueError(f"At {path} the type is {kind!r}, which JSON Schema does not know.")


def _names(names: object, path: str) -> object:
    if not is_list(names) or not all(isinstance(name, str) for name in names):
        raise ValueError(f"At {path} there must be a list of names, not {names!r}.")
    return names


def _put_if(key: str, enforced: bool, result: Dict[str, Any], rest: Dict[str, Any]) -> None:
    """Move a keyword whose value the API enforces into the result, any other to the end of the rest."""
    if key in rest:
        (result if enforced else rest)[key] = rest.pop(key)


def copied(value: Any) -> Any:
    """The JSON value, sharing nothing that could be changed."""
    if is_mapping(value):
        return {key: copied(part) for key, part in value.items()}
    return [copied(part) for part in value] if is_list(value) else value
