"""Locks that a forked child can take, whatever the threads of its parent were doing: those threads are not there to let go.

What a lock guards must be of use at any moment, as a child may find it half done. Nothing here waits for the parent.
"""

from __future__ import annotations

import functools
import os
import threading
from contextlib import nullcontext
from typing import Any, Callable, TypeVar
from weakref import WeakSet

__all__ = ["Lock", "cached_property"]

_ValueT = TypeVar("_ValueT", covariant=True)


class Lock:
    """A lock that the thread which holds it may take again, and that no other one holds in a forked child."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        _locks.add(self)

    def __enter__(self) -> None:
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def locked(self) -> bool:
        """Whether another thread holds it."""
        if self._lock.acquire(blocking=False):
            self._lock.release()
            return False
        return True

    def start_anew(self) -> None:
        """Forget a holder who stayed in the parent; the thread that forked is still there, and keeps what it holds."""
        if self.locked():
            self._lock = threading.RLock()


_locks: WeakSet[Lock] = WeakSet()


def _start_all_anew() -> None:
    for lock in list(_locks):
        lock.start_anew()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_start_all_anew)


class cached_property(functools.cached_property[_ValueT]):
    """A `functools.cached_property` that holds no lock, as from Python 3.12 on: before, a child could wait for it forever.

    Two threads that are first may each compute the value; one of them is kept.
    """

    def __init__(self, func: Callable[[Any], _ValueT]) -> None:
        super().__init__(func)
        self.lock = nullcontext()
