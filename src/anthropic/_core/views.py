"""How a view of a method asks for a response instead of what it holds; the views themselves are coloured."""

from __future__ import annotations

import functools
from typing import Any, Callable, Dict, Type

from .._constants import RAW_RESPONSE_HEADER
from .._utils._secrets import concealed

__all__ = ["seen_as", "wanting"]


def wanting(method: Callable[..., Any], response_class: Type[Any]) -> Callable[..., Any]:
    """The method, giving a response of the class."""
    return seen_as(method, functools.partial(_call, method, response_class))


def seen_as(method: Callable[..., Any], call: "functools.partial[Any]") -> Callable[..., Any]:
    """The call, with the name, documentation and signature of a method. Unlike a closure, it can be pickled."""
    return functools.update_wrapper(call, method)


def _call(method: Callable[..., Any], response_class: Type[Any], *args: Any, **kwargs: Any) -> Any:
    given: Dict[str, Any] = kwargs.get("extra_headers") or {}
    kwargs["extra_headers"] = concealed({**given, RAW_RESPONSE_HEADER: response_class})
    return method(*args, **kwargs)
