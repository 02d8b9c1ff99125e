"""Content codings are undone whatever the pieces, and nothing broken passes for whole."""

from __future__ import annotations

import gzip
import zlib
from typing import List

import pytest
from hypothesis import given, settings, strategies as st

from anthropic._core import bounds
from anthropic._decoding import content_decoder
from anthropic._http import DecodingError

PACKERS = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "raw": lambda data: zlib.compress(data, wbits=-15),
    "two members": lambda data: gzip.compress(data[: len(data) // 2]) + gzip.compress(data[len(data) // 2 :]),
}
NAMES = {"gzip": "gzip", "deflate": "deflate", "raw": "deflate", "two members": "gzip"}


def undone(coding: str, pieces: List[bytes], most: int = 10_000_000) -> bytes:
    decoder = content_decoder(coding, most)
    assert decoder is not None
    return b"".join([*map(decoder.decode, pieces), decoder.flush()])


def cut(data: bytes, places: List[int]) -> List[bytes]:
    at = [0, *sorted(place % (len(data) + 1) for place in places), len(data)]
    return [data[start:end] for start, end in zip(at, at[1:])]


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=2000), st.lists(st.integers(0, 10_000), max_size=9), st.lists(st.sampled_from(sorted(PACKERS)), min_size=1, max_size=5))  # fmt: skip
def test_any_chain_in_any_pieces_gives_the_body(body: bytes, places: List[int], chain: List[str]) -> None:
    data = body
    for name in chain:
        data = PACKERS[name](data)

    assert undone(", ".join(NAMES[name] for name in chain), cut(data, places)) == body


@pytest.mark.parametrize("name", PACKERS)
def test_no_beginning_passes_for_the_whole(name: str) -> None:
    data = PACKERS[name](b"some text, some text, some more")
    whole = {len(data), 0}
    if name == "two members":
        whole.add(len(gzip.compress(b"some text, some")))

    for end in set(range(len(data))) - whole:
        with pytest.raises(DecodingError):
            undone(NAMES[name], [data[:end]])


@settings(deadline=None, max_examples=60)
@given(st.integers(10, 10_000), st.integers(0, 255))
def test_a_changed_byte_of_gzip_is_noticed(place: int, byte: int) -> None:
    data = bytearray(gzip.compress(b"some text, some text, some more" * 9, mtime=0))
    place = 10 + place % (len(data) - 10)
    if data[place] == byte:
        return
    data[place] = byte

    with pytest.raises(DecodingError):
        undone("gzip", [bytes(data)])


@pytest.mark.parametrize("size", [0, 1, 999, 1000])
def test_up_to_the_bound_all_is_well(size: int) -> None:
    assert undone("gzip", [gzip.compress(b"x" * size)], most=1000) == b"x" * size


@pytest.mark.parametrize("coding", ["gzip", "deflate", "deflate, gzip"])
def test_a_bomb_goes_off_nowhere(coding: str) -> None:
    data = b"x" * 1_000_000
    for name in coding.split(", "):
        data = PACKERS[name](data)

    with pytest.raises(DecodingError, match="more than 1000 bytes"):
        undone(coding, [data], most=1000)


@pytest.mark.parametrize("header", ["", "identity", " Identity , "])
def test_no_coding_needs_no_decoder(header: str) -> None:
    decoder = content_decoder(header, 10)

    assert (decoder.decode(b"as it is"), decoder.flush()) == (b"as it is", b"")


@pytest.mark.parametrize("header", ["rot13", "gzip, x", ", ".join(["gzip"] * 6)])
def test_what_cannot_be_undone_is_refused(header: str) -> None:
    with pytest.raises(DecodingError):
        content_decoder(header, 10)


def test_deadlines_are_moments_on_one_clock() -> None:
    call = bounds.Deadlines.starting(100.0, 30)

    assert (call.answer, call.body(stream=True)) == (130, 130)
    assert call.trying(110.0, 5) == (130, 115)
    assert (call.trying(110.0, 5).answer, call.trying(128.0, 5).answer) == (115, 130)
    assert call.trying(110.0, 5).body(stream=True) == 130
    assert (call.leave_time(110.0, 19), call.leave_time(110.0, 20)) == (True, False)
    assert bounds.UNBOUNDED.trying(1.0, None).answer is None
    assert bounds.UNBOUNDED.leave_time(1e9, 1e9)
