"""Descriptions in our own words, found by what they describe."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from .guards import is_mapping
from .names import twin
from .tables import Table

__all__ = ["Docs"]


class Docs:
    """The descriptions of one `descriptions.toml`; what has none is simply not described."""

    def __init__(self, table: Table, twins: dict[str, str]) -> None:
        self._table = table
        self._twins = twins
        self._fields: dict[str, str] = table.root.get("fields", {})
        self._schemas: dict[str, Any] = table.root.get("schemas", {})
        self._operations: dict[str, Any] = table.root.get("operations", {})

    def schema(self, key: str) -> str:
        """What a type is."""
        return self._first(self._schemas, key, "description") or ""

    def field(self, key: str, name: str) -> str:
        """What a field holds."""
        return self._first(self._schemas, key, "fields", name) or self._fields.get(name, "")

    def operation(self, operation: str) -> str:
        """What a method does."""
        return self._first(self._operations, operation, "description") or ""

    def parameter(self, operation: str, name: str) -> str:
        """What a parameter says."""
        return self._first(self._operations, operation, "parameters", name) or self._fields.get(name, "")

    def resource(self, name: str) -> str:
        """What a group of methods is about."""
        described: str = self._table.root.get("resources", {}).get(name, "")
        return described

    def _first(self, table: dict[str, Any], key: str | None, *path: str) -> str | None:
        """The entry, else its twin's: an entry may describe less than its twin."""
        while key is not None:
            value: Any = table.get(key, {})
            for part in path:
                value = value.get(part, {}) if is_mapping(value) else {}
            if isinstance(value, str):
                return value
            key = twin(key, self._twins)
        return None

    def check_all_used(self, types: Mapping[str, Collection[str]], operations: Mapping[str, Collection[str]]) -> None:
        """Refuse descriptions of what does not exist.

        Args:
            types: The fields of every type.
            operations: The parameters of every operation.

        Raises:
            Problem: There is one.
        """
        self._check("schemas", "fields", types)
        self._check("operations", "parameters", operations)

    def _check(self, table: str, parts: str, known: Mapping[str, Collection[str]]) -> None:
        for key, entry in self._table.root.get(table, {}).items():
            if key not in known:
                raise self._table.problem((table, key), f"describes {key!r}, which does not exist")
            for part in entry.get(parts, {}):
                if part not in known[key]:
                    raise self._table.problem(
                        (table, key, parts, part), f"describes {part!r} of {key!r}, which lacks it"
                    )
