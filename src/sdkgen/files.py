"""Files to be generated, before they are rendered; and the lazy packages, which types and resources share."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

__all__ = ["OUTSIDE", "File", "module_file", "package_file"]

OUTSIDE = "root:"
"""Begins the path of a file that lies below the project's root rather than in the package."""


@dataclass(frozen=True)
class File:
    """One file to be written.

    Attributes:
        path: Where, below the package or, after `OUTSIDE`, below the project's root.
        template: The template that renders it.
        view: What the template sees.
    """

    path: str
    template: str
    view: dict[str, Any]


def module_file(module: str, template: str, view: dict[str, Any]) -> File:
    """The file of a module, dotted below the package."""
    return File(f"{module.replace('.', '/')}.py", template, view)


def package_file(package: str, exports: dict[str, str], packages: Collection[str]) -> File:
    """The `__init__.py` of a package whose names load when they are first touched.

    Args:
        package: Dotted below the generated package.
        exports: Each name, and the relative module that holds it.
        packages: All generated packages; those directly inside this one become its attributes.
    """
    view = {
        "exports": dict(sorted(exports.items())),
        "children": sorted(name.rpartition(".")[2] for name in packages if name.rpartition(".")[0] == package),
        "lazy": "." * (package.count(".") + 2) + "_utils._lazy",
    }
    return File(f"{package.replace('.', '/')}/__init__.py", "package.jinja", view)
