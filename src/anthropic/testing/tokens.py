"""How many tokens a text has here: one for each short word, rest of a long word, or sign.

The numbers are deterministic and plausible; they are not those of a real tokenizer.
"""

from __future__ import annotations

import re
from typing import List

from .values import JSON, JSONObject, dump, objects

__all__ = ["input_tokens", "output_tokens", "pieces", "tokens"]

_PIECE = re.compile(r"\s*\w{1,8}|\s*[^\w\s]|\s+")
_PER_REQUEST = 3
_PER_MESSAGE = 4
_BYTES_PER_TOKEN_OF_A_FILE = 1000
_OPAQUE = ("data", "signature", "encrypted_content")


def pieces(text: str) -> List[str]:
    """The tokens of a text, in order; joined they are the text."""
    return _PIECE.findall(text)


def tokens(text: str) -> int:
    """The number of tokens in a text."""
    return sum(1 for _ in _PIECE.finditer(text))


def input_tokens(body: JSONObject) -> int:
    """The tokens of everything a request asks the model to read."""
    messages = objects(body.get("messages"))
    read: List[JSON] = [body.get("system"), body.get("tools"), *(message.get("content") for message in messages)]
    return _PER_REQUEST + _PER_MESSAGE * len(messages) + sum(_weight(value) for value in read if value)


def output_tokens(blocks: List[JSONObject]) -> int:
    """The tokens of what the model wrote."""
    return sum(block_tokens(block) for block in blocks)


def block_tokens(block: JSONObject) -> int:
    """The tokens of one block of a reply."""
    for key in ("text", "thinking"):
        text = block.get(key)
        if isinstance(text, str):
            return tokens(text)
    return tokens(dump(block.get("input")).decode())


def _weight(value: JSON) -> int:
    if isinstance(value, str):
        return tokens(value)
    if isinstance(value, list):
        return sum(_weight(item) for item in value)
    if isinstance(value, dict):
        return sum(_entry_weight(key, item) for key, item in value.items() if key not in ("type", "cache_control"))
    return 1


def _entry_weight(key: str, value: JSON) -> int:
    if key in _OPAQUE and isinstance(value, str):
        return 1 + len(value) // _BYTES_PER_TOKEN_OF_A_FILE
    return _weight(value)
