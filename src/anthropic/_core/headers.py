"""Which headers a request carries: merged by name whatever the case, the last one wins, `omit` takes one away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Dict, Tuple

from .._types import NotGiven, Omit

__all__ = ["CREDENTIALS", "HeaderTable", "merge", "pairs", "without_credentials"]

CREDENTIALS = frozenset(
    {"authorization", "x-api-key", "api-key", "cookie", "proxy-authorization", "x-amz-security-token"}
)
"""Lower-case names of headers that identify the caller."""

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


def without_credentials(layer: "Mapping[str, Any]", auth: "Mapping[str, str]") -> "dict[str, Any]":
    """The default headers for another origin than the base URL's: nothing that could be a credential.

    Args:
        layer: All default headers.
        auth: Those that carry the client's own credentials.
    """
    secret = CREDENTIALS.union(name.lower() for name in auth)
    return {name: value for name, value in layer.items() if name.lower() not in secret}


def pairs(table: HeaderTable) -> "list[tuple[str, str]]":
    """The headers to send."""
    return [(name, value) for name, value in table.values() if not isinstance(value, Omit)]
