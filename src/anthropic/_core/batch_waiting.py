"""How often to look at a batch that is being worked on, which failures to sit out, and when to stop.

Nothing here sleeps or asks: the clock is passed in.
"""

from __future__ import annotations

from typing import Any, Optional

from .._exceptions import APIConnectionError, APIStatusError, BatchTimeoutError
from . import retry

__all__ = ["FIRST_INTERVAL", "GROWTH", "LONGEST_INTERVAL", "Waiting", "is_passing", "progress_of"]

FIRST_INTERVAL = 2.0
LONGEST_INTERVAL = 60.0
"""Seconds between two looks, at first and in the end."""

GROWTH = 1.5
_GRACE = 5.0
"""Seconds that the last look, which is taken at the deadline, may take beyond it."""


class Waiting:
    """The looks at one batch. All moments are on the clock of `now`; without `max_wait` there is no deadline."""

    def __init__(
        self,
        now: float,
        *,
        interval: float = FIRST_INTERVAL,
        max_interval: float = LONGEST_INTERVAL,
        max_wait: Optional[float] = None,
        max_failures: float = 0,
    ) -> None:
        if not 0 < interval:
            raise ValueError(f"`interval` must be a number of seconds above 0, and {interval!r} is not.")
        if max_wait is not None and not max_wait >= 0:
            raise ValueError(f"`max_wait` must be a number of seconds or None, and {max_wait!r} is neither.")
        self._deadline = None if max_wait is None else now + max_wait
        self._next = interval
        self._longest = max(interval, max_interval)
        self._max_wait = max_wait
        self._max_failures = max_failures
        self._failures = 0

    def succeeded(self) -> None:
        """A look succeeded."""
        self._failures = 0

    def outlasts(self, failure: Exception, now: float) -> bool:
        """Whether to look again after a failed look: while failures that pass by themselves are few."""
        self._failures += 1
        return is_passing(failure) and (self.is_over(now) or self._failures <= self._max_failures)

    def is_over(self, now: float) -> bool:
        """Whether the deadline has passed."""
        return self._deadline is not None and now >= self._deadline

    def patience(self, now: float) -> Optional[float]:
        """When to break off a look that begins now; `None` for never."""
        return None if self._deadline is None else max(self._deadline, now + _GRACE)

    def pause(self, now: float, asked: Optional[float] = None) -> Optional[float]:
        """The seconds until the next look; `None` when the last one was made.

        Args:
            now: The time.
            asked: What the server asks to wait at least.
        """
        if self.is_over(now):
            return None
        pause = max(self._next, asked or 0)
        self._next = min(self._next * GROWTH, self._longest)
        return pause if self._deadline is None else min(pause, self._deadline - now)

    def timeout(self, id: str, batch: Any) -> BatchTimeoutError:
        """The error that stands for the deadline."""
        done, total = progress_of(batch)
        known = f"{done} of {total} requests are done" if batch is not None else "no look at it succeeded"
        return BatchTimeoutError(
            f"The batch {id} has not ended within {self._max_wait:g} seconds; {known}. It is still being worked on: "
            "call `wait()` again, with a longer `max_wait` or none, or `cancel()` it.",
            batch=batch,
        )


def is_passing(failure: Exception) -> bool:
    """Whether a failed look says nothing of the batch and the next one may succeed."""
    if isinstance(failure, APIStatusError):
        return retry.should_retry(failure.status_code, failure.response.headers)
    return retry.is_transport_failure(failure.__cause__ if isinstance(failure, APIConnectionError) else failure)


def progress_of(batch: Any) -> "tuple[int, int]":
    """How many requests of a batch are done with, and how many there are."""
    names = ("processing", "succeeded", "errored", "canceled", "expired")
    counts = [getattr(getattr(batch, "request_counts", None), name, 0) for name in names]
    processing, *done = (count if isinstance(count, int) else 0 for count in counts)
    return sum(done), processing + sum(done)
