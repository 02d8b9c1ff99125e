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


class _Open:
    """A block that is being received."""

    __slots__ = ("block", "kind", "growing", "stale")

    def __init__(self, block: Any) -> None:
        self.block = block
        self.kind = _word(block)
        self.growing: Dict[str, Any] = {}
        self.stale = False

    def settle(self) -> None:
        """Put what has grown into the block."""
        if self.stale:
            for target, growing in self.growing.items():
                setattr(self.block, target, growing.value(len(growing.pieces)))
            self.stale = False

    def end(self) -> None:
        """Settle, and keep only what the end of the message has a question about."""
        self.settle()
        self.growing = {target: growing for target, growing in self.growing.items() if isinstance(growing, GrowingJSON)}


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
            grown = self._grow(event)
            return event, None if grown is None else _told(*grown)
        step = _STEPS.get(kind) if isinstance(kind, str) else None
        if step is None or (self._message is None and kind != "message_start"):
            return event, None
        return getattr(self, step)(event), None

    def text(self, event: Any) -> Optional[str]:
        """The text that a raw event adds; for those who want nothing else."""
        if event.type != "content_block_delta":
            self.add(event)
            return None
        grown = self._grow(event)
        text: Optional[str] = grown[2] if grown is not None and grown[0].target == "text" else None
        return text

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

    def _grow(self, event: Any) -> Optional[Tuple[DeltaRule, _Open, Any]]:
        """The rule that fits a delta, the block that it changes, and the piece; `None` where none does."""
        opened = self._open.get(_place(event))
        delta = event.delta
        rule = self._rules.get(_word(delta))
        if opened is None or rule is None or opened.kind not in rule.blocks:
            return None
        piece = getattr(delta, rule.source)
        if rule.growth is None:
            setattr(opened.block, rule.target, piece)
        elif not rule.growth.takes(piece):
            return None
        else:
            growing = opened.growing.get(rule.target)
            if growing is None:
                growing = rule.growth(getattr(opened.block, rule.target), self._strings_grow)
                opened.growing[rule.target] = growing
            growing.pieces.append(piece)
            if not opened.stale:
                opened.stale = True
                self._stale.append(opened)
        return rule, opened, piece

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


def _told(rule: DeltaRule, opened: _Open, piece: Any) -> Any:
    """The event that tells of a piece; `None` where the kind of block has none."""
    if rule.telling is not None and opened.kind not in rule.telling:
        return None
    fields = {"type": rule.name, rule.source: piece}
    growing = opened.growing.get(rule.target)
    if growing is None:
        return None if rule.growth else fill(rule.event, fields, {}, set(fields))
    return rule.event.of(fields, growing, len(growing.pieces))


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
    growing = opened.growing.get("input")
    return growing.problem(may_be_cut=message.stop_reason != "tool_use") if isinstance(growing, GrowingJSON) else None
