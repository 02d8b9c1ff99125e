"""One value of a type, as JSON: the smallest that the description allows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .ir import Argument, Field, Leaf, ListOf, LiteralOf, MapOf, Named, Ref, Type, UnionOf

__all__ = ["Examples"]

_LEAVES: dict[str, Any] = {
    "str": "text",
    "int": 1,
    "float": 0.5,
    "bool": True,
    "object": {},
    "None": None,
    "datetime": "2025-01-01T00:00:00Z",
    "date": "2025-01-01",
    "base64": "aGVsbG8=",
    "file": "hello",
}


class Examples:
    """Makes values of the types that an API declares."""

    def __init__(self, types: Mapping[str, Named], package: str) -> None:
        self._types = types
        self._package = package

    def of(self, type_: Type) -> Any:
        """A value of the type; of a union, one of its first member."""
        if isinstance(type_, Leaf):
            return _LEAVES[type_.name]
        if isinstance(type_, LiteralOf):
            return type_.values[0]
        if isinstance(type_, ListOf):
            return [self.of(type_.item)]
        if isinstance(type_, MapOf):
            return {}
        if isinstance(type_, UnionOf):
            return self.of(type_.members[0])
        return self._named(self._types[type_.key])

    def _named(self, named: Named) -> Any:
        if named.target is not None:
            return self.of(named.target)
        bases = (base for base in self._types.values() if base.name in named.bases and base.module == named.module)
        inherited = [field for base in bases for field in base.fields]
        return self.fields([*inherited, *named.fields])

    def fields(self, fields: Iterable[Field | Argument], *, optional: bool = False) -> dict[str, Any]:
        """The required fields by their names on the wire; the optional ones too when asked for."""
        return {field.wire: self.of(field.type) for field in fields if field.required or optional}

    def path(self, type_: Type | None) -> str | None:
        """Where a declared type is found, dotted below the generated package; `None` of others."""
        if not isinstance(type_, Ref):
            return None
        named = self._types[type_.key]
        module = f"{self._package}.{named.module}"
        return f"{module if named.local else module.rpartition('.')[0]}.{named.name}"
