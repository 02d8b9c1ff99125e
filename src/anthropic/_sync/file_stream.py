# Derived from src/anthropic/_async/file_stream.py by scripts/unasync. Do not edit.
"""A body that is read from files while it is sent."""

from __future__ import annotations

from typing import Iterator

from .._file_text import FileBody
from .._http import SyncByteStream
from . import _io

__all__ = ["FileStream"]


class FileStream(SyncByteStream):
    """The bytes of a body, piece by piece; each try reads the files anew."""

    def __init__(self, body: FileBody) -> None:
        self._body = body

    def pieces(self) -> Iterator[bytes]:
        """The bytes, for whoever wants them all at once."""
        return self._body.pieces()

    def __iter__(self) -> Iterator[bytes]:
        pieces = self._body.pieces()
        while True:
            piece = _io.run_blocking(_following, pieces)
            if not piece:
                return
            yield piece


def _following(pieces: Iterator[bytes]) -> bytes:
    """The next piece; nothing at the end."""
    return next(pieces, b"")
