"""Frames of AWS event streams, encoded by `tests.frames`, decoded here and by botocore."""

from __future__ import annotations

import struct
import time
import uuid
import zlib
from typing import Any, List

import pytest
from botocore.eventstream import EventStreamBuffer
from hypothesis import given, settings, strategies as st

from anthropic import AnthropicError
from anthropic.lib.bedrock._event_stream import Frame, FrameDecoder, FrameError
from tests.frames import frame, header, number, pieces, raw_frame

KINDS: Any = {
    "true": True,
    "false": False,
    "byte": number(-7, 8),
    "short": number(-30_000, 16),
    "integer": number(2_000_000_000, 32),
    "long": number(-(2**60), 64),
    "bytes": b"\0\xff",
    "text": "é😀",
    "time": number(8_675_309, "time"),
    "uuid": uuid.UUID(int=5),
}

values = st.one_of(
    st.booleans(),
    st.binary(max_size=20),
    st.text(max_size=10),
    st.uuids(),
    *(st.integers(-(2 ** (w - 1)), 2 ** (w - 1) - 1).map(lambda v, w=w: number(v, w)) for w in (8, 16, 32, 64)),
    st.integers(0, 2**62).map(lambda value: number(value, "time")),
)
header_lists = st.lists(
    st.tuples(st.text(st.characters(max_codepoint=0x2FF), min_size=1, max_size=20), values),
    max_size=5,
    unique_by=lambda each: each[0],
)
streams = st.lists(st.tuples(header_lists, st.binary(max_size=200)), max_size=6)


def decoded(stream: bytes, size: int = 10**9) -> List[Frame]:
    decoder = FrameDecoder()
    found = [each for piece in pieces(stream, size) for each in decoder.feed(piece)]
    assert not decoder.is_within_a_frame
    return found


def plain(value: Any) -> Any:
    return value.bytes if isinstance(value, uuid.UUID) else value


@settings(max_examples=600, deadline=None)
@given(streams, st.data())
def test_frames_are_the_same_for_any_chunking_and_to_botocore(sent: Any, data: st.DataObject) -> None:
    stream = b"".join(frame(*each) for each in sent)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=20)))
    ours, theirs = FrameDecoder(), EventStreamBuffer()
    found: List[Frame] = []

    for start, end in zip([0, *cuts], [*cuts, len(stream)]):
        found += ours.feed(stream[start:end])
    theirs.add_data(stream)

    assert found == [Frame({name: plain(value) for name, value in headers}, payload) for headers, payload in sent]
    assert found == [Frame(each.headers, each.payload) for each in theirs]
    assert not ours.is_within_a_frame


@pytest.mark.parametrize("size", [1, 2, 3, 7, 11, 12, 13, 10_000])
def test_every_kind_of_header_is_read_in_chunks_of_any_size(size: int) -> None:
    stream = frame(KINDS.items(), b"payload") * 2

    found = decoded(stream, size)

    assert found == [Frame({name: plain(value) for name, value in KINDS.items()}, b"payload")] * 2
    assert [type(value) for value in found[0].headers.values()] == [
        bool,
        bool,
        int,
        int,
        int,
        int,
        bytes,
        str,
        int,
        bytes,
    ]


@settings(max_examples=600, deadline=None)
@given(header_lists, st.binary(max_size=60), st.data())
def test_a_flipped_bit_is_caught(headers: Any, payload: bytes, data: st.DataObject) -> None:
    stream = bytearray(frame(headers, payload))
    bit = data.draw(st.integers(0, 8 * len(stream) - 1))
    stream[bit // 8] ^= 1 << bit % 8

    with pytest.raises(FrameError):
        decoded(bytes(stream) + frame(headers, payload))


@pytest.mark.parametrize("place", ["total_length", "headers_length", "prelude", "headers", "payload", "checksum"])
def test_every_part_of_a_frame_is_checked(place: str) -> None:
    stream = bytearray(frame([("a", "b")], b"{'foo':'bar'}"))
    stream[
        {"total_length": 3, "headers_length": 7, "prelude": 11, "headers": 13, "payload": 20, "checksum": -1}[place]
    ] += 1

    with pytest.raises(FrameError, match="checksum"):
        decoded(bytes(stream))


def lengths(total: int, headers: int) -> bytes:
    prelude = struct.pack(">II", total, headers)
    return prelude + struct.pack(">I", zlib.crc32(prelude))


@pytest.mark.parametrize(
    ("total", "headers"), [(0, 0), (15, 0), (20, 5), (2**32 - 1, 0), (16 + 24 * 2**20 + 1, 0), (2**20, 2**17 + 1)]
)
def test_lengths_that_no_frame_has_are_refused_before_anything_is_stored(total: int, headers: int) -> None:
    with pytest.raises(FrameError, match="claims"):
        list(FrameDecoder().feed(lengths(total, headers)))


@pytest.mark.parametrize(
    ("block", "words"),
    [
        (header("a", "b") * 2, "twice"),
        (b"\x01a\x0a", "unknown kind 10"),
        (b"\x01a", "cannot be read"),
        (b"\x09a", "cannot be read"),
        (b"\x01\xff\x00", "cannot be read"),
        (b"\x01a\x07\x00\x05hi", "longer"),
        (b"\x01a\x07\x00\x01\xff", "cannot be read"),
        (b"\x01a\x05\x00", "cannot be read"),
        (b"\x01a\x09\x00", "longer"),
    ],
)
def test_headers_that_cannot_be_are_refused(block: bytes, words: str) -> None:
    with pytest.raises(FrameError, match=words) as caught:
        decoded(raw_frame(block, b""))

    assert isinstance(caught.value, AnthropicError)


def test_a_page_is_not_frames() -> None:
    with pytest.raises(FrameError, match="no event stream"):
        list(FrameDecoder().feed(b"<!DOCTYPE html><html></html>"))


def test_frames_before_a_damaged_one_are_given_first() -> None:
    damaged = bytearray(frame([], b"damaged"))
    damaged[-1] ^= 1
    found = FrameDecoder().feed(frame([], b"one") + frame([], b"two") + bytes(damaged))

    assert [next(found).payload, next(found).payload] == [b"one", b"two"]
    with pytest.raises(FrameError):
        next(found)


def test_the_beginning_of_a_frame_is_noticed() -> None:
    decoder = FrameDecoder()

    list(decoder.feed(frame([], b"whole") + b"\0"))

    assert decoder.is_within_a_frame


def spent(megabytes: int) -> float:
    stream = frame([], b"x" * (megabytes << 20))
    chunks = pieces(stream, 1024)
    started = time.process_time()
    decoder = FrameDecoder()
    assert sum(len(list(decoder.feed(each))) for each in chunks) == 1
    return time.process_time() - started


def test_a_big_frame_costs_in_proportion_to_its_size() -> None:
    small, big = min(spent(2) for _ in range(3)), min(spent(16) for _ in range(2))

    assert big < 8 * small * 4
