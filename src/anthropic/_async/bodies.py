"""The body of a response: all of it within bounds of size and time, or as far as it comes."""

from __future__ import annotations

from typing import Any, AsyncIterator, List

from .._core import bounds
from .._core.log_lines import log
from .._http import AsyncByteStream, RequestError, Response, is_in_memory, set_content
from . import _io

__all__ = ["TimelyBody", "read_body"]


class TimelyBody(AsyncByteStream):
    """The bytes of a body as they come, until a moment on the monotonic clock."""

    def __init__(self, stream: Any, moment: float) -> None:
        self._stream = stream
        self._moment = moment

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces: Any = self._stream.__aiter__()
        try:
            while True:
                async with _io.within(self._moment):
                    try:
                        piece = await pieces.__anext__()
                    except StopAsyncIteration:
                        return
                yield piece
        finally:
            await _io.end(pieces)

    async def aclose(self) -> None:
        """Give the connection back."""
        await self._stream.aclose()


async def read_body(response: Response, most: float, *, partly: bool = False) -> None:
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
        async for piece in response.aiter_bytes():
            size += len(piece)
            bounds.check_size(response, size, most)
            pieces.append(piece)
    except RequestError as error:
        if not partly:
            raise
        log.debug("The body of an error was cut short: %r", error)
    finally:
        await response.aclose()
    set_content(response, b"".join(pieces))
