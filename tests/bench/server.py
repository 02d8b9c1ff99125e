"""A server that costs the client nothing but its own work: canned replies, kept connections, its own process."""

from __future__ import annotations

import json
import socketserver
from collections.abc import Mapping
from threading import Thread

__all__ = ["EVENTS", "MESSAGE", "serving"]

EVENTS = 500

_USAGE = {"input_tokens": 10, "output_tokens": 5}


def _message(content: list[dict[str, object]], stop_reason: str | None) -> dict[str, object]:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude-sonnet-4-5",
        "content": content,
        "stop_reason": stop_reason,
        "stop_sequence": None,
        "usage": _USAGE,
    }


def _event(body: Mapping[str, object]) -> bytes:
    return f"event: {body['type']}\ndata: {json.dumps(body)}\n\n".encode()


def _stream() -> bytes:
    delta = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "hello "}}
    return b"".join(
        [
            _event({"type": "message_start", "message": _message([], None)}),
            _event({"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}),
            _event(delta) * EVENTS,
            _event({"type": "content_block_stop", "index": 0}),
            _event(
                {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": _USAGE}
            ),
            _event({"type": "message_stop"}),
        ]
    )


def _response(content_type: str, body: bytes) -> bytes:
    head = (
        f"HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\nrequest-id: req_1\r\ncontent-length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


MESSAGE = json.dumps(_message([{"type": "text", "text": "hello"}], "end_turn")).encode()


class _Handler(socketserver.StreamRequestHandler):
    message = _response("application/json", MESSAGE)
    stream = _response("text/event-stream", _stream())

    def handle(self) -> None:
        while self.rfile.readline():
            length = 0
            while (line := self.rfile.readline().strip()) != b"":
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
            wants_events = b'"stream":true' in self.rfile.read(length).replace(b" ", b"")
            self.wfile.write(self.stream if wants_events else self.message)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


def serving() -> tuple[_Server, str]:
    """A running server on loopback and its URL; shut it down when done."""
    server = _Server(("127.0.0.1", 0), _Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}"
