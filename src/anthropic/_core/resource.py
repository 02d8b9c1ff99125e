"""What generated methods need to say which arguments they were given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Dict, Sequence, Union

from .._types import NotGiven, Omit, omit
from .._utils._given import is_given, required_args

__all__ = ["given", "is_given", "listed", "required_args"]


def given(arguments: "Mapping[str, Any]") -> Dict[str, Any]:
    """The arguments that were passed, in the same order; `None` counts as passed."""
    return {
        name: value
        for name, value in arguments.items()
        if value is not omit and not isinstance(value, (Omit, NotGiven))
    }


def listed(items: "Union[Sequence[str], Omit]", *always: str) -> "Union[str, Omit]":
    """A header that is a list: what the caller gives, and after it what the method always needs."""
    if isinstance(items, Omit):
        return ",".join(always) if always else items
    return ",".join([*items, *always])
