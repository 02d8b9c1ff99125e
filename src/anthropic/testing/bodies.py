"""Reads the body of a request off the wire, whichever way it is framed."""

from __future__ import annotations

from io import BufferedIOBase
from typing import List, Mapping

from .checks import check_size, largest_body
from .problems import Problem

__all__ = ["UnreadableBody", "read_body"]

_PIECE = 64 * 1024
_LONGEST_LINE = 1024
_MOST_DIGITS = 15


class UnreadableBody(Problem):
    """A body whose end cannot be found: the connection is of no further use."""


def read_body(stream: BufferedIOBase, headers: Mapping[str, str], path: str) -> bytes:
    """The whole body; one that is too large is read to its end, so that the sender can hear the 413."""
    sink = _Sink(path)
    if "chunked" in headers.get("transfer-encoding", "").lower():
        _read_chunks(stream, sink)
    else:
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit() and len(length) <= _MOST_DIGITS):
            raise UnreadableBody(400, f"content-length: give a whole number, not {length!r}")
        _read_exactly(stream, int(length), sink)
    return sink.content()


class _Sink:
    """Collects a body up to the size that is accepted, and only counts what is beyond."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._parts: List[bytes] = []
        self._size = 0

    def add(self, data: bytes) -> None:
        self._size += len(data)
        if self._size <= largest_body(self._path):
            self._parts.append(data)
        else:
            self._parts.clear()

    def content(self) -> bytes:
        check_size(self._path, self._size)
        return b"".join(self._parts)


def _read_chunks(stream: BufferedIOBase, sink: _Sink) -> None:
    while True:
        line = stream.readline(_LONGEST_LINE)
        try:
            size = int(line.split(b";")[0].strip(), 16)
        except ValueError:
            raise UnreadableBody(400, f"transfer-encoding: {line!r} is not the size of a chunk") from None
        if size <= 0:
            break
        _read_exactly(stream, size, sink)
        stream.readline(_LONGEST_LINE)
    while stream.readline(_LONGEST_LINE).strip():
        pass  # trailers are not used


def _read_exactly(stream: BufferedIOBase, size: int, sink: _Sink) -> None:
    while size:
        data = stream.read(min(size, _PIECE))
        if not data:
            raise ConnectionError("the request ended within its body")
        sink.add(data)
        size -= len(data)
