"""Front door: the bases of the groups of methods, where code in the wild imports them from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._utils._lazy import attach

if TYPE_CHECKING:
    from ._async.resource import AsyncAPIResource as AsyncAPIResource
    from ._sync.resource import SyncAPIResource as SyncAPIResource

__getattr__, __dir__ = attach(__name__, {"AsyncAPIResource": "._async.resource", "SyncAPIResource": "._sync.resource"})
