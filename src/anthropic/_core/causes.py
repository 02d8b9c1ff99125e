"""Why no answer came, in one word that programs can act on."""

from __future__ import annotations

import socket
import ssl
from typing import Iterator, Optional, Tuple, Type

from .._http import (
    NetworkError,
    PoolTimeout,
    ProxyError,
    RemoteProtocolError,
    TimeoutException,
    TooManyRedirects,
    TransportError,
)

__all__ = ["reason"]

_Words = Tuple[Tuple[Type[BaseException], str], ...]

_BY_ROOT: _Words = (
    (ssl.SSLError, "tls"),
    (socket.gaierror, "dns"),
    (ConnectionRefusedError, "refused"),
    (ConnectionError, "reset"),
)
_BY_KIND: _Words = (
    (PoolTimeout, "pool"),
    (TimeoutException, "timeout"),
    (TooManyRedirects, "redirects"),
    (ProxyError, "proxy"),
)


def reason(failure: Optional[BaseException]) -> Optional[str]:
    """What a failure of the HTTP library comes down to; see `APIConnectionError.reason` for the words."""
    if failure is None:
        return None
    for kind, word in _BY_KIND:
        if isinstance(failure, kind):
            return word
    for root in _chain(failure):
        for kind, word in _BY_ROOT:
            if isinstance(root, kind):
                return word
    if isinstance(failure, (RemoteProtocolError, NetworkError)):
        return "broken"
    return "invalid" if isinstance(failure, TransportError) else "closed" if isinstance(failure, RuntimeError) else None


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and all that it came from, members of groups included."""
    waiting, seen = [error], set[int]()
    while waiting:
        current = waiting.pop()
        if id(current) not in seen:
            seen.add(id(current))
            yield current
            waiting += [each for each in (current.__cause__, current.__context__) if each is not None]
            waiting += getattr(current, "exceptions", ())
