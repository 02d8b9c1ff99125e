"""The few things that synchronous code does differently: sleep, run blocking work, own an HTTP client, start a list."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Callable, TypeVar

from .._http import DefaultHttpxClient

if TYPE_CHECKING:
    from .._options import FinalRequestOptions
    from .client import SyncAPIClient

__all__ = ["SyncHttpxClientWrapper", "first_page", "is_async", "run_blocking", "sleep"]

_T = TypeVar("_T")


def is_async() -> str:
    """`false`, as the API is told."""
    return "false"


def sleep(seconds: float) -> None:
    """Wait."""
    time.sleep(seconds)


def run_blocking(function: Callable[..., _T], *arguments: Any) -> _T:
    """The result of a function that blocks."""
    return function(*arguments)


class SyncHttpxClientWrapper(DefaultHttpxClient):
    """The HTTP client that an SDK client makes for itself; it closes when nobody holds it any more."""

    def __del__(self) -> None:
        if self.is_closed:
            return
        try:
            self.close()
        except Exception:
            pass


def first_page(client: SyncAPIClient, options: FinalRequestOptions, page_cls: Any, model: Any) -> Any:
    """The first page of the list."""

    def attach(page: Any) -> Any:
        page._set_private_attributes(client=client, model=model, options=options)
        return page

    request = options.model_copy()
    request.post_parser = attach
    return client.request(page_cls, request, stream=False)
