"""A Google Cloud of one's own: a token endpoint and Vertex AI, which check what the real ones check."""

from __future__ import annotations

import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from types import TracebackType
from typing import Any, Dict, List, Optional, Tuple, Type
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt

from tests.platforms.listening import LocalServer
from tests.wire import message_body, text_stream

PROJECT = "proj"
REGION = "us-east5"
_PATH = re.compile(
    rf"/v1/projects/{PROJECT}/locations/(?:{REGION}|global)/publishers/anthropic/models/([^/:]+):(rawPredict|streamRawPredict)"
)
_AUDIENCE = "https://oauth2.googleapis.com/token"
_SCOPE = "https://www.googleapis.com/auth/cloud-platform"


class GoogleCloud:
    """Serves on a local port; everything that a test wants to know or change is an attribute.

    Attributes:
        asked: How often the token endpoint was asked.
        issued: The tokens that were issued, in order.
        revoked: Those that are no longer taken.
        paths: The paths that were called, in order.
        seconds_to_issue: How long the token endpoint takes.
        lifetime: The seconds that a token says it lasts.
        busy: When the token endpoint was at work: pairs of times.
    """

    def __init__(self) -> None:
        self.asked = 0
        self.issued: List[str] = []
        self.revoked: List[str] = []
        self.paths: List[str] = []
        self.bodies: List[Any] = []
        self.busy: List[Tuple[float, float]] = []
        self.seconds_to_issue = 0.0
        self.lifetime = 3600
        self.refusal: Optional[Tuple[int, Dict[str, str]]] = None
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self._http = LocalServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"cloud": self}))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> GoogleCloud:
        self._thread.start()
        return self

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def base_url(self) -> str:
        """What a client takes as its base URL."""
        return f"{self.url}/v1"

    def service_account(self, folder: Path) -> Path:
        """A file with the key of a service account, as Google hands them out."""
        private = self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path = folder / "service-account.json"
        content = {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": "key-1",
            "private_key": private.decode(),
            "client_email": "me@proj.iam.gserviceaccount.com",
            "token_uri": f"{self.url}/token",
        }
        path.write_text(json.dumps(content), "utf-8")
        return path

    def token(self, body: bytes) -> Tuple[int, Any]:
        """The answer of the token endpoint (RFC 7523): a token for whoever signed with the account's key."""
        self.asked += 1
        began = time.monotonic()
        if self.refusal:
            return self.refusal
        public = self._key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        claims = jwt.decode(parse_qs(body.decode())["assertion"][0], certs=public, audience=_AUDIENCE)
        if claims["scope"] != _SCOPE:
            return 400, {"error": "invalid_scope", "error_description": claims["scope"]}
        time.sleep(self.seconds_to_issue)
        self.issued.append(f"ya29.token-{len(self.issued)}")
        self.busy.append((began, time.monotonic()))
        return 200, {"access_token": self.issued[-1], "expires_in": self.lifetime, "token_type": "Bearer"}

    def answer(self, path: str, headers: Any, body: Any) -> Tuple[int, Any]:
        """The answer of Vertex AI: a JSON value, or the bytes of a stream."""
        self.paths.append(path)
        self.bodies.append(body)
        match = _PATH.fullmatch(path)
        if match is None:
            return 404, _error(404, f"no such path: {path}")
        token = headers.get("authorization", "").removeprefix("Bearer ")
        if token not in self.issued or token in self.revoked:
            return 401, _error(401, "Request had invalid authentication credentials.")
        if body.get("anthropic_version") != "vertex-2023-10-16":
            return 400, _error(400, "anthropic_version is missing")
        if match[1] == "count-tokens":
            return 200, {"input_tokens": len(body["model"])}
        if "model" in body or (match[2] == "streamRawPredict") != (body.get("stream") is True):
            return 400, _error(400, "model or stream do not agree with the path")
        if match[1] == "overloaded":
            return 529, _error(529, "overloaded")
        return 200, text_stream("hel", "lo").content if body.get("stream") else _reply(body)


def _reply(body: Any) -> Any:
    asked = body.get("tools") and not any(isinstance(each["content"], list) for each in body["messages"])
    if not asked:
        return message_body("hello")
    call = {"type": "tool_use", "id": "toolu_1", "name": body["tools"][0]["name"], "input": {"city": "Paris"}}
    return message_body(content=[call], stop_reason="tool_use")


def _error(status: int, text: str) -> Any:
    return {"error": {"code": status, "message": text, "status": "ERROR"}}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    cloud: GoogleCloud

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path == "/token":
            status, answer = self.cloud.token(content)
        else:
            status, answer = self.cloud.answer(self.path, self.headers, json.loads(content))
        stream = isinstance(answer, bytes)
        payload = answer if stream else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("content-type", "text/event-stream" if stream else "application/json")
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, format: str, *args: Any) -> None:
        pass
