"""Front door: the names of the client's base that code in the wild imports from here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._utils._lazy import attach

if TYPE_CHECKING:
    from ._async._io import AsyncPaginator as AsyncPaginator
    from ._async.aiohttp.client import DefaultAioHttpClient as DefaultAioHttpClient
    from ._async.client import AsyncAPIClient as AsyncAPIClient
    from ._async.http_client import (
        AsyncHttpxClientWrapper as AsyncHttpxClientWrapper,
        DefaultAsyncHttpxClient as DefaultAsyncHttpxClient,
    )
    from ._async.pages import BaseAsyncPage as BaseAsyncPage
    from ._async.verbs import _AsyncStreamT as _AsyncStreamT
    from ._core.client import BaseClient as BaseClient
    from ._core.log_lines import log as log
    from ._core.machine import platform_headers as platform_headers
    from ._core.pages import BasePage as BasePage, PageInfo as PageInfo
    from ._core.request_options import make_request_options as make_request_options
    from ._http import HTTPX_DEFAULT_TIMEOUT as HTTPX_DEFAULT_TIMEOUT
    from ._sync.client import SyncAPIClient as SyncAPIClient
    from ._sync.http_client import (
        DefaultHttpxClient as DefaultHttpxClient,
        SyncHttpxClientWrapper as SyncHttpxClientWrapper,
    )
    from ._sync.pages import BaseSyncPage as BaseSyncPage
    from ._sync.verbs import _StreamT as _StreamT

__getattr__, __dir__ = attach(
    __name__,
    {
        "AsyncAPIClient": "._async.client",
        "AsyncHttpxClientWrapper": "._async.http_client",
        "AsyncPaginator": "._async._io",
        "BaseAsyncPage": "._async.pages",
        "BaseClient": "._core.client",
        "BasePage": "._core.pages",
        "BaseSyncPage": "._sync.pages",
        "DefaultAioHttpClient": "._async.aiohttp.client",
        "DefaultAsyncHttpxClient": "._async.http_client",
        "DefaultHttpxClient": "._sync.http_client",
        "HTTPX_DEFAULT_TIMEOUT": "._http",
        "PageInfo": "._core.pages",
        "SyncAPIClient": "._sync.client",
        "SyncHttpxClientWrapper": "._sync.http_client",
        "_AsyncStreamT": "._async.verbs",
        "_StreamT": "._sync.verbs",
        "log": "._core.log_lines",
        "make_request_options": "._core.request_options",
        "platform_headers": "._core.machine",
    },
)
