"""Packages whose names load on first use (PEP 562).

Importing the package costs nothing but its table of names; touching a name imports the one module
that holds it. This file never decides which names exist: the packages hand in their own tables.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable, Mapping

__all__ = ["attach"]


def attach(
    package: str, exports: Mapping[str, str], packages: Iterable[str] = ()
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """The module functions `__getattr__` and `__dir__` of a lazy package, or of a module that only re-exports.

    Args:
        package: The full name of the package or module, its `__name__`.
        exports: Public name to the relative module that defines it; `".a.b:c"` names an attribute `c` of another name.
        packages: Sub-packages that are reachable as attributes, listed by `dir()`.
    """

    module_here = sys.modules[package]
    anchor = module_here.__package__ or package

    def __getattr__(name: str) -> object:
        target = exports.get(name)
        if target is not None:
            module, _, attribute = target.partition(":")
            value: object = getattr(importlib.import_module(module, anchor), attribute or name)
            setattr(module_here, name, value)
            return value
        if anchor == package and not name.startswith("__"):
            try:
                return importlib.import_module(f".{name}", package)
            except ModuleNotFoundError as error:
                if error.name != f"{package}.{name}":
                    raise
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*vars(module_here), *exports, *packages})

    return __getattr__, __dir__
