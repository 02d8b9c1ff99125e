# Derived from src/anthropic/_async/views.py by scripts/unasync. Do not edit.
"""Methods whose response is read as far as the caller wants."""

from __future__ import annotations

import functools
from typing import Any, Callable, Type

from .._core.views import wanting
from .response import APIResponse, ResponseContextManager

__all__ = ["streamed"]


def streamed(
    method: Callable[..., Any], response_class: Type[Any] = APIResponse
) -> Callable[..., ResponseContextManager[Any]]:
    """The method as a context manager: the request is sent on entry, its response closed on exit."""
    call = wanting(method, response_class)

    @functools.wraps(method)
    def manager(*args: Any, **kwargs: Any) -> ResponseContextManager[Any]:
        return ResponseContextManager(functools.partial(call, *args, **kwargs))

    return manager
