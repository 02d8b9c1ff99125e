"""What the messages of a request must be like: who speaks, what the blocks are, which results answer which calls."""

from __future__ import annotations

from typing import List, Optional

from .problems import invalid
from .values import JSON, JSONObject, objects

__all__ = ["check_blocks", "check_messages"]

_MOST_MESSAGES = 100_000


def check_messages(field: str, value: JSON) -> None:
    """A 400 unless the value is a conversation that the API would take."""
    if not isinstance(value, list):
        raise invalid(field, "give a list of messages")
    if not value:
        raise invalid(field, "give at least one message")
    if len(value) > _MOST_MESSAGES:
        raise invalid(field, f"give at most {_MOST_MESSAGES} messages, not {len(value)}")
    for index, message in enumerate(value):
        _check_message(f"{field}.{index}", message)
    turns = objects(value)
    if turns[0].get("role") != "user":
        raise invalid(f"{field}.0.role", "the first message must be the user's")
    _check_prefill(f"{field}.{len(turns) - 1}", turns[-1])
    _check_results(field, turns)


def check_blocks(field: str, value: JSON, only: Optional[str] = None) -> None:
    """A 400 unless the value is a list of content blocks, all of the type `only` when it is given."""
    if not isinstance(value, list):
        raise invalid(field, "give a string or a list of blocks")
    for index, block in enumerate(value):
        _check_block(f"{field}.{index}", block, only)


def _check_message(field: str, message: JSON) -> None:
    if not isinstance(message, dict):
        raise invalid(field, "give an object")
    for name in ("role", "content"):
        if name not in message:
            raise invalid(f"{field}.{name}", "this field is required")
    for name in message:
        if name not in ("role", "content"):
            raise invalid(f"{field}.{name}", "there is no such field")
    if message["role"] not in ("user", "assistant"):
        raise invalid(f"{field}.role", "give user or assistant; instructions go in the field system")
    content = message["content"]
    if isinstance(content, str):
        if not content and message["role"] == "user":
            raise invalid(f"{field}.content", "must not be empty")
    else:
        check_blocks(f"{field}.content", content)


def _check_block(field: str, block: JSON, only: Optional[str]) -> None:
    if not isinstance(block, dict):
        raise invalid(field, "give an object")
    kind = block.get("type")
    if not isinstance(kind, str):
        raise invalid(f"{field}.type", "this field is required")
    if only is not None and kind != only:
        raise invalid(f"{field}.type", f"give {only}")
    if kind == "text" and not isinstance(block.get("text"), str):
        raise invalid(f"{field}.text", "give a string")
    if kind == "text" and not block.get("text"):
        raise invalid(f"{field}.text", "must not be empty")


def _check_prefill(field: str, last: JSONObject) -> None:
    content = last.get("content")
    if last.get("role") == "assistant" and isinstance(content, str) and content != content.rstrip():
        raise invalid(f"{field}.content", "a last message of the assistant must not end in white space")


def _check_results(field: str, turns: List[JSONObject]) -> None:
    """The API joins neighbours with one role, so the results of one turn may come in several messages."""
    starts = [index for index, turn in enumerate(turns) if index == 0 or turn["role"] != turns[index - 1]["role"]]
    asked: List[str] = []
    for start, end in zip(starts, [*starts[1:], len(turns)]):
        answered = _ids(turns[start:end], "tool_result", "tool_use_id")
        where = f"{field}.{start}.content"
        for id in answered:
            if id not in asked:
                raise invalid(where, f"the turn before has no tool_use with the id {id!r}")
            asked.remove(id)
        for id in asked:
            raise invalid(where, f"the tool_use {id!r} needs a tool_result here")
        asked = _ids(turns[start:end], "tool_use", "id")


def _ids(turns: List[JSONObject], kind: str, key: str) -> List[str]:
    blocks = (block for turn in turns for block in objects(turn.get("content")))
    return [str(block.get(key)) for block in blocks if block.get("type") == kind]
