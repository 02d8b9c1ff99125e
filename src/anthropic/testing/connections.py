"""One connection of a client: reads its requests, writes the answers, and breaks off where it is told to.

What the answers are is not decided here.
"""

from __future__ import annotations

import struct
from http.server import BaseHTTPRequestHandler
from socket import SHUT_RDWR, SO_LINGER, SOL_SOCKET, socket
from socketserver import BaseServer
from typing import TYPE_CHECKING, Dict, Iterable, Optional, Protocol, Tuple

from .answers import Answer, Chunk, answer_problem
from .bodies import UnreadableBody, read_body
from .problems import Problem
from .redaction import masked_query
from .requests import Headers, RecordedRequest

if TYPE_CHECKING:
    Address = Tuple[str, int]

__all__ = ["Connection", "Responder"]

_LINGER_NOT = struct.pack("ii", 1, 0)


class Responder(Protocol):
    """What a connection needs from the server behind it."""

    def opened(self, connection: socket) -> None: ...
    def closed(self, connection: socket) -> None: ...
    def request_id(self) -> str: ...
    def respond(self, request: RecordedRequest) -> Answer: ...
    def record(self, request: RecordedRequest) -> None: ...
    def wait(self, seconds: float) -> None: ...
    def log(self, line: str) -> None: ...


class Connection(BaseHTTPRequestHandler):
    """HTTP/1.1 with keep-alive; bodies are framed by length, streams by chunks."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, responder: Responder, request: socket, client_address: Address, server: BaseServer) -> None:
        self._responder = responder
        super().__init__(request, client_address, server)

    def handle(self) -> None:
        """All requests of one connection."""
        try:
            self._responder.opened(self.connection)
            super().handle()
        except OSError:
            pass  # the client went away, or the server is being stopped
        finally:
            self._responder.closed(self.connection)

    def send_error(self, code: int, message: Optional[str] = None, explain: Optional[str] = None) -> None:
        """What `http.server` calls when the request cannot even be parsed."""
        self.close_connection = True
        request_id = self._responder.request_id()
        self._send(answer_problem(Problem(code, message or "The request cannot be read"), request_id), request_id)

    def log_message(self, format: str, *args: object) -> None:
        """`http.server` would write to stderr; here the responder decides."""
        self._responder.log(" ".join(masked_query(word) for word in (format % args).split(" ")))

    def _serve(self) -> None:
        headers = Headers(self.headers.items())
        request_id = self._responder.request_id()
        problem: Optional[Problem] = None
        body = b""
        try:
            body = read_body(self.rfile, headers, self.path.partition("?")[0])
        except Problem as error:
            problem = error
            self.close_connection = self.close_connection or isinstance(error, UnreadableBody)
        request = RecordedRequest(self.command, self.path, headers, body, request_id)
        self._responder.record(request)
        self._send(answer_problem(problem, request_id) if problem else self._responder.respond(request), request_id)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _serve

    def _send(self, answer: Answer, request_id: str) -> None:
        self._responder.wait(answer.delay)
        if answer.cut is not None and answer.cut < 0:
            self._break_off(answer.reset)
            return
        self._responder.log(
            f"{self.command or '-'} {masked_query(getattr(self, 'path', '-'))} {answer.status} {request_id}"
        )
        framing = self._framing(answer)
        head = self._head(answer.status, {**self._own_headers(answer, request_id), **answer.headers, **framing})
        is_chunked = framing.get("transfer-encoding") == "chunked"
        if self.command == "HEAD" or answer.status in (204, 304):
            self.wfile.write(head)
        elif answer.chunks is None:
            self.wfile.write(head + answer.body[: answer.cut])
        else:
            self.wfile.write(head)
            self._stream(answer.pieces(), is_chunked)
        if answer.cut is not None:
            self._break_off(answer.reset)
        elif answer.chunks is not None and is_chunked:
            self.wfile.write(b"0\r\n\r\n")

    def _own_headers(self, answer: Answer, request_id: str) -> Dict[str, str]:
        given = {name.lower() for name in answer.headers}
        own = {} if answer.bare else {"date": self.date_time_string(), "request-id": request_id}
        return {name: value for name, value in own.items() if name not in given}

    def _framing(self, answer: Answer) -> Dict[str, str]:
        given = {name.lower(): value for name, value in answer.headers.items()}
        if given.get("connection", "").lower() == "close":
            self.close_connection = True
        if "content-length" in given or "transfer-encoding" in given:
            return {}
        if answer.chunks is None:
            return {} if answer.status in (204, 304) else {"content-length": str(len(answer.body))}
        if self.request_version == "HTTP/1.1":
            return {"transfer-encoding": "chunked"}
        self.close_connection = True
        return {"connection": "close"}

    def _head(self, status: int, headers: Dict[str, str]) -> bytes:
        reason = self.responses[status][0] if status in self.responses else ""
        if self.close_connection:
            headers = {"connection": "close", **headers}
        lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1", "replace")

    def _stream(self, chunks: Iterable[Chunk], is_chunked: bool) -> None:
        for data, pause in chunks:
            self._responder.wait(pause)
            if data:
                self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data) if is_chunked else data)

    def _break_off(self, reset: bool) -> None:
        self.close_connection = True
        if not reset:
            self.connection.shutdown(SHUT_RDWR)
            return
        # Without lingering a close is a reset, but only once no reader holds the socket any more.
        self.connection.setsockopt(SOL_SOCKET, SO_LINGER, _LINGER_NOT)
        self.rfile.close()
        self.connection.close()
