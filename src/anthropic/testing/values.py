"""JSON values as this server handles them, and the few questions it asks of them.

Nothing here knows HTTP, and nothing here decides what a reply says.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Dict, List, Mapping, Union, cast

if TYPE_CHECKING:
    from typing_extensions import TypeAlias

JSON: TypeAlias = "Union[None, bool, int, float, str, List[JSON], Dict[str, JSON]]"
JSONObject: TypeAlias = "Dict[str, JSON]"

__all__ = ["JSON", "JSONObject", "as_object", "dump", "identifier", "load", "objects", "strings", "text_of"]


def load(data: bytes) -> JSON:
    """The value that JSON text stands for; `ValueError` when it is not strict JSON."""
    try:
        return cast("JSON", json.loads(data, parse_constant=_refuse))
    except RecursionError:
        raise ValueError("nested too deeply") from None


def as_object(value: Mapping[str, object]) -> JSONObject:
    """A JSON object of one's own out of what somebody wrote as one; `TypeError` when it is written and is none."""
    return cast("JSONObject", dict(value))


def dump(value: object) -> bytes:
    """JSON text in UTF-8."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    # A lone surrogate has no UTF-8 form; its backslash escape is what JSON writes for it.
    return text.encode("utf-8", "backslashreplace")


def identifier(prefix: str, *parts: object) -> str:
    """An identifier that depends on nothing but its parts."""
    digest = hashlib.sha256(json.dumps(parts, sort_keys=True).encode())
    return f"{prefix}_{digest.hexdigest()[:24]}"


def objects(value: JSON) -> List[JSONObject]:
    """The objects of a list; nothing when it is no list."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def strings(value: JSON) -> List[str]:
    """The strings of a list; nothing when it is no list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def text_of(content: JSON) -> str:
    """The text of message content, be it a string or a list of blocks."""
    if isinstance(content, str):
        return content
    texts = (block.get("text") for block in objects(content) if block.get("type") == "text")
    return "\n".join(text for text in texts if isinstance(text, str))


def _refuse(constant: str) -> JSON:
    raise ValueError(f"{constant} is not JSON")
