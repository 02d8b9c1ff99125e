"""Which headers a request carries: merged by name whatever the case, the last one wins, `omit` takes one away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Dict, Tuple

from .._types import NotGiven, Omit

__all__ = ["HeaderTable", "merge", "names"]

HeaderTable = Dict[str, Tuple[str, Any]]
"""Lower-case name to the caller's spelling and value."""


def merge(*layers: "Mapping[str, Any]") -> HeaderTable:
    """The headers of all layers; a later layer wins, keeping its own spelling. Omitted ones stay, as `Omit` values."""
    table: HeaderTable = {}
    for layer in layers:
        for name, value in layer.items():
            if not isinstance(value, NotGiven):
                table[name.lower()] = (name, value)
    return table


def names(layers: "Iterable[Mapping[str, Any]]") -> "set[str]":
    """The lower-case names that any of the layers gives or takes away."""
    return {name.lower() for layer in layers for name in layer}


def pairs(table: HeaderTable) -> "list[tuple[str, str]]":
    """The headers to send."""
    return [(name, value) for name, value in table.values() if not isinstance(value, Omit)]
