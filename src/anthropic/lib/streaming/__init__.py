"""Front door: message streams and their events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._utils._lazy import attach

if TYPE_CHECKING:
    from ..._async.message_stream import (
        AsyncMessageStream as AsyncMessageStream,
        AsyncMessageStreamManager as AsyncMessageStreamManager,
        BetaAsyncMessageStream as BetaAsyncMessageStream,
        BetaAsyncMessageStreamManager as BetaAsyncMessageStreamManager,
    )
    from ..._sync.message_stream import (
        BetaMessageStream as BetaMessageStream,
        BetaMessageStreamManager as BetaMessageStreamManager,
        MessageStream as MessageStream,
        MessageStreamManager as MessageStreamManager,
    )
    from ._beta_types import *  # noqa: F403  # all of its events
    from ._types import *  # noqa: F403  # all of its events

_STABLE = (
    "CitationEvent ContentBlockStopEvent InputJsonEvent MessageStopEvent MessageStreamEvent ParsedContentBlockStopEvent "
    "ParsedMessageStopEvent ParsedMessageStreamEvent SignatureEvent TextEvent ThinkingEvent"
)
_BETA = (
    "BetaCitationEvent BetaCompactionEvent BetaContentBlockStopEvent BetaInputJsonEvent BetaMessageStopEvent "
    "BetaMessageStreamEvent BetaSignatureEvent BetaTextEvent BetaThinkingEvent ParsedBetaContentBlockStopEvent "
    "ParsedBetaMessageStopEvent ParsedBetaMessageStreamEvent ParsedBetaTextEvent"
)

__getattr__, __dir__ = attach(
    __name__,
    {
        "AsyncMessageStream": "..._async.message_stream",
        "AsyncMessageStreamManager": "..._async.message_stream",
        "BetaAsyncMessageStream": "..._async.message_stream",
        "BetaAsyncMessageStreamManager": "..._async.message_stream",
        "BetaMessageStream": "..._sync.message_stream",
        "BetaMessageStreamManager": "..._sync.message_stream",
        "MessageStream": "..._sync.message_stream",
        "MessageStreamManager": "..._sync.message_stream",
        **dict.fromkeys(_STABLE.split(), "._types"),
        **dict.fromkeys(_BETA.split(), "._beta_types"),
    },
)
