"""Trouble that a request asks for itself, in its `x-simulate` header.

`status=529`, `type=…`, `message=…`, `retry-after-ms=1`, `delay=0.2`, `drop` (before the headers), `drop=120` (after so
many bytes of the body), `reset`, `times=1`; several are joined with `;`. With `times`, only the first so many attempts
meet the trouble: the attempt is told by `x-stainless-retry-count`, or counted here when there is no such header.
"""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Tuple

from .behaviours import BEFORE_HEADERS, Behaviour, fail
from .blocks import error
from .problems import invalid

if TYPE_CHECKING:
    from .requests import RecordedRequest

__all__ = ["Trouble"]

HEADER = "x-simulate"
_NUMBERS = ("status", "retry-after-ms", "delay", "drop", "times")
_WORDS = ("type", "message")
_FLAGS = ("drop", "reset")


class Trouble:
    """Reads the header, and remembers how often a request without a retry count has come."""

    def __init__(self) -> None:
        self._seen: Counter[Tuple[str, str]] = Counter()
        self._lock = threading.Lock()

    def met_by(self, request: RecordedRequest) -> Optional[Behaviour]:
        """What the request asked for; nothing when it did not ask, or has had enough."""
        header = request.headers.get(HEADER)
        if header is None:
            return None
        numbers, words, flags = _parsed(header)
        if "times" in numbers and self._attempt(request, header, int(numbers["times"])) >= numbers["times"]:
            return None
        return _behaviour(numbers, words, flags)

    def _attempt(self, request: RecordedRequest, header: str, times: int) -> int:
        told = request.headers.get("x-stainless-retry-count", "")
        if told.isascii() and told.isdigit():
            return int(told)
        with self._lock:
            attempt = self._seen[request.path, header]
            self._seen[request.path, header] = (attempt + 1) % (times + 1)
            return attempt


def _parsed(header: str) -> Tuple[Dict[str, float], Dict[str, str], List[str]]:
    numbers: Dict[str, float] = {}
    words: Dict[str, str] = {}
    flags: List[str] = []
    for part in filter(None, (part.strip() for part in header.split(";"))):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if equals and name in _NUMBERS:
            numbers[name] = _number(name, value)
        elif equals and name in _WORDS:
            words[name] = value
        elif not equals and name in _FLAGS:
            flags.append(name)
        else:
            raise invalid(HEADER, f"cannot read {part!r}")
    return numbers, words, flags


def _number(name: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number < float("inf"):
        raise invalid(HEADER, f"{name} needs a number, not {value!r}")
    return number


def _behaviour(numbers: Mapping[str, float], words: Mapping[str, str], flags: List[str]) -> Behaviour:
    status = numbers.get("status")
    retry = numbers.get("retry-after-ms")
    answer = None
    if status is not None:
        if not 200 <= status <= 599:
            raise invalid(HEADER, f"status must be from 200 to 599, not {status:g}")
        answer = fail(error(int(status), type=words.get("type"), message=words.get("message"), retry_after_ms=retry))
    cut = int(numbers["drop"]) if "drop" in numbers else BEFORE_HEADERS if "drop" in flags else None
    return Behaviour(answer, delay=numbers.get("delay", 0.0), cut=cut, reset="reset" in flags)
