"""The event-stream grammar, whatever the chunks (WHATWG HTML, 9.2.6)."""

from __future__ import annotations

import time
from typing import List, Tuple

import pytest
from hypothesis import given, strategies as st

from anthropic._core.sse import EventParser, RawEvent

STREAM = (
    "\ufeffevent: one\ndata: 1\n\n: comment\nevent: two\ndata: a\ndata: b\nid: 7\nretry: 10\n\n\n"
    "data:  é😀\u2028x\nunknown: y\n\nevent\ndata\n\nevent: five\n\ndata:no space\n\n"
)
EVENTS = [
    RawEvent("one", b"1"),
    RawEvent("two", b"a\nb"),
    RawEvent(None, " é😀\u2028x".encode()),
    RawEvent(None, b""),
    RawEvent(None, b"no space"),
]


def parsed(chunks: List[bytes]) -> Tuple[List[RawEvent], "RawEvent | None"]:
    parser = EventParser()
    events = [event for chunk in chunks for event in parser.feed(chunk)]
    return events, parser.close()


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 10_000])
def test_line_ends_and_chunk_sizes_change_nothing(end: str, size: int) -> None:
    stream = STREAM.replace("\n", end).encode()

    events, rest = parsed([stream[at : at + size] for at in range(0, len(stream), size)])

    assert events == EVENTS
    assert rest is None


@given(st.data())
def test_any_cut_and_any_mix_of_line_ends_gives_the_same_events(data: st.DataObject) -> None:
    stream = b"".join(
        data.draw(st.sampled_from([b"\n", b"\r\n"])) if byte == 10 else bytes([byte]) for byte in STREAM.encode()
    )
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=30)))

    events, rest = parsed([stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)])])

    assert events == EVENTS
    assert rest is None


@pytest.mark.parametrize("blank", [b"\n\n", b"\r\r", b"\r\n\r\n", b"\r\n\r", b"\n\r"])
def test_an_event_is_given_as_soon_as_its_blank_line_is_there(blank: bytes) -> None:
    parser = EventParser()

    assert parser.feed(b"event: a\ndata: 1" + blank) == [RawEvent("a", b"1")]


def test_what_lacks_its_blank_line_is_kept_for_the_end() -> None:
    events, rest = parsed([b"data: 1\n\nevent: x\nda", b"ta: 2"])

    assert events == [RawEvent(None, b"1")]
    assert rest == RawEvent("x", b"2")


def test_only_one_byte_order_mark_is_skipped() -> None:
    assert parsed(["\ufeff\ufeffdata: 1\n\ndata: 2\n\n".encode()])[0] == [RawEvent(None, b"2")]


def test_the_cost_of_a_big_event_in_small_pieces_is_linear() -> None:
    def seconds(size: int) -> float:
        parser = EventParser()
        started = time.process_time()
        for _ in range(size):
            parser.feed(b"x")
        assert parser.close() is None
        return time.process_time() - started

    seconds(1_000)
    small, large = min(seconds(20_000) for _ in range(3)), seconds(200_000)

    assert large < small * 40  # ten times the bytes; quadratic cost would be a hundred times


def test_a_ten_megabyte_event_comes_through_whole() -> None:
    data = b"x" * 10_000_000
    stream = b"event: big\ndata: " + data + b"\n\n"

    events, _ = parsed([stream[at : at + 65_536] for at in range(0, len(stream), 65_536)])

    assert events == [RawEvent("big", data)]
