"""Everything that the package raises on purpose.

    AnthropicError
    ├── APIError                          a request was made, or tried
    │   ├── APIConnectionError            no answer came
    │   │   └── APITimeoutError           no answer came in time
    │   ├── APIResponseValidationError    the answer is not what was asked for (also a ValueError)
    │   └── APIStatusError                the answer is an error
    │       ├── BadRequestError           400
    │       ├── AuthenticationError       401
    │       ├── PermissionDeniedError     403
    │       ├── NotFoundError             404
    │       ├── ConflictError             409
    │       ├── RequestTooLargeError      413
    │       ├── UnprocessableEntityError  422
    │       ├── RateLimitError            429
    │       └── InternalServerError       500 and above
    │           ├── ServiceUnavailableError   503
    │           ├── DeadlineExceededError     504
    │           └── OverloadedError           529
    ├── InvalidHeaderError                a header cannot be sent (also a ValueError)
    ├── StreamAlreadyConsumed             the body was read before
    ├── CredentialsError                  a platform's credentials are missing or cannot be renewed (also a RuntimeError)
    ├── MissingExtraError                 a library of an optional extra is not installed (also a RuntimeError, ImportError)
    ├── NotServedError                    a platform has no such operation (also an AttributeError)
    ├── BatchTimeoutError                 a batch has not ended in time (also a TimeoutError)
    ├── BatchesIncompleteError            some of several batches were created
    └── BatchResultsError                 the results of a batch are not whole

Which status gives which class is stated in `_core/status.py`; nothing here decides.
"""

# A fixed status narrows the attribute of the base, which type checkers forbid as it could be assigned to.
# pyright: reportIncompatibleVariableOverride=false

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Mapping, Optional, Sequence, Tuple

from ._rate_limits import RateLimits, rate_limits_of, retry_after_of
from ._utils._guards import is_dict
from ._utils._public import public

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Literal

__all__ = [
    "AnthropicError",
    "APIError",
    "APIConnectionError",
    "APITimeoutError",
    "APIResponseValidationError",
    "APIStatusError",
    "BadRequestError",
    "AuthenticationError",
    "PermissionDeniedError",
    "NotFoundError",
    "ConflictError",
    "RequestTooLargeError",
    "UnprocessableEntityError",
    "RateLimitError",
    "InternalServerError",
    "ServiceUnavailableError",
    "DeadlineExceededError",
    "OverloadedError",
    "InvalidHeaderError",
    "StreamAlreadyConsumed",
    "CredentialsError",
    "MissingExtraError",
    "NotServedError",
    "BatchTimeoutError",
    "BatchesIncompleteError",
    "BatchResultsError",
]


@public
class AnthropicError(Exception):
    """The root of every error that this package raises on purpose."""


@public
class APIError(AnthropicError):
    """Something went wrong with a request.

    Attributes:
        message: What went wrong.
        request: The request that was sent, or could not be.
        body: The decoded body of the answer: JSON values, else its text, `None` when there was no answer.
        snapshot: The message as far as it was received, when a message stream failed.
    """

    message: str
    request: httpx.Request
    body: Optional[object]
    snapshot: object = None

    def __init__(self, message: str, request: httpx.Request, *, body: Optional[object]) -> None:
        super().__init__(message)
        self.message = message
        self.request = request
        self.body = body

    def __reduce__(self) -> Tuple[Any, ...]:
        return _rebuild, (type(self), self.args, _without_secrets(self.__dict__))


@public
class APIConnectionError(APIError):
    """The request got no answer; `__cause__` is what the HTTP library said.

    Attributes:
        reason: What it comes down to: `dns`, `refused`, `reset`, `tls`, `timeout`, `pool` (all connections were busy),
            `proxy`, `redirects` (in circles), `broken` (what came is not HTTP, or not whole), `invalid` (the request
            cannot be sent), `closed` (this client was); `None` where nothing is known.
    """

    reason: Optional[str] = None

    def __init__(self, *, message: str = "Connection error.", request: httpx.Request) -> None:
        super().__init__(message, request, body=None)


@public
class APITimeoutError(APIConnectionError):
    """The request got no answer within its timeout."""

    def __init__(self, request: httpx.Request) -> None:
        super().__init__(
            message="Request timed out. Give it a longer `timeout`, or stream the reply if it is long.",
            request=request,
        )


@public
class APIResponseValidationError(APIError, ValueError):
    """The answer arrived whole and is not what was asked for.

    Attributes:
        response: The HTTP response, its body read.
        status_code: The status of the response.
    """

    response: httpx.Response
    status_code: int

    def __init__(self, response: httpx.Response, body: Optional[object], *, message: Optional[str] = None) -> None:
        super().__init__(message or "Data returned by API invalid for expected schema.", response.request, body=body)
        self.response = response
        self.status_code = response.status_code

    @property
    def request_id(self) -> Optional[str]:
        """What to quote to the API's support, when the server sent it."""
        return request_id_of(self.response.headers)


@public
class APIStatusError(APIError):
    """The API answered with an error.

    Attributes:
        response: The HTTP response, its body read.
        status_code: Its status.
        request_id: What to quote to the API's support; `None` when the server sent none.
        retry_after: Seconds that the server asks to wait before the next try; `None` when it does not say.
    """

    response: httpx.Response
    status_code: int
    request_id: Optional[str]
    retry_after: Optional[float]

    def __init__(self, message: str, *, response: httpx.Response, body: Optional[object]) -> None:
        super().__init__(message, response.request, body=body)
        self.response = response
        self.status_code = response.status_code
        self.request_id = request_id_of(response.headers)
        self.retry_after = retry_after_of(response.headers)

    @property
    def rate_limits(self) -> RateLimits:
        """Your limits and what is left of them, as far as the response tells."""
        return rate_limits_of(self.response.headers)

    @property
    def type(self) -> Optional[str]:
        """The API's own name of the error, such as `invalid_request_error`; `None` when the body has none."""
        error: object = self.body.get("error") if is_dict(self.body) else None
        name: object = error.get("type") if is_dict(error) else None
        return name if isinstance(name, str) else None


