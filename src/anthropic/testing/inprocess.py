"""What a transport without a socket makes of an answer: headers, and the errors that a broken connection shows.

Nothing here waits or sends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Awaitable, Callable, Dict, Optional, Protocol

import httpx

from .answers import Answer
from .requests import Headers, RecordedRequest

if TYPE_CHECKING:
    AsyncSleep = Callable[[float], Awaitable[None]]
    Sleep = Callable[[float], None]

__all__ = ["Responder", "broken", "headers", "is_broken_early", "is_incomplete", "patience", "recorded"]


class Responder(Protocol):
    """What a transport needs from the server behind it."""

    def request_id(self) -> str: ...
    def respond(self, request: RecordedRequest) -> Answer: ...
    def record(self, request: RecordedRequest) -> None: ...


def recorded(request: httpx.Request, body: bytes, request_id: str) -> RecordedRequest:
    """The request as a server would have seen it."""
    target = request.url.raw_path.decode("ascii")
    headers = Headers((name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw)
    return RecordedRequest(request.method, target, headers, body, request_id, request.url.scheme)


def headers(answer: Answer, request_id: str) -> Dict[str, str]:
    """The headers of the response."""
    given = answer.given()
    own = {} if answer.bare else {"request-id": request_id}
    framed = "content-length" in given or "transfer-encoding" in given
    streamed = {"transfer-encoding": "chunked"}
    framing = {} if framed else streamed if answer.chunks is not None else {"content-length": str(len(answer.body))}
    return {**own, **framing, **given}


def is_broken_early(answer: Answer) -> bool:
    """Whether the connection is closed before the headers."""
    return answer.cut is not None and answer.cut < 0


def is_incomplete(answer: Answer) -> bool:
    """Whether the connection is closed before the end of the body."""
    length = answer.given().get("content-length", "")
    return answer.cut is not None or (answer.chunks is None and length.isdigit() and int(length) > len(answer.body))


def broken(answer: Answer, request: httpx.Request) -> httpx.TransportError:
    """What a client sees of a connection that was closed too early."""
    if answer.reset:
        return httpx.ReadError("The simulated connection was reset", request=request)
    return httpx.RemoteProtocolError("The simulated connection was closed too early", request=request)


def patience(request: httpx.Request) -> Optional[float]:
    """How long the client waits for the next bytes."""
    seconds: Optional[float] = request.extensions.get("timeout", {}).get("read")
    return seconds
