"""What aiohttp raises, in the words of the HTTP library. Nothing here sends, waits or tries again."""

from __future__ import annotations

import asyncio
from typing import Optional, Tuple, Type

import aiohttp

from ..._http import (
    ConnectError,
    ConnectTimeout,
    LocalProtocolError,
    ProxyError,
    ReadError,
    ReadTimeout,
    RemoteProtocolError,
    RequestError,
    UnsupportedProtocol,
    WriteError,
)

__all__ = ["translated"]

_KINDS: Tuple[Tuple[Type[Exception], Type[RequestError]], ...] = (
    (aiohttp.ConnectionTimeoutError, ConnectTimeout),
    (asyncio.TimeoutError, ReadTimeout),
    (aiohttp.ClientHttpProxyError, ProxyError),
    (aiohttp.ClientConnectorError, ConnectError),
    (aiohttp.InvalidURL, UnsupportedProtocol),
    (aiohttp.ServerDisconnectedError, RemoteProtocolError),
    (aiohttp.ClientResponseError, RemoteProtocolError),
    (aiohttp.ClientPayloadError, RemoteProtocolError),
    (aiohttp.ClientConnectionResetError, WriteError),
    (aiohttp.ClientError, ReadError),
    (OSError, ReadError),
    (ValueError, LocalProtocolError),
)
"""The first that fits counts."""


def translated(error: Exception, underneath: Optional[BaseException] = None) -> Exception:
    """The HTTP library's error that says the same; what aiohttp does not raise itself stays as it is.

    Args:
        error: What was raised.
        underneath: What happened to the connection; a reset explains a body that is cut short.
    """
    if isinstance(error, aiohttp.ClientPayloadError) and isinstance(underneath, OSError):
        kind: Optional[Type[RequestError]] = ReadError
    else:
        kind = next((ours for theirs, ours in _KINDS if isinstance(error, theirs)), None)
    if kind is None:
        return error
    failure = kind(_message(error))
    # Frames of aiohttp and errors about a response hold the request's headers, and with them the key.
    failure.__cause__ = (
        error.__cause__ if isinstance(error, aiohttp.ClientResponseError) else error.with_traceback(None)
    )
    return failure


def _message(error: Exception) -> str:
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return f"{error.status} {error.message}"
    if isinstance(error, aiohttp.ClientResponseError):
        return error.message
    return str(error) or type(error).__name__
