"""What tells the two kinds of message apart, as data: the stable API's and the beta API's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, FrozenSet, Optional

from ..lib.streaming import _beta_types as beta, _types as stable
from ..types.beta.parsed_beta_message import ParsedBetaMessage, ParsedBetaTextBlock
from ..types.parsed_message import ParsedMessage, ParsedTextBlock
from .growth import GrowingJSON, GrowingList, GrowingText

__all__ = ["BETA", "STABLE", "DeltaRule", "MessageDialect"]


@dataclass(frozen=True)
class DeltaRule:
    """How one kind of delta changes its block, and the event that tells of it.

    Attributes:
        source: The field of the delta, and of the event, that holds the new piece.
        target: The field of the block that grows.
        blocks: The types of block that have it.
        growth: The class of the growing value; without one, the piece takes the place of what was there.
        event: The class of the event.
        name: What its `type` says.
        telling: The types of block that are told of; all of `blocks` by default.
    """

    source: str
    target: str
    blocks: FrozenSet[str]
    growth: Optional[Any]
    event: Any
    name: str
    telling: Optional[FrozenSet[str]] = None


@dataclass(frozen=True)
class MessageDialect:
    """One kind of message.

    Attributes:
        message: The class of the message.
        text: The class of its blocks of text.
        block_stop: The event that ends a block.
        message_stop: The event that ends the message.
        deltas: What each kind of delta does.
    """

    message: Any
    text: Any
    block_stop: Any
    message_stop: Any
    deltas: Dict[str, DeltaRule]


_TEXT = frozenset({"text"})
_THINKING = frozenset({"thinking"})
_TOOLS = frozenset({"tool_use", "server_tool_use"})
_BETA_TOOLS = _TOOLS | {"mcp_tool_use"}

STABLE = MessageDialect(
    message=ParsedMessage,
    text=ParsedTextBlock,
    block_stop=stable.ParsedContentBlockStopEvent,
    message_stop=stable.ParsedMessageStopEvent,
    deltas={
        "text_delta": DeltaRule("text", "text", _TEXT, GrowingText, stable.TextEvent, "text"),
        "citations_delta": DeltaRule("citation", "citations", _TEXT, GrowingList, stable.CitationEvent, "citation"),
        "thinking_delta": DeltaRule("thinking", "thinking", _THINKING, GrowingText, stable.ThinkingEvent, "thinking"),
        "signature_delta": DeltaRule("signature", "signature", _THINKING, None, stable.SignatureEvent, "signature"),
        "input_json_delta": DeltaRule(
            "partial_json", "input", _TOOLS, GrowingJSON, stable.InputJsonEvent, "input_json", frozenset({"tool_use"})
        ),
    },
)

BETA = MessageDialect(
    message=ParsedBetaMessage,
    text=ParsedBetaTextBlock,
    block_stop=beta.ParsedBetaContentBlockStopEvent,
    message_stop=beta.ParsedBetaMessageStopEvent,
    deltas={
        "text_delta": DeltaRule("text", "text", _TEXT, GrowingText, beta.ParsedBetaTextEvent, "text"),
        "citations_delta": DeltaRule("citation", "citations", _TEXT, GrowingList, beta.BetaCitationEvent, "citation"),
        "thinking_delta": DeltaRule("thinking", "thinking", _THINKING, GrowingText, beta.BetaThinkingEvent, "thinking"),
        "signature_delta": DeltaRule("signature", "signature", _THINKING, None, beta.BetaSignatureEvent, "signature"),
        "compaction_delta": DeltaRule(
            "content", "content", frozenset({"compaction"}), None, beta.BetaCompactionEvent, "compaction"
        ),
        "input_json_delta": DeltaRule(
            "partial_json",
            "input",
            _BETA_TOOLS,
            GrowingJSON,
            beta.BetaInputJsonEvent,
            "input_json",
            frozenset({"tool_use", "mcp_tool_use"}),
        ),
    },
)
