"""The events that a message stream gives beside those of the API, and the unions of both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Generic, List, Union

from typing_extensions import Annotated, Literal, TypeAlias

from ..._core.growth import partial_json
from ..._core.lazy_model import LazySnapshot
from ..._models import BaseModel, GenericModel
from ..._utils._properties import PropertyInfo
from ...types.citations_delta import Citation
from ...types.content_block import ContentBlock
from ...types.message import Message
from ...types.parsed_message import ParsedContentBlock, ParsedMessage, ResponseFormatT
from ...types.raw_content_block_delta_event import RawContentBlockDeltaEvent
from ...types.raw_content_block_start_event import RawContentBlockStartEvent
from ...types.raw_content_block_stop_event import RawContentBlockStopEvent
from ...types.raw_message_delta_event import RawMessageDeltaEvent
from ...types.raw_message_start_event import RawMessageStartEvent
from ...types.raw_message_stop_event import RawMessageStopEvent

__all__ = [
    "CitationEvent",
    "ContentBlockStopEvent",
    "InputJsonEvent",
    "MessageStopEvent",
    "MessageStreamEvent",
    "ParsedContentBlockStopEvent",
    "ParsedMessageStopEvent",
    "ParsedMessageStreamEvent",
    "SignatureEvent",
    "TextEvent",
    "ThinkingEvent",
]


class TextEvent(LazySnapshot):
    """More text of a block."""

    type: Literal["text"]
    """Tells this kind of event from the others."""

    text: str
    """The new piece."""

    snapshot: str
    """The text of the block so far."""

    def parsed_snapshot(self) -> Dict[str, Any]:
        """The text so far as JSON, with strings and containers that are not finished as far as they go.

        Raises:
            ValueError: The text does not begin a JSON value.
        """
        parsed: Dict[str, Any] = partial_json(self.snapshot, strings_grow=True)
        return parsed


class CitationEvent(LazySnapshot):
    """One more citation of a text block."""

    type: Literal["citation"]
    """Tells this kind of event from the others."""

    citation: Citation
    """The new citation."""

    snapshot: List[Citation]
    """The citations of the block so far."""


class ThinkingEvent(LazySnapshot):
    """More of what the model thinks."""

    type: Literal["thinking"]
    """Tells this kind of event from the others."""

    thinking: str
    """The new piece."""

    snapshot: str
    """The thinking of the block so far."""


class SignatureEvent(BaseModel):
    """The signature of a thinking block, at its end."""

    type: Literal["signature"]
    """Tells this kind of event from the others."""

    signature: str
    """The signature."""


class InputJsonEvent(LazySnapshot):
    """More of a tool's input."""

    type: Literal["input_json"]
    """Tells this kind of event from the others."""

    partial_json: str
    """The new piece of JSON text."""

    snapshot: object
    """The input so far, without members that are not finished."""


class MessageStopEvent(RawMessageStopEvent):
    """The end of the message."""

    type: Literal["message_stop"]
    """Tells this kind of event from the others."""

    message: Message
    """The whole message."""


class ContentBlockStopEvent(RawContentBlockStopEvent):
    """The end of a content block."""

    type: Literal["content_block_stop"]
    """Tells this kind of event from the others."""

    content_block: ContentBlock
    """The whole block."""


class ParsedMessageStopEvent(RawMessageStopEvent, GenericModel, Generic[ResponseFormatT]):
    """The end of the message."""

    type: Literal["message_stop"]
    """Tells this kind of event from the others."""

    message: ParsedMessage[ResponseFormatT]
    """The whole message, with what its text was parsed into."""


class ParsedContentBlockStopEvent(RawContentBlockStopEvent, GenericModel, Generic[ResponseFormatT]):
    """The end of a content block."""

    type: Literal["content_block_stop"]
    """Tells this kind of event from the others."""

    if TYPE_CHECKING:
        content_block: ParsedContentBlock[ResponseFormatT]
        """The whole block, with what its text was parsed into."""
    else:
        content_block: ParsedContentBlock


_Derived: TypeAlias = Union[TextEvent, CitationEvent, ThinkingEvent, SignatureEvent, InputJsonEvent]
_Raw: TypeAlias = Union[
    RawMessageStartEvent, RawMessageDeltaEvent, RawContentBlockStartEvent, RawContentBlockDeltaEvent
]

MessageStreamEvent: TypeAlias = Annotated[
    Union[_Derived, _Raw, MessageStopEvent, ContentBlockStopEvent], PropertyInfo(discriminator="type")
]
"""Whatever a message stream gives when no type was asked for; `type` tells which."""

if TYPE_CHECKING:
    ParsedMessageStreamEvent: TypeAlias = Annotated[
        Union[_Derived, _Raw, ParsedMessageStopEvent[ResponseFormatT], ParsedContentBlockStopEvent[ResponseFormatT]],
        PropertyInfo(discriminator="type"),
    ]
    """Whatever a message stream gives; `type` tells which."""
else:
    ParsedMessageStreamEvent = Annotated[
        Union[_Derived, _Raw, ParsedMessageStopEvent, ParsedContentBlockStopEvent], PropertyInfo(discriminator="type")
    ]
