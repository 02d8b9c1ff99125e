"""Values that arrive in pieces, and messages made of them: the same whatever the pieces, at a cost that does not grow."""

from __future__ import annotations

import json
import sys
from typing import Any, Iterator, List

import pytest
from hypothesis import given, settings, strategies as st

from anthropic._construct import construct_type
from anthropic._core.accumulate import Accumulator, NoMessageError
from anthropic._core.growth import GrowingJSON, GrowingList, GrowingText, partial_json
from anthropic._core.message_dialect import STABLE
from anthropic.types import RawMessageStreamEvent
from tests.wire import message_body

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.text(max_size=6), JSON, max_size=5)


def event(**values: Any) -> Any:
    return construct_type(type_=RawMessageStreamEvent, value=values)


def delta(kind: str, **values: Any) -> Any:
    return event(type="content_block_delta", index=0, delta={"type": kind, **values})


def begun(block: Any) -> Accumulator:
    accumulator = Accumulator(STABLE, None)
    accumulator.add(event(type="message_start", message=message_body(content=[])))
    accumulator.add(event(type="content_block_start", index=0, content_block=block))
    return accumulator


def text_block() -> Accumulator:
    return begun({"type": "text", "text": ""})


def tool_block() -> Accumulator:
    return begun({"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}})


@st.composite
def cut(draw: Any, text: str) -> List[str]:
    """The text in pieces, empty ones among them."""
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
    return [text[start:end] for start, end in zip([0, *places], [*places, len(text)])]


@given(st.data(), st.text(max_size=60))
def test_a_text_is_the_same_however_it_was_cut(data: Any, text: str) -> None:
    accumulator = text_block()
    for piece in data.draw(cut(text)):
        accumulator.add(delta("text_delta", text=piece))

    assert accumulator.snapshot.content[0].text == text


@given(st.data(), OBJECTS)
def test_an_input_is_the_same_however_it_was_cut(data: Any, value: Any) -> None:
    accumulator = tool_block()
    told = [
        accumulator.add(delta("input_json_delta", partial_json=piece))[1]
        for piece in data.draw(cut(json.dumps(value, ensure_ascii=data.draw(st.booleans()))))
    ]

    assert told[-1].snapshot == value
    assert accumulator.snapshot.content[0].input == value


@given(st.data(), OBJECTS)
@settings(max_examples=50)
def test_each_moment_is_what_the_pieces_until_then_make(data: Any, value: Any) -> None:
    pieces = data.draw(cut(json.dumps(value)))
    growing = GrowingJSON({}, False)
    growing.pieces.extend(pieces)
    moments = data.draw(st.permutations(range(len(pieces) + 1)))

    for count in moments:  # looked at in any order
        text = "".join(pieces[:count])
        assert growing.value(count) == (partial_json(text, False) if text else {})


def test_a_text_can_be_looked_at_backwards() -> None:
    growing = GrowingText("a")
    growing.pieces.extend("bcd")

    assert [growing.value(count) for count in (4, 2, 3, 1, 0)] == ["abcd", "ab", "abc", "a", ""]


def test_a_list_that_was_given_later_starts_empty() -> None:
    growing = GrowingList(None)
    growing.pieces.append("x")

    assert (growing.value(0), growing.value(1)) == ([], ["x"])


@pytest.mark.parametrize("text", ["{nope", '{"a" 1}', "]", "[" * 100_000])
def test_text_that_is_no_json_is_kept_under_a_name_of_its_own(text: str) -> None:
    growing = GrowingJSON({}, False)
    growing.pieces.append(text)

    assert growing.value(1) == {"INVALID_JSON": text}
    assert growing.problem(may_be_cut=True) is not None


def test_halves_of_surrogate_pairs_are_taken() -> None:
    growing = GrowingJSON({}, False)
    growing.pieces.append('{"a": "\\ud83d"}')

    assert growing.value(1) == {"a": "\ud83d"}
    assert growing.problem(may_be_cut=False) is None


def test_there_is_no_snapshot_before_the_message_begins() -> None:
    accumulator = Accumulator(STABLE, None)

    assert accumulator.received is None
    with pytest.raises(NoMessageError):
        _ = accumulator.snapshot


def calls(accumulator: Accumulator, deltas: List[Any]) -> int:
    """The functions that run, Python's and C's, while the deltas are added."""
    count = 0

    def note(_: Any, kind: str, __: Any) -> None:
        nonlocal count
        count += kind in ("call", "c_call")

    sys.setprofile(note)
    for each in deltas:
        accumulator.add(each)
    sys.setprofile(None)
    return count


def text_deltas(count: int) -> Iterator[Any]:
    return (delta("text_delta", text="word ") for _ in range(count))


def json_deltas(count: int) -> Iterator[Any]:
    return (delta("input_json_delta", partial_json='"word", ') for _ in range(count))


@pytest.mark.parametrize(("block", "deltas"), [(text_block, text_deltas), (tool_block, json_deltas)])
def test_a_delta_costs_the_same_however_many_came_before(block: Any, deltas: Any) -> None:
    few, many = calls(block(), list(deltas(50))), calls(block(), list(deltas(5_000)))

    assert many / few == pytest.approx(100, rel=0.02)


def test_finished_blocks_keep_no_pieces() -> None:
    accumulator = text_block()
    for each in text_deltas(100):
        accumulator.add(each)
    accumulator.add(event(type="content_block_stop", index=0))

    assert accumulator.snapshot.content[0].text == "word " * 100
    assert accumulator._open[0].flows == {}
