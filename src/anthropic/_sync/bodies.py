# Derived from src/anthropic/_async/bodies.py by scripts/unasync. Do not edit.
"""The body of a response: all of it within bounds of size and time, or as far as it comes."""

from __future__ import annotations

from typing import Any, Iterator, List

from .._core import bounds
from .._core.log_lines import log
from .._http import (
    RequestError,
    Response,
    SyncByteStream,
    decoder_of,
    is_in_memory,
    let_go,
    set_content,
    take_at_hand,
)
from . import _io

__all__ = ["TimelyBody", "pieces", "read_body"]


class TimelyBody(SyncByteStream):
    """The bytes of a body as they come, until a moment on the monotonic clock."""

    def __init__(self, stream: Any, moment: float) -> None:
        self._stream = stream
        self._moment = moment

    def __iter__(self) -> Iterator[bytes]:
        coming: Any = self._stream.__iter__()
        try:
            while True:
                with _io.within(self._moment):
                    try:
                        piece = coming.__next__()
                    except StopIteration:
                        return
                yield piece
        finally:
            _io.end(coming)

    def close(self) -> None:
        """Give the connection back."""
        self._stream.close()


def pieces(response: Response) -> Iterator[bytes]:
    """The decoded body as it comes; whoever leaves it has given the connection back.

    Raises:
        DecodingError: The body cannot be decoded.
        RequestError: It does not come whole.
        StreamConsumed: It was read before.
    """
    if is_in_memory(response):
        let_go(response)
        yield response.content
        return
    decoder, coming, is_whole = decoder_of(response), response.iter_raw(), False
    try:
        for piece in coming:
            piece = decoder.decode(piece)
            if piece:
                yield piece
        is_whole = True
        piece = decoder.flush()
        if piece:
            yield piece
    finally:
        try:
            response.close()
        finally:
            let_go(response)
            if not is_whole:
                _io.exhaust(coming)


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
        let_go(response)
        return
    read: List[bytes] = []
    try:
        _read(response, most, read)
    except RequestError as error:
        if not partly:
            raise
        log.debug("The body of an error was cut short: %r", error)
    set_content(response, b"".join(read))


def _read(response: Response, most: float, read: List[bytes]) -> None:
    """Read a body into a list, piece by piece; at once where all of it is here."""
    raw = take_at_hand(response)
    if raw is not None:
        try:
            decoder = decoder_of(response)
            read.append(decoder.decode(raw) + decoder.flush())
            bounds.check_size(response, len(read[0]), most)
        finally:
            response.close()
            let_go(response)
        return
    size = 0
    coming: Any = pieces(response)
    try:
        for piece in coming:
            size += len(piece)
            bounds.check_size(response, size, most)
            read.append(piece)
    finally:
        coming.close()
