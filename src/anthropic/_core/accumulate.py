"""Raw events in, the message so far and its own events out. One step per event, at the same cost however long the reply.

Texts and tool inputs are joined and parsed when somebody looks. Events of kinds that are not known, or out of their
place, change nothing and are passed on.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Tuple

from .._compat import assign, fill, is_model_type, model_state
from .._exceptions import AnthropicError
from .._utils._guards import is_list
from .growth import GrowingJSON
from .lazy_model import with_snapshot
from .message_dialect import DeltaRule, MessageDialect
from .output_format import is_type
from .structured import as_parsed, as_parsed_block, parse_block, refuse_mismatch

__all__ = ["Accumulator", "InvalidToolInputError", "NoMessageError", "with_more"]


class InvalidToolInputError(AnthropicError, ValueError):
    """The input that the model wrote for a tool is not JSON.

    Attributes:
        snapshot: The message as it was received; the text of the input stands in its place.
        request_id: What to quote to the API's support.
    """

    snapshot: Any = None
    request_id: Optional[str] = None


class NoMessageError(AnthropicError, RuntimeError):
    """There is no message yet: the stream has not begun, or ended before it did."""


class _Flow:
    """What the deltas of one kind do to one block.

    Attributes:
        growing: The value that grows; `None` where a piece takes the place of what was there.
        source: The field of the delta that holds the piece.
        is_text: Whether the pieces are what a reader of text wants.
        piece: The last one.
    """

    __slots__ = ("growing", "source", "is_text", "piece", "_block", "_target", "_event", "_name")

    def __init__(self, rule: DeltaRule, opened: _Open, growing: Any) -> None:
        self.growing = growing
        self.source = rule.source
        self.is_text = rule.target == "text"
        self._block = opened.block
        self._target = rule.target
        self.piece: Any = None
        self._event = rule.event if rule.telling is None or opened.kind in rule.telling else None
        self._name = rule.name

    def replace(self, piece: Any) -> None:
        """Put a piece into the block, in the place of what was there."""
        setattr(self._block, self._target, piece)

    def settle(self) -> None:
        """Put what has grown into the block."""
        setattr(self._block, self._target, self.growing.value(len(self.growing.pieces)))

    def told(self) -> Any:
        """The event that tells of the last piece; `None` where the kind of block has none."""
        event, growing = self._event, self.growing
        if event is None:
            return None
        fields = {"type": self._name, self.source: self.piece}
        return fill(event, fields, {}, set(fields)) if growing is None else with_snapshot(event, fields, growing)


class _Open:
    """A block that is being received."""

    __slots__ = ("block", "kind", "flows", "stale")

    def __init__(self, block: Any) -> None:
        self.block = block
        self.kind = _word(block)
        self.flows: Dict[str, _Flow] = {}
        self.stale = False

    def settle(self) -> None:
        """Put what has grown into the block."""
        if self.stale:
            for flow in self.flows.values():
                if flow.growing is not None:
                    flow.settle()
            self.stale = False

    def end(self) -> None:
        """Settle, and keep only what the end of the message has a question about."""
        self.settle()
        self.flows = {kind: flow for kind, flow in self.flows.items() if isinstance(flow.growing, GrowingJSON)}


_STEPS = {
    "message_start": "_begin",
    "message_delta": "_change",
    "message_stop": "_finish",
    "content_block_start": "_begin_block",
    "content_block_stop": "_finish_block",
}
"""What takes in an event that is no delta, by the event's type."""


