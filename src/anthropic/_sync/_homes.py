"""What belongs to an event loop elsewhere and to nothing here: sockets, waiting, and what has to end with its owner."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from typing import Any, Callable, ContextManager, Generic, List, Optional, Protocol, TypeVar

__all__ = ["Emptied", "Homes", "Signal", "asyncio_loop", "home", "network", "shielded"]

_HeldT = TypeVar("_HeldT", bound="Emptied")


def home() -> object:
    """Nothing: synchronous connections belong to no event loop."""
    return None


def asyncio_loop() -> object:
    """Nothing either."""
    return None


def network() -> Any:
    """What opens connections here: the network backend for blocking sockets, which mind the deadline of their call."""
    from .._network import TimelyBackend  # loads with the first connection

    return TimelyBackend()


def shielded() -> ContextManager[object]:
    """Any place: nothing is cancelled here."""
    return nullcontext()


class Signal:
    """Something that happens once, for one who waits for it."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def set(self) -> None:
        """Let it happen."""
        self._event.set()

    def wait(self, timeout: Optional[float]) -> None:
        """Wait until it happens, or the time is over."""
        self._event.wait(timeout)


class Emptied(Protocol):
    """Something that holds what has to be closed."""

    def empty(self) -> List[Any]:
        """What it held."""
        ...


class Homes(Generic[_HeldT]):
    """One thing for all threads, emptied when this is dropped.

    Args:
        make: A new thing.
    """

    def __init__(self, make: Callable[[], _HeldT]) -> None:
        self._make = make
        self._thing = make()

    def __del__(self) -> None:
        self.close()

    def here(self) -> _HeldT:
        """The thing."""
        return self._thing

    def close(self) -> None:
        """Empty the thing now."""
        for each in self._thing.empty():
            each.close()

    def all(self) -> List[_HeldT]:
        """The thing."""
        return [self._thing]

    def leave(self) -> object:
        """Start anew, after a fork; while somebody holds what is given, nothing of the old thing is ended."""
        left, self._thing = self._thing, self._make()
        return left
