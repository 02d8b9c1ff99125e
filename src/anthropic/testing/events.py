"""A message as the events of a stream, and the events as bytes.

The bytes are cut without regard to where events begin and end, as networks do.
"""

from __future__ import annotations

import itertools
from typing import Iterable, Iterator, List, Tuple

from .answers import Chunk
from .tokens import pieces
from .values import JSON, JSONObject, dump, objects

__all__ = ["completion_events", "cut", "frame", "message_events"]

CHUNK_SIZES = (113, 7, 251, 64, 31, 500)
"""The sizes of the pieces a stream is sent in, over and over."""

_COUNTED = (
    "input_tokens",
    "cache_creation_input_tokens",
    "cache_read_input_tokens",
    "output_tokens",
    "server_tool_use",
)
_PIECES_PER_DELTA = (1, 3, 2)
_JSON_PER_DELTA = (9, 14, 5)


def message_events(message: JSONObject) -> Iterator[JSONObject]:
    """The events that tell a message."""
    usage = message.get("usage")
    counts: JSONObject = usage if isinstance(usage, dict) else {}
    opening: JSONObject = {"content": [], "stop_reason": None, "stop_sequence": None}
    yield {"type": "message_start", "message": {**message, **opening, "usage": {**counts, "output_tokens": 1}}}
    for index, block in enumerate(objects(message.get("content"))):
        yield from _block_events(index, block)
    yield {
        "type": "message_delta",
        "delta": {name: message.get(name) for name in ("stop_reason", "stop_sequence")},
        "usage": {name: counts[name] for name in _COUNTED if name in counts},
    }
    yield {"type": "message_stop"}


def completion_events(completion: JSONObject) -> Iterator[JSONObject]:
    """The events that tell a text completion."""
    yield {"type": "ping"}
    for text in _grouped(pieces(str(completion.get("completion"))), _PIECES_PER_DELTA):
        yield {**completion, "completion": text, "stop_reason": None}
    yield {**completion, "completion": ""}


def _block_events(index: int, block: JSONObject) -> Iterator[JSONObject]:
    opening, deltas = _told(block)
    yield {"type": "content_block_start", "index": index, "content_block": opening}
    if index == 0:
        yield {"type": "ping"}
    for delta in deltas:
        yield {"type": "content_block_delta", "index": index, "delta": delta}
    yield {"type": "content_block_stop", "index": index}


def _told(block: JSONObject) -> Tuple[JSONObject, List[JSONObject]]:
    kind = block.get("type")
    if kind == "text":
        return {**block, **_without_citations(block), "text": ""}, [*_citations(block), *_texts("text", block)]
    if kind == "thinking":
        signature: JSONObject = {"type": "signature_delta", "signature": block.get("signature")}
        return {**block, "thinking": "", "signature": ""}, [*_texts("thinking", block), signature]
    if kind in ("tool_use", "server_tool_use", "mcp_tool_use"):
        return {**block, "input": {}}, _input_deltas(block.get("input"))
    return block, []


def _texts(kind: str, block: JSONObject) -> List[JSONObject]:
    texts = _grouped(pieces(str(block.get(kind))), _PIECES_PER_DELTA)
    return [{"type": f"{kind}_delta", kind: text} for text in texts]


def _without_citations(block: JSONObject) -> JSONObject:
    return {"citations": []} if block.get("citations") else {}


def _citations(block: JSONObject) -> List[JSONObject]:
    return [{"type": "citations_delta", "citation": citation} for citation in objects(block.get("citations"))]


def _input_deltas(value: JSON) -> List[JSONObject]:
    parts = ["", *_grouped(list(dump(value).decode()), _JSON_PER_DELTA)]
    return [{"type": "input_json_delta", "partial_json": part} for part in parts]


def _grouped(parts: List[str], sizes: Tuple[int, ...]) -> Iterator[str]:
    start = turn = 0
    while start < len(parts):
        end = start + sizes[turn % len(sizes)]
        yield "".join(parts[start:end])
        start, turn = end, turn + 1


def frame(event: JSONObject) -> bytes:
    """An event as it is written in a stream."""
    return b"event: %b\ndata: %b\n\n" % (str(event.get("type")).encode(), dump(event))


def cut(frames: Iterable[bytes], pace: float = 0.0, sizes: Iterable[int] = CHUNK_SIZES) -> Iterator[Chunk]:
    """The frames in pieces of the given sizes; before each piece, one pause for every frame that begins in it."""
    turns = itertools.cycle(sizes)
    size, held, pause = next(turns), bytearray(), 0.0
    for part in frames:
        held, pause, start = held + part, pause + pace, 0
        while len(held) - start >= size:
            yield Chunk(bytes(held[start : start + size]), pause)
            start, size, pause = start + size, next(turns), 0.0
        del held[:start]
    if held:
        yield Chunk(bytes(held), pause)
