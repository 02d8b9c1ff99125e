"""What every kind of message can say about itself beyond its fields.

The base of the generated message classes, which say more precisely what it gives. It has no fields, so that nothing the
API sends can collide with it: a field of the same name that the API adds one day stays in `model_extra` and in dumps.
"""

from __future__ import annotations

from typing import Any, Dict, Iterable, Iterator, List, Tuple

from ._encode import json_value
from ._models import BaseModel
from ._rate_limits import RateLimits, rate_limits_of, telling
from ._utils._guards import is_dict, is_list

__all__ = ["MessageView", "keep_limits"]

_OUTPUT_ONLY = {
    "char_location": "file_id",
    "page_location": "file_id",
    "content_block_location": "file_id",
    "tool_search_tool_result_error": "error_message",
}
"""Fields that the API writes and does not take back, by the `type` of what has them."""


class MessageView(BaseModel):
    """A message of the model."""

    @property
    def text(self) -> str:
        """The text of the reply: that of all its text blocks, one right after the other; empty where there is none."""
        texts = (getattr(block, "text", None) for block in self._blocks("text"))
        return "".join(text for text in texts if isinstance(text, str))

    @property
    def tool_uses(self) -> List[Any]:
        """The calls of your tools that the model asks for, in order; those that the API runs itself are not among them."""
        return self._blocks("tool_use")

    @property
    def rate_limits(self) -> RateLimits:
        """Your limits, as the response with this message told them; all `None` on a message that came in a batch's results."""
        return rate_limits_of(dict(vars(self).get("_limit_headers", ())))

    def to_param(self) -> Any:
        """The message as the API takes it back, to go on with the conversation: `messages.append(reply.to_param())`.

        What the API only writes is left out (parsed output, ids of files in citations, empty texts), all else is kept
        as it came, thinking and its signatures included.

        Returns:
            A new dict of JSON values.
        """
        content: Any = json_value(self).get("content")
        blocks: List[Any] = content if is_list(content) else []
        return {"role": "assistant", "content": [_taken_back(block) for block in blocks if not _is_empty_text(block)]}

    def _blocks(self, kind: str) -> List[Any]:
        content: Any = getattr(self, "content", None)
        return [block for block in content if getattr(block, "type", None) == kind] if is_list(content) else []

    def __rich_repr__(self) -> Iterator[Tuple[str, Any]]:
        from ._display import message_facts  # only consoles ask

        return message_facts(self)

    def _repr_markdown_(self) -> str:
        from ._display import message_markdown  # only notebooks ask

        return message_markdown(self)


def keep_limits(message: Any, headers: Iterable[Tuple[bytes, bytes]]) -> None:
    """Let a message know what the headers of its response say of limits."""
    found = telling(headers)
    if found:
        object.__setattr__(message, "_limit_headers", found)


def _is_empty_text(block: Any) -> bool:
    """Whether a block is a text without a character, which the API refuses."""
    return is_dict(block) and block.get("type") == "text" and block.get("text") == ""


def _taken_back(value: Any) -> Any:
    """JSON values without what the API does not take back."""
    if is_list(value):
        return [_taken_back(item) for item in value]
    if not is_dict(value):
        return value
    kind = value.get("type")
    refused = _OUTPUT_ONLY.get(kind) if isinstance(kind, str) else None
    known: Dict[Any, Any] = value
    return {name: item if name == "input" else _taken_back(item) for name, item in known.items() if name != refused}
