"""What is wrong with an input, and where."""

from __future__ import annotations

from pathlib import Path

__all__ = ["Problem"]


class Problem(Exception):
    """An input that cannot be used. Its text is `file:line: what is wrong`."""

    def __init__(self, path: Path, line: int | None, message: str) -> None:
        place = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{place}: {message}")
