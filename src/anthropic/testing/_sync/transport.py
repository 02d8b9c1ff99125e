# Derived from src/anthropic/testing/_async/transport.py by scripts/unasync. Do not edit.
"""The simulated API without a socket: an httpx transport that asks it in this process.

Delays, pauses and broken connections are what they are over a socket, read timeouts included.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterator

from httpx import BaseTransport, Client, ReadTimeout, Request, Response, SyncByteStream

from ..answers import Answer
from ..inprocess import Responder, broken, headers, is_broken_early, is_incomplete, patience, recorded

if TYPE_CHECKING:
    from ..inprocess import Sleep

__all__ = ["SimulatedTransport", "client"]


class SimulatedTransport(BaseTransport):
    """Hands every request to a server in this process."""

    def __init__(self, server: Responder, sleep: Sleep) -> None:
        self._server = server
        self._sleep = sleep

    def handle_request(self, request: Request) -> Response:
        """The response to a request, as a connection would bring it."""
        request_id = self._server.request_id()
        seen = recorded(request, request.read(), request_id)
        self._server.record(seen)
        answer = self._server.respond(seen)
        body = _Body(answer, request, self._sleep)
        body.pause(answer.delay)
        if is_broken_early(answer):
            raise broken(answer, request)
        return Response(answer.status, headers=headers(answer, request_id), stream=body)


class _Body(SyncByteStream):
    """The body of an answer, piece by piece."""

    def __init__(self, answer: Answer, request: Request, sleep: Sleep) -> None:
        self._answer = answer
        self._request = request
        self._sleep = sleep

    def __iter__(self) -> Iterator[bytes]:
        for data, pause in self._answer.pieces():
            self.pause(pause)
            if data:
                yield data
        if is_incomplete(self._answer):
            raise broken(self._answer, self._request)

    def pause(self, seconds: float) -> None:
        """Wait for so long, or as long as the client has patience."""
        limit = patience(self._request)
        if seconds > 0:
            self._sleep(seconds if limit is None else min(seconds, limit))
        if limit is not None and seconds > limit:
            raise ReadTimeout("The simulated API said nothing in time", request=self._request)


def client(server: Responder, sleep: Sleep) -> Client:
    """An HTTP client whose requests a server in this process answers."""
    return Client(transport=SimulatedTransport(server, sleep), timeout=600)
