# Derived from src/anthropic/_async/streaming.py by scripts/unasync. Do not edit.
"""A reply as it arrives: events from an open response, one by one, and the connection given back at the end."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Iterator, Optional, Type, TypeVar, cast

from .._core import interruptions
from .._core.sse import EventParser, RawEvent
from .._core.status import StatusErrors, event_error
from .._exceptions import APIConnectionError
from .._http import RequestError
from .._utils._public import public

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self


__all__ = ["Stream"]

_T = TypeVar("_T")


@public
class Stream(Generic[_T]):
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

    def __next__(self) -> _T:
        return self._iterator.__next__()

    def __iter__(self) -> Iterator[_T]:
        return self._iterator

    def __stream__(self) -> Iterator[_T]:
        """The typed events; override it to change what iteration gives."""
        from .._core import events  # pydantic loads with the first event, not with the client

        cast_to, response = self._cast_to, self.response
        parser, progress, chunks = EventParser(), events.Progress(), response.iter_bytes()
        try:
            interruptions.refuse_other_content(response)
            for chunk in chunks:
                for event in parser.feed(chunk):
                    value = self._value(event, cast_to, response)
                    if value is not events.SKIPPED:
                        progress.note(event)
                        yield value
            rest = parser.close()
            if rest is not None and events.is_complete(rest):
                value = self._value(rest, cast_to, response)
                if value is not events.SKIPPED:
                    progress.note(rest)
                    yield value
            if progress.cut_short:
                raise interruptions.IncompleteStreamError(request=response.request)
        except RequestError as error:
            if isinstance(error, APIConnectionError):
                raise
            raise interruptions.interruption(error, response) from error
        finally:
            cast(Any, chunks).close()
            response.close()

    def _value(self, event: RawEvent, cast_to: Any, response: httpx.Response) -> _T:
        from .._core import events

        if events.is_error(event):
            raise event_error(events.error_of(event), response, self._client)
        return cast(_T, events.value_of(event, cast_to, response))

    def close(self) -> None:
        """Give the connection back; iterating any further ends."""
        self.response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: Optional[Type[BaseException]], exc: Optional[BaseException], exc_tb: Optional[TracebackType]
    ) -> None:
        self.close()
