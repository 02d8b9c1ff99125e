# Derived from src/anthropic/_async/message_stream.py by scripts/unasync. Do not edit.
"""A message as it arrives: typed events, the text alone, or the whole of it at the end."""

from __future__ import annotations

from operator import attrgetter
from types import TracebackType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Iterator, Optional, Type, TypeVar, Union

from .._core.accumulate import Accumulator, NoMessageError
from .._core.headers import request_id
from .._core.interruptions import incomplete
from .._core.message_dialect import BETA, STABLE, MessageDialect
from .._core.snapshots import grows_strings
from .._core.structured import joined_text
from .._exceptions import APIError
from .._http import headers_of
from .._message_view import keep_limits
from .._rate_limits import RateLimits, rate_limits_of
from .._types import NOT_GIVEN, NotGiven
from ..types.parsed_message import ResponseFormatT
from . import _io
from .streaming import Stream

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self

    from ..lib.streaming._beta_types import ParsedBetaMessageStreamEvent as ParsedBetaMessageStreamEvent
    from ..lib.streaming._types import ParsedMessageStreamEvent as ParsedMessageStreamEvent
    from ..types import ParsedMessage as ParsedMessage, RawMessageStreamEvent
    from ..types.beta import BetaRawMessageStreamEvent
    from ..types.beta.parsed_beta_message import ParsedBetaMessage as ParsedBetaMessage

__all__ = [
    "MessageStream",
    "MessageStreamManager",
    "BetaMessageStream",
    "BetaMessageStreamManager",
]

_EventT = TypeVar("_EventT")
_MessageT = TypeVar("_MessageT")
_StreamT = TypeVar("_StreamT", bound="_AsyncMessages[Any, Any]")

# Tracers reach for these by the names that Python mangles: `manager._MessageStreamManager__api_request` and such.
_API_REQUEST = property(attrgetter("_api_request"))
_STREAM = property(attrgetter("_stream"))
_SNAPSHOT = property(attrgetter("_accumulator.received"))


class _AsyncMessages(Generic[_EventT, _MessageT]):
    """What both kinds of message streams do. Iterate over it once, as a whole or over its text; both share one position."""

    _dialect: MessageDialect
    _is_plain = True
    _was_a_stream = True

    def __init__(self, raw_stream: Stream[Any], output_format: Any) -> None:
        self._raw_stream = raw_stream
        self._accumulator = Accumulator(
            self._dialect,
            output_format,
            strings_grow=grows_strings(raw_stream.response.request.headers),
            request_id=request_id(headers_of(raw_stream.response)),
        )
        self._following: Any = None
        self._given: Any = None if self._is_plain else self.__stream__()
        self._given_text: Any = None

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls._is_plain = cls._is_plain and "__stream__" not in vars(cls)

    @property
    def response(self) -> httpx.Response:
        """The HTTP response whose body is being read."""
        return self._raw_stream.response

    @property
    def request_id(self) -> Optional[str]:
        """What to quote to the API's support."""
        return request_id(headers_of(self.response))

    @property
    def rate_limits(self) -> RateLimits:
        """Your limits and what is left of them, as far as the response tells."""
        return rate_limits_of(self.response.headers)

    @property
    def text_stream(self) -> Iterator[str]:
        """The text of the reply, piece by piece, and nothing else."""
        return self._text() if self._given_text is None else self._given_text

    @text_stream.setter
    def text_stream(self, texts: Iterator[str]) -> None:
        self._given_text = texts

    @property
    def _iterator(self) -> Iterator[_EventT]:
        """Where every way of reading gets its events from. Tracers wrap it and assign what they made."""
        if self._given is None:
            self._given = self.__stream__()
        iterator: Iterator[_EventT] = self._given
        return iterator

    @_iterator.setter
    def _iterator(self, iterator: Iterator[_EventT]) -> None:
        self._given = iterator

    def __stream__(self) -> Iterator[_EventT]:
        """The events; override it to change what iteration gives."""
        while True:
            event, self._following = self._following, None
            if event is None:
                try:
                    event = self._next()
                except StopIteration:
                    return
            yield event

    def __next__(self) -> _EventT:
        event: _EventT
        if self._given is not None:
            event = self._given.__next__()
        elif self._following is not None:
            event, self._following = self._following, None
        else:
            event = self._next()
        return event

    def _next(self) -> _EventT:
        """The next event of the API; the one that tells what it means, if any, follows."""
        event: _EventT
        try:
            event, self._following = self._accumulator.add(self._raw_stream.__next__())
        except APIError as error:
            error.snapshot = self._accumulator.received
            raise
        return event

    def __iter__(self) -> Self:
        return self

    def _text(self) -> Iterator[str]:
        """The text alone. No event is built for it, unless one waits or a tracer wants to see them."""
        try:
            while True:
                if self._given is None and self._following is None:
                    text = self._accumulator.text(self._raw_stream.__next__())
                else:
                    event: Any = self.__next__()
                    text = event.text if event.type == "text" else None
                if text:
                    yield text
        except StopIteration:
            return
        except APIError as error:
            error.snapshot = self._accumulator.received
            raise

    def until_done(self) -> None:
        """Read the stream to its end."""
        for _ in self:
            pass

    def get_final_message(self) -> _MessageT:
        """The whole message; reads the stream to its end.

        Raises:
            IncompleteStreamError: The stream ended before the message did; `snapshot` holds what came.
            InvalidToolInputError: The input that the model wrote for a tool is not JSON.
            OutputMismatchError: The text is not of the type that was asked for.
        """
        self._read_whole()
        message: _MessageT = self._accumulator.final()
        keep_limits(message, self.response.headers.raw)
        return message

    def _read_whole(self) -> None:
        """Read the stream to its end.

        Raises:
            IncompleteStreamError: The message did not end before the stream did.
        """
        self.until_done()
        if not self._accumulator.is_finished:
            error = incomplete(self.response)
            error.snapshot = self._accumulator.received
            raise error

    def get_final_text(self) -> str:
        """The text of the whole message, that of all its blocks joined; reads the stream to its end.

        Raises:
            RuntimeError: The message holds no text.
        """
        message: Any = self.get_final_message()
        if all(block.type != "text" for block in message.content):
            kinds = ", ".join(str(block.type) for block in message.content) or "no blocks at all"
            raise NoMessageError(f"The message holds no `text` block. What it holds: {kinds}.")
        return joined_text(message)

    @property
    def current_message_snapshot(self) -> _MessageT:
        """The message as far as it was received; read it again for what came since.

        Raises:
            RuntimeError: No event was received yet.
        """
        message: _MessageT = self._accumulator.snapshot
        return message

    def close(self) -> None:
        """Give the connection back; iterating any further ends."""
        self._following = None
        if self._given is not None:
            _io.end(self._given)
        self._raw_stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: Optional[Type[BaseException]], exc: Optional[BaseException], exc_tb: Optional[TracebackType]
    ) -> None:
        self.close()


