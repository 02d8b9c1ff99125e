"""Frames of `application/vnd.amazon.eventstream` out of bytes, whatever the chunks.

A frame is two lengths and their checksum, headers, a payload, and a checksum of it all. Every checksum is checked
and every length bounded before memory is spent on it. What a frame means is somebody else's work.
"""

from __future__ import annotations

from functools import lru_cache
from struct import Struct, error as StructError
from typing import Dict, Iterator, Mapping, NamedTuple, Tuple, Union
from zlib import crc32

from ..._exceptions import AnthropicError

__all__ = ["Frame", "FrameDecoder", "FrameError", "HeaderValue"]

_PRELUDE = Struct(">III")
_CHECKSUM = Struct(">I")
_BEFORE_CHECKSUM = _PRELUDE.size - _CHECKSUM.size
_OVERHEAD = _PRELUDE.size + _CHECKSUM.size
_MOST_HEADERS = 128 * 1024
_MOST_PAYLOAD = 24 * 1024 * 1024
_SIZE = Struct(">H")
_NUMBERS = {2: Struct(">b"), 3: Struct(">h"), 4: Struct(">i"), 5: Struct(">q"), 8: Struct(">q")}

HeaderValue = Union[bool, int, bytes, str]
"""A flag, a number (a time is in milliseconds since the epoch), bytes (a UUID is 16 of them) or text."""


class FrameError(AnthropicError, ValueError):
    """The bytes are no frames, or were damaged on the way."""


class Frame(NamedTuple):
    """One frame, its checksums found right."""

    headers: Mapping[str, HeaderValue]
    payload: bytes


class FrameDecoder:
    """An incremental decoder of one stream; each byte is looked at once, however many chunks a frame comes in."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._needed = _PRELUDE.size

    @property
    def is_within_a_frame(self) -> bool:
        """Whether a frame began whose end has not come."""
        return bool(self._pending)

    def feed(self, chunk: bytes) -> Iterator[Frame]:
        """The frames that this chunk completes; to be consumed before the next chunk is fed.

        Raises:
            FrameError: The bytes are not what their checksums say, or no frames at all.
        """
        if self._pending:
            self._pending += chunk
            if len(self._pending) < self._needed:
                return
            chunk, self._pending = bytes(self._pending), bytearray()
        at, end = 0, len(chunk)
        self._needed = _PRELUDE.size
        while end - at >= _PRELUDE.size:
            length, headers_length = _lengths(chunk, at)
            if end - at < length:
                self._needed = length
                break
            yield _frame(chunk, at, length, headers_length)
            at += length
        self._pending = bytearray(chunk[at:])


def _lengths(data: bytes, at: int) -> Tuple[int, int]:
    """The lengths of the frame and of its headers."""
    length, headers_length, checksum = _PRELUDE.unpack_from(data, at)
    if crc32(data[at : at + _BEFORE_CHECKSUM]) != checksum:
        raise FrameError("The checksum of a frame's lengths is wrong: the bytes are damaged, or no event stream.")
    payload_length = length - headers_length - _OVERHEAD
    if headers_length > _MOST_HEADERS or not 0 <= payload_length <= _MOST_PAYLOAD:
        raise FrameError(f"A frame claims {length} bytes, {headers_length} of them headers, which no frame has.")
    return length, headers_length


def _frame(data: bytes, at: int, length: int, headers_length: int) -> Frame:
    checked = at + length - _CHECKSUM.size
    if crc32(memoryview(data)[at:checked]) != _CHECKSUM.unpack_from(data, checked)[0]:
        raise FrameError("The checksum of a frame is wrong: its bytes are damaged.")
    payload = at + _PRELUDE.size + headers_length
    return Frame(_headers(data[at + _PRELUDE.size : payload]), data[payload:checked])


@lru_cache(maxsize=16)
def _headers(block: bytes) -> Mapping[str, HeaderValue]:
    """The headers of a frame. Those of a stream are the same in nearly all frames, so a few are remembered."""
    headers: Dict[str, HeaderValue] = {}
    at = 0
    try:
        while at < len(block):
            kind = at + 1 + block[at]
            name = block[at + 1 : kind].decode()
            if name in headers:
                raise FrameError(f"A frame has the header {name!r} twice.")
            headers[name], at = _value(block[kind], block, kind + 1)
    except (IndexError, StructError, UnicodeDecodeError) as error:
        raise FrameError(f"The headers of a frame cannot be read: {error}.") from None
    if at > len(block):
        raise FrameError("The last header of a frame is longer than the headers.")
    return headers


def _value(kind: int, block: bytes, at: int) -> Tuple[HeaderValue, int]:
    """A header's value, and where the next header begins."""
    if kind in (0, 1):
        return kind == 0, at
    if kind in _NUMBERS:
        number: int = _NUMBERS[kind].unpack_from(block, at)[0]
        return number, at + _NUMBERS[kind].size
    if kind in (6, 7):
        start = at + _SIZE.size
        end: int = start + _SIZE.unpack_from(block, at)[0]
        return (block[start:end] if kind == 6 else block[start:end].decode()), end
    if kind == 9:
        return block[at : at + 16], at + 16
    raise FrameError(f"A frame has a header of the unknown kind {kind}.")
