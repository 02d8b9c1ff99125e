"""Whether the tables only name what exists. Shapes are checked before, in `shapes`."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from typing import Any

from .docs import Docs
from .ir import Api, Method, UnionOf
from .load import Inputs

__all__ = ["check_names", "check_texts", "way"]


def way(path: str) -> tuple[str, ...]:
    """The way to a method's table: `a.b.create` stands at resources, a, resources, b, methods, create."""
    *resources, method = path.split(".")
    return (*(key for name in resources for key in ("resources", name)), "methods", method)


def check_names(inputs: Inputs, api: Api) -> None:
    """Refuse aliases, parsed twins, mixins and re-exports of types that do not exist.

    Raises:
        Problem: There is one.
    """
    for named in api.types:
        for word in (named.name, *named.module.split(".")):
            if not word.isidentifier() or keyword.iskeyword(word):
                raise inputs.sdk.problem(("types", named.key), f"{word!r} cannot be a name in Python")
    for index, alias in enumerate(api.aliases):
        if alias.target not in api.by_key:
            message = f"{alias.name!r} is another name of {alias.target!r}, which does not exist"
            raise inputs.sdk.problem(("aliases", str(index), "target"), message)
    for index, parsed in enumerate(api.parsed):
        for entry in ("base", "text", "content"):
            key = getattr(parsed, entry)
            if key not in api.by_key:
                raise inputs.sdk.problem(("parsed", str(index), entry), f"the type {key!r} does not exist")
        if not isinstance(api.by_key[parsed.content].target, UnionOf):
            raise inputs.sdk.problem(("parsed", str(index), "content"), f"{parsed.content!r} is not a union")
    for key in inputs.sdk.root.get("mixins", {}):
        if key not in api.by_key:
            raise inputs.sdk.problem(("mixins", key), f"the type {key!r} does not exist")
    for parent, keys in inputs.sdk.root.get("re_exports", {}).items():
        for key in keys:
            if key not in api.by_key:
                raise inputs.sdk.problem(("re_exports", parent), f"the type {key!r} does not exist")


def check_texts(inputs: Inputs, api: Api, docs: Docs, methods: list[Method]) -> None:
    """Refuse descriptions of types, fields, operations and parameters that do not exist.

    Raises:
        Problem: There is one.
    """
    schemas: dict[str, Any] = inputs.api.root.get("components", {}).get("schemas", {})
    types = {
        key: {*schemas.get(key, {}).get("properties", ()), *(field.wire for field in named.fields)}
        for key, named in api.by_key.items()
    }
    for parsed in api.parsed:
        types |= {parsed.message: set(), parsed.block: {parsed.output}, parsed.union: set()}
    operations = {method.operation: {argument.name for argument in method.arguments} for method in methods}
    for place, facts in _derived(inputs.sdk.root["resources"], ""):
        like = operations.get(f"{place.rpartition('.')[0]}.{facts['like']}", set[str]())
        operations[place] = like - set(facts.get("minus", ())) | set(facts.get("plus", ()))
    docs.check_all_used(types, operations)


def _derived(resources: dict[str, Any], prefix: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, entry in resources.items():
        for method, facts in entry.get("methods", {}).items():
            if "like" in facts:
                yield f"{prefix}{name}.{method}", facts
        yield from _derived(entry.get("resources", {}), f"{prefix}{name}.")
