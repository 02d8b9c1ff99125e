"""Stand-ins for what AWS runs beside Bedrock: the metadata service of an instance and of a container."""

from __future__ import annotations

import datetime
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, List

__all__ = ["MetadataService"]

ROLE = "/latest/meta-data/iam/security-credentials/"


class MetadataService:
    """Gives out temporary credentials, numbered, and counts how often they were asked for.

    Attributes:
        address: Where it listens.
        lookups: The paths under which credentials were asked for.
        lifetime: Seconds that what it gives out is good for.
        delay: Seconds that it takes for an answer.
    """

    def __init__(self, lifetime: float = 6 * 3600, delay: float = 0) -> None:
        self.lookups: List[str] = []
        self.lifetime = lifetime
        self.delay = delay
        handler = type("Handler", (_Handler,), {"service": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    def __enter__(self) -> MetadataService:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def credentials(self, path: str) -> Any:
        """The next credentials."""
        self.lookups.append(path)
        time.sleep(self.delay)
        end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=self.lifetime)
        return {
            "Code": "Success",
            "AccessKeyId": f"ASIA{len(self.lookups)}",
            "SecretAccessKey": "temporary",
            "Token": f"token{len(self.lookups)}",
            "Expiration": end.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }


class _Handler(BaseHTTPRequestHandler):
    service: MetadataService

    def do_PUT(self) -> None:
        self._answer(b"session-token")

    def do_GET(self) -> None:
        if self.path == ROLE:
            self._answer(b"a-role")
        else:
            self._answer(json.dumps(self.service.credentials(self.path)).encode())

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-aws-ec2-metadata-token-ttl-seconds", "21600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass
