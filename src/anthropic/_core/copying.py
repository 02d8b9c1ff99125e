"""What a copy of a client takes over, and what it changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Optional

__all__ = ["overlaid"]


def overlaid(
    name: str,
    current: "Mapping[str, Any]",
    merged: "Optional[Mapping[str, Any]]",
    replaced: "Optional[Mapping[str, Any]]",
) -> "Mapping[str, Any]":
    """The defaults of the copy: the current ones with `merged` over them, or `replaced` in their place.

    Raises:
        ValueError: Both are given.
    """
    if merged is not None and replaced is not None:
        raise ValueError(f"`{name}` and `set_{name}` arguments are mutually exclusive")
    if replaced is not None:
        return replaced
    return {**current, **merged} if merged else current
