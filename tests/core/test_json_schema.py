"""Schemas of structured outputs: what `transform_schema` keeps, moves and refuses, and which types have one."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import enum
import json
import threading
from typing import Any, Callable, Dict, Generic, List, Optional, Tuple, TypeVar, Union

import pytest
from hypothesis import given, strategies as st
from pydantic import BaseModel, ConfigDict, Field
from typing_extensions import Annotated, Literal, TypeAliasType, TypedDict

from anthropic import transform_schema
from anthropic._core.json_schema import schema_of
from anthropic.lib import _parse
from anthropic.lib._parse import _transform

CLOSED = {"properties": {}, "additionalProperties": False}
REF = {"$ref": "#/$defs/A"}


@pytest.mark.parametrize(
    ("schema", "sent"),
    [
        ({"type": "boolean"}, {"type": "boolean"}),
        ({**REF, "description": "x", "default": 1}, REF),  # TS-01
        (
            {**REF, "$defs": {"A": {"type": "object"}}},  # KD-18
            {"$defs": {"A": {"type": "object", **CLOSED}}, **REF},
        ),
        (
            {"type": "object", "properties": {"a": REF}, "$defs": {"A": {"type": "string", "minLength": 1}}},  # TS-02
            {
                "$defs": {"A": {"type": "string", "description": "{minLength: 1}"}},
                "type": "object",
                "properties": {"a": REF},
                "additionalProperties": False,
            },
        ),
        (
            {"$ref": "#/definitions/A", "definitions": {"A": {"type": "null"}}},
            {"definitions": {"A": {"type": "null"}}, "$ref": "#/definitions/A"},
        ),
        # TS-03
        ({"anyOf": [{"type": "object"}, REF]}, {"anyOf": [{"type": "object", **CLOSED}, REF]}),
        ({"oneOf": [{"type": "object"}]}, {"anyOf": [{"type": "object", **CLOSED}]}),
        ({"allOf": [{"type": "object"}], "type": "object"}, {"allOf": [{"type": "object", **CLOSED}]}),
        ({"anyOf": [], "type": "string"}, {"anyOf": []}),
        (
            {"anyOf": [REF], "allOf": [REF], "oneOf": [REF]},  # nothing is lost, as it is in 0.79.0
            {"anyOf": [REF], "allOf": [REF], "description": "{oneOf: [{'$ref': '#/$defs/A'}]}"},
        ),
        # TS-06
        ({"type": "object"}, {"type": "object", **CLOSED}),
        ({"type": "object", "additionalProperties": {"type": "string"}}, {"type": "object", **CLOSED}),
        (
            {"type": "object", "properties": {"a": {"type": "object"}}, "required": ["a"]},
            {
                "type": "object",
                "properties": {"a": {"type": "object", **CLOSED}},
                "additionalProperties": False,
                "required": ["a"],
            },
        ),
        ({"type": "object", "required": []}, {"type": "object", **CLOSED, "required": []}),
        # TS-07
        ({"type": "string", "format": "email"}, {"type": "string", "format": "email"}),
        ({"type": "string", "format": ["x"]}, {"type": "string", "description": "{format: ['x']}"}),
        ({"type": "string", "format": "binary"}, {"type": "string", "description": "{format: binary}"}),
        ({"type": "integer", "format": "int32"}, {"type": "integer", "description": "{format: int32}"}),
        # TS-08
        ({"type": "array"}, {"type": "array"}),
        (
            {"type": "array", "items": {"type": "object"}, "minItems": 1},
            {"type": "array", "items": {"type": "object", **CLOSED}, "minItems": 1},
        ),
        ({"type": "array", "minItems": 2, "maxItems": 3}, {"type": "array", "description": "{maxItems: 3, minItems: 2}"}),
        (
            {"type": "array", "prefixItems": [{"type": "string"}], "items": False},
            {"type": "array", "description": "{prefixItems: [{'type': 'string'}], items: False}"},
        ),
        # TS-09
        (
            {"type": "integer", "description": "Age", "minimum": 1, "default": None},
            {"type": "integer", "description": "Age\n\n{minimum: 1, default: None}"},
        ),
        ({"type": "string", "description": None, "title": ""}, {"type": "string", "title": ""}),
        ({"type": "string", "items": {"type": "null"}}, {"type": "string", "description": "{items: {'type': 'null'}}"}),
        # TS-10 and KD-18
        ({"type": "string", "enum": ["a", "b"]}, {"type": "string", "enum": ["a", "b"]}),
        ({"const": None}, {"const": None}),
        ({"enum": [1, "a"]}, {"enum": [1, "a"]}),
        ({"anyOf": [{"type": "string"}], "enum": ["a"]}, {"anyOf": [{"type": "string"}], "enum": ["a"]}),
        (
            {"type": ["object", "string", "null"], "format": "date", "required": ["a"], "maxLength": 3, "title": "T"},
            {
                "anyOf": [
                    {"type": "object", **CLOSED, "required": ["a"]},
                    {"type": "string", "format": "date"},
                    {"type": "null"},
                ],
                "title": "T",
                "description": "{maxLength: 3}",
            },
        ),
        (
            {"type": ["string", "boolean", "integer", "null"], "enum": ["a", 1, None]},
            {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "integer", "enum": [1]}, {"type": "null", "enum": [None]}]},
        ),
        ({"type": ["string", "null"], "const": "a"}, {"anyOf": [{"type": "string", "enum": ["a"]}]}),
    ],
)  # fmt: skip
def test_a_schema_is_sent_as(schema: Dict[str, Any], sent: Dict[str, Any]) -> None:
    before = copy.deepcopy(schema)

    assert transform_schema(schema) == sent
    assert schema == before


def test_keys_have_an_order() -> None:
    schema = {"required": [], "title": "T", "type": "object", "description": "D", "$defs": {}}

    keys = list(transform_schema(schema))

    assert keys == ["$defs", "type", "description", "title", "properties", "additionalProperties", "required"]  # TS-05


def test_nothing_is_shared_with_the_schema_that_was_given() -> None:
    schema = {"type": "string", "enum": ["a"]}

    transform_schema(schema)["enum"].clear()

    assert schema["enum"] == ["a"]


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        ({}, r"Schema must have a 'type'.*At # "),  # TS-04
        ({"description": "anything"}, "Schema must have a 'type'"),
        ({"type": "object", "properties": {"a": {"type": "array", "items": {}}}}, "At #/properties/a/items "),
        ({"type": "object", "properties": {"a": True}}, "at #/properties/a there is True"),
        ({"anyOf": [{"type": "null"}, {}]}, "At #/anyOf/1 "),
        ({"$defs": {"A": {}}, **REF}, r"At #/\$defs/A "),
        ({"type": "text"}, "the type is 'text'"),
        ({"type": {}}, "the type is {}"),
        ({"type": ["string", {}]}, "the type is '{}'"),
        ({"type": "object", "properties": None}, "At #/properties there must be an object of schemas"),
        ({"type": "object", "required": "a"}, "At #/required there must be a list of names"),
        ({"$defs": [], **REF}, r"At #/\$defs there must be an object"),
        ({"anyOf": {"type": "null"}}, "At #/anyOf there must be a list of schemas"),
        ({"type": "string", "enum": "a"}, "At #/enum there must be a list of values"),
    ],
)
def test_what_is_not_a_schema_is_refused_with_its_place(schema: Dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        transform_schema(schema)


@pytest.mark.parametrize("value", [int, "text", None])
def test_only_models_and_schemas_are_transformed(value: Any) -> None:
    with pytest.raises(TypeError, match="a pydantic model class or a JSON schema"):
        transform_schema(value)


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Node(BaseModel):
    """A node of a list."""

    value: int
    next: Optional[Node] = None


@dataclasses.dataclass
class Point:
    x: int
    y: Optional[Point] = None


class Options(TypedDict, total=False):
    mode: Literal[1, "a", None]


Content = TypeVar("Content")


class Box(BaseModel, Generic[Content]):
    content: Content


class Cat(BaseModel):
    kind: Literal["cat"]


class Dog(BaseModel):
    kind: Literal["dog"]


Numbers = TypeAliasType("Numbers", "Union[int, List[Numbers]]")


def closed(title: str, **properties: Any) -> Dict[str, Any]:
    return {"type": "object", "title": title, "properties": properties, "additionalProperties": False}


CAT = {**closed("Cat", kind={"type": "string", "title": "Kind", "const": "cat"}), "required": ["kind"]}
DOG = {**closed("Dog", kind={"type": "string", "title": "Kind", "const": "dog"}), "required": ["kind"]}


@pytest.mark.parametrize(
    ("type_", "schema"),
    [
        (int, {"type": "integer"}),
        (None, {"type": "null"}),
        (List[str], {"type": "array", "items": {"type": "string"}}),
        (Tuple[int, ...], {"type": "array", "items": {"type": "integer"}}),
        (
            Tuple[int, str],
            {
                "type": "array",
                "description": "{maxItems: 2, prefixItems: [{'type': 'integer'}, {'type': 'string'}], minItems: 2}",
            },
        ),
        (Union[int, str], {"anyOf": [{"type": "integer"}, {"type": "string"}]}),
        (Literal["a"], {"type": "string", "const": "a"}),
        (datetime.date, {"type": "string", "format": "date"}),
        (Colour, {"type": "string", "title": "Colour", "enum": ["red", "blue"]}),
        (Options, closed("Options", mode={"title": "Mode", "enum": [1, "a", None]})),
        (Box[bool], {**closed("Box[bool]", content={"type": "boolean", "title": "Content"}), "required": ["content"]}),
        (
            Node,
            {
                "$defs": {
                    "Node": {
                        "type": "object",
                        "description": "A node of a list.",
                        "title": "Node",
                        "properties": {
                            "value": {"type": "integer", "title": "Value"},
                            "next": {
                                "anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}],
                                "description": "{default: None}",
                            },
                        },
                        "additionalProperties": False,
                        "required": ["value"],
                    }
                },
                "$ref": "#/$defs/Node",
            },
        ),
        (
            Numbers,
            {
                "$defs": {
                    "Numbers": {"anyOf": [{"type": "integer"}, {"type": "array", "items": {"$ref": "#/$defs/Numbers"}}]}
                },
                "$ref": "#/$defs/Numbers",
            },
        ),
        (
            Annotated[Union[Cat, Dog], Field(discriminator="kind")],
            {
                "$defs": {"Cat": CAT, "Dog": DOG},
                "anyOf": [{"$ref": "#/$defs/Cat"}, {"$ref": "#/$defs/Dog"}],
                "description": "{discriminator: {'mapping': {'cat': '#/$defs/Cat', 'dog': '#/$defs/Dog'}, "
                "'propertyName': 'kind'}}",
            },
        ),
    ],
)
def test_a_type_has_a_schema(type_: Any, schema: Dict[str, Any]) -> None:
    assert schema_of(type_) == schema


class Shop(BaseModel):
    prices: Dict[str, float]
    shelves: List[Dict[str, Any]]


class Fruit(BaseModel):
    name: str


@pytest.mark.parametrize(
    ("type_", "places"), [(Shop, ["#/properties/prices", "#/properties/shelves/items"]), (Dict[str, Fruit], ["#"])]
)
def test_keys_of_any_name_are_warned_of_as_the_reply_can_hold_none(type_: Any, places: List[str]) -> None:
    with pytest.warns(UserWarning) as warnings:
        schema_of(type_)

    assert len(warnings) == len(places)
    assert all(f"keys of any name at {place}," in str(each.message) for each, place in zip(warnings, places))


def test_a_model_without_fields_is_not_warned_of() -> None:
    class Empty(BaseModel):
        pass

    assert schema_of(Empty)["properties"] == {}


def test_a_dataclass_that_holds_itself_has_a_schema() -> None:
    schema = schema_of(Point)

    assert schema["$ref"] == "#/$defs/Point"
    assert schema["$defs"]["Point"]["required"] == ["x"]


def test_a_model_is_transformed_like_its_schema() -> None:
    assert transform_schema(Node) == transform_schema(Node.model_json_schema()) == schema_of(Node)


class Handle:
    pass


class Holder(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)

    before: Optional[Holder] = None
    handles: List[Dict[str, Handle]]


@dataclasses.dataclass
class Job:
    node: Node
    handle: Handle


class Later(BaseModel):
    value: NotWritten  # type: ignore[name-defined]  # noqa: F821


@pytest.mark.parametrize(
    ("type_", "message"),
    [
        (Any, r"Any cannot be described.* At # "),  # KD-15
        (List[Any], r"List\[typing.Any\] cannot be described.* At #/items "),
        (Box, "Box cannot be described.* At #/properties/content "),
        (Handle, "no JSON schema of Handle: "),
        (Holder, r"no JSON schema of Handle \(at Holder.handles\)"),
        (Job, r"no JSON schema of Handle \(at Job.handle\)"),
        (List[Job], r"no JSON schema of Handle \(at .*\.handle\)"),
        (Callable[[int], str], "no JSON schema of typing.Callable"),
        (Later, r"at Later.value.*NotWritten"),
        (5, "no JSON schema of 5"),
    ],
)
def test_a_type_without_a_schema_is_refused_with_its_place(type_: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        schema_of(type_)


def test_a_model_with_a_field_of_an_unsupported_type_is_refused_as_pydantic_does() -> None:
    from pydantic.errors import PydanticInvalidForJsonSchema

    with pytest.raises(PydanticInvalidForJsonSchema, match=r"at Holder.handles") as caught:
        transform_schema(Holder)

    assert isinstance(caught.value, TypeError)


def test_a_schema_is_made_once_per_type_whoever_asks() -> None:
    made = []

    class Counted(BaseModel):
        @classmethod
        def __get_pydantic_json_schema__(cls, core_schema: Any, handler: Any) -> Any:
            made.append(threading.get_ident())
            return handler(core_schema)

    threads = [threading.Thread(target=schema_of, args=(Counted,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(made) == 1


def test_changing_a_schema_changes_no_other() -> None:
    schema_of(Node)["$defs"].clear()

    assert schema_of(Node)["$defs"]


def test_the_old_places_have_the_name() -> None:
    assert _parse.transform_schema is _transform.transform_schema is transform_schema


leaves = st.sampled_from([int, str, bool, None, float, datetime.date, Colour, Options, Node, Literal["a", "b"]])
types = st.recursive(
    leaves,
    lambda inner: st.one_of(
        inner.map(lambda each: List[each]),  # type: ignore[valid-type]
        inner.map(lambda each: Dict[str, each]),  # type: ignore[valid-type]
        inner.map(lambda each: Optional[each]),
        st.tuples(inner, inner).map(lambda pair: Union[pair]),  # type: ignore[valid-type]
        st.tuples(inner, inner).map(lambda pair: Tuple[pair]),  # type: ignore[valid-type]
    ),
    max_leaves=5,
)
SENT = {
    "$defs",
    "$ref",
    "anyOf",
    "allOf",
    "type",
    "description",
    "title",
    "enum",
    "const",
    "properties",
    "additionalProperties",
}
SENT |= {"required", "items", "minItems", "format"}


def keywords(schema: Dict[str, Any]) -> set[str]:
    parts = [*schema.get("$defs", {}).values(), *schema.get("properties", {}).values(), *schema.get("anyOf", [])]
    parts += schema.get("allOf", []) + ([schema["items"]] if "items" in schema else [])
    return set(schema).union(*map(keywords, parts))


@pytest.mark.filterwarnings("ignore:.* keys of any name")
@given(types)
def test_any_type_gives_only_what_the_api_knows(type_: Any) -> None:
    schema = schema_of(type_)

    assert keywords(schema) <= SENT
    assert transform_schema(schema) == schema == json.loads(json.dumps(schema))
