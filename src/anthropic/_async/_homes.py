"""What belongs to an event loop: sockets, waiting, and whatever has to end when the loop does.

A loop of asyncio or trio may come and go while a client lives on; a client may be dropped while a loop goes on.
"""

from __future__ import annotations

import atexit
import sys
from contextlib import suppress
from typing import Any, AsyncGenerator, Callable, ContextManager, Dict, Generic, List, Optional, Protocol, Set, TypeVar

__all__ = ["Emptied", "Homes", "Signal", "asyncio_loop", "home", "network", "shielded"]

_HeldT = TypeVar("_HeldT", bound="Emptied")


def home() -> object:
    """The event loop that runs, of asyncio or trio; `None` where there is none."""
    loop = asyncio_loop()
    trio = sys.modules.get("trio")
    if loop is not None or trio is None:
        return loop
    try:
        return trio.lowlevel.current_trio_token()
    except RuntimeError:
        return None


def asyncio_loop() -> Any:
    """The event loop of asyncio that runs."""
    asyncio = sys.modules.get("asyncio")
    return None if asyncio is None else asyncio._get_running_loop()


def network() -> Any:
    """What opens connections here: the network backend of the loop that runs."""
    import httpcore  # loads with the first connection

    return httpcore.TrioBackend() if home() is not asyncio_loop() else httpcore.AnyIOBackend()


def shielded() -> ContextManager[object]:
    """A place where nothing is cancelled, to put things in order."""
    import anyio

    return anyio.CancelScope(shield=True)


class Signal:
    """Something that happens once, for one who waits for it."""

    def __init__(self) -> None:
        import anyio

        self._event = anyio.Event()

    def set(self) -> None:
        """Let it happen."""
        self._event.set()

    async def wait(self, timeout: Optional[float]) -> None:
        """Wait until it happens, or the time is over."""
        import anyio

        with anyio.move_on_after(timeout):
            await self._event.wait()


class Emptied(Protocol):
    """Something that holds what has to be closed."""

    def empty(self) -> List[Any]:
        """What it held."""
        ...


class Homes(Generic[_HeldT]):
    """One thing for every event loop, emptied when its loop ends, or soon after these are dropped.

    Args:
        make: A new thing.
    """

    def __init__(self, make: Callable[[], _HeldT]) -> None:
        self._make = make
        self._homes: Dict[Any, _Home] = {}

    def __del__(self) -> None:
        for each in self._homes.values():
            each.end_soon()

    async def here(self) -> _HeldT:
        """The thing of the loop that runs."""
        place = home()
        found = self._homes.get(place)
        if found is None or found.is_over:
            for other, each in list(self._homes.items()):
                if each.has_lost_its_loop and self._homes.pop(other, None) is not None:
                    each.end_soon()
            found = self._homes[place] = _Home(place, self._make())
            await found.keeper.__anext__()
        thing: _HeldT = found.thing
        return thing

    async def close(self) -> None:
        """Empty the thing of this loop now, and those of others soon, on their loops."""
        mine = self._homes.pop(home(), None)
        homes, self._homes = self._homes, {}
        for each in homes.values():
            each.end_soon()
        if mine is not None:
            await mine.keeper.aclose()

    def all(self) -> List[_HeldT]:
        """The things of all loops."""
        return [each.thing for each in list(self._homes.values())]

    def leave(self) -> object:
        """Start anew, after a fork; while somebody holds what is given, nothing of the old things is ended."""
        left, self._homes = self._homes, {}
        return left


class _Home:
    """A thing and its loop. Until one of them ends it is held here, so that nothing is collected that is still open."""

    living: Set[_Home] = set()

    def __init__(self, place: Any, thing: Any) -> None:
        self.place = place
        self.thing = thing
        self.is_over = False
        self.keeper = self._keep()
        self.living.add(self)

    @property
    def has_lost_its_loop(self) -> bool:
        if self.is_over or hasattr(self.place, "is_closed"):
            return self.is_over or bool(self.place.is_closed())
        try:
            self.place.run_sync_soon(int)
        except RuntimeError:  # trio's RunFinishedError
            return True
        return False

    def end_soon(self) -> None:
        """Empty the thing on its loop, from any thread; where the loop has ended, without it."""
        if self.is_over:
            return
        if self.has_lost_its_loop:
            self.end_without_loop()
        elif hasattr(self.place, "call_soon_threadsafe"):
            self.place.call_soon_threadsafe(lambda: self.place.create_task(self.keeper.aclose()))
        else:
            self.place.run_sync_soon(self._spawn_end)

    def _spawn_end(self) -> None:
        with suppress(RuntimeError):  # the run is ending, and finishes the keeper itself
            sys.modules["trio"].lowlevel.spawn_system_task(self.keeper.aclose)

    def end_without_loop(self) -> None:
        """Empty the thing: of what closing does, only its beginning needs to be done, and no loop does it."""
        self.is_over = True
        self.living.discard(self)
        with suppress(AttributeError):  # a loop that cannot be changed closes everything when it is closed
            self.place.call_soon = _at_once
        for each in self.thing.empty():
            closing = each.aclose()
            with suppress(Exception):
                closing.send(None)
            closing.close()

    async def _keep(self) -> AsyncGenerator[None, None]:
        """Waits for the end of the loop: loops finish all generators that were begun on them."""
        try:
            yield
        finally:
            self.is_over = True
            self.living.discard(self)
            with shielded():
                for each in self.thing.empty():
                    await each.aclose()


def _at_once(callback: Callable[..., object], *arguments: object, **_: object) -> None:
    callback(*arguments)


@atexit.register
def _end_all() -> None:
    for each in list(_Home.living):
        if each.has_lost_its_loop:
            each.end_without_loop()
