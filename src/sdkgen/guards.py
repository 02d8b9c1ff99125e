"""What a value of an input file is, said so that type checkers believe it."""

from __future__ import annotations

from typing import Any, TypeGuard

__all__ = ["is_list", "is_mapping"]


def is_mapping(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether the value is a mapping; keys of YAML and TOML are text."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether the value is a list."""
    return isinstance(value, list)
