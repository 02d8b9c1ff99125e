"""Which error a status is, and what it says."""

from __future__ import annotations

from typing import Any, Dict, Protocol, Type

from .._exceptions import (
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    DeadlineExceededError,
    InternalServerError,
    NotFoundError,
    OverloadedError,
    PermissionDeniedError,
    RateLimitError,
    RequestTooLargeError,
    ServiceUnavailableError,
    UnprocessableEntityError,
)
from .._http import Response
from .._json import MalformedJSON, loads
from .sse import EventDecoder

__all__ = ["LONGEST_MESSAGE", "StatusErrors", "bounded", "error_body", "error_class", "error_message", "event_error"]

_BY_STATUS: Dict[int, Type[APIStatusError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    413: RequestTooLargeError,
    422: UnprocessableEntityError,
    429: RateLimitError,
    503: ServiceUnavailableError,
    504: DeadlineExceededError,
    529: OverloadedError,
}

_BY_TYPE = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "timeout_error": 504,
    "overloaded_error": 529,
}

LONGEST_MESSAGE = 64 * 1024
"""Characters of an error's text; the whole body stays on `.body`."""


class StatusErrors(Protocol):
    """A client, as a stream needs it: it says what its bytes and its errors stand for, and how strict it is."""

    _strict_response_validation: bool

    def _event_decoder(self, response: Response) -> EventDecoder: ...

    def _make_status_error(self, err_msg: str, *, body: object, response: Response) -> APIStatusError: ...


def error_class(status: int) -> Type[APIStatusError]:
    """The class of the error that a status stands for."""
    return _BY_STATUS.get(status) or (InternalServerError if status >= 500 else APIStatusError)


def error_body(response: Response) -> Any:
    """The body of an error response: JSON values where it is JSON, else its text, `None` where it was never read."""
    if response.is_closed and not response.is_stream_consumed:
        return None
    try:
        return loads(response.content)
    except MalformedJSON:
        return response.text.strip()


def error_message(status: int, body: Any) -> str:
    """The text of the error."""
    if isinstance(body, str):
        return bounded(body) or f"Error code: {status}"
    if body is None:
        return f"Error code: {status}"
    return bounded(f"Error code: {status} - {_shown(body)}")


def event_error(body: object, response: Response, client: StatusErrors) -> APIStatusError:
    """The error that an `error` event in a stream stands for: the one whose status its type would have had."""
    text = body if isinstance(body, str) else _shown(body)
    message = bounded(text) if body else "The stream reports an error."
    error = client._make_status_error(message, body=body, response=response)
    status = _BY_TYPE.get(error.type or "")
    if status is None:
        return error
    error = error_class(status)(message, response=response, body=body)
    error.status_code = status
    return error


def bounded(text: str) -> str:
    """The text, cut where no reader would go on."""
    if len(text) <= LONGEST_MESSAGE:
        return text
    return f"{text[:LONGEST_MESSAGE]}… ({len(text) - LONGEST_MESSAGE} more characters in `.body`)"


def _shown(body: object) -> str:
    try:
        return repr(body)
    except RecursionError:
        return "a body that nests too deeply to be shown"
