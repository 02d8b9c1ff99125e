"""Front door: what `with_raw_response` gives, where code in the wild imports it from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._utils._lazy import attach

if TYPE_CHECKING:
    from ._core.api_response import MissingStreamClassError as MissingStreamClassError
    from ._core.legacy_response import LegacyAPIResponse as LegacyAPIResponse

__getattr__, __dir__ = attach(
    __name__,
    {"LegacyAPIResponse": "._core.legacy_response", "MissingStreamClassError": "._core.api_response"},
)
