"""How many connections are open at once, and the line of those who wait for one. It opens none itself."""

from __future__ import annotations

import asyncio
import math
from collections import deque
from typing import Deque, Optional

from ..._http import PoolTimeout

__all__ = ["Places"]


class Places:
    """The places of one connection pool: first come, first served."""

    def __init__(self, most: Optional[int]) -> None:
        self._free = math.inf if most is None else most
        self._line: Deque[asyncio.Future[None]] = deque()

    async def take(self, patience: Optional[float]) -> None:
        """Take a place, waiting for one if need be.

        Raises:
            PoolTimeout: None became free within so many seconds.
        """
        if self._free > 0:
            self._free -= 1
            return
        loop = asyncio.get_running_loop()
        turn: asyncio.Future[None] = loop.create_future()
        self._line.append(turn)
        timer = None if patience is None else loop.call_later(patience, _give_up, turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give()  # the turn came together with the cancellation
            raise
        finally:
            if timer is not None:
                timer.cancel()

    def give(self) -> None:
        """Give a place back; the first in line takes it."""
        while self._line:
            turn = self._line.popleft()
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1


def _give_up(turn: asyncio.Future[None]) -> None:
    if not turn.done():
        turn.set_exception(PoolTimeout("No connection of the pool became free in time."))
