"""An encoder of `application/vnd.amazon.eventstream`, written from AWS's description alone."""

from __future__ import annotations

import base64
import json
import struct
import uuid
import zlib
from typing import Any, Iterable, List, Tuple, Union

import httpx

EVENT_STREAM = "application/vnd.amazon.eventstream"
CHUNK = ((":event-type", "chunk"), (":content-type", "application/json"), (":message-type", "event"))

Header = Tuple[str, Any]


class Number(int):
    """A number with a width: 8, 16, 32 or 64 bits, or `time` for milliseconds since the epoch."""

    width: Union[int, str]


def number(value: int, width: Union[int, str]) -> Number:
    made = Number(value)
    made.width = width
    return made


def header(name: str, value: Any) -> bytes:
    """One header: the length of its name, the name, the kind of its value, the value."""
    encoded = name.encode()
    return bytes([len(encoded)]) + encoded + _value(value)


def _value(value: Any) -> bytes:
    if isinstance(value, bool):
        return b"\0" if value else b"\1"
    if isinstance(value, Number):
        kind, form = {8: (2, "b"), 16: (3, "h"), 32: (4, "i"), 64: (5, "q"), "time": (8, "q")}[value.width]
        return struct.pack(f">B{form}", kind, value)
    if isinstance(value, uuid.UUID):
        return b"\x09" + value.bytes
    kind, data = (7, value.encode()) if isinstance(value, str) else (6, value)
    return struct.pack(">BH", kind, len(data)) + data


def raw_frame(headers: bytes, payload: bytes) -> bytes:
    """A frame of headers that are encoded already."""
    lengths = struct.pack(">II", 16 + len(headers) + len(payload), len(headers))
    checked = lengths + struct.pack(">I", zlib.crc32(lengths)) + headers + payload
    return checked + struct.pack(">I", zlib.crc32(checked))


def frame(headers: Iterable[Header], payload: bytes = b"") -> bytes:
    """A frame."""
    return raw_frame(b"".join(header(*each) for each in headers), payload)


def chunk(event: Any, padding: str = "abcdefgh") -> bytes:
    """The frame that carries one event; one that is not bytes becomes JSON."""
    data = event if isinstance(event, bytes) else json.dumps(event, separators=(",", ":")).encode()
    body = {"bytes": base64.b64encode(data).decode(), "p": padding}
    return frame(CHUNK, json.dumps(body, separators=(",", ":")).encode())


def exception(kind: str, message: str, **fields: Any) -> bytes:
    """The frame that ends a stream with a failure of the model or the service."""
    headers = ((":exception-type", kind), (":content-type", "application/json"), (":message-type", "exception"))
    return frame(headers, json.dumps({"message": message, **fields}).encode())


def error(code: str, message: str) -> bytes:
    """The frame that ends a stream with a failure that the service's model does not know."""
    return frame(((":error-code", code), (":error-message", message), (":message-type", "error")))


def frames(stream: bytes, kind: str = EVENT_STREAM) -> httpx.Response:
    """A response of Bedrock whose body are these frames."""
    return httpx.Response(200, headers={"content-type": kind, "x-amzn-requestid": "req_aws"}, content=stream)


def pieces(stream: bytes, size: int) -> List[bytes]:
    """The bytes in chunks of a size."""
    return [stream[at : at + size] for at in range(0, len(stream), size)]
