"""Work that is done once per type: the makers of validators and schemas, which take far longer than a look-up."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Callable, TypeVar

from ._locks import Lock

__all__ = ["once_per_type"]

_Result = TypeVar("_Result")
_REMEMBERED = 512
"""Programs have dozens of types; those that make types as they go must not fill the memory."""


def once_per_type(make: Callable[[Any], _Result]) -> Callable[[Any], _Result]:
    """`make`, whose latest results are remembered. A type without a hash, such as some `Annotated`, is made anew."""
    remembered = lru_cache(maxsize=_REMEMBERED)(make)
    lock = Lock()

    def once(type_: Any) -> _Result:
        with lock:
            try:
                hash(type_)
            except TypeError:
                return make(type_)
            return remembered(type_)

    return once
