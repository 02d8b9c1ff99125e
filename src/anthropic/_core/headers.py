"""Which headers a request carries: merged by name whatever the case, the last one wins, `omit` takes one away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Dict, Tuple

from .._types import NotGiven, Omit
from .._wire import LISTED_HEADERS

__all__ = ["CREDENTIALS", "HeaderTable", "merge", "pairs", "without_credentials"]

CREDENTIALS = frozenset(
    {"authorization", "x-api-key", "api-key", "cookie", "proxy-authorization", "x-amz-security-token"}
)
"""Lower-case names of headers that identify the caller."""

_UNSAFE = frozenset("\r\n\0")

HeaderTable = Dict[str, Tuple[str, Any]]
"""Lower-case name to the caller's spelling and value."""


def merge(*layers: "Mapping[str, Any]") -> HeaderTable:
    """The headers of all layers; a later layer wins, keeping its own spelling. Omitted ones stay, as `Omit` values.

    Lists of features add up instead: what the client, the method and the call ask for is asked for together.
    """
    table: HeaderTable = {}
    for layer in layers:
        for name, value in layer.items():
            if isinstance(value, NotGiven):
                continue
            key = name.lower()
            if key in LISTED_HEADERS and key in table:
                value = _union(table[key][1], value)
            table[key] = (name, value)
    return table


def _union(before: Any, after: Any) -> Any:
    """Both lists as one, each item once; omitting clears what came before."""
    if isinstance(before, Omit) or isinstance(after, Omit):
        return after
    items = [item.strip() for item in f"{before},{after}".split(",")]
    return ",".join(dict.fromkeys(item for item in items if item))


def without_credentials(layer: "Mapping[str, Any]", auth: "Mapping[str, str]") -> "dict[str, Any]":
    """The default headers for another origin than the base URL's: nothing that could be a credential.

    Args:
        layer: All default headers.
        auth: Those that carry the client's own credentials.
    """
    secret = CREDENTIALS.union(name.lower() for name in auth)
    return {name: value for name, value in layer.items() if name.lower() not in secret}


def pairs(table: HeaderTable) -> "list[tuple[str, str]]":
    """The headers to send.

    Raises:
        ValueError: A name or value holds a character that would begin another header (RFC 9110, 5.5). It is not shown.
    """
    sent = [(name, value) for name, value in table.values() if not isinstance(value, Omit)]
    for name, value in sent:
        if not _UNSAFE.isdisjoint(name) or (isinstance(value, str) and not _UNSAFE.isdisjoint(value)):
            raise ValueError(f"The header {name!r} holds a line break or a NUL, which no header may carry.")
    return sent
