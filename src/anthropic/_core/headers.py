"""Which headers a request carries: merged by name whatever the case, the last one wins, `omit` takes one away."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any, Dict, List, Optional, Tuple

from .._exceptions import REQUEST_ID_HEADERS, InvalidHeaderError
from .._http import HeaderBlock
from .._types import NotGiven, Omit
from .._utils._secrets import Secret, SecretBytes, hidden, is_secret_name
from .._wire import LISTED_HEADERS

__all__ = ["CREDENTIALS", "HeaderMemory", "HeaderTable", "merge", "pairs", "request_id", "without_credentials"]

CREDENTIALS = frozenset(
    {"authorization", "x-api-key", "api-key", "cookie", "proxy-authorization", "x-amz-security-token"}
)
"""Lower-case names of headers that identify the caller."""

_NAME = re.compile(r"[-!#$%&'*+.^_`|~0-9a-zA-Z]+\Z")
_UNSAFE = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")

_REQUEST_ID = [name.encode() for name in REQUEST_ID_HEADERS]

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
            table[key] = (name, hidden(value) if is_secret_name(key) else value)
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


def pairs(table: HeaderTable) -> "list[tuple[bytes, bytes]]":
    """The headers to send, as the bytes that go on the wire: the HTTP library keeps those hidden that are.

    Raises:
        InvalidHeaderError: A name or value cannot be in a header (RFC 9110, 5.5). The value is not shown.
    """
    sent = [pair for pair in table.values() if not isinstance(pair[1], Omit)]
    return [_line(name, value) if type(value) is str else _encoded(name, value) for name, value in sent]


def _encoded(name: Any, value: Any) -> "tuple[bytes, bytes]":
    """A header as bytes, checked."""
    if not isinstance(value, (str, bytes)):
        raise TypeError(f"The header {name!r} must be text, and the value given is a {type(value).__name__}.")
    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
    if not _NAME.match(name):
        raise InvalidHeaderError(f"{name!r} cannot be the name of a header.")
    if not text.isprintable() and _UNSAFE.search(text):
        raise InvalidHeaderError(
            f"The header {name!r} holds a line break or another control character, which no header may carry. "
            "Its value is not shown."
        )
    encoded = value if isinstance(value, bytes) else value.strip(" \t").encode()
    return name.encode(), SecretBytes(encoded) if isinstance(value, Secret) else encoded


_line = functools.lru_cache(maxsize=256)(_encoded)
"""The same, remembered: most headers of a client never change."""


def request_id(headers: "Mapping[bytes, bytes]") -> Optional[str]:
    """The id that the server gave the request, out of the headers of its response by their lower-case names."""
    found = next((headers[name] for name in _REQUEST_ID if headers.get(name)), None)
    return None if found is None else found.decode("utf-8", "replace")


class HeaderMemory:
    """The headers of a client's last request, which often are those of the next one."""

    def __init__(self) -> None:
        self._known: Optional[Tuple[List[Any], List[type], HeaderBlock]] = None

    def block(self, table: HeaderTable) -> HeaderBlock:
        """The headers as the HTTP library takes them. `User-Agent` is always sent: without ours it has one of its own.

        Raises:
            InvalidHeaderError: A name or value cannot be in a header.
        """
        lines = list(table.values())
        kinds: List[type] = [type(value) for _, value in lines]  # text that is not shown equals the same text that is
        known = self._known
        if known is None or known[0] != lines or known[1] != kinds:
            omitted = frozenset(name.encode() for name, (_, value) in table.items() if isinstance(value, Omit))
            known = self._known = lines, kinds, HeaderBlock(pairs(table), omitted - {b"user-agent"})
        return known[2]
