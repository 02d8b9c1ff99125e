"""Events out of a body that somebody else reads, for programs that bring their own HTTP."""

from __future__ import annotations

from typing import AsyncIterator, Callable, TypeVar

from .._core.sse import EventDecoder, RawEvent

__all__ = ["decoded"]

_T = TypeVar("_T")


async def decoded(
    chunks: AsyncIterator[bytes], decoder: EventDecoder, shape: Callable[[RawEvent], _T]
) -> AsyncIterator[_T]:
    """The events of the chunks in the shape that is wanted, each as soon as it is complete."""
    async for chunk in chunks:
        for event in decoder.feed(chunk):
            yield shape(event)
    rest = decoder.close()
    if rest is not None:
        yield shape(rest)