class MessageStream(
    _AsyncMessages["ParsedMessageStreamEvent[ResponseFormatT]", "ParsedMessage[ResponseFormatT]"],
    Generic[ResponseFormatT],
):
    """The events of a message as they arrive, and the message that they make."""

    _dialect = STABLE
    __final_message_snapshot = _SNAPSHOT

    def __init__(
        self, raw_stream: Stream[RawMessageStreamEvent], output_format: Union[ResponseFormatT, NotGiven]
    ) -> None:
        super().__init__(raw_stream, output_format)


class BetaMessageStream(
    _AsyncMessages["ParsedBetaMessageStreamEvent[ResponseFormatT]", "ParsedBetaMessage[ResponseFormatT]"],
    Generic[ResponseFormatT],
):
    """The events of a beta message as they arrive, and the message that they make."""

    _dialect = BETA
    __final_message_snapshot = _SNAPSHOT

    def __init__(
        self, raw_stream: Stream[BetaRawMessageStreamEvent], output_format: Union[ResponseFormatT, NotGiven]
    ) -> None:
        super().__init__(raw_stream, output_format)


class _AsyncManager(Generic[_StreamT]):
    """A stream that is asked for on entry and closed on exit."""

    _stream_class: ClassVar[Any]

    def __init__(self, api_request: _io.Request[Stream[Any]], *, output_format: Any = NOT_GIVEN) -> None:
        self._api_request = api_request
        self._output_format = output_format
        self._stream: Optional[_StreamT] = None

    def __enter__(self) -> _StreamT:
        if self._stream is not None:
            raise RuntimeError("This stream was begun before. Call `stream()` again for another one.")
        raw_stream = _io.sent(self._api_request)
        stream: _StreamT = self._stream_class(raw_stream, self._output_format)
        self._stream = stream
        return stream

    def __exit__(
        self, exc_type: Optional[Type[BaseException]], exc: Optional[BaseException], exc_tb: Optional[TracebackType]
    ) -> None:
        if self._stream is not None:
            self._stream.close()


class MessageStreamManager(_AsyncManager[MessageStream[ResponseFormatT]], Generic[ResponseFormatT]):
    """The context of a message stream: the request is sent on entry, the connection given back on exit."""

    _stream_class = MessageStream
    __api_request, __stream = _API_REQUEST, _STREAM


class BetaMessageStreamManager(_AsyncManager[BetaMessageStream[ResponseFormatT]], Generic[ResponseFormatT]):
    """The context of a beta message stream: the request is sent on entry, the connection given back on exit."""

    _stream_class = BetaMessageStream
    __api_request, __stream = _API_REQUEST, _STREAM
