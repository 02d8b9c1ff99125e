# Derived from src/anthropic/_async/http_client.py by scripts/unasync. Do not edit.
"""The HTTP clients that this package makes: httpx's, with other defaults and a connection pool of its own."""

from __future__ import annotations

from typing import Any

from .._http import Client, Cookies
from .._http_options import client_options, default_limits
from .._utils._public import public
from . import _io
from .transport import Transport

__all__ = ["SyncHttpxClientWrapper", "DefaultHttpxClient"]


@public
class DefaultHttpxClient(Client):
    """An `httpx.Client` with this package's timeouts, pool, redirects and TCP keep-alive.

    Takes the arguments of `httpx.Client`; what you pass replaces the default, the rest stays. Any event loop,
    thread and forked process may use it.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**client_options(kwargs, Transport, default_limits()))
        self._cookies = Cookies(self._cookies.jar)


class SyncHttpxClientWrapper(DefaultHttpxClient):
    """The HTTP client that an SDK client makes for itself; it closes when nobody holds it any more."""

    is_made_anew = True
    """In every process and by every copy that is given none."""

    def __del__(self) -> None:
        if not self.is_closed:
            _io.close_soon(self)
