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
    (b"one", b"1"),
    (b"two", b"a\nb"),
    (None, " é😀\u2028x".encode()),
    (None, b""),
    (None, b"no space"),
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

    assert parser.feed(b"event: a\ndata: 1" + blank) == [(b"a", b"1")]


def test_what_lacks_its_blank_line_is_kept_for_the_end() -> None:
    events, rest = parsed([b"data: 1\n\nevent: x\nda", b"ta: 2"])

    assert events == [(None, b"1")]
    assert rest == (b"x", b"2")


def test_only_one_byte_order_mark_is_skipped() -> None:
    assert parsed(["\ufeff\ufeffdata: 1\n\ndata: 2\n\n".encode()])[0] == [(None, b"2")]


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

    assert events == [(b"big", data)]


CASES = {
    "a byte order mark is skipped once": ("\ufeffdata:1\n\n\ufeffdata:2\n\ndata:3\n\n", ["1", "3"]),
    "comments are skipped": (
        "data:1\n:\0\n:\r\ndata:2\n:" + "x" * 2000 + "\ndata:3\n\n:data:fail\r:\ndata:4\n\n",
        ["1\n2\n3", "4"],
    ),  # fmt: skip
    "data without a colon is an empty line": ("data:\n\ndata\ndata\n\ndata:test\n\n", ["", "\n", "test"]),
    "one space after the colon is dropped": (
        "data:\0\ndata:  2\rData:1\ndata\0:2\ndata:1\r\0data:4\nda-ta:3\rdata_5\ndata:3\rdata:\r\n data:32\ndata:4\n\n",
        ["\0\n 2\n1\n3\n\n4"],
    ),  # fmt: skip
    "an empty name is none": ("event: \ndata:data\n\n", ["data"]),
    "unknown fields are skipped": (
        "data:test\n data\ndata\nfoobar:xxx\njustsometext\n:thisisacommentyay\ndata:test\n\n",
        ["test\n\ntest"],
    ),  # fmt: skip
    "a tab is no space": ("data:\ttest\rdata: \ndata:test\n\n", ["\ttest\n\ntest"]),
    "line ends mix": ("data:test\r\ndata\ndata:test\r\n\r\n", ["test\n\ntest"]),
    "a lone carriage return ends a line": ("data:1\rdata:2\r\rdata:3\r\r", ["1\n2", "3"]),
    "a null is a character": ("data:\0\n\n\n\n", ["\0"]),
    "ids change no data": ("id: 1\ndata:a\n\nid\ndata:b\n\nid: x\0y\ndata:c\n\n", ["a", "b", "c"]),
    "retry lines change no data": ("retry:1000\ndata:a\n\nretry:1000x\ndata:b\n\nretry\ndata:c\n\n", ["a", "b", "c"]),
    "an event without data is none": ("event:x\n\ndata:a\n\nevent:y\nid:3\n\ndata:b\n\n", ["a", "b"]),
    "a colon may be part of the data": ("data::a:b\n\ndata:data:c\n\n", [":a:b", "data:c"]),
    "beyond ASCII": ("data:ok…\n\ndata:\u2028\x85\n\n", ["ok…", "\u2028\x85"]),
}
"""What the Web Platform Tests and the collections of other clients hold against a parser."""


@pytest.mark.parametrize("stream,texts", CASES.values(), ids=CASES)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 10_000])
def test_the_known_cases_of_the_grammar(stream: str, texts: List[str], size: int) -> None:
    data = stream.encode()

    events, _ = parsed([data[at : at + size] for at in range(0, len(data), size)])

    assert [data.decode() for _, data in events] == texts


def test_a_broken_character_does_not_stop_the_stream() -> None:
    events, _ = parsed([b"event: \xff\ndata:a\xf0\n\ndata:b\n\n"])

    assert events == [(b"\xff", b"a\xf0"), (None, b"b")]


def test_text_that_repeats_the_name_of_a_field_costs_no_more() -> None:
    parser = EventParser()

    began = time.process_time()
    (event,) = parser.feed(b"data: " + b"event: " * 30_000 + b"\n\n")

    assert event[1] == b"event: " * 30_000
    assert time.process_time() - began < 2  # quadratic search takes half a minute