class Accumulator:
    """The state of one message stream.

    Attributes:
        is_finished: Whether the message was received whole.
    """

    def __init__(
        self,
        dialect: MessageDialect,
        output_format: Any,
        *,
        strings_grow: bool = False,
        request_id: Optional[str] = None,
    ) -> None:
        self.is_finished = False
        self._request_id = request_id
        self._dialect = dialect
        self._rules = dialect.deltas
        self._output_format = output_format
        self._strings_grow = strings_grow
        self._message: Any = None
        self._open: Dict[Any, _Open] = {}
        self._stale: List[_Open] = []
        self._problems: List[str] = []
        self._mismatch: Optional[Exception] = None

    def resume(self, snapshot: Any) -> None:
        """Go on from a message that was received in part."""
        self._message = snapshot
        self._open = {} if snapshot is None else {place: _Open(block) for place, block in enumerate(snapshot.content)}

    def add(self, event: Any) -> Tuple[Any, Any]:
        """What the caller is given for a raw event, and the event after it, if any, that tells what it means."""
        kind = event.type
        if kind == "content_block_delta":
            flow = self._grow(event)
            return event, None if flow is None else flow.told()
        step = _STEPS.get(kind) if isinstance(kind, str) else None
        if step is None or (self._message is None and kind != "message_start"):
            return event, None
        return getattr(self, step)(event), None

    def text(self, event: Any) -> Optional[str]:
        """The text that a raw event adds; for those who want nothing else."""
        if event.type != "content_block_delta":
            self.add(event)
            return None
        flow = self._grow(event)
        return flow.piece if flow is not None and flow.is_text else None

    @property
    def snapshot(self) -> Any:
        """The message as far as it was received.

        Raises:
            NoMessageError: It has not begun.
        """
        if self._message is None:
            raise NoMessageError("No message was received yet: its first event has not come.")
        while self._stale:
            self._stale.pop().settle()
        return self._message

    @property
    def received(self) -> Any:
        """As `snapshot`; `None` when the message has not begun."""
        return None if self._message is None else self.snapshot

    def final(self) -> Any:
        """The whole message.

        Raises:
            InvalidToolInputError: A tool's input is not JSON.
            OutputMismatchError: The text is not of the type that was asked for.
        """
        if self._problems:
            error = InvalidToolInputError(f"Unable to parse tool parameter JSON from the model. {self._problems[0]}")
            error.snapshot, error.request_id = self.snapshot, self._request_id
            raise error
        return self.answer()

    def answer(self) -> Any:
        """The whole message, for those who tell the model of broken input themselves.

        Raises:
            OutputMismatchError: The text is not of the type that was asked for.
        """
        refuse_mismatch(self.snapshot, self._mismatch)
        return self._message

    def _begin(self, event: Any) -> Any:
        if is_model_type(type(event.message)):
            self._message = as_parsed(event.message, self._dialect)
            self._message.usage = _copied(self._message.usage)
            if self._request_id is not None:
                object.__setattr__(self._message, "_request_id", self._request_id)
            if not is_list(self._message.content):
                self._message.content = []
            self._open.clear()
        return event

    def _begin_block(self, event: Any) -> Any:
        if is_model_type(type(event.content_block)):
            block = as_parsed_block(_copied(event.content_block), self._dialect)
            self._message.content.append(block)
            self._open[_place(event)] = _Open(block)
        return event

    def _grow(self, event: Any) -> Optional[_Flow]:
        """The flow that a delta belongs to, with its piece taken in; none where it fits nothing.

        Runs for every piece of a reply, so each question is asked once per block and not per piece.
        """
        index, delta = event.index, event.delta
        opened = self._open.get(index if isinstance(index, int) else None)
        kind = getattr(delta, "type", None)
        if opened is None or not isinstance(kind, str):
            return None
        flow = opened.flows.get(kind) or self._begin_flow(opened, kind)
        if flow is None:
            return None
        piece, growing = getattr(delta, flow.source), flow.growing
        if growing is None:
            flow.replace(piece)
        elif piece is not None and isinstance(piece, growing.kind):
            growing.pieces.append(piece)
            if not opened.stale:
                opened.stale = True
                self._stale.append(opened)
        else:
            return None
        flow.piece = piece
        return flow

    def _begin_flow(self, opened: _Open, kind: str) -> Optional[_Flow]:
        rule = self._rules.get(kind)
        if rule is None or opened.kind not in rule.blocks:
            return None
        growing = rule.growth and rule.growth(getattr(opened.block, rule.target), self._strings_grow)
        opened.flows[kind] = flow = _Flow(rule, opened, growing)
        return flow

    def _finish_block(self, event: Any) -> Any:
        opened = self._open.get(_place(event))
        if opened is None:
            return event
        opened.end()
        if is_type(self._output_format):
            self._mismatch = parse_block(opened.block, self._output_format) or self._mismatch
        return with_more(event, self._dialect.block_stop, content_block=opened.block)

    def _change(self, event: Any) -> Any:
        """Take over whatever a `message_delta` says, known or not, of the message and of its usage."""
        news, more, _ = model_state(event)
        _take_over(self._message, event.delta)
        _take_over(self._message.usage, event.usage, but_none=True)
        for name, value in {**news, **more}.items():
            if name not in ("type", "delta", "usage") and value is not None:
                assign(self._message, name, value)
        return event

    def _finish(self, event: Any) -> Any:
        self.is_finished = True
        message = self.snapshot
        problems = [_problem(opened, message) for opened in self._open.values()]
        self._problems = [problem for problem in problems if problem is not None]
        self._open.clear()
        return with_more(event, self._dialect.message_stop, message=message)


def _word(thing: Any) -> str:
    """What its `type` says; nothing, where that is no word."""
    kind = getattr(thing, "type", None)
    return kind if isinstance(kind, str) else ""


def _place(event: Any) -> Any:
    """The place of the event's block; a wrong one is no block's."""
    return event.index if isinstance(event.index, int) else None


def _copied(model: Any) -> Any:
    """A copy to be changed while the event that brought the model stays as it came."""
    return fill(model.__class__, *model_state(model)) if is_model_type(type(model)) else model


def with_more(event: Any, cls: Any, **more: Any) -> Any:
    """The raw event as the class that holds more."""
    attributes, extra, given = model_state(event)
    return fill(cls, {**attributes, **more}, extra, {*given, *more})


def _take_over(target: Any, news: Any, *, but_none: bool = False) -> None:
    """Set the fields that were sent, those that are not known included."""
    if is_model_type(type(target)) and is_model_type(type(news)):
        attributes, extra, given = model_state(news)
        for name, value in {**attributes, **extra}.items():
            if name in given and not (but_none and value is None):
                assign(target, name, value)


def _problem(opened: _Open, message: Any) -> Optional[str]:
    """What is wrong with a tool's input; one that the end of the reply cut off is only unfinished."""
    growing = next((flow.growing for flow in opened.flows.values() if isinstance(flow.growing, GrowingJSON)), None)
    return None if growing is None else growing.problem(may_be_cut=message.stop_reason != "tool_use")
