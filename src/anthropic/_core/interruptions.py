"""What breaks a stream off, as errors of this package that are also the HTTP library's own.

Programs written for either kind of `except` keep working. Nothing here is tried again: events were delivered.
"""

# `request` is an attribute here and a property in the HTTP library; either way it can be read and set.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from contextlib import contextmanager
from typing import Any, Generator, Optional

from .._exceptions import APIConnectionError, APIResponseValidationError, APITimeoutError, StreamAlreadyConsumed
from .._http import (
    ReadError,
    ReadTimeout,
    RemoteProtocolError,
    Request,
    RequestError,
    Response,
    StreamConsumed,
    TimeoutException,
)

__all__ = ["IncompleteStreamError", "StreamReadError", "StreamTimeoutError", "interruption", "refuse_other_content"]


class StreamReadError(APIConnectionError, RemoteProtocolError, ReadError):
    """The connection broke in the middle of a stream; `__cause__` is what the HTTP library said."""


class StreamTimeoutError(APITimeoutError, ReadTimeout):
    """Nothing came for longer than the read timeout, in the middle of a stream."""


class IncompleteStreamError(APIConnectionError, RemoteProtocolError):
    """The stream ended before its last event: what was received is not the whole reply."""

    def __init__(self, *, message: Optional[str] = None, request: Request) -> None:
        super().__init__(
            message=message or "The stream ended before its last event; what was received is not the whole reply.",
            request=request,
        )


def interruption(error: RequestError, response: Response) -> APIConnectionError:
    """The error that stands for a failure while reading a stream."""
    if isinstance(error, TimeoutException):
        return StreamTimeoutError(request=response.request)
    return StreamReadError(message=f"Connection error in the middle of a stream: {error}", request=response.request)


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
        if isinstance(error, APIConnectionError):
            raise
        raise interruption(error, response) from error


def refuse_other_content(response: Response, expected: str = "text/event-stream") -> None:
    """Refuse a page or a JSON answer where a stream is due; without a content type the bytes decide.

    Raises:
        APIResponseValidationError: The response says that it is something else.
    """
    kind: Any = response.headers.get("content-type")
    if kind and kind.partition(";")[0].strip().lower() not in (expected, "application/octet-stream"):
        raise APIResponseValidationError(
            response,
            None,
            message=f"Expected a stream of events and got {kind}. Check that the base URL names the API and not a proxy.",
        )
