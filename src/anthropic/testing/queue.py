"""The behaviours that wait for requests: which one a request meets, and what to say when there is none."""

from __future__ import annotations

import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, List

from .answers import Answer, refusal
from .behaviours import Behaviour

if TYPE_CHECKING:
    from .conditions import Condition
    from .requests import RecordedRequest

__all__ = ["ALWAYS", "Queue", "ScriptError"]

ALWAYS = sys.maxsize
"""As `times=`: for every request from now on."""


class ScriptError(AssertionError):
    """A strict script and the requests that came do not agree."""


@dataclass
class _Entry:
    behaviour: Behaviour
    condition: Condition
    left: int

    @property
    def words(self) -> str:
        return f"{self.behaviour.words} for {self.condition.words}, {self.left} time(s)"


class Queue:
    """Behaviours in order; each request takes the first that is meant for it."""

    def __init__(self, strict: bool) -> None:
        self.strict = strict
        self._entries: List[_Entry] = []
        self._refused: List[str] = []
        self._met = 0
        self._lock = threading.Lock()

    @property
    def pending(self) -> int:
        """How many are waiting; those for every request are not counted."""
        return sum(entry.left for entry in self._waiting())

    def add(self, behaviour: Behaviour, condition: Condition, times: int) -> None:
        """Queues a behaviour for so many requests."""
        with self._lock:
            self._entries.append(_Entry(behaviour, condition, times))

    def next(self, request: RecordedRequest) -> Behaviour:
        """Takes the behaviour off the queue that this request meets."""
        with self._lock:
            entry = next((each for each in self._entries if each.left and each.condition.holds(request)), None)
            if entry is not None:
                self._met += 1
                entry.left -= entry.left != ALWAYS
                self._entries = [each for each in self._entries if each.left]
                return entry.behaviour
            return self._unforeseen(request) if self.strict else Behaviour()

    def clear(self) -> None:
        """Forgets what is waiting, and what was refused."""
        with self._lock:
            self._entries.clear()
            self._refused.clear()

    def check(self) -> None:
        """Raises a `ScriptError` unless every request was foreseen and every behaviour met."""
        waiting = [entry.words for entry in self._waiting()]
        lines = list(self._refused)
        if waiting:
            lines.append("No request asked for what is still in the script:\n  " + "\n  ".join(waiting))
        if lines:
            raise ScriptError("\n".join(lines))

    def _waiting(self) -> List[_Entry]:
        return [entry for entry in self._entries if entry.left != ALWAYS]

    def _unforeseen(self, request: RecordedRequest) -> Behaviour:
        told = f"The script has nothing for {request.method} {request.path}: {self._met} request(s) met what was in it"
        others = "".join(f"\n  waiting: {entry.words}" for entry in self._entries)
        message = f"{told}. Queue another with script.reply(...), or make it with strict=False.{others}"
        self._refused.append(message)

        def answer(refused: RecordedRequest) -> Answer:
            return refusal(message, refused.request_id)

        return Behaviour(answer)
