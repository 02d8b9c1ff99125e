# Derived from src/anthropic/_async/views.py by scripts/unasync. Do not edit.
"""Methods seen through `with_raw_response` and `with_streaming_response`: the same call, another result.

A view adds to the call's headers a marker that the request's options take off again; nothing of it is sent.
"""

from __future__ import annotations

import functools
from typing import Any, Callable, Type, TypeVar

from typing_extensions import ParamSpec

from .._core.legacy_response import LegacyAPIResponse
from .._core.views import seen_as, wanting
from . import _io
from .response import (
    APIResponse,
    BinaryAPIResponse,
    ResponseContextManager,
    StreamedBinaryAPIResponse,
)

__all__ = ["raw", "streamed", "streamed_binary"]

P = ParamSpec("P")
R = TypeVar("R")


def raw(method: Callable[P, _io.Result[R]]) -> Callable[P, _io.Result[LegacyAPIResponse[R]]]:
    """The method, giving the response with its body; `parse()` gives what the method itself returns."""
    return wanting(method, LegacyAPIResponse)


def streamed(method: Callable[P, _io.Result[R]]) -> Callable[P, ResponseContextManager[APIResponse[R]]]:
    """The method as a context manager: the request is sent on entry, its response closed on exit."""
    return _manager(method, APIResponse)


def streamed_binary(
    method: Callable[P, _io.Result[BinaryAPIResponse]],
) -> Callable[P, ResponseContextManager[StreamedBinaryAPIResponse]]:
    """The download as a context manager; nothing of the file is read before it is asked for."""
    return _manager(method, StreamedBinaryAPIResponse)


def _manager(method: Callable[..., Any], response_class: Type[Any]) -> Callable[..., ResponseContextManager[Any]]:
    return seen_as(method, functools.partial(_managed, wanting(method, response_class)))


def _managed(call: Callable[..., Any], *args: Any, **kwargs: Any) -> ResponseContextManager[Any]:
    return ResponseContextManager(functools.partial(call, *args, **kwargs))
