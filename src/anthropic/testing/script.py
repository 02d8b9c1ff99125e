"""Prescribed behaviour: what the next requests meet instead of, or on the way to, the ordinary answer.

    script.status(529, retry_after_ms=1).reply("hello")

makes the next request fail and the one after it succeed. A request can also ask for trouble itself, with a
header such as `x-simulate: status=529; times=1` or `x-simulate: delay=0.2; drop=120`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, List, Mapping, Optional, Sequence, Union

from . import events, faults
from .answers import Answer
from .behaviours import BEFORE_HEADERS, Behaviour, Replier, fail
from .blocks import Content, Failure, error, fields
from .conditions import ANY, condition
from .queue import Queue
from .values import as_object

if TYPE_CHECKING:
    from .conditions import Check, Condition
    from .requests import RecordedRequest

__all__ = ["Script"]


class Script:
    """A queue of behaviours, one for each request to come; when it is empty, answers are ordinary.

    Every method queues `times` behaviours and returns the script, so that calls can be chained.

    Args:
      strict: refuse a request for which nothing is queued, and have `check()` complain of what no request met.
    """

    def __init__(self, *, strict: bool = False) -> None:
        self._queue = Queue(strict)
        self._condition: Condition = ANY

    @property
    def strict(self) -> bool:
        """Whether a request for which nothing is queued is refused."""
        return self._queue.strict

    @strict.setter
    def strict(self, value: bool) -> None:
        self._queue.strict = value

    @property
    def pending(self) -> int:
        """How many behaviours no request has met yet."""
        return self._queue.pending

    def when(
        self,
        check: Optional[Check] = None,
        *,
        path: Optional[str] = None,
        model: Optional[str] = None,
        says: Optional[str] = None,
    ) -> Script:
        """The same script; what is queued through it waits for a request that fits, and lets others pass by.

        Args:
          check: any question to the request.

          path: the path of the request.

          model: the model that it names.

          says: words in the last message.
        """
        if check is None and path is None and model is None and says is None:
            raise TypeError("when() needs at least one condition")
        part = Script()
        part._queue, part._condition = self._queue, condition(check, path, model, says)
        return part

    def add(self, behaviour: Behaviour, *, times: int = 1) -> Script:
        """Queues a behaviour as it is."""
        self._queue.add(behaviour, self._condition, times)
        return self

    def next(self, request: RecordedRequest) -> Behaviour:
        """Takes the behaviour that this request meets off the queue."""
        return self._queue.next(request)

    def check(self) -> None:
        """Complains of requests that nothing was queued for, and of behaviours that no request met.

        Raises:
            ScriptError: There are some.
        """
        self._queue.check()

    def clear(self) -> None:
        """Forgets what no request has met yet."""
        self._queue.clear()

    def ordinary(self, *, times: int = 1) -> Script:
        """Lets requests through, so that a later behaviour meets a later request."""
        return self.add(Behaviour(words="ordinary()"), times=times)

    def reply(self, *content: Union[Content, Replier, Failure], delay: float = 0.0, times: int = 1) -> Script:
        """One message that says this; streamed if the request asks for it.

        Give texts and blocks, which make one message; or `message(...)`, fields of a reply, an `error(...)`; or a
        function that is given the request and returns one of these.
        """
        return self.add(_saying(content, delay), times=times)

    def replies(self, *replies: Union[Content, Replier, Failure]) -> Script:
        """Several replies, one for each of the next requests."""
        for each in replies:
            self.reply(each)
        return self

    def status(
        self,
        status: int,
        *,
        type: Optional[str] = None,
        message: Optional[str] = None,
        headers: Optional[Mapping[str, str]] = None,
        retry_after: Optional[float] = None,
        retry_after_ms: Optional[float] = None,
        delay: float = 0.0,
        times: int = 1,
    ) -> Script:
        """An error in the shape of the API; `retry_after` is in seconds."""
        said = error(
            status, type=type, message=message, headers=headers, retry_after=retry_after, retry_after_ms=retry_after_ms
        )
        return self.add(Behaviour(fail(said), delay=delay, words=f"status({status})"), times=times)

    def delay(self, seconds: float, *, times: int = 1) -> Script:
        """The ordinary answer, late."""
        return self.add(Behaviour(delay=seconds, words=f"delay({seconds:g})"), times=times)

    def drop(self, *, after: Optional[int] = None, reset: bool = False, delay: float = 0.0, times: int = 1) -> Script:
        """Closes the connection before the headers, or `after` so many bytes of the body of the ordinary answer."""
        cut = BEFORE_HEADERS if after is None else after
        return self.add(Behaviour(cut=cut, reset=reset, delay=delay, words=f"drop(after={after})"), times=times)

    def stall(self, seconds: float, *, after: Optional[int] = None, times: int = 1) -> Script:
        """The ordinary answer, silent for so long after so many events; without a number, half-way."""
        return self._faulty(faults.stalled(after, seconds), f"stall({seconds:g})", times)

    def truncate(self, *, after: Optional[int] = None, times: int = 1) -> Script:
        """The ordinary answer, which ends in good order but too early: after so many events, or half-way."""
        return self._faulty(faults.truncated(after), f"truncate(after={after})", times)

    def overload(
        self,
        *,
        after: Optional[int] = None,
        type: str = "overloaded_error",
        message: Optional[str] = None,
        times: int = 1,
    ) -> Script:
        """An `error` event in the middle of the ordinary stream, after so many events; a 529 where nothing is streamed."""
        return self._faulty(faults.failing(after, 529, type, message), f"overload(after={after})", times)

    def malformed(self, *, after: Optional[int] = None, times: int = 1) -> Script:
        """The ordinary answer with JSON that is cut off: in the event after so many, or in the body."""
        return self._faulty(faults.malformed(after), f"malformed(after={after})", times)

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
        return self.add(Behaviour(lambda request: answer, delay=delay, words=f"raw({status})"), times=times)

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
        frames = [stream] if isinstance(stream, bytes) else [events.frame(as_object(event)) for event in stream]
        answer = Answer(200, {"content-type": "text/event-stream"}, chunks=list(events.cut(frames, pace, sizes)))
        return self.add(Behaviour(lambda request: answer, delay=delay, words="sse(...)"), times=times)

    def _faulty(self, change: faults.Change, words: str, times: int) -> Script:
        return self.add(Behaviour(change=change, words=words), times=times)


def _saying(parts: Sequence[Union[Content, Replier, Failure]], delay: float) -> Behaviour:
    words = f"reply({', '.join(_shown(part) for part in parts)})"
    said: List[Content] = []
    for part in parts:
        if isinstance(part, Failure) or callable(part):
            if len(parts) > 1:
                raise TypeError("reply() takes one error or function, not several things; see replies()")
            return _deciding(part, delay, words)
        said.append(part)
    if not said:
        raise TypeError("reply() needs something to say")
    reply = fields(said)
    return Behaviour(says=lambda request: reply, delay=delay, words=words)


def _deciding(part: Union[Replier, Failure], delay: float, words: str) -> Behaviour:
    if isinstance(part, Failure):
        return Behaviour(fail(part), delay=delay, words=words)
    return Behaviour(says=part, delay=delay, words=words)


def _shown(part: object) -> str:
    shown = repr(part)
    return shown if len(shown) <= 60 else f"{shown[:60]}..."
