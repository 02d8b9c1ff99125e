"""Which keys the tables beside the description may hold, and of which kind.

A spelling mistake must not pass for an absent entry. What the entries mean is checked where they are used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .guards import is_list, is_mapping
from .tables import Table

__all__ = ["DESCRIPTIONS", "PATCHES", "SDK", "Needs", "check"]

_ENTRY_POINTS: dict[str, Any] = {"description": str, "parameters": {"*": str}}


@dataclass(frozen=True)
class Needs:
    """Keys that have to be there, and those that may."""

    needed: Mapping[str, Any]
    allowed: Mapping[str, Any]


_METHOD: dict[str, Any] = {
    "operation": str, "params": str, "page": str, "hooks": list, "patience": list, "default_timeout": int,
    "like": str, "minus": list, "plus": {"*": str}, "order": list, "required": list, "returns": str, "streams": str,
    "asynchronous": {"*": str}, "headers": {"*": str}, "emit": bool, "helper": str, "passes": list, "coroutine": bool,
    "sends": bool, "body_hook": str, "result": str, "raises": {"*": str},
}  # fmt: skip
_RESOURCE = Needs({"class": str, "module": str}, {"emit": bool, "methods": {"*": _METHOD}})
_RESOURCE.allowed["resources"] = {"*": _RESOURCE}  # type: ignore[index]  # a tree holds trees
_BOUND = Needs({"type": str, "default": str, "description": str}, {})
_OPTION = Needs(
    {"type": str, "description": str},
    {
        "async_type": str, "held": str, "default": str, "variable": str, "instead": list, "secret": bool, "hidden": bool,
        "headers": {"*": str}, "keyword": bool, "argument": bool, "changeable": bool,
    },
)  # fmt: skip
_CLIENT = Needs(
    {
        "module": str, "description": str, "resources": list, "options": {"*": _OPTION},
        "base_url": Needs({"variable": str}, {"default": str, "description": str, "instead": list}),
    },
    {
        "alias": str, "array_format": str, "colour_header": str, "headers": {"*": str}, "constants": list,
        "platform": str, "base": str, "parent": str, "positional": bool, "lacks": list, "types": {"*": str},
        "neighbours": {"*": str}, "raises": {"*": str},
        "namespaces": {"*": Needs({"resource": str}, {"lacks": list})},
    },
)  # fmt: skip
_PARSED: dict[str, Any] = {
    "message": str, "block": str, "union": str, "base": str, "text": str, "content": str, "module": str,
    "field": str, "output": str,
}  # fmt: skip

SDK = Needs(
    {
        "package": Needs(
            {"name": str, "description": str, "types": str, "resources": str, "error": str},
            {"twins": {"*": str}, "log_variable": str},
        ),
        "types": {"*": Needs({"module": str}, {"name": str, "kind": str, "local": bool, "operation": bool})},
        "resources": {"*": _RESOURCE},
        "exports": {"*": str},
    },
    {
        "parsed": [Needs(_PARSED, {"local": bool})],
        "aliases": [Needs({"name": str, "module": str, "target": str}, {"deprecated": bool, "local": bool})],
        "re_exports": {"*": list},
        "pages": {"*": Needs({"asynchronous": str, "items": str}, {"last": {"*": object}})},
        "streams": Needs({"switch": str, "events": {"*": str}}, {"first": list, "last": list, "error": str}),
        "hooks": {"*": Needs({"module": str, "arguments": list}, {})},
        "constants": {"*": Needs({"module": str, "description": str, "value": object}, {"exported": bool})},
        "clients": {"*": _CLIENT},
        "bounds": {"*": _BOUND},
        "hidden_exports": {"*": object},
        "helpers": {"*": str},
        "mixins": {"*": Needs({"base": str}, {"properties": {"*": str}, "methods": {"*": str}})},
    },
)
PATCHES: dict[str, Any] = {"patch": [Needs({"pointer": str, "reason": str}, {"value": object, "remove": bool})]}
DESCRIPTIONS: dict[str, Any] = {
    "fields": {"*": str},
    "schemas": {"*": {"description": str, "fields": {"*": str}}},
    "operations": {"*": _ENTRY_POINTS},
    "resources": {"*": str},
}


def check(table: Table, shape: Any) -> None:
    """Refuse the first entry that the shape does not allow, or that it needs and is not there.

    Raises:
        Problem: There is one.
    """
    _check(table, table.root, shape, ())


def _check(table: Table, value: Any, shape: Any, keys: tuple[str, ...]) -> None:
    if isinstance(shape, Needs):
        _expect(table, value, dict, keys)
        for key in shape.needed:
            if key not in value:
                raise table.problem(keys, f"{'.'.join(keys) or table.path.name} lacks {key!r}")
        _check(table, value, {**shape.needed, **shape.allowed}, keys)
    elif is_mapping(shape):
        _expect(table, value, dict, keys)
        for key, inner in value.items():
            if key not in shape and "*" not in shape:
                raise table.problem((*keys, key), f"unknown key {key!r}; known here: {', '.join(sorted(shape))}")
            _check(table, inner, shape.get(key, shape.get("*")), (*keys, key))
    elif is_list(shape):
        _expect(table, value, list, keys)
        for index, inner in enumerate(value):
            _check(table, inner, shape[0], (*keys, str(index)))
    else:
        _expect(table, value, shape, keys)


def _expect(table: Table, value: Any, kind: type, keys: tuple[str, ...]) -> None:
    if not isinstance(value, kind):
        raise table.problem(keys, f"{'.'.join(keys)} is a {type(value).__name__}, where a {kind.__name__} belongs")
