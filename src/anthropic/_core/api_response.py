"""A response that the caller looks at as such: its status, headers and timing, and its value when it is asked for.

The colours differ in how they read; what a response knows and how it becomes a value is here.
"""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any, Dict, Generic, Optional, Protocol, Type, TypeVar

from .._exceptions import APIStatusError, request_id_of
from .._options import FinalRequestOptions
from .._rate_limits import RateLimits, rate_limits_of
from .._types import NotGiven
from .._utils._typing import type_argument
from .pickling import twin

if TYPE_CHECKING:
    import datetime

    import httpx
    from typing_extensions import Self

__all__ = ["BaseAPIResponse", "MissingStreamClassError", "ResponseClient"]

R = TypeVar("R")
_NOT_YET: Any = object()


class ResponseClient(Protocol):
    """A client, as a response needs it."""

    max_response_bytes: float
    _strict_response_validation: bool
    _default_stream_cls: Optional[Type[Any]]

    def _make_status_error(self, err_msg: str, *, body: object, response: httpx.Response) -> APIStatusError: ...


class MissingStreamClassError(TypeError):
    """A stream is wanted and nothing says of what type."""

    def __init__(self) -> None:
        super().__init__(
            "The `stream` argument was set to `True` but the `stream_cls` argument was not given. "
            "Pass the stream type with the type of its events, such as `Stream[Event]`."
        )


class BaseAPIResponse(Generic[R]):
    """What is known of a response before, and without, reading it.

    Attributes:
        http_response: The response as the HTTP library has it.
        retries_taken: How many tries failed before this response came.
    """

    http_response: httpx.Response
    retries_taken: int
    reads_on_demand = False
    """Whether the body is left on the wire until somebody reads it."""

    def __init__(
        self,
        *,
        raw: httpx.Response,
        cast_to: Type[R],
        client: Any,
        stream: bool,
        stream_cls: Optional[Type[Any]],
        options: FinalRequestOptions,
        retries_taken: int = 0,
    ) -> None:
        self.http_response = raw
        self.retries_taken = retries_taken
        self._cast_to = cast_to
        self._client: ResponseClient = client
        self._is_sse_stream = stream
        self._stream_cls = stream_cls
        self._options = options
        self._parsed_by_type: Dict[Any, Any] = {}

    def __getstate__(self) -> Dict[str, Any]:
        from . import pickled_response  # only programs that pickle need to know how

        return pickled_response.state_of(self)

    def __setstate__(self, state: Dict[str, Any]) -> None:
        from . import pickled_response  # see above

        pickled_response.restore(self, state)

    def __copy__(self) -> Self:
        return twin(self)

    def __deepcopy__(self, memo: Dict[int, Any]) -> Self:
        memo[id(self)] = other = twin(self)
        other._parsed_by_type = copy.deepcopy(self._parsed_by_type, memo)
        return other

    @property
    def headers(self) -> httpx.Headers:
        """The response's headers."""
        return self.http_response.headers

    @property
    def http_request(self) -> httpx.Request:
        """The request that this answers, the last one after redirects."""
        return self.http_response.request

    @property
    def status_code(self) -> int:
        """The HTTP status."""
        return self.http_response.status_code

    @property
    def url(self) -> httpx.URL:
        """Where the response came from."""
        return self.http_response.url

    @property
    def method(self) -> str:
        """The method of the request."""
        return self.http_request.method

    @property
    def http_version(self) -> str:
        """The protocol that was spoken, such as `HTTP/1.1`."""
        return self.http_response.http_version

    @property
    def elapsed(self) -> datetime.timedelta:
        """The time from sending the request to the end of the response; known when it was read."""
        return self.http_response.elapsed

    @property
    def is_closed(self) -> bool:
        """Whether the body was read or given up."""
        return self.http_response.is_closed

    @property
    def request_id(self) -> Optional[str]:
        """What to quote to the API's support."""
        return request_id_of(self.headers)

    @property
    def rate_limits(self) -> RateLimits:
        """Your limits and what is left of them, as far as the response tells."""
        return rate_limits_of(self.headers)

    def __repr__(self) -> str:
        response = self.http_response
        return f"<{type(self).__name__} [{response.status_code} {response.reason_phrase}] type={self._cast_to}>"

    def _value(self, to: Optional[Any]) -> Any:
        """The value of a body that was read, or the stream of one that was not; the same object each time."""
        target: Any = self._cast_to if to is None else to
        made = self._parsed_by_type.get(target, _NOT_YET)
        if made is _NOT_YET:
            made = self._stream(to) if self._is_sse_stream else self._parsed(target)
            self._parsed_by_type[target] = made
        return made

    def _parsed(self, target: Any) -> Any:
        from .response import parsed  # pydantic loads with the first reply, not with the client

        value = parsed(self.http_response, target, strict=self._client._strict_response_validation)
        post_parser = self._options.post_parser
        return value if isinstance(post_parser, NotGiven) else post_parser(value)

    def _stream(self, to: Optional[Any]) -> Any:
        chosen = to or self._stream_cls or self._client._default_stream_cls
        if chosen is None:
            raise MissingStreamClassError()
        item = type_argument(chosen)
        return chosen(cast_to=self._cast_to if item is None else item, response=self.http_response, client=self._client)
