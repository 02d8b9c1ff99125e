"""The events that a beta message stream gives beside those of the API, and the union of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, List, Optional, Union

from typing_extensions import Annotated, Literal, TypeAlias

from ..._core.lazy_model import LazySnapshot
from ..._models import BaseModel, GenericModel
from ..._utils._properties import PropertyInfo
from ...types.beta.beta_citations_delta import Citation
from ...types.beta.beta_raw_content_block_delta_event import BetaRawContentBlockDeltaEvent
from ...types.beta.beta_raw_content_block_start_event import BetaRawContentBlockStartEvent
from ...types.beta.beta_raw_content_block_stop_event import BetaRawContentBlockStopEvent
from ...types.beta.beta_raw_message_delta_event import BetaRawMessageDeltaEvent
from ...types.beta.beta_raw_message_start_event import BetaRawMessageStartEvent
from ...types.beta.beta_raw_message_stop_event import BetaRawMessageStopEvent
from ...types.beta.parsed_beta_message import ParsedBetaContentBlock, ParsedBetaMessage, ResponseFormatT
from ._types import InputJsonEvent, SignatureEvent, TextEvent, ThinkingEvent

__all__ = [
    "BetaCitationEvent",
    "BetaCompactionEvent",
    "BetaContentBlockStopEvent",
    "BetaInputJsonEvent",
    "BetaMessageStopEvent",
    "BetaMessageStreamEvent",
    "BetaSignatureEvent",
    "BetaTextEvent",
    "BetaThinkingEvent",
    "ParsedBetaContentBlockStopEvent",
    "ParsedBetaMessageStopEvent",
    "ParsedBetaMessageStreamEvent",
    "ParsedBetaTextEvent",
]


class ParsedBetaTextEvent(TextEvent):
    """More text of a block."""


class BetaThinkingEvent(ThinkingEvent):
    """More of what the model thinks."""


class BetaSignatureEvent(SignatureEvent):
    """The signature of a thinking block, at its end."""


class BetaInputJsonEvent(InputJsonEvent):
    """More of a tool's input."""


class BetaCitationEvent(LazySnapshot):
    """One more citation of a text block."""

    type: Literal["citation"]
    """Tells this kind of event from the others."""

    citation: Citation
    """The new citation."""

    snapshot: List[Citation]
    """The citations of the block so far."""


class BetaCompactionEvent(BaseModel):
    """The summary that takes the place of the conversation so far."""

    type: Literal["compaction"]
    """Tells this kind of event from the others."""

    content: Optional[str]
    """The summary; `None` when it could not be made."""


class ParsedBetaMessageStopEvent(BetaRawMessageStopEvent, GenericModel, Generic[ResponseFormatT]):
    """The end of the message."""

    type: Literal["message_stop"]
    """Tells this kind of event from the others."""

    message: ParsedBetaMessage[ResponseFormatT]
    """The whole message, with what its text was parsed into."""


class ParsedBetaContentBlockStopEvent(BetaRawContentBlockStopEvent, GenericModel, Generic[ResponseFormatT]):
    """The end of a content block."""

    type: Literal["content_block_stop"]
    """Tells this kind of event from the others."""

    if TYPE_CHECKING:
        content_block: ParsedBetaContentBlock[ResponseFormatT]
        """The whole block, with what its text was parsed into."""
    else:
        content_block: ParsedBetaContentBlock


_Derived: TypeAlias = Union[
    ParsedBetaTextEvent,
    BetaCitationEvent,
    BetaThinkingEvent,
    BetaSignatureEvent,
    BetaInputJsonEvent,
    BetaCompactionEvent,
]
_Raw: TypeAlias = Union[
    BetaRawMessageStartEvent, BetaRawMessageDeltaEvent, BetaRawContentBlockStartEvent, BetaRawContentBlockDeltaEvent
]

BetaTextEvent: TypeAlias = ParsedBetaTextEvent
"""More text of a block."""

if TYPE_CHECKING:
    BetaContentBlockStopEvent: TypeAlias = ParsedBetaContentBlockStopEvent[object]
    """The end of a content block."""

    BetaMessageStopEvent: TypeAlias = ParsedBetaMessageStopEvent[object]
    """The end of the message."""

    ParsedBetaMessageStreamEvent: TypeAlias = Annotated[
        Union[
            _Derived,
            _Raw,
            ParsedBetaMessageStopEvent[ResponseFormatT],
            ParsedBetaContentBlockStopEvent[ResponseFormatT],
        ],
        PropertyInfo(discriminator="type"),
    ]
    """Whatever a beta message stream gives; `type` tells which."""

    BetaMessageStreamEvent: TypeAlias = ParsedBetaMessageStreamEvent[object]
    """Whatever a beta message stream gives when no type was asked for; `type` tells which."""
else:
    BetaContentBlockStopEvent = ParsedBetaContentBlockStopEvent
    BetaMessageStopEvent = ParsedBetaMessageStopEvent
    BetaMessageStreamEvent = ParsedBetaMessageStreamEvent = Annotated[
        Union[_Derived, _Raw, ParsedBetaMessageStopEvent, ParsedBetaContentBlockStopEvent],
        PropertyInfo(discriminator="type"),
    ]
