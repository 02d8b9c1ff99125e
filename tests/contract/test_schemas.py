"""Every model of the API: what the description allows decodes, dumps and comes back equal; nothing is lost."""

from __future__ import annotations

import copy
import importlib
import json
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import pytest

from anthropic._construct import construct_type
from anthropic._decode import decode
from anthropic._schema import strict_validator
from sdkgen.examples import Examples
from sdkgen.ir import Named, Ref, UnionOf
from sdkgen.load import load
from sdkgen.resolve import resolve

SPEC = Path(__file__).parents[2] / "src" / "sdkgen" / "spec"
API = resolve(load(SPEC))
EXAMPLES = Examples(API.by_key, "types")
MODELS = {named.key: named for named in API.types if named.kind == "model"}
UNIONS = {
    named.key: named
    for named in API.types
    if isinstance(named.target, UnionOf) and named.target.discriminator and not named.module.endswith("_param")
}
each_model = pytest.mark.parametrize("key", MODELS)


def python_type(named: Named) -> Any:
    return getattr(importlib.import_module(f"anthropic.types.{named.module}"), named.name)


def examples(key: str) -> List[Dict[str, Any]]:
    return [EXAMPLES.least(Ref(key)), EXAMPLES.whole(Ref(key))]


def sent(value: Any) -> bytes:
    return json.dumps(value).encode()


def objects(value: Any) -> Iterator[Dict[str, Any]]:
    """Every JSON object inside a value."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(inner)


def dumps(model: Any) -> Tuple[Any, Any]:
    return model.to_dict(mode="json"), json.loads(model.to_json())


@each_model
def test_what_the_description_allows_comes_back_equal(key: str) -> None:
    for example in examples(key):
        model = decode(python_type(MODELS[key]), sent(example))

        assert type(model) is python_type(MODELS[key])
        assert dumps(model) == (example, example)


@each_model
def test_it_takes_the_strict_road_and_the_lenient_one_agrees(key: str) -> None:
    validator = strict_validator(python_type(MODELS[key]))

    assert validator is not None
    for example in examples(key):
        strict = validator.validate_json(sent(example))
        lenient = construct_type(type_=python_type(MODELS[key]), value=example)
        assert strict == lenient
        assert repr(strict) == repr(lenient)


@each_model
def test_unknown_fields_anywhere_are_kept(key: str) -> None:
    for example in examples(key):
        value = copy.deepcopy(example)
        for inner in list(objects(value)):
            inner["brand_new"] = {"deep": [1, None]}

        assert dumps(decode(python_type(MODELS[key]), sent(value))) == (value, value)


@each_model
def test_a_missing_field_loses_nothing_else(key: str) -> None:
    example = EXAMPLES.whole(Ref(key))
    for name in example:
        value = {other: entry for other, entry in example.items() if other != name}

        assert dumps(decode(python_type(MODELS[key]), sent(value))) == (value, value)


@each_model
@pytest.mark.parametrize("wrong", [None, 7, "text", [], {}, [{"a": 1}]])
def test_a_value_of_another_type_is_kept_as_it_came(key: str, wrong: Any) -> None:
    example = EXAMPLES.whole(Ref(key))
    for field in MODELS[key].fields:
        if "datetime" in str(field.type) and isinstance(wrong, int):
            continue  # a number is a moment in time, and is read as one
        value = {**example, field.wire: wrong}

        assert dumps(decode(python_type(MODELS[key]), sent(value))) == (value, value)


@pytest.mark.parametrize("key", UNIONS)
def test_an_unknown_variant_is_kept_with_all_its_data(key: str) -> None:
    union = UNIONS[key]
    assert isinstance(union.target, UnionOf)
    value = {str(union.target.discriminator): "brand_new", "depth": 3, "inner": {"a": [1]}}

    assert dumps(decode(python_type(union), sent(value))) == (value, value)
    assert len(UNIONS) > 10
