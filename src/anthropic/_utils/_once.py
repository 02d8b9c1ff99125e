"""Work that is done once per type: the makers of validators and schemas, which take far longer than a look-up."""

from __future__ import annotations

from typing import Any, Callable, Dict, TypeVar

from ._locks import Lock

__all__ = ["once_per_type"]

_Result = TypeVar("_Result")
_REMEMBERED = 512
"""Programs have dozens of types; those that make types as they go must not fill the memory."""


def once_per_type(make: Callable[[Any], _Result]) -> Callable[[Any], _Result]:
    """`make`, whose latest results are remembered. A type without a hash, such as some `Annotated`, is made anew."""
    remembered: Dict[Any, _Result] = {}
    lock = Lock()

    def once(type_: Any) -> _Result:
        try:
            return remembered[type_]
        except KeyError:
            pass
        except TypeError:
            return make(type_)
        with lock:
            if type_ not in remembered:
                made = make(type_)
                if len(remembered) == _REMEMBERED:
                    del remembered[next(iter(remembered))]
                remembered[type_] = made
            return remembered[type_]

    return once
