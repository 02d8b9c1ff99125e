"""Front door: the transformation of request bodies, where code in the wild imports it from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._lazy import attach

if TYPE_CHECKING:
    from .._transform import maybe_transform as maybe_transform, transform as transform
    from ._properties import PropertyFormat as PropertyFormat, PropertyInfo as PropertyInfo

__getattr__, __dir__ = attach(
    __name__,
    {
        "PropertyFormat": "._properties",
        "PropertyInfo": "._properties",
        "maybe_transform": ".._transform",
        "transform": ".._transform",
    },
)
