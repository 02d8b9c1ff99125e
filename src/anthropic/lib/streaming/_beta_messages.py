"""Front door: beta message streams, where code in the wild imports them from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._utils._lazy import attach

if TYPE_CHECKING:
    from ..._async.message_stream import (
        BetaAsyncMessageStream as BetaAsyncMessageStream,
        BetaAsyncMessageStreamManager as BetaAsyncMessageStreamManager,
    )
    from ..._sync.message_stream import (
        BetaMessageStream as BetaMessageStream,
        BetaMessageStreamManager as BetaMessageStreamManager,
    )

__getattr__, __dir__ = attach(
    __name__,
    {
        "BetaAsyncMessageStream": "..._async.message_stream",
        "BetaAsyncMessageStreamManager": "..._async.message_stream",
        "accumulate_event": "..._core.snapshots:accumulate_beta_event",
        "build_events": "..._core.snapshots:build_beta_events",
        "BetaMessageStream": "..._sync.message_stream",
        "BetaMessageStreamManager": "..._sync.message_stream",
    },
)
