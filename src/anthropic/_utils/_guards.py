"""Questions about values of unknown type, whose answer type checkers understand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Dict, List, Tuple

from typing_extensions import TypeGuard

__all__ = ["is_dict", "is_list", "is_mapping", "is_partial", "is_tuple"]


def is_mapping(value: object) -> "TypeGuard[Mapping[str, Any]]":
    """Whether the value is a mapping; its keys are taken to be text."""
    return isinstance(value, Mapping)


def is_dict(value: object) -> TypeGuard[Dict[str, Any]]:
    """Whether the value is a dict; its keys are taken to be text."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[List[Any]]:
    """Whether the value is a list."""
    return isinstance(value, list)


def is_tuple(value: object) -> "TypeGuard[Tuple[Any, ...]]":
    """Whether the value is a tuple."""
    return isinstance(value, tuple)


def is_partial(value: object) -> "TypeGuard[partial[Any]]":
    """Whether the value is a function with some of its arguments filled in."""
    return isinstance(value, partial)
