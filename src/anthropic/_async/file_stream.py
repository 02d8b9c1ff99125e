"""A body that is read from files while it is sent."""

from __future__ import annotations

from typing import AsyncIterator, Iterator

from .._file_text import FileBody
from .._http import AsyncByteStream
from . import _io

__all__ = ["AsyncFileStream"]


class AsyncFileStream(AsyncByteStream):
    """The bytes of a body, piece by piece; each try reads the files anew."""

    def __init__(self, body: FileBody) -> None:
        self._body = body

    def pieces(self) -> Iterator[bytes]:
        """The bytes, for whoever wants them all at once."""
        return self._body.pieces()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = self._body.pieces()
        while True:
            piece = await _io.run_blocking(_following, pieces)
            if not piece:
                return
            yield piece


def _following(pieces: Iterator[bytes]) -> bytes:
    """The next piece; nothing at the end."""
    return next(pieces, b"")
