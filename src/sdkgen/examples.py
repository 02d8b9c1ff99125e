"""Values of a type, as JSON: the smallest that the description allows, and one with all there may be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .ir import Field, Leaf, ListOf, LiteralOf, MapOf, Named, Ref, Spelled, Type, UnionOf

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

    def least(self, type_: Type) -> Any:
        """The smallest value of the type; of a union, one of its first member."""
        return _Maker(self._types, whole=False).value(type_)

    def whole(self, type_: Type) -> Any:
        """A value with every field, whose lists hold one item of each kind; types inside themselves end early."""
        return _Maker(self._types, whole=True).value(type_)

    def path(self, type_: Type | None) -> str | None:
        """Where a declared type is found, dotted below the generated package; `None` of others."""
        if not isinstance(type_, Ref):
            return None
        named = self._types[type_.key]
        module = f"{self._package}.{named.module}"
        return f"{module if named.local else module.rpartition('.')[0]}.{named.name}"


class _Maker:
    """Makes one value.

    Attributes:
        whole: Whether it has what the description allows rather than what it requires.
    """

    def __init__(self, types: Mapping[str, Named], *, whole: bool) -> None:
        self._types = types
        self._whole = whole
        self._inside: list[str] = []

    def value(self, type_: Type) -> Any:
        if isinstance(type_, Leaf):
            return _LEAVES[type_.name]
        if isinstance(type_, LiteralOf):
            return type_.values[0]
        if isinstance(type_, ListOf):
            return [self.value(kind) for kind in self._kinds(type_.item)]
        if isinstance(type_, MapOf):
            return {"key": self.value(type_.value)} if self._whole else {}
        if isinstance(type_, UnionOf):
            return self.value(self._member(type_))
        if isinstance(type_, Spelled):
            raise TypeError(f"{type_.sync} is no type of the description, so that it has no example")
        return self._named(type_.key)

    def _kinds(self, item: Type) -> Sequence[Type]:
        """The types that a list's items get: of a union every member, less those that are being made."""
        target = self._target(item)
        if not self._whole or not isinstance(target, UnionOf):
            return [] if self._is_inside(item) else [item]
        return [kind for member in target.members for kind in self._kinds(member) if not self._is_inside(kind)]

    def _member(self, union: UnionOf) -> Type:
        """The first member, or rather the first one with parts."""
        with_parts = (each for each in union.members if not isinstance(self._target(each), (Leaf, LiteralOf)))
        open_ = (each for each in with_parts if not self._is_inside(each))
        return next(open_, union.members[0]) if self._whole else union.members[0]

    def _target(self, type_: Type) -> Type:
        """The type behind names that stand for another."""
        while isinstance(type_, Ref):
            target = self._types[type_.key].target
            if target is None:
                break
            type_ = target
        return type_

    def _is_inside(self, type_: Type) -> bool:
        """Whether the value would hold itself."""
        if isinstance(type_, ListOf):
            return not self._kinds(type_.item)
        target = self._target(type_)
        if isinstance(target, UnionOf):
            return all(self._is_inside(member) for member in target.members)
        return isinstance(target, Ref) and target.key in self._inside

    def _named(self, key: str) -> Any:
        named = self._types[key]
        if named.target is not None:
            return self.value(named.target)
        bases = (base for base in self._types.values() if base.name in named.bases and base.module == named.module)
        fields = [field for base in bases for field in base.fields] + list(named.fields)
        self._inside.append(key)
        made = {field.wire: self.value(field.type) for field in fields if field.required or self._has(field)}
        self._inside.pop()
        return made

    def _has(self, field: Field) -> bool:
        return self._whole and not self._is_inside(field.type)
