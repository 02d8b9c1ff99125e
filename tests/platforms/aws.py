"""Stand-ins for what AWS runs: Bedrock itself, and the metadata service of an instance and of a container."""

from __future__ import annotations

import datetime
import json
import re
import threading
import time
from http.server import BaseHTTPRequestHandler
from typing import Any, Dict, List, Mapping, Optional, Set, Tuple
from urllib.parse import parse_qsl

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import ReadOnlyCredentials

from tests.frames import EVENT_STREAM, chunk, pieces
from tests.platforms.listening import LocalServer
from tests.wire import message_body

__all__ = ["BedrockService", "MetadataService", "refused", "says", "streams"]

Answer = Tuple[int, Mapping[str, str], bytes]

ROLE = "/latest/meta-data/iam/security-credentials/"


def _listening(handler: Any) -> LocalServer:
    server = LocalServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    return server


class MetadataService:
    """Gives out temporary credentials as a machine's metadata or as STS, numbered, and counts how often it was asked.

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
        self._server = _listening(type("Handler", (_Handler,), {"service": self}))
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> MetadataService:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

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

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
        action = dict(parse_qsl(asked))["Action"]
        found = self.service.credentials(action)
        found["SessionToken"] = found["Token"]
        names = ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")
        fields = "".join(f"<{name}>{found[name]}</{name}>" for name in names)
        body = f"<Credentials>{fields}</Credentials>"
        self._answer(f"<{action}Response><{action}Result>{body}</{action}Result></{action}Response>".encode())

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("x-aws-ec2-metadata-token-ttl-seconds", "21600")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class BedrockService:
    """Bedrock as far as a client sees it: checks who asks, how and for what, before it answers as it was told.

    Attributes:
        address: Where it listens.
        secrets: The secret of each access key, and the token that has to come with it.
        api_keys: The bearer tokens that it takes.
        expired: Access keys that have served their time.
        requests: What it has taken and answered: path, headers, body.
    """

    def __init__(self, region: str = "eu-west-1") -> None:
        self.region = region
        self.secrets: Dict[str, Tuple[str, Optional[str]]] = {}
        self.api_keys: Set[str] = set()
        self.expired: Set[str] = set()
        self.requests: List[Tuple[str, Any, Any]] = []
        self._answers: List[Answer] = []
        self._server = _listening(type("Handler", (_Bedrock,), {"service": self}))
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> BedrockService:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def says(self, *answers: Answer) -> None:
        """Queue answers: status, headers and body; after them every call is answered alike."""
        self._answers.extend(answers)

    def answer(self, method: str, path: str, headers: Any, body: bytes) -> Answer:
        """The answer to a request."""
        refusal = self._refusal(method, path, headers, body)
        if refusal is not None:
            return refusal
        parts = re.fullmatch(r"/model/([^/?]+)/(invoke|invoke-with-response-stream)(\?.*)?", path)
        content = json.loads(body)
        if parts is None or {"model", "stream"} & set(content) or content["anthropic_version"] != "bedrock-2023-05-31":
            return refused(400, "ValidationException", f"malformed: {path} {content}")
        self.requests.append((path, headers, content))
        if self._answers:
            return self._answers.pop(0)
        return says("hello") if parts[2] == "invoke" else streams("hel", "lo")

    def _refusal(self, method: str, path: str, headers: Any, body: bytes) -> Optional[Answer]:
        claim = headers.get("Authorization", "")
        if claim.startswith("Bearer "):
            return None if claim[7:] in self.api_keys else refused(403, "AccessDeniedException", "Invalid API key")
        parts = re.fullmatch(
            r"AWS4-HMAC-SHA256 Credential=(.+?)/(\d{8})/(.+?)/bedrock/aws4_request, SignedHeaders=(.+?), Signature=(\w+)",
            claim,
        )
        if parts is None or parts[1] not in self.secrets or parts[3] != self.region:
            return refused(403, "UnrecognizedClientException", "The security token included in the request is invalid.")
        secret, token = self.secrets[parts[1]]
        if headers.get("X-Amz-Security-Token") != token:
            return refused(403, "UnrecognizedClientException", "The security token included in the request is invalid.")
        if parts[1] in self.expired:
            return refused(403, "ExpiredTokenException", "The security token included in the request is expired")
        signature = recomputed(secret, parts[1], self.region, method, path, headers, parts[4].split(";"), body)
        said = datetime.datetime.strptime(headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
        late = abs((datetime.datetime.now(datetime.timezone.utc) - said).total_seconds()) > 300
        if signature != parts[5] or late or not {"host", "x-amz-date"} <= set(parts[4].split(";")):
            return refused(403, "InvalidSignatureException", "The request signature we calculated does not match.")
        return None


def recomputed(
    secret: str, access_key: str, region: str, method: str, path: str, headers: Any, names: List[str], body: bytes
) -> str:
    """The signature that the holder of the secret would have made, by botocore, from what came over the wire."""
    request = AWSRequest(method=method, url=f"https://{headers['Host']}{path}", data=body)
    for name in names:
        for value in headers.get_all(name):
            request.headers.add_header(name, value)
    request.context["timestamp"] = headers["X-Amz-Date"]
    signer = SigV4Auth(ReadOnlyCredentials(access_key, secret, None), "bedrock", region)
    return signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)


def refused(status: int, kind: str, text: str) -> Answer:
    """An error as AWS writes it."""
    return (
        status,
        {"x-amzn-errortype": f"{kind}:http://internal.amazon.com/coral/"},
        json.dumps({"message": text}).encode(),
    )


def says(text: str, **fields: Any) -> Answer:
    """A reply that says the text."""
    return 200, {"content-type": "application/json"}, json.dumps(message_body(text, **fields)).encode()


def streams(*texts: str, end: bytes = b"") -> Answer:
    """A reply that says the texts, a frame for each; other bytes may end it."""
    start = {"type": "message_start", "message": message_body("", content=[], stop_reason=None)}
    block = {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}
    deltas = [{"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": t}} for t in texts]
    stop = {"type": "content_block_stop", "index": 0}
    last = {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 5}}
    events = [start, block, *deltas, stop, last, {"type": "message_stop"}]
    if end:
        events = [start, block, *deltas]
    return 200, {"content-type": EVENT_STREAM}, b"".join(chunk(event) for event in events) + end


class _Bedrock(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service: BedrockService

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status, headers, content = self.service.answer("POST", self.path, self.headers, body)
        self.send_response(status)
        for name, value in {"x-amzn-requestid": "req_aws", "Transfer-Encoding": "chunked", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        for piece in pieces(content, 101):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        self.wfile.write(b"0\r\n\r\n")

    def log_message(self, *_: object) -> None:
        pass
