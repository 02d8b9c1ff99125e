"""A TOML file that remembers on which line each of its entries stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .problems import Problem

__all__ = ["Table"]

_HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(?:#.*)?$")
_PART = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_KEY = re.compile(rf"^\s*({_PART}(?:\s*\.\s*{_PART})*)\s*=")


@dataclass(frozen=True)
class Table:
    """A TOML file with its text, so that errors can name lines."""

    path: Path
    text: str
    root: dict[str, Any]

    def problem(self, keys: Sequence[str], message: str) -> Problem:
        """An error at an entry: the line of its key, or of the innermost table around it.

        Args:
            keys: The way to the entry; a place in an array of tables is its number.
            message: What is wrong.
        """
        wanted, best, best_line = tuple(keys), 0, None
        for found, line in _entries(self.text):
            if best < len(found) and wanted[: len(found)] == found:
                best, best_line = len(found), line
        return Problem(self.path, best_line, message)


def _entries(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """The way to every entry that begins a line of TOML, and the line."""
    table: tuple[str, ...] = ()
    counts: dict[tuple[str, ...], int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _parts(header[2])
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, str(counts[table]))
            yield table, number
        elif key := _KEY.match(line):
            yield (*table, *_parts(key[1])), number


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))
