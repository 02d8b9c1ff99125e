"""Front door: message streams, where code in the wild imports them from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._utils._lazy import attach

if TYPE_CHECKING:
    from ..._async.message_stream import (
        AsyncMessageStream as AsyncMessageStream,
        AsyncMessageStreamManager as AsyncMessageStreamManager,
    )
    from ..._core.snapshots import accumulate_event as accumulate_event, build_events as build_events
    from ..._sync.message_stream import MessageStream as MessageStream, MessageStreamManager as MessageStreamManager

__getattr__, __dir__ = attach(
    __name__,
    {
        "AsyncMessageStream": "..._async.message_stream",
        "AsyncMessageStreamManager": "..._async.message_stream",
        "accumulate_event": "..._core.snapshots",
        "build_events": "..._core.snapshots",
        "MessageStream": "..._sync.message_stream",
        "MessageStreamManager": "..._sync.message_stream",
    },
)
