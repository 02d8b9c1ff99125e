# Derived from src/anthropic/_async/client.py by scripts/unasync. Do not edit.
"""The client that sends: five steps a try (prepare, build, send, judge, parse), each one call to a rule."""

from __future__ import annotations

import functools
import time
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Literal, Optional, Type, Union, cast, overload

from .._constants import DEFAULT_MAX_RETRIES, MAX_RESPONSE_BYTES, MAX_RETRY_AFTER
from .._core import body, bounds, causes, interruptions, log_lines, redirects, retry, timeouts, url
from .._core.api_response import BaseAPIResponse, MissingStreamClassError
from .._core.client import BaseClient
from .._core.legacy_response import LegacyAPIResponse
from .._core.platform import Credential, Platform
from .._encode import NeedsTransform
from .._exceptions import APIConnectionError, APITimeoutError
from .._http import (
    Client,
    DecodingError,
    Request,
    RequestError,
    Response,
    TimeoutException,
    TooManyRedirects,
    limit_timeouts,
    set_content,
    with_read_timeout,
    without_plumbing,
)
from .._options import FinalRequestOptions
from .._types import NotGiven, ResponseT, not_given
from .._utils._locks import Lock
from . import _io
from .bodies import TimelyBody, read_body
from .credentials import Credentials
from .file_stream import FileStream
from .response import APIResponse
from .sending import send
from .streaming import Stream
from .verbs import SyncVerbs, _StreamT

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self

    from .._http import URL, Timeout

__all__ = ["SyncAPIClient"]


