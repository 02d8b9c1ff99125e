"""What can go wrong with an ordinary answer on its way: each function turns a good answer into a bad one.

Events are counted from 1; an answer that is no event stream is broken in its middle.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, List, Optional

from .answers import Answer, Chunk, answer_json
from .events import CHUNK_SIZES, cut, frame
from .problems import error_body, error_type

__all__ = ["Change", "failing", "malformed", "stalled", "truncated"]

Change = Callable[[Answer], Answer]

_BETWEEN = b"\n\n"


def truncated(after: Optional[int]) -> Change:
    """The body ends early and in good order: after so many events, or half-way."""
    return lambda answer: _joined(answer, _first(answer, after))


def failing(after: Optional[int], status: int, type: Optional[str], message: Optional[str]) -> Change:
    """An `error` event after so many events; where there are none, the error itself."""

    def change(answer: Answer) -> Answer:
        kind = type or error_type(status)
        error = error_body(kind, message or f"A simulated {kind.replace('_', ' ')}", None)
        if answer.chunks is None:
            return answer_json(error, status)
        return _joined(answer, [*_first(answer, after), frame(error)])

    return change


def stalled(after: Optional[int], seconds: float) -> Change:
    """Nothing arrives for so many seconds, after so many events or half-way; then the rest."""

    def change(answer: Answer) -> Answer:
        parts = _parts(answer)
        at = _place(answer, parts, after)
        return replace(answer, chunks=[Chunk(b"".join(parts[:at])), Chunk(b"".join(parts[at:]), seconds)])

    return change


def malformed(after: Optional[int]) -> Change:
    """JSON that is cut off within: that of the event after so many events, or that of the body."""

    def change(answer: Answer) -> Answer:
        if answer.chunks is None:
            return replace(answer, body=answer.body[: len(answer.body) // 2])
        parts = _parts(answer)
        at = min(_place(answer, parts, after), len(parts) - 1)
        broken = parts[at].rstrip()[:-1] + _BETWEEN
        return _joined(answer, [*parts[:at], broken, *parts[at + 1 :]])

    return change


def _parts(answer: Answer) -> List[bytes]:
    if answer.chunks is None:
        half = len(answer.body) // 2
        return [answer.body[:half], answer.body[half:]]
    whole = b"".join(chunk.data for chunk in answer.chunks)
    return [part + _BETWEEN for part in whole.split(_BETWEEN) if part]


def _place(answer: Answer, parts: List[bytes], after: Optional[int]) -> int:
    return len(parts) // 2 if after is None or answer.chunks is None else after


def _first(answer: Answer, after: Optional[int]) -> List[bytes]:
    parts = _parts(answer)
    return parts[: _place(answer, parts, after)]


def _joined(answer: Answer, parts: List[bytes]) -> Answer:
    if answer.chunks is None:
        return replace(answer, body=b"".join(parts))
    return replace(answer, chunks=list(cut(parts, 0.0, CHUNK_SIZES)))
