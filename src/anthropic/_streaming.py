"""Front door: the stream classes, where code in the wild imports them from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._utils._lazy import attach

if TYPE_CHECKING:
    from ._async.streaming import AsyncStream as AsyncStream
    from ._sync.streaming import Stream as Stream

__getattr__, __dir__ = attach(__name__, {"AsyncStream": "._async.streaming", "Stream": "._sync.streaming"})
