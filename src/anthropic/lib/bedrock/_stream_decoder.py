"""The decoder of Bedrock's streams as a class of its own, for programs that send requests to Bedrock themselves.

The clients do not come here: their streams feed the same frames to `_stream_events`.
"""

from __future__ import annotations

from typing import Any, AsyncIterator, Iterator, NamedTuple

from ..._async import decoding as async_decoding
from ..._core.sse import RawEvent, text_of
from ..._http import Request, Response
from ..._json import loads
from ..._sync import decoding as sync_decoding
from ._stream_events import FrameParser

__all__ = ["AWSEventStreamDecoder", "ServerSentEvent"]


class ServerSentEvent(NamedTuple):
    """One event, as other platforms would have sent it.

    Attributes:
        event: Its type.
        data: Its JSON text.
    """

    event: str
    data: str

    def json(self) -> Any:
        """The JSON text as Python values."""
        return loads(self.data.encode())


class AWSEventStreamDecoder:
    """A decoder of bodies of `application/vnd.amazon.eventstream`, in chunks of any size.

    What is damaged, cut short or reported as a failure is raised as the clients would raise it.
    """

    def iter_bytes(self, iterator: Iterator[bytes]) -> Iterator[ServerSentEvent]:
        """The events of a body."""
        return sync_decoding.decoded(iterator, _parser(), _sent)

    def aiter_bytes(self, iterator: AsyncIterator[bytes]) -> AsyncIterator[ServerSentEvent]:
        """The events of a body that arrives asynchronously."""
        return async_decoding.decoded(iterator, _parser(), _sent)


def _parser() -> FrameParser:
    """A parser whose errors know of no request, as it was not sent from here."""
    return FrameParser(Response(200, request=Request("POST", "")))


def _sent(event: RawEvent) -> ServerSentEvent:
    name, data = event
    return ServerSentEvent(text_of(name), text_of(data))
