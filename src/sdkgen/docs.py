"""Descriptions in our own words, found by what they describe."""

from __future__ import annotations

from typing import Any

from .load import Inputs, Table
from .names import twin

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
                value = value.get(part, {}) if isinstance(value, dict) else {}
            if isinstance(value, str):
                return value
            key = twin(key, self._twins)
        return None

    def check_all_used(self, inputs: Inputs) -> None:
        """Refuse descriptions of schemas, fields and operations that do not exist.

        Raises:
            Problem: There is one.
        """
        schemas: dict[str, Any] = inputs.api.root.get("components", {}).get("schemas", {})
        known = {*schemas, *inputs.sdk.root["types"]}
        for key, entry in self._schemas.items():
            if key not in known:
                raise self._table.problem(key, f"describes the schema {key!r}, which does not exist")
            for field in entry.get("fields", {}) if key in schemas else ():
                if field not in schemas[key].get("properties", {}):
                    raise self._table.problem(field, f"describes the field {field!r} of {key}, which does not exist")
