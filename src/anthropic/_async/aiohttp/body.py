"""Request bodies for aiohttp: small ones as they are, others piece by piece with a time limit for each."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, AsyncIterator, Optional, Union

from aiohttp.payload import Payload

from ..._http import ByteStream, LocalProtocolError, WriteTimeout

if TYPE_CHECKING:
    from aiohttp.abc import AbstractStreamWriter

    from ..._http import Request

__all__ = ["Body", "body_of"]

_SMALL = 1 << 16
"""What a transport takes without waiting, in bytes."""

_PIECE = 1 << 18


def body_of(request: Request, patience: Optional[float]) -> Union[bytes, Body, None]:
    """The body of a request in the form that aiohttp sends best; `None` where there is none.

    Args:
        request: The request.
        patience: How many seconds sending one piece may take; `None` for any time.
    """
    if not isinstance(request.stream, ByteStream):
        length = request.headers.get("content-length")
        return Body(request.stream, None if length is None else int(length), patience)
    content = b"".join(request.stream)
    if len(content) <= _SMALL:
        return content or None
    return Body(_pieces(content), len(content), patience)


async def _pieces(content: bytes) -> AsyncIterator[memoryview]:
    view = memoryview(content)
    for start in range(0, len(view), _PIECE):
        yield view[start : start + _PIECE]


class Body(Payload):
    """A body that comes piece by piece.

    Attributes:
        failure: Why it could not be sent, unless the connection was the reason.
    """

    def __init__(self, pieces: Any, length: Optional[int], patience: Optional[float]) -> None:
        super().__init__(pieces)
        self.failure: Optional[Exception] = None
        self._pieces = pieces
        self._length = length
        self._patience = patience

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Refuse: a body that passes by cannot be shown."""
        raise TypeError(f"A body that is sent piece by piece cannot be decoded ({encoding}, {errors}).")

    async def write(self, writer: AbstractStreamWriter) -> None:
        """Send all pieces."""
        async for piece in self._measured():
            try:
                await asyncio.wait_for(writer.write(piece), self._patience)
            except asyncio.TimeoutError:
                self.failure = WriteTimeout("The server did not take the request's body in time.")
                raise

    async def _measured(self) -> AsyncIterator[Union[bytes, memoryview]]:
        """The pieces; they have to be as long together as the headers say."""
        sent = 0
        try:
            async for piece in self._pieces:
                sent += len(piece)
                if self._length is not None and sent > self._length:
                    raise LocalProtocolError("Too much data for declared Content-Length")
                yield piece
            if self._length is not None and sent < self._length:
                raise LocalProtocolError("Too little data for declared Content-Length")
        except Exception as error:
            self.failure = error
            raise
