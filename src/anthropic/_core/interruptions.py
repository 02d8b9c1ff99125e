"""What breaks a stream off, as errors of this package that are also the HTTP library's own.

Programs written for either kind of `except` keep working. Nothing here is tried again: events were delivered.
"""

# `request` is an attribute here and a property in the HTTP library; either way it can be read and set.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from contextlib import contextmanager
from typing import Generator, Optional, TypeVar

from .._exceptions import (
    APIConnectionError,
    APIError,
    APIResponseValidationError,
    APITimeoutError,
    StreamAlreadyConsumed,
    request_id_of,
)
from .._http import (
    DecodingError,
    ReadError,
    ReadTimeout,
    RemoteProtocolError,
    Request,
    RequestError,
    Response,
    StreamConsumed,
    TimeoutException,
    header,
)
from . import causes
from .status import bounded

__all__ = [
    "IncompleteStreamError",
    "Interruption",
    "StreamReadError",
    "StreamTimeoutError",
    "incomplete",
    "interruption",
    "reading",
    "refuse_other_content",
    "undecodable",
]

_InterruptionT = TypeVar("_InterruptionT", bound="Interruption")


class Interruption(APIConnectionError):
    """A reply broke off.

    Attributes:
        request_id: What to quote to the API's support; `None` when the server sent none.
        events_seen: How many events came before; `None` where nobody counted.
    """

    request_id: Optional[str] = None
    events_seen: Optional[int] = None


class StreamReadError(Interruption, RemoteProtocolError, ReadError):
    """The connection broke in the middle of a stream; `__cause__` is what the HTTP library said."""


class StreamTimeoutError(Interruption, APITimeoutError, ReadTimeout):
    """Nothing came for longer than the read timeout, or the deadline passed, in the middle of a stream."""


class IncompleteStreamError(Interruption, RemoteProtocolError):
    """The stream ended before its last event: what was received is not the whole reply."""

    def __init__(self, *, message: Optional[str] = None, request: Request) -> None:
        super().__init__(
            message=message or "The stream ended before its last event; what was received is not the whole reply.",
            request=request,
        )


def interruption(error: RequestError, response: Response, events_seen: Optional[int] = None) -> APIError:
    """The error that stands for a failure while reading a body."""
    if isinstance(error, DecodingError):
        return undecodable(error, response)
    broken: Interruption
    if isinstance(error, TimeoutException):
        broken = StreamTimeoutError(request=response.request)
    else:
        text = bounded(f"Connection error in the middle of a stream: {error}")
        broken = StreamReadError(message=text, request=response.request)
    broken.reason = causes.reason(error)
    return _told(broken, response, events_seen)


def incomplete(response: Response, events_seen: Optional[int] = None) -> IncompleteStreamError:
    """The error that stands for the early end of a stream."""
    error = IncompleteStreamError(request=response.request)
    error.reason = "broken"
    return _told(error, response, events_seen)


def undecodable(error: DecodingError, response: Response) -> APIResponseValidationError:
    """The error that stands for a body that cannot be decompressed, or is too large."""
    request_id = request_id_of(response.headers)
    quoted = f" Request id: {request_id}." if request_id else ""
    return APIResponseValidationError(
        response, None, message=bounded(f"{error} Status {response.status_code}.{quoted}")
    )


def _told(error: _InterruptionT, response: Response, events_seen: Optional[int]) -> _InterruptionT:
    error.request_id = request_id_of(response.headers)
    error.events_seen = events_seen
    return error


@contextmanager
def reading(response: Response) -> Generator[None, None, None]:
    """Read a response's body; what goes wrong is raised as an error of this package.

    Raises:
        StreamAlreadyConsumed: The body was read, or iterated over, before.
        APIConnectionError: The body did not come whole.
    """
    try:
        yield
    except StreamConsumed as error:
        raise StreamAlreadyConsumed() from error
    except RequestError as error:
        if isinstance(error, APIError):
            raise
        raise interruption(error, response) from error


def refuse_other_content(response: Response, expected: str = "text/event-stream") -> None:
    """Refuse a page or a JSON answer where a stream is due; without a content type the bytes decide.

    Raises:
        APIResponseValidationError: The response says that it is something else.
    """
    kind = header(response, b"content-type").decode("latin-1")
    if kind and kind.partition(";")[0].strip().lower() not in (expected, "application/octet-stream"):
        raise APIResponseValidationError(
            response,
            None,
            message=f"Expected a stream of events and got {kind}. Check that the base URL names the API and not a proxy.",
        )
