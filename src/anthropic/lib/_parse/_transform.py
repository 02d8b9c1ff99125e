"""Front door: the schemas of structured outputs, where code in the wild imports them from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._utils._lazy import attach

if TYPE_CHECKING:
    from ..._core.json_schema import transform_schema as transform_schema

__getattr__, __dir__ = attach(__name__, {"transform_schema": "..._core.json_schema"})
