"""What the servers answer and what the requests hold, as bytes and plain values; the same for every contender."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from typing import Any, Dict, List

__all__ = [
    "HELLO",
    "MESSAGE",
    "MIXED",
    "MODELS",
    "aws_frames",
    "batch_results",
    "big_request",
    "encoded",
    "event",
    "message",
    "text_stream",
    "tool_stream",
    "tool_turn",
]

HELLO: Dict[str, Any] = {
    "max_tokens": 64,
    "model": "claude-sonnet-4-5",
    "messages": [{"role": "user", "content": "Hello"}],
}

_WORDS = "Some words that were said before. "


def message(content: List[Dict[str, Any]], stop_reason: Any = "end_turn") -> Dict[str, Any]:
    """A reply."""
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-sonnet-4-5",
        "content": content,
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "usage": {"input_tokens": 10, "output_tokens": 5},
    }


def encoded(value: object) -> bytes:
    """The value as the API writes it."""
    return json.dumps(value).encode()


def _citation(number: int) -> Dict[str, Any]:
    return {
        "type": "char_location",
        "cited_text": _WORDS,
        "document_index": 0,
        "document_title": "Doc",
        "start_char_index": number,
        "end_char_index": number + 9,
        "file_id": None,
    }


def _blocks(number: int) -> List[Dict[str, Any]]:
    """One block of each of five kinds."""
    found = {
        "type": "web_search_result",
        "title": "T",
        "url": "https://a.test",
        "encrypted_content": "e",
        "page_age": None,
    }
    return [
        {"type": "thinking", "thinking": _WORDS * 4, "signature": "sig"},
        {"type": "text", "text": _WORDS * 4, "citations": [_citation(number), _citation(number + 1)]},
        {"type": "tool_use", "id": f"toolu_{number}", "name": "look", "input": {"place": "Paris", "days": [1, 2, 3]}},
        {"type": "server_tool_use", "id": f"srv_{number}", "name": "web_search", "input": {"query": "x"}},
        {"type": "web_search_tool_result", "tool_use_id": f"srv_{number}", "content": [found, found]},
    ]


MESSAGE = encoded(message([{"type": "text", "text": "hello"}]))
MIXED = encoded(message([block for number in range(10) for block in _blocks(number)]))
MODELS = encoded(
    {
        "data": [
            {"type": "model", "id": f"claude-{n}", "display_name": f"Claude {n}", "created_at": "2025-02-19T00:00:00Z"}
            for n in range(1000)
        ],
        "has_more": False,
        "first_id": "claude-0",
        "last_id": "claude-999",
    }
)


def batch_results(count: int) -> bytes:
    """The results of a batch, a line each."""
    line = {"custom_id": "c", "result": {"type": "succeeded", "message": message([{"type": "text", "text": "hello"}])}}
    return (encoded(line) + b"\n") * count


def event(body: Dict[str, Any]) -> bytes:
    """A server-sent event."""
    return b"event: " + body["type"].encode() + b"\ndata: " + encoded(body) + b"\n\n"


def _stream(block: Dict[str, Any], deltas: List[Dict[str, Any]], stop_reason: str) -> List[bytes]:
    usage = {"output_tokens": 5}
    return [
        event({"type": "message_start", "message": message([], None)}),
        event({"type": "content_block_start", "index": 0, "content_block": block}),
        *(event({"type": "content_block_delta", "index": 0, "delta": delta}) for delta in deltas),
        event({"type": "content_block_stop", "index": 0}),
        event({"type": "message_delta", "delta": {"stop_reason": stop_reason, "stop_sequence": None}, "usage": usage}),
        event({"type": "message_stop"}),
    ]


def text_stream(deltas: int) -> List[bytes]:
    """The events of a reply whose text comes in so many pieces."""
    return _stream({"type": "text", "text": ""}, [{"type": "text_delta", "text": "hello "}] * deltas, "end_turn")


def tool_stream(size: int) -> List[bytes]:
    """The events of a reply whose tool input has about so many bytes, in pieces of 20."""
    text = json.dumps({"items": ["x" * 12] * (size // 16)})
    deltas = [{"type": "input_json_delta", "partial_json": text[at : at + 20]} for at in range(0, len(text), 20)]
    return _stream({"type": "tool_use", "id": "toolu_1", "name": "look", "input": {}}, deltas, "tool_use")


def tool_turn(number: int) -> bytes:
    """A reply that calls a tool."""
    call = {"type": "tool_use", "id": f"toolu_{number}", "name": "look", "input": {"place": "Paris"}}
    return encoded(message([{"type": "text", "text": _WORDS * 8}, call], "tool_use"))


def _tool(number: int) -> Dict[str, Any]:
    schema = {
        "type": "object",
        "properties": {"place": {"type": "string", "description": _WORDS}},
        "required": ["place"],
    }
    return {"name": f"tool_{number}", "description": _WORDS * 4, "input_schema": schema}


def big_request(messages: int = 1000, tools: int = 100) -> Dict[str, Any]:
    """The arguments of a call with a long history."""
    block = {"type": "text", "text": _WORDS * 4}
    turns = [{"role": ("user", "assistant")[n % 2], "content": [block, block]} for n in range(messages - 1)]
    last = {"role": "user", "content": "Go on."}
    return {**HELLO, "messages": [*turns, last], "tools": [_tool(number) for number in range(tools)]}


def aws_frames(events: List[bytes]) -> bytes:
    """The events as Bedrock's event stream carries them."""
    return b"".join(_frame(each.partition(b"data: ")[2].strip()) for each in events)


def _frame(data: bytes) -> bytes:
    payload = json.dumps({"bytes": base64.b64encode(data).decode()}).encode()
    headers = b"".join(
        struct.pack("!B", len(name)) + name + b"\x07" + struct.pack("!H", len(value)) + value
        for name, value in (
            (b":event-type", b"chunk"),
            (b":content-type", b"application/json"),
            (b":message-type", b"event"),
        )
    )
    prelude = struct.pack("!II", 16 + len(headers) + len(payload), len(headers))
    prelude += struct.pack("!I", zlib.crc32(prelude))
    whole = prelude + headers + payload
    return whole + struct.pack("!I", zlib.crc32(whole))
