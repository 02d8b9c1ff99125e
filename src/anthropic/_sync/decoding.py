# Derived from src/anthropic/_async/decoding.py by scripts/unasync. Do not edit.
"""Events out of a body that somebody else reads, for programs that bring their own HTTP."""

from __future__ import annotations

from typing import Callable, Iterator, TypeVar

from .._core.sse import EventDecoder, RawEvent

__all__ = ["decoded"]

_T = TypeVar("_T")


def decoded(chunks: Iterator[bytes], decoder: EventDecoder, shape: Callable[[RawEvent], _T]) -> Iterator[_T]:
    """The events of the chunks in the shape that is wanted, each as soon as it is complete."""
    for chunk in chunks:
        for event in decoder.feed(chunk):
            yield shape(event)
    rest = decoder.close()
    if rest is not None:
        yield shape(rest)
