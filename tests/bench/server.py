"""A server that costs the client nothing but its own work: canned replies, kept connections, no thought.

Which reply it is, the model's name says.
"""

from __future__ import annotations

import socketserver
import time
from threading import Thread

from tests.bench import payloads

__all__ = ["serving"]

PACKETS = b"one-event-per-packet"
"""The model whose stream comes event by event, so that each wakes the client."""


def _head(content_type: str, rest: str) -> bytes:
    return f"HTTP/1.1 200 OK\r\ncontent-type: {content_type}\r\nrequest-id: req_1\r\n{rest}\r\n\r\n".encode()


def _whole(content_type: str, body: bytes) -> bytes:
    return _head(content_type, f"content-length: {len(body)}") + body


class _Handler(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True
    message = _whole("application/json", payloads.MESSAGE)
    events = payloads.text_stream(500)
    stream = _whole("text/event-stream", b"".join(events))
    few = payloads.text_stream(100)

    def handle(self) -> None:
        try:
            while self.rfile.readline():
                self._answer(self.rfile.read(self._length()))
        except ConnectionError:
            pass

    def _length(self) -> int:
        length = 0
        while (line := self.rfile.readline().strip()) != b"":
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        return length

    def _answer(self, asked: bytes) -> None:
        if b'"stream":true' not in asked[-4096:].replace(b" ", b"") and b'"stream":true' not in asked[:4096].replace(
            b" ", b""
        ):
            self.wfile.write(self.message)
        elif PACKETS in asked:
            self.wfile.write(_head("text/event-stream", f"content-length: {sum(map(len, self.few))}"))
            for each in self.few:
                self.wfile.write(each)
                time.sleep(0.0005)
        else:
            self.wfile.write(self.stream)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 512


def serving() -> tuple[_Server, str]:
    """A running server on loopback and its URL; shut it down when done."""
    server = _Server(("127.0.0.1", 0), _Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}"
