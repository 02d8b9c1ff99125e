"""How a measure takes its figures: CPU of this process, never the time of the clock."""

from __future__ import annotations

import asyncio
import gc
import resource
import sys
import time
from typing import Any, Awaitable, Callable, Dict, List

__all__ = ["Measures", "each", "each_async", "left_over", "measure", "named", "once", "peak", "resident"]

Measures = Dict[str, Callable[[str], Any]]


def named(namespace: Dict[str, Any]) -> Measures:
    """The functions of a module that take a measure, by name."""
    return {name: value for name, value in namespace.items() if name[0] != "_" and getattr(value, "measures", False)}


def measure(function: Callable[[str], Any]) -> Callable[[str], Any]:
    """Mark a function as one that takes a measure."""
    function.measures = True  # type: ignore[attr-defined]
    return function


def once(work: Callable[[], object]) -> float:
    """Microseconds that the work takes."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1e6


def each(work: Callable[[], object], calls: int, warm: int = 3) -> float:
    """Microseconds that each of many calls takes, once all that is lazy is there."""
    for _ in range(warm):
        work()
    gc.collect()

    def repeat() -> None:
        for _ in range(calls):
            work()

    return once(repeat) / calls


def each_async(work: Callable[[], Awaitable[object]], calls: int, together: int = 1) -> float:
    """The same of a coroutine function, so many running at a time."""

    async def batch(count: int) -> None:
        for _ in range(count):
            await asyncio.gather(*[work() for _ in range(together)])

    async def main() -> float:
        await batch(2)
        gc.collect()
        began = time.process_time()
        await batch(calls // together)
        return (time.process_time() - began) * 1e6 / calls

    return asyncio.run(main())


def peak() -> float:
    """The most memory that this process ever had, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def resident() -> float:
    """The memory that this process has now, in KB."""
    with open("/proc/self/statm") as sizes:
        return int(sizes.read().split()[1]) * resource.getpagesize() / 1024


def left_over(work: Callable[[], object], calls: int = 50) -> float:
    """Objects in cycles that each call leaves for the garbage collector."""
    for _ in range(3):
        work()
    gc.collect()
    gc.disable()
    for _ in range(calls):
        work()
    found: List[int] = [gc.collect()]
    gc.enable()
    return round(found[0] / calls, 1)
