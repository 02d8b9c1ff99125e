"""Files that stand in a JSON body as base64 text, and are read while it is sent.

Their text is known by its length alone until then, so that a large file is never held in memory. Small ones are read at once.
"""

from __future__ import annotations

import base64
import os
import uuid
from typing import Any, BinaryIO, Callable, Iterator, List, Sequence, Union

from ._exceptions import AnthropicError

__all__ = ["FileBody", "FileText", "base64_text", "split"]

_STREAMED_FROM = 1024 * 1024
_PIECE = 3 * 256 * 1024
"""Bytes that are read at a time; a multiple of three, so that the pieces' texts make one text."""


class FileText:
    """The text of a large file.

    Attributes:
        token: What stands in its place in the JSON until it is sent.
        length: How many bytes the text has.
    """

    def __init__(self, path: "os.PathLike[str]", size: int) -> None:
        self._path = os.path.abspath(path)
        self._size = size
        self.token = f"file-{uuid.uuid4().hex}"
        self.length = (size + 2) // 3 * 4

    def pieces(self) -> Iterator[bytes]:
        """The text.

        Raises:
            AnthropicError: The file no longer has the size that was announced.
        """
        read = 0
        with open(self._path, "rb") as file:
            for piece in _read(file):
                read += len(piece)
                self._check(read <= self._size)
                yield base64.b64encode(piece)
        self._check(read == self._size)

    def _check(self, fits: bool) -> None:
        if not fits:
            raise AnthropicError(
                f"The file {self._path} changed while it was sent: {self._size} bytes were announced and it has "
                "others. Send it again once nobody writes to it."
            )


def _read(file: BinaryIO) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


Part = Union[bytes, FileText]


class FileBody:
    """A body of JSON with the texts of files in it; each time it is gone through the files are read anew.

    Attributes:
        length: How many bytes it has.
    """

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self.length = sum(len(part) if isinstance(part, bytes) else part.length for part in parts)

    def pieces(self) -> Iterator[bytes]:
        """The bytes."""
        for part in self._parts:
            if isinstance(part, bytes):
                yield part
            else:
                yield from part.pieces()


def base64_text(path: "os.PathLike[str]") -> Union[str, FileText]:
    """The text of a file: as such, or as something that gives it when it is sent."""
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size >= _STREAMED_FROM:
            return FileText(path, size)
        return base64.b64encode(file.read()).decode("ascii")


def split(encode: Callable[[Callable[[FileText], str]], str]) -> List[Part]:
    """The parts of a JSON text.

    Args:
        encode: Makes the text, given what stands in it for a file.
    """
    found: List[FileText] = []

    def take(text: FileText) -> str:
        found.append(text)
        return text.token

    rest = encode(take).encode()
    parts: List[Any] = []
    for each in found:
        before, _, rest = rest.partition(each.token.encode())
        parts += [before, each]
    return [*parts, rest]
