"""A server that misbehaves on purpose, byte by byte, on a real socket.

Each request is answered with the next script: a list of steps, played in order. Bytes are sent as they are, so any
answer can be told, true or not. Nothing waits longer than a few seconds, and closing the server ends every wait.
"""

from __future__ import annotations

import json
import socket
import ssl
import struct
import threading
from typing import Any, Callable, Iterable, List, NamedTuple, Optional, Tuple, Union

from tests.wire import message_body, text_stream

PATIENCE = 5.0
"""The longest that anything here waits, in seconds."""


class Request(NamedTuple):
    """What a client sent."""

    line: str
    headers: List[Tuple[str, str]]
    body: bytes
    connection: int

    def header(self, name: str) -> Optional[str]:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def wake(sock: socket.socket) -> None:
    """End whatever waits for a socket."""
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


class Connection:
    """One client at the other end."""

    def __init__(self, sock: socket.socket, number: int, ended: threading.Event) -> None:
        self.sock, self.number, self.ended = sock, number, ended
        self.input = sock.makefile("rb")
        self.open = True

    def close(self) -> None:
        if self.open:
            self.open = False
            self.input.close()
            wake(self.sock)
            self.sock.close()

    def reset(self) -> None:
        """Close with a reset: whatever was not delivered is lost."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.open = False
        self.input.close()
        self.sock.close()


Step = Union[bytes, Callable[[Connection], None]]
Steps = Union[bytes, List[Step]]
Script = Union[Steps, Callable[[Request], Steps]]


def reset(connection: Connection) -> None:
    """Close the connection with a reset."""
    connection.reset()


def close(connection: Connection) -> None:
    """Close the connection in good order."""
    connection.close()


def stall(connection: Connection) -> None:
    """Say nothing more until the server is closed."""
    connection.ended.wait(PATIENCE)


def pause(seconds: float) -> Step:
    """Say nothing for a moment."""
    return lambda connection: connection.ended.wait(seconds) and None


def drip(content: bytes, every: float = 0.02, step: int = 1) -> Step:
    """Send a few bytes at a time, until the client has gone."""

    def run(connection: Connection) -> None:
        for start in range(0, len(content), step):
            connection.sock.sendall(content[start : start + step])
            if connection.ended.wait(every):
                return

    return run


def endless(piece: bytes) -> Step:
    """Send the same bytes again and again, until the client has gone."""

    def run(connection: Connection) -> None:
        while not connection.ended.is_set():
            connection.sock.sendall(piece)

    return run


def head(status: Union[int, str] = 200, *headers: str) -> bytes:
    """The first line and the headers of a response, and the empty line."""
    lines = [f"HTTP/1.1 {status} X" if isinstance(status, int) else status, *headers]
    return "\r\n".join([*lines, "", ""]).encode()


JSON = "content-type: application/json"
EVENTS = "content-type: text/event-stream"
KNOWN = "request-id: req_1"


def fixed(content: Union[bytes, str], *headers: str, status: int = 200, length: Any = None) -> bytes:
    """A response of a stated length, which may be a lie."""
    data = content.encode() if isinstance(content, str) else content
    stated = len(data) if length is None else length
    return head(status, KNOWN, *(headers or (JSON,)), f"content-length: {stated}") + data


def chunk(content: bytes) -> bytes:
    """One chunk of a body of unknown length."""
    return b"%x\r\n%s\r\n" % (len(content), content)


END = b"0\r\n\r\n"


def chunked(pieces: Iterable[bytes], *headers: str, end: bytes = END, status: int = 200) -> bytes:
    """A response in chunks."""
    start = head(status, KNOWN, *(headers or (JSON,)), "transfer-encoding: chunked")
    return start + b"".join(map(chunk, pieces)) + end


MESSAGE = json.dumps(message_body("hello")).encode()
GOOD = fixed(MESSAGE)
STREAM = text_stream("Hel", "lo").content
STREAM_START = b"\n\n".join(STREAM.split(b"\n\n")[:4]) + b"\n\n"
"""The first four events, whole."""

STREAM_HEAD = head(200, KNOWN, EVENTS, "transfer-encoding: chunked")


class FaultServer:
    """Listens on a local port, plays one script a request, and keeps what it was sent.

    Args:
        tls: The context of an encrypted server.
        keep: Keep the requests.
    """

    def __init__(self, tls: Optional[ssl.SSLContext] = None, keep: bool = True) -> None:
        self.requests: List[Request] = []
        self.connections = 0
        self._scripts: List[Script] = []
        self._always: Optional[Script] = None
        self._tls = tls
        self._keep = keep
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._open: List[Connection] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._accepting = self._start(self._accept)

    @property
    def port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    @property
    def url(self) -> str:
        return f"{'https://localhost' if self._tls else 'http://127.0.0.1'}:{self.port}"

    def says(self, *scripts: Script) -> None:
        """Queue answers, one a request."""
        self._scripts.extend(scripts)

    def always(self, script: Script) -> None:
        """Answer so whenever the queue is empty."""
        self._always = script

    @property
    def open_connections(self) -> int:
        """How many clients are connected at the moment."""
        with self._lock:
            return sum(connection.open for connection in self._open)

    def close(self) -> None:
        self._ended.set()
        wake(self._listener)
        self._listener.close()
        with self._lock:
            for connection in self._open:
                wake(connection.sock)
        self._accepting.join(PATIENCE)

    def __enter__(self) -> FaultServer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @staticmethod
    def _start(target: Callable[..., None], *arguments: Any) -> threading.Thread:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        thread.start()
        return thread

    def _accept(self) -> None:
        while not self._ended.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._start(self._serve, sock, self.connections)

    def _serve(self, sock: socket.socket, number: int) -> None:
        sock.settimeout(PATIENCE)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            if self._tls is not None:
                sock = self._tls.wrap_socket(sock, server_side=True)
        except OSError:
            sock.close()
            return
        connection = Connection(sock, number, self._ended)
        with self._lock:
            self._open.append(connection)
        try:
            while connection.open and not self._ended.is_set():
                request = read_request(connection)
                if request is None:
                    break
                self._play(self._next(request), connection)
        except (OSError, ValueError):
            pass  # the client has gone, or the server is being closed
        finally:
            with self._lock:
                connection.close()
                self._open.remove(connection)

    def _next(self, request: Request) -> Steps:
        with self._lock:
            if self._keep:
                self.requests.append(request)
            script = self._scripts.pop(0) if self._scripts else self._always
        if script is None:
            return fixed('{"type":"error"}', status=418)
        return script(request) if callable(script) else script

    @staticmethod
    def _play(steps: Steps, connection: Connection) -> None:
        for step in [steps] if isinstance(steps, bytes) else steps:
            if isinstance(step, bytes):
                connection.sock.sendall(step)
            else:
                step(connection)


def read_request(connection: Connection) -> Optional[Request]:
    """The next request; `None` when the client has closed."""
    line = connection.input.readline().decode("latin-1").strip()
    if not line:
        return None
    headers: List[Tuple[str, str]] = []
    while True:
        text = connection.input.readline().decode("latin-1").strip()
        if not text:
            break
        name, _, value = text.partition(":")
        headers.append((name, value.strip()))
    request = Request(line, headers, b"", connection.number)
    length = int(request.header("content-length") or 0)
    return request._replace(body=connection.input.read(length))
