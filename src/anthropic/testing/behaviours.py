"""What one request meets: the ordinary answer, changed on its way, or another answer altogether."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Callable, Optional, Union

from .answers import Answer, answer_json
from .blocks import Content, Failure
from .faults import Change
from .problems import error_body

if TYPE_CHECKING:
    from .requests import RecordedRequest

    Ordinary = Callable[[RecordedRequest, Optional[Content]], Answer]

__all__ = ["BEFORE_HEADERS", "Behaviour", "Replier", "fail"]

BEFORE_HEADERS = -1

Replier = Callable[["RecordedRequest"], Union[Content, Failure]]
"""Decides what to say when the request is there."""


@dataclass(frozen=True)
class Behaviour:
    """What one request meets: the ordinary answer, changed as the fields say."""

    answer: Optional[Callable[[RecordedRequest], Answer]] = None
    """Gives the answer instead of the endpoint."""

    says: Optional[Replier] = None
    """What the model says, the rest of the answer being ordinary."""

    change: Optional[Change] = None
    """What goes wrong with the answer."""

    delay: float = 0.0
    cut: Optional[int] = None
    reset: bool = False

    words: str = "a behaviour"
    """How an error calls it."""

    def meet(self, request: RecordedRequest, ordinary: Ordinary) -> Answer:
        """The answer that this request gets."""
        answer = self._answer(request, ordinary)
        changed = self.change(answer) if self.change else answer
        return replace(changed, delay=self.delay, cut=self.cut, reset=self.reset)

    def _answer(self, request: RecordedRequest, ordinary: Ordinary) -> Answer:
        if self.answer is not None:
            return self.answer(request)
        said = self.says(request) if self.says is not None else None
        return fail(said)(request) if isinstance(said, Failure) else ordinary(request, said)


def fail(failure: Failure) -> Callable[[RecordedRequest], Answer]:
    """Gives any request the same error."""
    return lambda request: answer_json(
        error_body(failure.type, failure.message, request.request_id), failure.status, failure.headers
    )
