"""What tests put on the wire: a scripted transport, and the replies that it gives."""

from __future__ import annotations

import json
from typing import Any, AsyncIterator, Callable, Dict, Iterator, List, Union

import httpx

HELLO: Dict[str, Any] = {
    "max_tokens": 16,
    "messages": [{"role": "user", "content": "Hello"}],
    "model": "claude-sonnet-4-5",
}

Answer = Union[httpx.Response, Exception, Callable[[httpx.Request], httpx.Response]]


class Script:
    """Answers requests with what it was told to say, in that order, and keeps the requests."""

    def __init__(self) -> None:
        self.requests: List[httpx.Request] = []
        self._answers: List[Answer] = []

    def says(self, *answers: Answer) -> None:
        """Queue answers: responses, exceptions to raise, or functions of the request."""
        self._answers.extend(answers)

    @property
    def body(self) -> Any:
        """The JSON body of the last request."""
        return json.loads(self.requests[-1].content)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if not self._answers:
            raise AssertionError(f"nothing is scripted for {request.method} {request.url}")
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer(request) if callable(answer) else answer


def reply(body: Any, status: int = 200, **headers: str) -> httpx.Response:
    """A JSON response; `_` in header names stands for `-`."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers={"request-id": "req_1", **names}, json=body)


def message(text: str = "hello", **fields: Any) -> httpx.Response:
    """A reply of the Messages API that says the text."""
    return reply(message_body(text, **fields))


def message_body(text: str = "hello", **fields: Any) -> Dict[str, Any]:
    """The body of such a reply."""
    return {
        "id": "msg_1",
        "content": [{"type": "text", "text": text, "citations": None}],
        "model": "claude-sonnet-4-5",
        "role": "assistant",
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "type": "message",
        "usage": {"input_tokens": 3, "output_tokens": 5},
        **fields,
    }


def failure(status: int, kind: str = "api_error", **headers: str) -> httpx.Response:
    """An error of the API; `_` in header names stands for `-`."""
    return reply({"type": "error", "error": {"type": kind, "message": "no"}}, status, **headers)


def events(*pairs: Any, end: str = "\n\n") -> httpx.Response:
    """An event stream of (name, data) pairs; data that is not text becomes JSON."""
    return sse(
        "".join(
            f"event: {name}\ndata: {data if isinstance(data, str) else json.dumps(data)}{end}" for name, data in pairs
        )
    )


def sse(text: Union[str, bytes]) -> httpx.Response:
    """An event stream of exactly these bytes."""
    content = text.encode() if isinstance(text, str) else text
    return httpx.Response(200, headers={"content-type": "text/event-stream", "request-id": "req_1"}, content=content)


def text_stream(*texts: str) -> httpx.Response:
    """The events of a reply that says the texts, one delta each."""
    start = message_body("", content=[], stop_reason=None)
    return events(
        ("message_start", {"type": "message_start", "message": start}),
        (
            "content_block_start",
            {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        ),
        ("ping", {"type": "ping"}),
        *(
            (
                "content_block_delta",
                {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}},
            )
            for text in texts
        ),
        ("content_block_stop", {"type": "content_block_stop", "index": 0}),
        (
            "message_delta",
            {"type": "message_delta", "delta": {"stop_reason": "end_turn"}, "usage": {"output_tokens": 5}},
        ),
        ("message_stop", {"type": "message_stop"}),
    )


class _Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
    """Some bytes, then an error, in either colour."""

    def __init__(self, content: bytes, error: Exception) -> None:
        self._content = content
        self._error = error

    def __iter__(self) -> Iterator[bytes]:
        yield self._content
        raise self._error

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._content
        raise self._error


def broken_after(content: bytes, error: Exception) -> httpx.Response:
    """An event stream that breaks off after these bytes."""
    return httpx.Response(200, headers={"content-type": "text/event-stream"}, stream=_Broken(content, error))