@public
class BadRequestError(APIStatusError):
    """The request is malformed, or asks for what the API does not allow."""

    status_code: Literal[400] = 400


@public
class AuthenticationError(APIStatusError):
    """The API key or token is missing, wrong or revoked."""

    status_code: Literal[401] = 401


@public
class PermissionDeniedError(APIStatusError):
    """The credentials are good, but not for this."""

    status_code: Literal[403] = 403


@public
class NotFoundError(APIStatusError):
    """No such model, file, batch or path."""

    status_code: Literal[404] = 404


@public
class ConflictError(APIStatusError):
    """The request contradicts the state of what it names."""

    status_code: Literal[409] = 409


class RequestTooLargeError(APIStatusError):
    """The request's body is larger than the API takes."""

    status_code: Literal[413] = 413


@public
class UnprocessableEntityError(APIStatusError):
    """The request is well-formed and makes no sense."""

    status_code: Literal[422] = 422


@public
class RateLimitError(APIStatusError):
    """Too many requests or tokens in too short a time; see `retry_after`."""

    status_code: Literal[429] = 429


@public
class InternalServerError(APIStatusError):
    """The API failed; the request may be fine."""


class ServiceUnavailableError(InternalServerError):
    """The platform does not serve the model at the moment."""

    status_code: Literal[503] = 503


class DeadlineExceededError(InternalServerError):
    """The platform gave up waiting for the model."""

    status_code: Literal[504] = 504


class OverloadedError(InternalServerError):
    """The API has more work than it can take at the moment."""

    status_code: Literal[529] = 529


class InvalidHeaderError(AnthropicError, ValueError):
    """A header holds what no header may carry; nothing was sent."""


class StreamAlreadyConsumed(AnthropicError):
    """The body of a streamed response was read, or iterated over, before."""

    def __init__(self) -> None:
        super().__init__(
            "The body of this response has been read or iterated over already, and a stream can be consumed only once. "
            "Keep what the first pass gave you, or call `read()` before iterating."
        )


class CredentialsError(AnthropicError, RuntimeError):
    """The credentials that a platform asks for were not found, or could not be renewed; `__cause__` says why."""


class MissingExtraError(AnthropicError, RuntimeError, ImportError):
    """A library is not installed that comes with an optional extra of this package."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f"{library} is not installed. Run `pip install 'anthropic[{extra}]'`.")


class NotServedError(AnthropicError, AttributeError):
    """The platform has no such operation or resource."""


class BatchTimeoutError(AnthropicError, TimeoutError):
    """A batch has not ended by the time that its caller gave it; the API still works on it.

    Attributes:
        batch: Its last known state, a `MessageBatch` or `BetaMessageBatch`; `None` when no look at it succeeded.
    """

    def __init__(self, message: str, *, batch: Any = None) -> None:
        super().__init__(message)
        self.batch = batch


class BatchesIncompleteError(AnthropicError):
    """Some batches were created when something went wrong with the next one; `__cause__` says what.

    Attributes:
        batches: Those that were created. They are being worked on, and their requests must not be sent again.
    """

    def __init__(self, message: str, *, batches: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.batches = list(batches)


class BatchResultsError(AnthropicError):
    """A batch has another number of results than came.

    Attributes:
        expected: How many it has.
        received: How many came.
    """

    def __init__(self, message: str, *, expected: int = 0, received: int = 0) -> None:
        super().__init__(message)
        self.expected = expected
        self.received = received


REQUEST_ID_HEADERS = ("request-id", "x-amzn-requestid")
"""The headers with the id that the server gave a request: the API's name for it, and that of AWS."""


def request_id_of(headers: Mapping[str, str]) -> Optional[str]:
    """The id that the server gave the request."""
    return next((headers[name] for name in REQUEST_ID_HEADERS if headers.get(name)), None)


def _rebuild(cls: type[APIError], args: Tuple[Any, ...], state: Mapping[str, Any]) -> APIError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error


def _without_secrets(state: Mapping[str, Any]) -> dict[str, Any]:
    """The attributes, with a request (and response) that carry no credentials: pickles travel."""
    kept = dict(state)
    place = "request" if "request" in state else "_request"  # the latter where the HTTP library is an ancestor
    request = kept[place] = _bare_request(state.get(place))
    if "response" in state:
        kept["response"] = _bare_response(state["response"], request)
    return kept


def without_secrets(response: httpx.Response) -> httpx.Response:
    """The response as it may be written down: without cookies, and answering a request of which only method and URL are known."""
    return _bare_response(response, _bare_request(response.request))


def _bare_request(request: Optional[httpx.Request]) -> Optional[httpx.Request]:
    """The method of a request and its URL as it may be shown; its headers stay behind, as any may identify the caller."""
    from ._utils._secrets import shown_url  # rarely needed: when something is pickled

    return None if request is None else type(request)(request.method, shown_url(request.url))


def _bare_response(response: httpx.Response, request: Optional[httpx.Request]) -> httpx.Response:
    headers = [
        (name, value)
        for name, value in response.headers.multi_items()
        if name not in ("set-cookie", "content-encoding", "transfer-encoding", "content-length")
    ]
    content = response.content if hasattr(response, "_content") else b""
    return type(response)(response.status_code, headers=headers, content=content, request=request)
