"""Decoding: the strict road and the lenient road agree, and nothing is lost."""

from __future__ import annotations

import json
import sys
import threading
from datetime import date, datetime, timezone
from typing import Any, Dict, List, Optional, Union

import pytest
from hypothesis import given, settings, strategies as st
from typing_extensions import Annotated, Literal

from anthropic import BaseModel
from anthropic._construct import construct_type
from anthropic._decode import decode
from anthropic._json import MalformedJSON
from anthropic._schema import strict_validator
from anthropic._utils._properties import PropertyInfo
from anthropic.types import Message, RawMessageStreamEvent
from tests.wire import message_body


class Cat(BaseModel):
    kind: Literal["cat"]
    lives: int
    born: Optional[datetime] = None


class Dog(BaseModel):
    kind: Literal["dog"]
    tricks: List[str]
    weight: Optional[float] = None


class Shelter(BaseModel):
    pets: List[Annotated[Union[Cat, Dog], PropertyInfo(discriminator="kind")]]
    either: Union[str, List[Cat], Dog, None] = None
    mood: Optional[Literal["calm", "loud"]] = None
    notes: Dict[str, object] = {}
    opened: Optional[date] = None


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
CAT = st.fixed_dictionaries(
    {"kind": st.just("cat"), "lives": st.integers()}, optional={"born": st.just("2024-01-02T03:04:05Z"), "x": JSON}
)
DOG = st.fixed_dictionaries(
    {"kind": st.just("dog"), "tricks": st.lists(st.text())}, optional={"weight": st.integers(0, 9) | st.floats(0, 9)}
)
SHELTER = st.fixed_dictionaries(
    {"pets": st.lists(CAT | DOG | JSON, max_size=3)},
    optional={
        "either": st.none() | st.text() | st.lists(CAT, max_size=2) | DOG | CAT | JSON,
        "mood": st.sampled_from(["calm", "odd", None]) | JSON,
        "notes": st.dictionaries(st.text(), JSON, max_size=2) | JSON,
        "opened": st.just("2024-05-06") | JSON,
        "extra": JSON,
    },
)


def same(one: Any, other: Any) -> bool:
    """Equal in value, class and the names of the fields that were sent, all the way down."""
    if type(one) is not type(other):
        return False
    if isinstance(one, BaseModel):
        return one.model_fields_set == other.model_fields_set and same(dict(one), dict(other))
    if isinstance(one, dict):
        return list(one) == list(other) and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


@settings(max_examples=400)
@given(SHELTER)
def test_what_the_strict_road_accepts_is_what_the_lenient_road_builds(value: Any) -> None:
    validator = strict_validator(Shelter)
    assert validator is not None
    lenient = construct_type(type_=Shelter, value=value)
    try:
        strict = validator.validate_json(json.dumps(value))
    except ValueError:
        return

    assert same(strict, lenient), (strict, lenient)


PLAIN_CAT = st.fixed_dictionaries({"kind": st.just("cat"), "lives": JSON}, optional={"x": JSON})
PLAIN = st.fixed_dictionaries(
    {"pets": st.lists(PLAIN_CAT | JSON, max_size=3) | JSON},
    optional={"either": PLAIN_CAT | JSON, "mood": JSON, "notes": JSON, "extra": JSON},
)


@settings(max_examples=200)
@given(PLAIN)
def test_nothing_that_was_sent_is_lost(value: Any) -> None:
    sent = json.dumps(value)

    got = decode(Shelter, sent.encode())

    assert json.loads(got.to_json()) == json.loads(sent)


def test_the_types_of_the_api_take_the_strict_road() -> None:
    for type_ in (Message, RawMessageStreamEvent):
        assert strict_validator(type_) is not None


def test_a_reply_decodes_alike_on_both_roads() -> None:
    body = message_body("hi", brand_new=[1], stop_reason="unheard_of")
    validator = strict_validator(Message)

    assert validator is not None
    assert same(validator.validate_json(json.dumps(body)), construct_type(type_=Message, value=body))


def test_an_array_for_a_model_is_a_list_of_models() -> None:
    got = decode(Cat, b'[{"kind":"cat","lives":9}]')

    assert got == [Cat(kind="cat", lives=9)]  # RP-09


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ('"2024-01-02T03:04:05Z"', datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone.utc)),
        ("1700000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=timezone.utc)),
        ("1700000000000", datetime(2023, 11, 14, 22, 13, 20, tzinfo=timezone.utc)),
        ('"soon"', "soon"),
    ],
)
def test_dates_are_read_where_they_are_dates(text: str, moment: Any) -> None:
    got = decode(Cat, b'{"kind":"cat","lives":1,"born":' + text.encode() + b"}")

    assert got.born == moment  # RP-08


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf[1]", b'["\\ud800"]', b'["\xff"]'])
def test_odd_but_readable_json_is_read(data: bytes) -> None:
    assert isinstance(decode(List[object], data), list)


@pytest.mark.parametrize("data", [b"", b"{", b"<html>", b"[" * 100_000])
def test_what_is_not_json_is_named_so(data: bytes) -> None:
    with pytest.raises(MalformedJSON):
        decode(Cat, data)


def test_a_model_that_holds_itself_is_built_leniently() -> None:
    class Node(BaseModel):
        name: str
        child: Optional["Node"] = None

    Node.model_rebuild(_types_namespace={"Node": Node})
    got = decode(Node, b'{"name":"a","child":{"name":"b"}}')

    assert got.child.name == "b"


def test_the_first_decode_is_safe_from_many_threads() -> None:
    class Fresh(BaseModel):
        cats: List[Cat]

    results: List[Any] = []
    start = threading.Barrier(32)

    def work() -> None:
        start.wait()
        results.append(decode(Fresh, b'{"cats":[{"kind":"cat","lives":9}]}'))

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=work) for _ in range(32)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)

    assert [result.cats[0].lives for result in results] == [9] * 32
