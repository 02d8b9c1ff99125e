"""A bar on the terminal for work that takes long, drawn by `tqdm` or `rich`, whichever is installed.

Nothing is drawn where neither is, or where nobody looks: when the standard error is no terminal.
"""

from __future__ import annotations

import importlib
import sys
from contextlib import contextmanager
from typing import Any, Callable, Generator, Optional

__all__ = ["bar"]

Show = Callable[[int, int], None]
"""Shows how much is done, and of how much."""


@contextmanager
def bar(title: str, wanted: bool) -> Generator[Optional[Show], None, None]:
    """A bar that is there until the end of the context; `None` where none is drawn."""
    draw = _drawer(title) if wanted and sys.stderr is not None and sys.stderr.isatty() else None
    try:
        yield None if draw is None else _Growing(draw).show
    finally:
        if draw is not None:
            draw.close()


def _drawer(title: str) -> "Optional[_Tqdm | _Rich]":
    for library, drawer in (("tqdm", _Tqdm), ("rich.progress", _Rich)):
        try:
            return drawer(importlib.import_module(library), title)
        except ImportError:
            continue
    return None


class _Growing:
    """A bar whose whole never shrinks: a batch counts what is done only when it has ended, and until then what is left."""

    def __init__(self, draw: "_Tqdm | _Rich") -> None:
        self._draw = draw
        self._most = 0

    def show(self, done: int, total: int) -> None:
        self._most = max(self._most, total)
        self._draw.show(self._most - total + done, self._most)


class _Tqdm:
    def __init__(self, library: Any, title: str) -> None:
        self._bar: Any = library.tqdm(desc=title, unit="request", total=0)

    def show(self, done: int, total: int) -> None:
        self._bar.total, self._bar.n = total, done
        self._bar.refresh()

    def close(self) -> None:
        self._bar.close()


class _Rich:
    def __init__(self, library: Any, title: str) -> None:
        console: Any = importlib.import_module("rich.console").Console(stderr=True)
        self._progress: Any = library.Progress(console=console)
        self._task: Any = self._progress.add_task(title, total=None)
        self._progress.start()

    def show(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total)

    def close(self) -> None:
        self._progress.stop()
