"""How models present themselves to consoles and notebooks, which ask by the names of `rich` and of Jupyter.

Loaded when one asks. `repr()` and `str()` are pydantic's and know nothing of this.
"""

from __future__ import annotations

import html
import json
from typing import Any, Dict, Iterator, List, Sequence, Tuple

from ._compat import is_model_type, model_dump, model_state
from ._markdown import code, fenced, rendered
from ._utils._guards import is_list

__all__ = ["facts", "message_facts", "message_markdown", "table"]

_MOST_ROWS = 100
_CALLS = {"tool_use": "Tool call", "server_tool_use": "Server tool call", "mcp_tool_use": "MCP tool call"}
_TOLD = ("text", "thinking", "tool_use")
"""Kinds of blocks that a message's summary has a line for."""

_COUNTS = {
    "input_tokens": "in",
    "cache_read_input_tokens": "read from the cache",
    "cache_creation_input_tokens": "written to the cache",
    "output_tokens": "out",
}


def facts(model: Any) -> Iterator[Tuple[str, Any]]:
    """What a model holds, unset and empty fields left out."""
    fields, extra, _ = model_state(model)
    return ((name, value) for name, value in {**fields, **extra}.items() if value is not None and name[:1] != "_")


def message_facts(message: Any) -> Iterator[Tuple[str, Any]]:
    """What is worth a look in a message: its text joined, thinking folded, calls of tools, why it ended, what it cost."""
    thinking = sum(len(str(block.thinking)) for block in message._blocks("thinking"))
    rest = [kind for kind in map(_kind, _content(message)) if kind not in _TOLD]
    told = {
        "id": getattr(message, "id", None),
        "model": getattr(message, "model", None),
        "thinking": f"… ({thinking} characters)" if thinking else None,
        "text": message.text or None,
        "parsed_output": getattr(message, "parsed_output", None),
        "tool_uses": message.tool_uses or None,
        "other_blocks": rest or None,
        "stop_reason": getattr(message, "stop_reason", None),
        "usage": getattr(message, "usage", None),
    }
    return ((name, value) for name, value in told.items() if value is not None)


def message_markdown(message: Any) -> str:
    """The message as Markdown: its text rendered, thinking folded, calls of tools as code, what it cost in a last line."""
    parts = [_block(block) for block in _content(message)]
    return "\n\n".join([*(part for part in parts if part), _footer(message)])


def table(items: Sequence[Any], *, more: bool) -> str:
    """The items of a page as an HTML table: a row for each, a column for each field with a plain value."""
    rows = [_plain_fields(item) for item in items[:_MOST_ROWS]]
    columns = list(dict.fromkeys(name for row in rows for name in row))
    head = "".join(f"<th>{html.escape(name)}</th>" for name in columns)
    body = "".join(f"<tr>{''.join(f'<td>{_cell(row.get(name))}</td>' for name in columns)}</tr>" for row in rows)
    told = f"{len(items)} item{'' if len(items) == 1 else 's'}"
    if len(items) > len(rows):
        told += f", the first {len(rows)} shown"
    if more:
        told += "; more pages follow"
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{told}</p>"


def _content(message: Any) -> List[Any]:
    content: Any = getattr(message, "content", None)
    return content if is_list(content) else []


def _kind(block: Any) -> str:
    return str(getattr(block, "type", None) or "unknown")


def _block(block: Any) -> str:
    kind = _kind(block)
    if kind == "text":
        return rendered(str(block.text))
    if kind == "thinking":
        return _folded("Thinking", rendered(str(block.thinking)))
    if kind == "redacted_thinking":
        return "*Thinking that is not shown*"
    if kind in _CALLS:
        name, id = (str(getattr(block, word, "")) for word in ("name", "id"))
        return f"**{_CALLS[kind]}** {code(name)} ({code(id)})\n\n{_json(getattr(block, 'input', None))}"
    return _folded(html.escape(kind.replace("_", " ")), _json(block))


def _folded(title: str, content: str) -> str:
    return f"<details><summary>{title}</summary>\n\n{content}\n\n</details>"


def _json(value: Any) -> str:
    if is_model_type(type(value)):
        value = model_dump(value, mode="json", by_alias=True, exclude_unset=True, warnings=False)
    return fenced(json.dumps(value, ensure_ascii=False, indent=2, default=str), "json")


def _footer(message: Any) -> str:
    usage = getattr(message, "usage", None)
    counts = {word: getattr(usage, name, None) for name, word in _COUNTS.items()}
    tokens = ", ".join(f"{count:,} {word}" for word, count in counts.items() if isinstance(count, int) and count)
    told = [getattr(message, "model", None), getattr(message, "stop_reason", None), tokens and f"tokens: {tokens}"]
    return "*" + " · ".join(html.escape(str(each)) for each in told if each) + "*"


def _plain_fields(item: Any) -> Dict[str, Any]:
    if not is_model_type(type(item)):
        return {"value": item}
    return {name: value for name, value in facts(item) if not (is_model_type(type(value)) or is_list(value))}


def _cell(value: Any) -> str:
    return "" if value is None else html.escape(str(value))
