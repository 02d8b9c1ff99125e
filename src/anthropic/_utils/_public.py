"""Classes that present themselves under the package's own name."""

from __future__ import annotations

from typing import TypeVar

__all__ = ["public"]

_Class = TypeVar("_Class", bound=type)


def public(cls: _Class) -> _Class:
    """The class, with `anthropic` as its module, so that tracebacks and pickles name what users import."""
    cls.__module__ = __name__.partition(".")[0]
    return cls
