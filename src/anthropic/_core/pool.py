"""Which connection serves which request, who waits, and what is closed.

Nothing here opens, reads or closes anything: whoever asks does what the answers say. A step takes the same time however
many connections there are, and may be taken from any thread, even from a finaliser in the middle of another step.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from typing import Callable, Deque, Dict, Generic, Hashable, List, Optional, Protocol, Set, Tuple, TypeVar

__all__ = ["Pool", "Signal", "Turn"]

C = TypeVar("C", bound=Hashable)
S = TypeVar("S", bound="Signal")


class Signal(Protocol):
    """Something that a waiting request looks at."""

    def set(self) -> None:
        """It need not wait any longer."""


class Turn(Generic[C, S]):
    """One request's claim to a connection.

    Attributes:
        origin: Where the request goes.
        served: Whether it may go.
        connection: What it goes on; `None` when it has to open one.
        signal: What is set when it may go, for one that had to wait.
    """

    __slots__ = ("origin", "served", "connection", "signal")

    def __init__(self, origin: Hashable) -> None:
        self.origin = origin
        self.served = False
        self.connection: Optional[C] = None
        self.signal: Optional[S] = None


class Pool(Generic[C, S]):
    """Connections that are used, idle or waited for.

    Where somebody waits, all connections are in use: whatever comes back goes to the first in line.

    Args:
        usable: Whether an idle connection can still be used.
        signal: Makes what a waiting request looks at.
        max_connections: How many there may be at a time.
        max_idle: How many of them may be idle.
        idle_seconds: How long one stays idle before it is closed.
    """

    def __init__(
        self,
        usable: Callable[[C], bool],
        signal: Callable[[], S],
        max_connections: Optional[int] = None,
        max_idle: Optional[int] = None,
        idle_seconds: Optional[float] = None,
    ) -> None:
        self._usable = usable
        self._signal = signal
        self._max_connections = float("inf") if max_connections is None else max_connections
        self._max_idle = float("inf") if max_idle is None else max_idle
        self._idle_seconds = float("inf") if idle_seconds is None else idle_seconds
        self._serving: Set[Turn[C, S]] = set()
        self._waiting: OrderedDict[Turn[C, S], None] = OrderedDict()
        self._idle: OrderedDict[C, Tuple[Hashable, float]] = OrderedDict()  # the longest idle first
        self._of_origin: Dict[Hashable, Dict[C, None]] = {}
        self._returned: Deque[Tuple[Turn[C, S], bool, float]] = deque()
        self._lock = threading.Lock()

    @property
    def connections(self) -> List[C]:
        """All open connections, idle or used. Takes no lock: after a fork nobody is left who would release it."""
        return [*self._idle, *(turn.connection for turn in self._serving if turn.connection is not None)]

    def ask(self, turn: Turn[C, S], now: float) -> List[C]:
        """Serve a turn or let it wait; what is given has to be closed."""
        with self._lock:
            closing = self._expired(now)
            self._serve(turn, closing)
        return closing + self._settle()

    def give_back(self, turn: Turn[C, S], now: float, *, keep: bool) -> List[C]:
        """End a turn, whether it was served or waits, once or twice; what is given has to be closed.

        Args:
            turn: The turn.
            now: The time.
            keep: Whether its connection is fit for another request.
        """
        self._returned.append((turn, keep, now))
        return self._settle()

    def empty(self) -> List[C]:
        """Forget all idle connections; what is given, the used ones among it, has to be closed."""
        with self._lock:
            closing = self.connections
            self._idle.clear()
            self._of_origin.clear()
        return closing

    def _settle(self) -> List[C]:
        """Take back what was returned. Whoever finds the lock taken leaves it to its holder, who looks again after."""
        closing: List[C] = []
        while self._returned and self._lock.acquire(blocking=False):
            try:
                while self._returned:
                    self._take_back(*self._returned.popleft(), closing)
            finally:
                self._lock.release()
        return closing

    def _expired(self, now: float) -> List[C]:
        closing: List[C] = []
        while self._idle:
            connection, (_, since) = next(iter(self._idle.items()))
            if now - since <= self._idle_seconds:
                break
            self._remove(connection)
            closing.append(connection)
        return closing

    def _serve(self, turn: Turn[C, S], closing: List[C]) -> None:
        idle = self._of_origin.get(turn.origin)
        while idle:
            connection = next(reversed(idle))  # the one used last is the likeliest to be alive
            self._remove(connection)
            if self._usable(connection):
                self._start(turn, connection)
                return
            closing.append(connection)
        if len(self._serving) + len(self._idle) < self._max_connections:
            self._start(turn, None)
        elif self._idle:
            oldest = next(iter(self._idle))
            self._remove(oldest)
            closing.append(oldest)
            self._start(turn, None)
        else:
            turn.signal = self._signal()
            self._waiting[turn] = None

    def _start(self, turn: Turn[C, S], connection: Optional[C]) -> None:
        self._serving.add(turn)
        turn.connection = connection
        turn.served = True
        if turn.signal is not None:
            turn.signal.set()

    def _take_back(self, turn: Turn[C, S], keep: bool, now: float, closing: List[C]) -> None:
        self._waiting.pop(turn, None)
        if turn not in self._serving:
            return
        self._serving.remove(turn)
        connection = turn.connection
        following = next(iter(self._waiting), None)
        if connection is not None and not (keep and (following is None or following.origin == turn.origin)):
            closing.append(connection)
            connection = None
        if following is not None:
            del self._waiting[following]
            self._start(following, connection)
        elif connection is not None:
            self._rest(connection, turn.origin, now, closing)

    def _rest(self, connection: C, origin: Hashable, now: float, closing: List[C]) -> None:
        self._idle[connection] = (origin, now)
        self._of_origin.setdefault(origin, {})[connection] = None
        if len(self._idle) > self._max_idle:
            oldest = next(iter(self._idle))
            self._remove(oldest)
            closing.append(oldest)

    def _remove(self, connection: C) -> None:
        origin, _ = self._idle.pop(connection)
        of_origin = self._of_origin[origin]
        del of_origin[connection]
        if not of_origin:
            del self._of_origin[origin]
