"""Prescribed behaviour: what the next requests meet instead of, or on the way to, the ordinary answer.

    script.status(529, retry_after_ms=1).reply("hello")

makes the next request fail and the one after it succeed. A request can also ask for trouble itself, with a
header such as `x-simulate: status=529; times=1` or `x-simulate: delay=0.2; drop=120`.
"""

from __future__ import annotations

import threading
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Callable, Deque, Iterable, Mapping, Optional, Union, cast

from . import events
from .answers import Answer, answer_json
from .problems import error_body, error_type

if TYPE_CHECKING:
    from .replies import Scripted
    from .requests import RecordedRequest
    from .values import JSONObject

    Ordinary = Callable[[RecordedRequest, Optional[Scripted]], Answer]

__all__ = ["Behaviour", "Script", "failure"]

BEFORE_HEADERS = -1


@dataclass(frozen=True)
class Behaviour:
    """What one request meets: the ordinary answer, changed as the fields say."""

    answer: Optional[Callable[[RecordedRequest], Answer]] = None
    """Gives the answer instead of the endpoint."""

    scripted: Optional[Scripted] = None
    """What the model says, the rest of the answer being ordinary."""

    delay: float = 0.0
    cut: Optional[int] = None
    reset: bool = False

    def meet(self, request: RecordedRequest, ordinary: Ordinary) -> Answer:
        """The answer that this request gets."""
        answer = self.answer(request) if self.answer else ordinary(request, self.scripted)
        return replace(answer, delay=self.delay, cut=self.cut, reset=self.reset)


class Script:
    """A queue of behaviours, one for each request to come; when it is empty, answers are ordinary.

    Every method queues `times` behaviours and returns the script, so that calls can be chained.
    """

    def __init__(self) -> None:
        self._queue: Deque[Behaviour] = deque()
        self._lock = threading.Lock()

    @property
    def pending(self) -> int:
        """How many behaviours no request has met yet."""
        return len(self._queue)

    def add(self, behaviour: Behaviour, *, times: int = 1) -> Script:
        """Queues a behaviour as it is."""
        with self._lock:
            self._queue.extend([behaviour] * times)
        return self

    def next(self) -> Behaviour:
        """Takes the behaviour of the next request off the queue."""
        with self._lock:
            return self._queue.popleft() if self._queue else Behaviour()

    def clear(self) -> None:
        """Forgets what no request has met yet."""
        with self._lock:
            self._queue.clear()

    def ordinary(self, *, times: int = 1) -> Script:
        """Lets requests through, so that a later behaviour meets a later request."""
        return self.add(Behaviour(), times=times)

    def delay(self, seconds: float, *, times: int = 1) -> Script:
        """The ordinary answer, late."""
        return self.add(Behaviour(delay=seconds), times=times)

    def drop(self, *, after: Optional[int] = None, reset: bool = False, delay: float = 0.0, times: int = 1) -> Script:
        """Closes the connection before the headers, or `after` so many bytes of the body of the ordinary answer."""
        cut = BEFORE_HEADERS if after is None else after
        return self.add(Behaviour(cut=cut, reset=reset, delay=delay), times=times)

    def reply(self, content: Scripted, *, delay: float = 0.0, times: int = 1) -> Script:
        """An ordinary message that says this text, or has these fields; streamed if the request asks for it."""
        return self.add(Behaviour(scripted=content, delay=delay), times=times)

    def status(
        self,
        status: int,
        *,
        type: Optional[str] = None,
        message: Optional[str] = None,
        headers: Optional[Mapping[str, str]] = None,
        retry_after_ms: Optional[float] = None,
        delay: float = 0.0,
        times: int = 1,
    ) -> Script:
        """An error in the shape of the API."""
        answer = failure(status, type=type, message=message, headers=headers, retry_after_ms=retry_after_ms)
        return self.add(Behaviour(answer, delay=delay), times=times)

    def raw(
        self,
        status: int,
        headers: Optional[Mapping[str, str]] = None,
        body: bytes = b"",
        *,
        delay: float = 0.0,
        times: int = 1,
    ) -> Script:
        """Exactly these headers and bytes; a `content-length` is added when the headers do not frame the body."""
        answer = Answer(status, dict(headers or {}), body, bare=True)
        return self.add(Behaviour(lambda request: answer, delay=delay), times=times)

    def sse(
        self,
        stream: Union[bytes, Iterable[Mapping[str, object]]],
        *,
        sizes: Iterable[int] = events.CHUNK_SIZES,
        pace: float = 0.0,
        delay: float = 0.0,
        times: int = 1,
    ) -> Script:
        """An event stream of these bytes or events, sent in pieces of these sizes."""
        frames = [stream] if isinstance(stream, bytes) else [events.frame(cast("JSONObject", e)) for e in stream]
        answer = Answer(200, {"content-type": "text/event-stream"}, chunks=list(events.cut(frames, pace, sizes)))
        return self.add(Behaviour(lambda request: answer, delay=delay), times=times)


def failure(
    status: int,
    *,
    type: Optional[str] = None,
    message: Optional[str] = None,
    headers: Optional[Mapping[str, str]] = None,
    retry_after_ms: Optional[float] = None,
) -> Callable[[RecordedRequest], Answer]:
    """Gives any request the same error."""
    kind = type or error_type(status)
    said = message or f"A simulated {kind.replace('_', ' ')}"
    extra = {} if retry_after_ms is None else {"retry-after-ms": str(retry_after_ms)}
    return lambda request: answer_json(error_body(kind, said, request.request_id), status, {**extra, **(headers or {})})
