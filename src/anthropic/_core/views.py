"""How a view of a method asks for a response instead of what it holds; the views themselves are coloured."""

from __future__ import annotations

import functools
from typing import Any, Callable, Type

from .._constants import RAW_RESPONSE_HEADER

__all__ = ["wanting"]


def wanting(method: Callable[..., Any], response_class: Type[Any]) -> Callable[..., Any]:
    """The method, giving a response of the class."""

    @functools.wraps(method)
    def call(*args: Any, **kwargs: Any) -> Any:
        kwargs["extra_headers"] = {**(kwargs.get("extra_headers") or {}), RAW_RESPONSE_HEADER: response_class}
        return method(*args, **kwargs)

    return call
