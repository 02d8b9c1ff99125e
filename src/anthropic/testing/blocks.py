"""What a script lets the model say: small builders for the content of a reply.

    script.reply(thinking("Paris, then."), text("I will look."), tool_use("get_weather", {"city": "Paris"}))

They give plain dictionaries in the shape of the API; nothing here knows of requests or servers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, Mapping, Optional, Sequence, Union

from .problems import error_type
from .values import as_object, dump, identifier

__all__ = ["Content", "Failure", "Fields", "error", "fields", "message", "structured", "text", "thinking", "tool_use"]

Fields = Mapping[str, object]
"""A content block, or fields of a whole message."""

Content = Union[str, Fields]
"""What one block says: the text, or the block itself."""

_WHOLE = (None, "message", "completion", "model", "message_batch", "file")


@dataclass(frozen=True)
class Failure:
    """An error in the shape of the API, made by `error()`."""

    status: int
    type: str
    message: str
    headers: Mapping[str, str]


def text(said: str, *, citations: Optional[Sequence[Fields]] = None) -> Dict[str, object]:
    """A text block."""
    return {"type": "text", "text": said, **({"citations": list(citations)} if citations else {})}


def thinking(thought: str, *, signature: Optional[str] = None) -> Dict[str, object]:
    """A thinking block, signed."""
    return {"type": "thinking", "thinking": thought, "signature": signature or identifier("sig", thought)}


def tool_use(name: str, input: Optional[Fields] = None, *, id: Optional[str] = None) -> Dict[str, object]:
    """A call of a tool; its id depends on name and input unless one is given."""
    given = as_object(input or {})
    return {"type": "tool_use", "id": id or identifier("toolu", name, given), "name": name, "input": given}


def structured(value: object) -> Dict[str, object]:
    """A text block that holds a value as JSON: a structured output. A pydantic model will do as well."""
    to_json: Optional[Callable[[], str]] = getattr(value, "model_dump_json", None) or getattr(value, "json", None)
    return text(dump(value).decode() if to_json is None else to_json())


def message(
    *content: Content,
    stop_reason: Optional[str] = None,
    stop_sequence: Optional[str] = None,
    usage: Optional[Mapping[str, object]] = None,
    model: Optional[str] = None,
    id: Optional[str] = None,
) -> Dict[str, object]:
    """A whole reply; what is not given is as in an ordinary one. `usage` is merged over the ordinary counts."""
    given = {"stop_reason": stop_reason, "stop_sequence": stop_sequence, "usage": usage, "model": model, "id": id}
    blocks = [text(part) if isinstance(part, str) else part for part in content]
    return {"content": blocks, **{name: value for name, value in given.items() if value is not None}}


def error(
    status: int,
    *,
    type: Optional[str] = None,
    message: Optional[str] = None,
    headers: Optional[Mapping[str, str]] = None,
    retry_after: Optional[float] = None,
    retry_after_ms: Optional[float] = None,
) -> Failure:
    """An error in the shape of the API; `retry_after` is in seconds."""
    kind = type or error_type(status)
    waits = {"retry-after": retry_after, "retry-after-ms": retry_after_ms}
    told = {name: str(value) for name, value in waits.items() if value is not None}
    return Failure(status, kind, message or f"A simulated {kind.replace('_', ' ')}", {**told, **(headers or {})})


def fields(content: Sequence[Content]) -> Content:
    """One reply out of what was given for it: the fields of a message as they are, blocks put together."""
    if len(content) == 1 and (isinstance(content[0], str) or content[0].get("type") in _WHOLE):
        return content[0]
    return message(*content)
