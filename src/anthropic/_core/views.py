"""Methods seen through `with_raw_response` and `with_streaming_response`: the same call, another result.

A view adds to the call's headers a marker that the request's options take off again; nothing of it is sent.
"""

from __future__ import annotations

import functools
from typing import Any, Callable, Type

from .._constants import RAW_RESPONSE_HEADER
from .legacy_response import LegacyAPIResponse

__all__ = ["raw", "wanting"]


def wanting(method: Callable[..., Any], response_class: Type[Any]) -> Callable[..., Any]:
    """The method, giving a response of the class."""

    @functools.wraps(method)
    def call(*args: Any, **kwargs: Any) -> Any:
        kwargs["extra_headers"] = {**(kwargs.get("extra_headers") or {}), RAW_RESPONSE_HEADER: response_class}
        return method(*args, **kwargs)

    return call


def raw(method: Callable[..., Any]) -> Callable[..., Any]:
    """The method, giving the response with its body."""
    return wanting(method, LegacyAPIResponse)
