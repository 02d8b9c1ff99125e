"""Values made from JSON schemas."""

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from anthropic.testing.samples import Sampler

NODE = {"type": "object", "properties": {"next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}}}
SCHEMAS: Any = [
    {},
    {"type": "string", "minLength": 20},
    {"type": "string", "maxLength": 3},
    {"type": ["null", "integer"], "minimum": 50},
    {"type": "number", "exclusiveMinimum": 1, "maximum": 2.5},
    {"type": "integer", "multipleOf": 7},
    {"type": "integer", "maximum": -3},
    {"type": "boolean"},
    {"type": "null"},
    {"const": {"a": 1}},
    {"enum": [None, 1]},
    {"type": "array", "items": {"type": "integer"}, "minItems": 3},
    {"anyOf": [{"type": "null"}, {"type": "integer"}]},
    {"allOf": [{"properties": {"a": {"type": "integer"}}, "required": ["a"]}, {"required": ["b"]}], "type": "object"},
    {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"type": "integer"}}},
    {"type": "object", "properties": {"n": {"$ref": "#/$defs/node"}}, "$defs": {"node": {**NODE, "required": []}}},
    {
        "type": "object",
        "properties": {"a": {"type": "string"}, "b": {}},
        "required": ["a"],
        "additionalProperties": False,
    },
    *({"type": "string", "format": format} for format in ("date", "date-time", "email", "uuid", "ipv4", "ipv6", "uri")),
]


@pytest.mark.parametrize("schema", SCHEMAS, ids=str)
@pytest.mark.parametrize("prompt", ["", "Order 3 of them for Ada", f"{'9' * 400} and 1e400"])
def test_a_sample_fits_its_schema(schema: Any, prompt: str) -> None:
    checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)

    checker.validate(Sampler(schema, prompt).value())


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("Fly me from New York to Rome", ["New York", "Rome"]),
        ('Rename "old name" to "new name"', ["old name", "new name"]),
        ("I asked Claude about Oslo. Then nothing.", ["Oslo", "example"]),
    ],
)
def test_names_of_the_prompt_are_handed_out_in_order(prompt: str, expected: Any) -> None:
    schema: Any = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}}

    assert list(Sampler(schema, prompt).value().values()) == expected  # type: ignore[union-attr]


def test_a_query_gets_the_whole_prompt() -> None:
    schema: Any = {"type": "object", "properties": {"search_query": {"type": "string"}}}

    assert Sampler(schema, "Who won?").value() == {"search_query": "Who won?"}


def test_references_in_a_circle_come_to_an_end() -> None:
    circle: Any = {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/a"}}}

    assert Sampler(circle, "").value() == "example"
