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
                written = _written(message, text)
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
        others: Where something else than text stood. Only the same object is the same, since `True == 1 == 1.0`.
        models: Each model in it, with the dict of its values.
    """

    message: Any
    text: bytes
    held: List[Tuple[Any, Any]]
    others: List[Tuple[Any, Any, Any]]
    models: List[Tuple[Any, Dict[str, Any]]]

    def is_true(self) -> bool:
        """Whether the message still is what was written."""
        for now, then in self.held:
            if now != then:
                return False
        for now, at, then in self.others:
            if now[at] is not then:
                return False
        for model, values in self.models:
            if model.__dict__ is not values:
                return False
        return True


def _written(message: Any, text: bytes) -> _Written:
    """A message as it is now, and its JSON.

    Raises:
        _UnknownKindError: It holds something else than plain containers, this package's own models, text and numbers.
    """
    written = _Written(message, text, [], [], [])
    waiting = [message]
    while waiting:
        part = waiting.pop()
        for container in (part,) if type(part) in (dict, list) else _values(part, written):
            written.held.append((container, container.copy()))
            for at, value in container.items() if is_dict(container) else enumerate(container):
                if value is None or type(value) is str:
                    continue
                written.others.append((container, at, value))
                if type(value) not in (int, float, bool):
                    waiting.append(value)
    return written


def _values(model: Any, written: _Written) -> Tuple[Any, ...]:
    """What holds the values of a model."""
    from ._compat import containers, is_model_type  # pydantic loads with the first model, not with the client

    if not is_model_type(type(model)) or type(model).__module__.partition(".")[0] != __name__.partition(".")[0]:
        raise _UnknownKindError
    written.models.append((model, model.__dict__))
    return containers(model)
