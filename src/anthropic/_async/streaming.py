"""A reply as it arrives: events from an open response, one by one, and the connection given back at the end."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any, AsyncIterator, Generic, Optional, Type, TypeVar, cast

from .._core import interruptions
from .._core.advice import warn
from .._core.status import StatusErrors
from .._exceptions import APIError
from .._http import RequestError
from .._utils._public import public
from . import _io
from .bodies import pieces

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self


__all__ = ["AsyncStream"]

_T = TypeVar("_T")


class _TakesMessageStreams(type):
    """Programs of the time before message streams had classes of their own tell them by `isinstance`."""

    def __instancecheck__(cls, instance: Any) -> bool:
        if cls is AsyncStream and getattr(instance, "_was_a_stream", False):
            warn(
                "A message stream is no longer an instance of `AsyncStream`. Ask for `AsyncMessageStream` instead.",
                DeprecationWarning,
            )
            return True
        return super().__instancecheck__(instance)


@public
class AsyncStream(Generic[_T], metaclass=_TakesMessageStreams):
    """The events of a streamed reply, typed. Iterate over it once; leaving it closes the connection.

    Attributes:
        response: The HTTP response whose body is being read.
    """

    response: httpx.Response

    def __init__(self, *, cast_to: Type[_T], response: httpx.Response, client: StatusErrors) -> None:
        self.response = response
        self._cast_to = cast_to
        self._client = client
        self._iterator = self.__stream__()

    def __anext__(self) -> _io.Result[_T]:
        return self._iterator.__anext__()

    def __aiter__(self) -> Self:
        return self

    def __stream__(self) -> AsyncIterator[_T]:
        """The typed events; override it to change what iteration gives."""
        return _events(self._cast_to, self.response, self._client)

    def __del__(self) -> None:
        response = getattr(self, "response", None)
        if response is not None and not response.is_closed:
            _io.close_soon(response)

    async def close(self) -> None:
        """Give the connection back; iterating any further ends."""
        await _io.end(self._iterator)
        await self.response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: Optional[Type[BaseException]], exc: Optional[BaseException], exc_tb: Optional[TracebackType]
    ) -> None:
        await self.close()


async def _events(cast_to: Any, response: httpx.Response, client: StatusErrors) -> AsyncIterator[Any]:
    """The typed events of a response. It does not know the stream, so that a dropped stream closes at once."""
    from .._core import events  # pydantic loads with the first event, not with the client

    reader, chunks, skipped = events.EventReader(cast_to, response, client), pieces(response), events.SKIPPED
    try:
        parser = client._event_decoder(response)
        async for chunk in chunks:
            for event in parser.feed(chunk):
                value = reader.value(event)
                if value is not skipped:
                    yield value
                    if reader.finished:
                        await _io.drain(chunks, response, events.DRAIN_SECONDS)
                        return
        rest = parser.close()
        if rest is not None and events.is_complete(rest):
            value = reader.value(rest)
            if value is not skipped:
                yield value
        if reader.cut_short:
            raise interruptions.incomplete(response, reader.seen)
    except RequestError as error:
        if isinstance(error, APIError):
            raise
        raise interruptions.interruption(error, response, reader.seen) from error
    finally:
        await cast(Any, chunks).aclose()
        await response.aclose()
