"""One raw event at a time onto a snapshot: what tracing tools call for streams that they read themselves.

A stream's own accumulation is `accumulate`; here the state travels with the snapshot, which is up to date after each
event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Optional, Union

from .._compat import fill
from .._types import NOT_GIVEN, NotGiven
from ..types.parsed_message import ResponseFormatT
from .accumulate import Accumulator, with_more
from .message_dialect import BETA, STABLE, MessageDialect

if TYPE_CHECKING:
    import httpx

    from ..lib.streaming._beta_types import ParsedBetaMessageStreamEvent
    from ..lib.streaming._types import ParsedMessageStreamEvent
    from ..types import ParsedMessage, RawMessageStreamEvent
    from ..types.beta import BetaRawMessageStreamEvent
    from ..types.beta.parsed_beta_message import ParsedBetaMessage

__all__ = ["accumulate_beta_event", "accumulate_event", "build_beta_events", "build_events", "grows_strings"]

_STATE = "_accumulator"
_FINE_GRAINED = "fine-grained-tool-streaming-2025-05-14"


def grows_strings(request_headers: httpx.Headers) -> bool:
    """Whether strings of a tool's input come piece by piece: the request asks for that beta feature."""
    betas: str = request_headers.get("anthropic-beta", "")
    return _FINE_GRAINED in betas


def accumulate_event(
    *,
    event: RawMessageStreamEvent,
    current_snapshot: Optional[ParsedMessage[ResponseFormatT]],
    output_format: Union[ResponseFormatT, NotGiven] = NOT_GIVEN,
) -> ParsedMessage[ResponseFormatT]:
    """The snapshot with one more event in it.

    Args:
        event: A raw event.
        current_snapshot: What came of the events before; `None` for the first one.
        output_format: The type that the text is parsed into.

    Raises:
        RuntimeError: There is no snapshot and the event is no `message_start`.
    """
    message: ParsedMessage[ResponseFormatT] = _accumulated(STABLE, event, current_snapshot, output_format, False)
    return message


def accumulate_beta_event(
    *,
    event: BetaRawMessageStreamEvent,
    current_snapshot: Optional[ParsedBetaMessage[ResponseFormatT]],
    request_headers: httpx.Headers,
    output_format: Union[ResponseFormatT, NotGiven] = NOT_GIVEN,
) -> ParsedBetaMessage[ResponseFormatT]:
    """The beta snapshot with one more event in it.

    Args:
        event: A raw event.
        current_snapshot: What came of the events before; `None` for the first one.
        request_headers: The headers of the request that the stream answers.
        output_format: The type that the text is parsed into.

    Raises:
        RuntimeError: There is no snapshot and the event is no `message_start`.
    """
    strings_grow = grows_strings(request_headers)
    message: ParsedBetaMessage[ResponseFormatT] = _accumulated(
        BETA, event, current_snapshot, output_format, strings_grow
    )
    return message


def _accumulated(dialect: MessageDialect, event: Any, snapshot: Any, output_format: Any, strings_grow: bool) -> Any:
    if snapshot is None and event.type != "message_start":
        raise RuntimeError(f"Unexpected event order: got {event.type} before any message_start.")
    accumulator: Optional[Accumulator] = snapshot and snapshot.__dict__.get(_STATE)
    if accumulator is None or accumulator.received is not snapshot:
        accumulator = Accumulator(dialect, output_format, strings_grow=strings_grow)
        accumulator.resume(snapshot)
    accumulator.add(event)
    message = accumulator.snapshot
    if accumulator.is_finished:
        message.__dict__.pop(_STATE, None)
    else:
        message.__dict__[_STATE] = accumulator
    return message


def build_events(
    *, event: RawMessageStreamEvent, message_snapshot: ParsedMessage[ResponseFormatT]
) -> List[ParsedMessageStreamEvent[ResponseFormatT]]:
    """What a message stream gives for a raw event, once the snapshot holds it."""
    events: List[ParsedMessageStreamEvent[ResponseFormatT]] = _built(STABLE, event, message_snapshot)
    return events


def build_beta_events(
    *, event: BetaRawMessageStreamEvent, message_snapshot: ParsedBetaMessage[ResponseFormatT]
) -> List[ParsedBetaMessageStreamEvent[ResponseFormatT]]:
    """What a beta message stream gives for a raw event, once the snapshot holds it."""
    events: List[ParsedBetaMessageStreamEvent[ResponseFormatT]] = _built(BETA, event, message_snapshot)
    return events


def _built(dialect: MessageDialect, event: Any, message: Any) -> Any:
    if event.type == "message_stop":
        return [with_more(event, dialect.message_stop, message=message)]
    if event.type == "content_block_stop":
        return [with_more(event, dialect.block_stop, content_block=message.content[event.index])]
    if event.type != "content_block_delta":
        return [event]
    rule, block = dialect.deltas.get(event.delta.type), message.content[event.index]
    if rule is None or block.type not in (rule.telling or rule.blocks):
        return [event]
    fields = {"type": rule.name, rule.source: getattr(event.delta, rule.source)}
    if rule.growth is not None:
        fields["snapshot"] = getattr(block, rule.target)
    return [event, fill(rule.event, fields, {}, set(fields))]
