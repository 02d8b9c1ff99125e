"""When to try again, and how long to wait first.

Nothing here sleeps or sends: the clients ask, then obey.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from email.utils import mktime_tz, parsedate_tz
from typing import Any, Optional
from weakref import WeakKeyDictionary

from .._constants import INITIAL_RETRY_DELAY, MAX_RETRY_AFTER, MAX_RETRY_DELAY
from .._http import ConnectError, NetworkError, ProxyError, RemoteProtocolError, TimeoutException
from .._utils._locks import Lock

__all__ = [
    "Budget",
    "asked_delay",
    "check_max_retries",
    "delay",
    "is_transport_failure",
    "met_another_loop",
    "should_retry",
]

_MOST_RETRIES = 1_000_000_000
_RETRY_COST = 5
_OTHER_LOOP = ("Event loop is closed", "different event loop", "different loop")  # in the words of asyncio


class Budget:
    """How many retries one client may still make: in an outage, all of its callers together stop hammering.

    A token bucket. A retry takes five tokens and a success gives one back, so a full bucket of 500 bounds a
    complete outage to 100 retries, and normal use never notices.
    """

    def __init__(self, tokens: int = 500) -> None:
        self._lock = Lock()
        self._most = self._tokens = tokens

    def take(self) -> bool:
        """Whether one more retry may be made; it is then paid for."""
        with self._lock:
            if self._tokens < _RETRY_COST:
                return False
            self._tokens -= _RETRY_COST
            return True

    def succeed(self) -> None:
        """Pay back for a call that succeeded."""
        if self._tokens < self._most:
            with self._lock:
                self._tokens = min(self._tokens + 1, self._most)


_budgets: "WeakKeyDictionary[Any, Budget]" = WeakKeyDictionary()
_budgets_lock = Lock()


def budget_of(http_client: Any) -> Budget:
    """The budget of all clients that share these connections: copies of one client are one client to the server."""
    with _budgets_lock:
        budget = _budgets.get(http_client)
        if budget is None:
            budget = _budgets[http_client] = Budget()
        return budget


def should_retry(status: int, headers: "Mapping[str, str]") -> bool:
    """The server's own verdict wins; without one, the status decides."""
    verdict = headers.get("x-should-retry")
    if verdict in ("true", "false"):
        return verdict == "true"
    return status in (408, 409, 429) or status >= 500


def is_transport_failure(error: Optional[BaseException]) -> bool:
    """Whether the network or the server failed, rather than this program: only such failures pass by themselves."""
    return isinstance(error, (TimeoutException, ConnectError, NetworkError, RemoteProtocolError, ProxyError))


def met_another_loop(error: RuntimeError) -> bool:
    """Whether a transport says that it took a connection of another event loop out of its pool."""
    return any(words in str(error) for words in _OTHER_LOOP)


def asked_delay(headers: "Optional[Mapping[str, str]]", now: float) -> Optional[float]:
    """The seconds that the server asks to wait; `None` when it asks for none, or unusably."""
    if headers is None:
        return None
    milliseconds = _number(headers.get("retry-after-ms"))
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after")
    seconds = _number(text)
    if seconds is None and text:
        moment = _moment(text)
        seconds = None if moment is None else moment - now
    return seconds if seconds is not None and seconds > 0 else None


def delay(retries_taken: int, asked: Optional[float], random: float, most: float = MAX_RETRY_AFTER) -> float:
    """The seconds to wait before the next try.

    Args:
        retries_taken: Tries after the first one that were made so far.
        asked: What the server asks for; it is obeyed up to the bound.
        random: A number from [0, 1) that keeps clients from returning all at once.
        most: The bound.
    """
    if asked is not None and 0 < asked <= most:
        return asked
    backoff = min(INITIAL_RETRY_DELAY * 2.0 ** min(retries_taken, 64), MAX_RETRY_DELAY)
    return backoff * (1 - 0.25 * random)


def check_max_retries(value: Any) -> None:
    """Refuse a number of retries that is none.

    Raises:
        TypeError: It is `None` or no whole number.
        ValueError: It is negative.
    """
    if value is None:
        raise TypeError("max_retries cannot be None. Pass 0 to turn retries off, or `math.inf` for no limit.")
    if isinstance(value, bool) or not (isinstance(value, int) or value == math.inf):
        raise TypeError(f"max_retries must be a whole number or math.inf, and {value!r} is neither.")
    if value < 0:
        raise ValueError(f"max_retries must not be negative, and {value!r} is. Pass 0 to turn retries off.")


def bounded(max_retries: float) -> int:
    """The number of retries as an int that counts down, `math.inf` included."""
    return int(min(max_retries, _MOST_RETRIES))


def _moment(text: str) -> Optional[float]:
    """The Unix time of an HTTP date (RFC 9110, 5.6.7); `None` for anything else."""
    try:
        parsed = parsedate_tz(text)
        return None if parsed is None else mktime_tz(parsed)
    except (ValueError, OverflowError):
        return None


def _number(text: Optional[str]) -> Optional[float]:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and number > 0 else None
