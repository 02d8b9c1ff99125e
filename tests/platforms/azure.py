"""A Foundry resource of one's own, which checks what the real one checks: path, key, token and the token's end."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from typing import Any, List, Optional, Tuple, Type

from tests.platforms.listening import LocalServer
from tests.wire import message_body, text_stream

KEY = "resource-key"


class FoundryResource:
    """Serves on a local port.

    Attributes:
        tokens: The tokens that were issued, in order; each opens the door `uses` times.
        statuses: What was answered, in order.
        busy: How many of the next calls are answered with 503.
    """

    def __init__(self) -> None:
        self.tokens: List[str] = []
        self.statuses: List[int] = []
        self.uses = 2
        self.busy = 0
        self._used: List[str] = []
        self._http = LocalServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"resource": self}))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> FoundryResource:
        self._thread.start()
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def base_url(self) -> str:
        """What a client takes as its base URL."""
        return f"http://127.0.0.1:{self._http.server_address[1]}/anthropic/"

    def token(self) -> str:
        """A token as Entra ID gives them: the last one for as long as it is good."""
        if not self.tokens or not self._is_good(self.tokens[-1]):
            self.tokens.append(f"eyJ.token-{len(self.tokens)}")
        return self.tokens[-1]

    def answer(self, path: str, headers: Any, body: Any) -> Tuple[int, Any]:
        """The answer to one request: a JSON value, or the bytes of a stream."""
        if path.partition("?")[0] != "/anthropic/v1/messages":
            return 404, {"error": {"code": "404", "message": f"Resource not found: {path}"}}
        token = headers.get("authorization", "").removeprefix("Bearer ")
        if headers.get("api-key") != KEY and not (token in self.tokens and self._is_good(token)):
            return 401, {"error": {"code": "401", "message": "Access denied due to invalid subscription key or token."}}
        self._used.append(token)
        if self.busy:
            self.busy -= 1
            return 503, {"error": {"code": "503", "message": "busy"}}
        return 200, text_stream("hel", "lo").content if body.get("stream") else message_body("hello")

    def _is_good(self, token: str) -> bool:
        return self._used.count(token) < self.uses


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    resource: FoundryResource

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
        status, answer = self.resource.answer(self.path, self.headers, body)
        self.resource.statuses.append(status)
        stream = isinstance(answer, bytes)
        payload = answer if stream else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "text/event-stream" if stream else "application/json")
        self.send_header("content-length", str(len(payload)))
        self.send_header("retry-after-ms", "1")
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: Any) -> None:
        pass
