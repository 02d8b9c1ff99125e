"""The client that users make, and what they read when the extra is not installed. It loads aiohttp when it is made."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from ..._http import AsyncClient, Cookies
from ..._http_options import client_options, default_limits
from ..._utils._public import public

__all__ = ["DefaultAioHttpClient"]


@public
class DefaultAioHttpClient(AsyncClient):
    """An `httpx.AsyncClient` that runs on aiohttp, with this package's timeouts, pool size, redirects and TCP keep-alive.

    Takes the arguments of `httpx.AsyncClient`; what you pass replaces the default, the rest stays. It speaks HTTP/1.1
    and runs on asyncio, in several event loops too: each has connections of its own, which end with it.

    Raises:
        RuntimeError: aiohttp is not installed.
    """

    def __init__(self, **kwargs: Any) -> None:
        try:
            transport: Any = import_module(".transport", __package__)  # by name: type checkers need not know aiohttp
        except ImportError as error:
            raise RuntimeError(
                "DefaultAioHttpClient needs aiohttp, which is not installed. Run: pip install 'anthropic[aiohttp]'"
            ) from error
        super().__init__(**client_options(kwargs, transport.AiohttpTransport, default_limits()))
        self._cookies = Cookies(self._cookies.jar)
