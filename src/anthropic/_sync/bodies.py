# Derived from src/anthropic/_async/bodies.py by scripts/unasync. Do not edit.
"""The body of a response: all of it within bounds of size and time, or as far as it comes."""

from __future__ import annotations

from typing import Any, Iterator, List

from .._core import bounds
from .._core.log_lines import log
from .._http import RequestError, Response, SyncByteStream, is_in_memory, set_content
from . import _io

__all__ = ["TimelyBody", "read_body"]


class TimelyBody(SyncByteStream):
    """The bytes of a body as they come, until a moment on the monotonic clock."""

    def __init__(self, stream: Any, moment: float) -> None:
        self._stream = stream
        self._moment = moment

    def __iter__(self) -> Iterator[bytes]:
        pieces: Any = self._stream.__iter__()
        try:
            while True:
                with _io.within(self._moment):
                    try:
                        piece = pieces.__next__()
                    except StopIteration:
                        return
                yield piece
        finally:
            _io.end(pieces)

    def close(self) -> None:
        """Give the connection back."""
        self._stream.close()


def read_body(response: Response, most: float, *, partly: bool = False) -> None:
    """Read a body, so that `response.content` has it.

    Args:
        response: The response, its body on the wire.
        most: The bytes that JSON, text and compressed bodies may have when they are decoded.
        partly: Be content with what came before a failure; half an error page says more than none.

    Raises:
        DecodingError: The body is larger, or cannot be decoded.
        RequestError: It did not come whole.
    """
    if is_in_memory(response):
        return
    pieces: List[bytes] = []
    size = 0
    try:
        for piece in response.iter_bytes():
            size += len(piece)
            bounds.check_size(response, size, most)
            pieces.append(piece)
    except RequestError as error:
        if not partly:
            raise
        log.debug("The body of an error was cut short: %r", error)
    finally:
        response.close()
    set_content(response, b"".join(pieces))
