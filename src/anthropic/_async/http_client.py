"""The HTTP clients that this package makes: httpx's, with other defaults and a connection pool of its own."""

from __future__ import annotations

from typing import Any

from .._http import AsyncClient, Cookies
from .._http_options import client_options, default_limits
from .._utils._public import public
from . import _io
from .transport import AsyncTransport

__all__ = ["AsyncHttpxClientWrapper", "DefaultAsyncHttpxClient"]


@public
class DefaultAsyncHttpxClient(AsyncClient):
    """An `httpx.AsyncClient` with this package's timeouts, pool, redirects and TCP keep-alive.

    Takes the arguments of `httpx.AsyncClient`; what you pass replaces the default, the rest stays. Any event loop,
    thread and forked process may use it.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**client_options(kwargs, AsyncTransport, default_limits()))
        self._cookies = Cookies(self._cookies.jar)


class AsyncHttpxClientWrapper(DefaultAsyncHttpxClient):
    """The HTTP client that an SDK client makes for itself; it closes when nobody holds it any more."""

    is_made_anew = True
    """In every process and by every copy that is given none."""

    def __del__(self) -> None:
        if not self.is_closed:
            _io.close_soon(self)
