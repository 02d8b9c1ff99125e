"""Scripted answers over a real connection: what a test asks of the script goes through aiohttp and a socket."""

from __future__ import annotations

import asyncio
from typing import Any, AsyncIterator, Optional, Tuple

import httpx

from anthropic import DefaultAioHttpClient
from tests.faults.raw import Answer, RawServer
from tests.wire import Script

__all__ = ["Bridge"]


class Bridge(httpx.AsyncBaseTransport):
    """Sends each request to a server of bytes, which answers what the script says.

    An exception of the script is raised as if the connection had done it, in a body after a real cut. A body where
    HTTP has none cannot be sent, and is handed over.
    """

    def __init__(self, script: Script, server: RawServer) -> None:
        self._script = script
        self._server = server
        self._client = DefaultAioHttpClient()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        answer = self._script(request)
        if answer.status_code in (204, 304):
            return answer
        wire, failure = await _wire(answer)
        self._server.answers[:] = [wire]
        url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self._server.port)
        moved = httpx.Request(request.method, url, headers=request.headers, stream=request.stream)
        moved.extensions = request.extensions
        response = await self._client._transport.handle_async_request(moved)
        arrived = self._server.requests[-1]
        assert arrived.partition(b"\r\n\r\n")[2] == request.content
        for name, value in request.headers.raw:
            assert name + b": " + value in arrived
        if failure is not None:
            response.stream = _Failing(response.stream, failure)
        return response

    async def aclose(self) -> None:
        await self._client.aclose()


class _Failing(httpx.AsyncByteStream):
    """A body that was cut, with the script's own error in the place of the one that the cut made."""

    def __init__(self, stream: Any, failure: Exception) -> None:
        self._stream = stream
        self._failure = failure

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._stream:
                yield piece
        except httpx.RemoteProtocolError:
            raise self._failure from None

    async def aclose(self) -> None:
        await self._stream.aclose()


async def _wire(response: httpx.Response) -> Tuple[Answer, Optional[Exception]]:
    """The response as a server sends it, and how its body fails; there the server cuts it."""
    status = f"HTTP/1.1 {response.status_code} {response.reason_phrase}".encode()
    fields = [b"%s: %s" % pair for pair in response.headers.raw]
    body = b""
    try:
        stream: Any = response.stream
        async for piece in stream:
            body += piece
    except Exception as error:
        chunk = b"%x\r\n%s\r\n" % (len(body), body) if body else b""
        return _cut(b"\r\n".join([status, *fields, b"transfer-encoding: chunked", b"", chunk])), error
    if "content-length" not in response.headers:
        fields.append(b"content-length: %d" % len(body))
    return b"\r\n".join([status, *fields, b"", body]), None


def _cut(data: bytes) -> Answer:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        raise ConnectionError("as scripted")

    return answer