class SyncAPIClient(SyncVerbs, BaseClient["httpx.Client", Stream[Any]]):
    """Sends requests, tries again where that helps, and raises what a response stands for."""

    _default_stream_cls: Optional[Type[Stream[Any]]] = None
    _file_stream = FileStream
    _credentials: Credentials

    def __init__(
        self,
        *,
        version: str,
        base_url: Union[str, URL],
        _strict_response_validation: bool,
        max_retries: int = DEFAULT_MAX_RETRIES,
        timeout: Union[float, Timeout, NotGiven, None] = not_given,
        http_client: Optional[httpx.Client] = None,
        custom_headers: Optional[Mapping[str, str]] = None,
        custom_query: Optional[Mapping[str, object]] = None,
        total_timeout: Optional[float] = None,
        attempt_timeout: Optional[float] = None,
        idle_timeout: Optional[float] = None,
        max_retry_after: float = MAX_RETRY_AFTER,
        max_response_bytes: float = MAX_RESPONSE_BYTES,
        http_client_factory: Optional[Callable[[], httpx.Client]] = None,
    ) -> None:
        if http_client is None and http_client_factory is not None:
            http_client = http_client_factory()
        if http_client is not None and not isinstance(http_client, Client):
            raise TypeError(
                f"Invalid `http_client` argument; Expected an instance of `httpx.Client` but got {type(http_client)}"
            )
        super().__init__(
            version=version,
            base_url=base_url,
            _strict_response_validation=_strict_response_validation,
            max_retries=max_retries,
            timeout=timeouts.client_timeout(timeout, http_client),
            custom_headers=custom_headers,
            custom_query=custom_query,
            total_timeout=total_timeout,
            attempt_timeout=attempt_timeout,
            idle_timeout=idle_timeout,
            max_retry_after=max_retry_after,
            max_response_bytes=max_response_bytes,
        )
        self._lock = Lock()
        self._http_client = http_client
        self._http_client_factory = http_client_factory

    @property
    def _client(self) -> httpx.Client:
        """The HTTP client, made at first use."""
        if self._http_client is None:
            from .http_client import SyncHttpxClientWrapper  # the network library loads with the first request

            with self._lock:
                if self._http_client is None:
                    make = self._http_client_factory or functools.partial(SyncHttpxClientWrapper, timeout=self.timeout)
                    self._http_client = make()
        return self._http_client

    @_client.setter
    def _client(self, value: httpx.Client) -> None:
        self._http_client = value

    def _serve_through(self, platform: Platform) -> None:
        """Let the platform say how calls differ from now on."""
        self._platform = platform
        self._credentials = Credentials(platform)

    def _sharing(self, other: Self) -> Self:
        """This client, using what another one has fetched of the credentials that both would fetch."""
        if self._platform.shares_credentials(other._platform):
            self._credentials = other._credentials
        return self

    def is_closed(self) -> bool:
        """Whether the client was closed and can send no more."""
        return self._http_client is not None and self._http_client.is_closed

    def close(self) -> None:
        """Close the connections; the client cannot be used afterwards."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: Optional[Type[BaseException]], exc: Optional[BaseException], exc_tb: Optional[TracebackType]
    ) -> None:
        self.close()

    def _prepare_options(self, options: FinalRequestOptions) -> FinalRequestOptions:
        """Change the options of one try; a hook for subclasses and instrumentation."""
        return options

    def _prepare_request(self, request: Request) -> None:
        """Change or sign the request of one try; a hook for subclasses and instrumentation."""

    @overload
    def request(
        self,
        cast_to: Type[ResponseT],
        options: FinalRequestOptions,
        *,
        stream: Literal[False] = False,
        stream_cls: Optional[Type[Any]] = None,
    ) -> ResponseT: ...

    @overload
    def request(
        self,
        cast_to: Type[ResponseT],
        options: FinalRequestOptions,
        *,
        stream: Literal[True],
        stream_cls: Type[_StreamT],
    ) -> _StreamT: ...

    @overload
    def request(
        self,
        cast_to: Type[ResponseT],
        options: FinalRequestOptions,
        *,
        stream: bool = False,
        stream_cls: Optional[Type[_StreamT]] = None,
    ) -> Union[ResponseT, _StreamT]: ...

    def request(
        self,
        cast_to: Type[ResponseT],
        options: FinalRequestOptions,
        *,
        stream: bool = False,
        stream_cls: Optional[Type[_StreamT]] = None,
    ) -> Union[ResponseT, _StreamT]:
        """The parsed response of one call, tried as often as the options allow. The single way of every call.

        Args:
            cast_to: What the response becomes.
            options: The call.
            stream: Give the events of the response as they arrive.
            stream_cls: The stream type, with the type of its events.

        Raises:
            APIStatusError: The API answered with an error.
            APITimeoutError: No answer came in time.
            APIConnectionError: No answer came.
            APIResponseValidationError: The answer is not what was asked for.
        """
        retry.check_max_retries(options.get_max_retries(self.max_retries))
        max_retries = retry.bounded(options.get_max_retries(self.max_retries)) if body.is_repeatable(options) else 0
        if stream and (stream_cls or self._default_stream_cls) is None:
            raise MissingStreamClassError()
        deadlines = bounds.Deadlines.starting(time.monotonic(), self.total_timeout)
        retries_taken = 0
        refused: Optional[Credential] = None
        while True:
            attempt, request, credential = self._next_request(options, retries_taken, refused)
            now = deadlines.trying(time.monotonic(), self.attempt_timeout)
            response, failure = self._exchange(
                request, attempt, stream=stream or _reads_on_demand(attempt), deadlines=now
            )
            if response is not None and response.is_success:
                retry.budget_of(self._client).succeed()
                value: Union[ResponseT, _StreamT] = self._process_response(
                    cast_to=cast_to,
                    options=attempt,
                    response=response,
                    stream=stream,
                    stream_cls=stream_cls,
                    retries_taken=retries_taken,
                )
                return value
            if response is not None and refused is None and self._is_refused(response, credential, options):
                response.close()
                refused = credential
                continue
            pause = self._pause(response, failure, attempt, max_retries - retries_taken, deadlines)
            if pause is None:
                raise self._error(request, response, failure) from failure
            if response is not None:
                response.close()
            _io.sleep(pause)
            retries_taken += 1

    def _next_request(
        self, options: FinalRequestOptions, retries_taken: int, refused: Optional[Credential]
    ) -> "tuple[FinalRequestOptions, Request, Optional[Credential]]":
        """The request of the next try, from an untouched copy of the options, and what signs it: not what was `refused`."""
        attempt = self._prepare_options(options.model_copy())
        self._platform.check_served(attempt.url)
        credential = self._credentials.current(refused) if self._is_signed(attempt) else None
        if attempt.content is not None and not isinstance(attempt.content, bytes):
            options.content = attempt.content = _io.run_blocking(body.read_content, attempt)
        if attempt.files:
            options.files = attempt.files = _io.run_blocking(body.read_files, attempt)
        try:
            request = self._build_request(attempt, retries_taken=retries_taken)
        except NeedsTransform:
            attempt = _io.run_blocking(body.transformed, attempt)
            options.json_data, options.extra_json, options.body_type = attempt.json_data, None, None  # read once
            request = self._build_request(attempt, retries_taken=retries_taken)
        self._prepare_request(request)
        if credential is not None:
            self._platform.sign(request, credential)
        return attempt, request, credential

    def _exchange(
        self, request: Request, options: FinalRequestOptions, *, stream: bool, deadlines: bounds.Deadlines
    ) -> "tuple[Optional[Response], Optional[Exception]]":
        """The response, its body read unless it streams, or the failure of the HTTP library."""
        log_lines.sending(request, options)
        try:
            response = self._sent(request, options, stream, deadlines)
        except RequestError as error:
            log_lines.failed(error)
            without_plumbing(error)
            return None, error
        except BaseException as error:
            without_plumbing(error)
            if not (isinstance(error, RuntimeError) and self._client.is_closed):
                raise
            return None, error
        log_lines.answered(request, response)
        return response, None

    def _sent(
        self, request: Request, options: FinalRequestOptions, stream: bool, deadlines: bounds.Deadlines
    ) -> Response:
        """The response at the end of all redirects that may be followed, its body read unless it streams."""
        if deadlines.answer is not None:
            limit_timeouts(request, deadlines.answer - time.monotonic())
        with _io.within(deadlines.answer):
            response = self._redirected(request, options)
        ends = deadlines.body(stream and response.is_success)
        if ends is not None:
            response.stream = TimelyBody(response.stream, ends)
        if stream and self.idle_timeout is not None:
            with_read_timeout(response.request, self.idle_timeout)
        try:
            bounds.begin_decoding(response, self.max_response_bytes)
            if not stream:
                read_body(response, self.max_response_bytes, partly=not response.is_success)
        except DecodingError as error:
            response.close()
            if response.is_success:
                raise interruptions.undecodable(error, response) from error
            set_content(response, b"")
        return response

    def _redirected(self, request: Request, options: FinalRequestOptions) -> Response:
        """The response at the end of all redirects that may be followed, its body on the wire."""
        follow = options.follow_redirects
        if follow is None:
            follow = getattr(self._client, "follow_redirects", True)  # not there in a mock made of httpx's class
        extra: Dict[str, Any] = {} if self.custom_auth is None else {"auth": self.custom_auth}
        if not url.same_origin(request.url, self._base_url):
            extra["auth"] = None
        response = send(self._client, request, extra)
        passed: List[Response] = []
        while follow and response.next_request is not None:
            following = redirects.redirected(response, len(passed))
            read_body(response, self.max_response_bytes, partly=True)
            if following is None:
                raise TooManyRedirects("The request was redirected in circles", request=request)
            passed.append(response)
            if not url.same_origin(following.url, request.url):
                extra["auth"] = None  # neither the client's own flow nor the HTTP library's
            response = send(self._client, following, extra)
        response.history = passed
        return response

    def _error(self, request: Request, response: Optional[Response], failure: Optional[Exception]) -> Exception:
        """What the caller of the last try sees."""
        if response is not None:
            read_body(response, self.max_response_bytes, partly=True)
            return self._make_status_error_from_response(response)
        is_late = isinstance(failure, TimeoutException)
        error = APITimeoutError(request=request) if is_late else APIConnectionError(request=request)
        error.reason = causes.reason(failure)
        return error

    def _process_response(
        self,
        *,
        cast_to: Type[ResponseT],
        options: FinalRequestOptions,
        response: Response,
        stream: bool,
        stream_cls: Optional[Type[Any]],
        retries_taken: int = 0,
    ) -> Any:
        """The value, or the open stream, that the caller asked for."""
        wanted = _response_class(options, cast_to)
        made: Any = (wanted or LegacyAPIResponse)(
            raw=response,
            cast_to=bytes if wanted is cast_to else cast_to,
            client=self,
            stream=stream,
            stream_cls=stream_cls,
            options=options,
            retries_taken=retries_taken,
        )
        return made.parse() if wanted is None else made


def _response_class(options: FinalRequestOptions, cast_to: Any) -> Any:
    """The class of response that the caller wants; `None` when it is what the response holds."""
    wanted: Any = {"true": LegacyAPIResponse, "stream": APIResponse}.get(str(options.raw_response))
    if wanted is None and isinstance(options.raw_response, type):
        wanted = options.raw_response
    is_response = isinstance(cast_to, type) and issubclass(cast_to, BaseAPIResponse)
    return cast("Any", cast_to) if wanted is None and is_response else wanted


def _reads_on_demand(options: FinalRequestOptions) -> bool:
    """Whether the caller wants to read the body by itself."""
    return options.raw_response is not None and getattr(_response_class(options, None), "reads_on_demand", False)
