"""A conversation that is sent again and again, each message of it made JSON once.

A message counts as unchanged while nothing in it was replaced, added or taken away: what holds its values is compared
with what it held when it was written, which takes a twentieth of writing it again. What cannot be compared so is written
each time.
"""

from __future__ import annotations

import os
from typing import Any, Dict, List, NamedTuple, Tuple

from ._encode import encode
from ._utils._guards import is_dict

__all__ = ["Conversation", "Memory", "encode_conversation"]

_PLACE = f"messages-{os.urandom(16).hex()}"
"""What stands for the messages while the rest of a body is written."""


class Memory:
    """What was written of one conversation."""

    def __init__(self) -> None:
        self._written: Dict[int, _Written] = {}

    def json(self, messages: List[Any]) -> bytes:
        """The messages as a JSON array; what is not among them any more is forgotten.

        Raises:
            NeedsTransform: One of them has to go through `_transform` first.
            ValueError: One holds NaN, an infinity, a reference to itself or half of a surrogate pair.
        """
        known, self._written = self._written, {}
        return b"[%b]" % b",".join([self._text(message, known) for message in messages])

    def _text(self, message: Any, known: Dict[int, _Written]) -> bytes:
        written = known.get(id(message))
        if written is None or written.message is not message or not written.is_true():
            text = encode(message)
            try:
                written = _Written(message, text, *_contents(message))
            except _UnknownKindError:
                return text
        self._written[id(message)] = written
        return written.text


class Conversation(List[Any]):
    """The messages of a request, and the memory of those before it."""

    def __init__(self, messages: List[Any], memory: Memory) -> None:
        super().__init__(messages)
        self.memory = memory


def encode_conversation(body: Dict[str, Any]) -> bytes:
    """A body whose `messages` are a `Conversation` as UTF-8 JSON.

    Raises:
        NeedsTransform: It has to go through `_transform` first.
        ValueError: It holds NaN, an infinity, a reference to itself or half of a surrogate pair.
    """
    messages: Conversation = body["messages"]
    before, _, after = encode({**body, "messages": _PLACE}).partition(f'"{_PLACE}"'.encode())
    return b"".join((before, messages.memory.json(messages), after))


class _UnknownKindError(TypeError):
    """A message holds something whose changes would not be seen."""


class _Written(NamedTuple):
    """A message, and what it held when it was written.

    Attributes:
        message: The message; holding it keeps its identity from passing to another one.
        text: Its JSON.
        held: Each container in it, with a copy of what it held.
        numbers: Where numbers stood. Only the same object is the same number, since `True == 1 == 1.0`.
    """

    message: Any
    text: bytes
    held: List[Tuple[Any, Any]]
    numbers: List[Tuple[Any, Any, Any]]

    def is_true(self) -> bool:
        """Whether the message still is what was written."""
        for now, then in self.held:
            if now != then:
                return False
        return all(now[at] is then for now, at, then in self.numbers)


def _contents(message: Any) -> Tuple[List[Tuple[Any, Any]], List[Tuple[Any, Any, Any]]]:
    """The containers in a message with what they hold, and where numbers stand in them.

    Raises:
        _UnknownKindError: It holds something else than plain containers, this package's own models, text and numbers.
    """
    held: List[Tuple[Any, Any]] = []
    numbers: List[Tuple[Any, Any, Any]] = []
    waiting = [message]
    while waiting:
        for container in _containers(waiting.pop()):
            held.append((container, container.copy()))
            for at, value in container.items() if is_dict(container) else enumerate(container):
                if type(value) in (int, float, bool):
                    numbers.append((container, at, value))
                elif value is not None and type(value) is not str:
                    waiting.append(value)
    return held, numbers


def _containers(value: Any) -> Tuple[Any, ...]:
    """What holds the parts of a value."""
    if type(value) in (dict, list):
        return (value,)
    if type(value).__module__.partition(".")[0] == __name__.partition(".")[0]:
        from ._compat import containers  # pydantic loads with the first model, not with the client

        return containers(value)
    raise _UnknownKindError
