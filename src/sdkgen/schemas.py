"""One schema as a type: references, unions, null, collections, formats."""

from __future__ import annotations

from typing import Any

from .guards import is_list
from .ir import Leaf, ListOf, LiteralOf, MapOf, Ref, Type, UnionOf
from .load import Document

__all__ = ["SchemaReader"]

_LEAVES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None", "object": "object"}
_FORMATS = {"date-time": "datetime", "date": "date", "binary": "file"}
_SCHEMAS = "#/components/schemas/"


class SchemaReader:
    """Reads the schemas of one description; a fault is reported where the schema stands."""

    def __init__(self, api: Document) -> None:
        self._api = api
        self.schemas: dict[str, Any] = api.root.get("components", {}).get("schemas", {})

    def type(self, schema: Any, pointer: str) -> Type:
        """The type that a schema describes."""
        if "$ref" in schema:
            return self._ref(schema["$ref"], pointer)
        if "const" in schema:
            return LiteralOf((schema["const"],))
        if "enum" in schema:
            return LiteralOf(tuple(schema["enum"]))
        for word in ("oneOf", "anyOf"):
            if word in schema:
                return self._union(schema, word, pointer)
        kind = schema.get("type")
        if is_list(kind):
            return self._nullable_kind(schema, kind, pointer)
        if kind == "array":
            item = self.type(schema.get("items", {}), f"{pointer}/items")
            return ListOf(item, schema.get("x-collection", "List"))
        if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
            return MapOf(self.type(schema["additionalProperties"], f"{pointer}/additionalProperties"))
        if kind == "object" and schema.get("additionalProperties"):
            return MapOf(Leaf("object"))
        if schema.get("x-base64-file-input"):
            return Leaf("base64")
        if kind == "string" and schema.get("format") in _FORMATS:
            return Leaf(_FORMATS[schema["format"]])
        if kind is not None and kind not in _LEAVES:
            raise self._api.problem(f"{pointer}/type", f"unknown type {kind!r}")
        return Leaf(_LEAVES[kind] if kind else "object")

    def _ref(self, ref: str, pointer: str) -> Ref:
        key = ref.removeprefix(_SCHEMAS)
        if not ref.startswith(_SCHEMAS) or key not in self.schemas:
            raise self._api.problem(f"{pointer}/$ref", f"the reference {ref!r} leads nowhere")
        return Ref(key)

    def _union(self, schema: Any, word: str, pointer: str) -> Type:
        members: list[Type] = []
        nullable = False
        for index, member in enumerate(schema[word]):
            resolved = self.type(member, f"{pointer}/{word}/{index}")
            if resolved == Leaf("None"):
                nullable = True
            else:
                members.append(resolved)
        discriminator = schema.get("discriminator", {}).get("propertyName")
        for target in schema.get("discriminator", {}).get("mapping", {}).values():
            if self._ref(target, f"{pointer}/discriminator") not in members:
                raise self._api.problem(f"{pointer}/discriminator", f"{target!r} is mapped and not a member")
        return UnionOf(tuple(members), discriminator, nullable)

    def _nullable_kind(self, schema: Any, kinds: list[str], pointer: str) -> Type:
        inner = [self.type({**schema, "type": kind}, pointer) for kind in kinds if kind != "null"]
        return UnionOf(tuple(inner), None, "null" in kinds)
