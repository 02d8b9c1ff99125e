"""Every naming decision: from what the API says to what Python says."""

from __future__ import annotations

import keyword
import re

__all__ = ["class_name", "local_name", "python_name", "relative", "twin"]

_PARTS = re.compile(r"[^0-9A-Za-z]+")


def python_name(wire: str) -> str:
    """The parameter or field name for a name on the wire: `photos[]` is `photos`, `class` is `class_`."""
    name = "_".join(part for part in _PARTS.split(wire) if part)
    if not name or name[0].isdigit():
        name = f"_{name}"
    return f"{name}_" if keyword.iskeyword(name) else name


def class_name(name: str, asynchronous: bool) -> str:
    """The class of a resource or client in one of the colours."""
    return f"Async{name}" if asynchronous else name


def local_name(key: str) -> str:
    """The Python name of a type from its key: `Pet.Size` is `Size`."""
    return key.rpartition(".")[2]


def twin(key: str, prefixes: dict[str, str]) -> str | None:
    """The key of the type or operation that this one varies, if a prefix says so."""
    for prefix, instead in prefixes.items():
        if key.startswith(prefix):
            return instead + key[len(prefix) :]
    return None


def relative(from_module: str, to_module: str) -> str:
    """The relative import of one module in another, both dotted below the same package."""
    here, there = from_module.split("."), to_module.split(".")
    package = here[:-1]
    shared = 0
    while shared < min(len(package), len(there) - 1) and package[shared] == there[shared]:
        shared += 1
    return "." * (len(package) - shared + 1) + ".".join(there[shared:])
