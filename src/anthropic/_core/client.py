"""The colourless half of a client: options in, an HTTP request out, and the rules that users may override.

It never sends anything and never waits; `_async` and `_sync` do.
"""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Callable, Dict, Generic, Optional, Type, TypeVar, Union

from .. import _constants
from .._exceptions import APIStatusError
from .._file_text import FileBody
from .._http import URL, Request, Response, Timeout, build_request
from .._options import FinalRequestOptions
from .._qs import Querystring
from .._types import NotGiven, Omit, not_given
from .._utils._secrets import concealed
from . import bounds, headers as rules, log_lines, machine, pickling, retry, status, timeouts, url
from .auth import basic
from .body import is_repeatable, payload
from .platform import FIRST_PARTY, Credential, Platform
from .sse import EventDecoder

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self

__all__ = ["BaseClient"]

_JSON = {"Accept": "application/json", "Content-Type": "application/json"}

_HttpxClientT = TypeVar("_HttpxClientT", bound="Union[httpx.Client, httpx.AsyncClient]")
_DefaultStreamT = TypeVar("_DefaultStreamT")


class BaseClient(Generic[_HttpxClientT, _DefaultStreamT]):
    """Configuration of a client, and how it turns one call into one HTTP request."""

    max_retries: int
    timeout: Union[float, Timeout, None]
    total_timeout: Optional[float]
    attempt_timeout: Optional[float]
    idle_timeout: Optional[float]
    max_retry_after: float
    max_response_bytes: float
    if TYPE_CHECKING:

        @property
        def _client(self) -> _HttpxClientT: ...
        @_client.setter
        def _client(self, value: _HttpxClientT) -> None: ...

    _default_stream_cls: Optional[Type[_DefaultStreamT]] = None
    _file_stream: Callable[[FileBody], Any]
    """Makes the stream of a body that is read from files while it is sent."""
    _platform: Platform = FIRST_PARTY
    _has_own_base_url = True

    def __init__(
        self,
        *,
        version: str,
        base_url: "str | URL",
        _strict_response_validation: bool,
        max_retries: int = _constants.DEFAULT_MAX_RETRIES,
        timeout: "float | Timeout | NotGiven | None" = not_given,
        custom_headers: "Mapping[str, str] | None" = None,
        custom_query: "Mapping[str, object] | None" = None,
        total_timeout: Optional[float] = None,
        attempt_timeout: Optional[float] = None,
        idle_timeout: Optional[float] = None,
        max_retry_after: float = _constants.MAX_RETRY_AFTER,
        max_response_bytes: float = _constants.MAX_RESPONSE_BYTES,
    ) -> None:
        retry.check_max_retries(max_retries)
        bounds.check_seconds("total_timeout", total_timeout)
        bounds.check_seconds("attempt_timeout", attempt_timeout)
        bounds.check_seconds("idle_timeout", idle_timeout)
        self._version = version
        self._base_url = url.base(base_url)
        self.max_retries = max_retries
        self.timeout = timeouts.client_timeout(timeout, None)
        self.total_timeout = total_timeout
        self.attempt_timeout = attempt_timeout
        self.idle_timeout = idle_timeout
        self.max_retry_after = max_retry_after
        self.max_response_bytes = max_response_bytes
        self._custom_headers: "Mapping[str, str]" = concealed(custom_headers or {})
        self._custom_query: "Mapping[str, object]" = concealed(custom_query or {})
        self._strict_response_validation = _strict_response_validation
        self._header_memory = rules.HeaderMemory()

    def __getstate__(self) -> Dict[str, Any]:
        return pickling.state_of(self)

    def __setstate__(self, state: Dict[str, Any]) -> None:
        pickling.restore(self, state)

    def __copy__(self) -> Self:
        return pickling.copied(self)

    def __deepcopy__(self, memo: Dict[int, Any]) -> Self:
        return pickling.deeply_copied(self, memo)

    @property
    def base_url(self) -> URL:
        """What request paths are appended to; assignable."""
        return self._base_url

    @base_url.setter
    def base_url(self, value: "URL | str") -> None:
        self._base_url = url.base(value)
        self._has_own_base_url = True

    @property
    def _own_base_url(self) -> Optional[URL]:
        """The base URL for a copy of this client; none where it follows from other options."""
        return self._base_url if self._has_own_base_url else None

    @property
    def qs(self) -> Querystring:
        """How this client writes query strings."""
        return Querystring()

    @property
    def custom_auth(self) -> "Optional[httpx.Auth]":
        """An authentication flow of the HTTP library; none by default."""
        return None

    @property
    def auth_headers(self) -> Dict[str, str]:
        """The headers that carry the credentials."""
        return {}

    @property
    def user_agent(self) -> str:
        """The `User-Agent` header."""
        return f"{type(self).__name__}/Python {self._version}"

    @property
    def default_headers(self) -> "Dict[str, str | Omit]":
        """The headers of every request."""
        return {
            **_JSON,
            "User-Agent": self.user_agent,
            **self.platform_headers(),
            **self.auth_headers,
            **self._custom_headers,
        }

    @property
    def default_query(self) -> Dict[str, object]:
        """The query parameters of every request."""
        return dict(self._custom_query)

    def platform_headers(self) -> Dict[str, str]:
        """The headers that name this package, the machine and the interpreter."""
        return machine.platform_headers(self._version)

    def _validate_headers(self, headers: "Mapping[str, Any]", custom_headers: "Mapping[str, Any]") -> None:
        """Refuse a request without credentials; platforms override it."""

    def _build_request(self, options: FinalRequestOptions, *, retries_taken: int = 0) -> Request:
        """The HTTP request of one attempt."""
        table = self._headers(options, retries_taken)
        options = self._platform.rewrite(options, table)
        timeout = self.timeout if isinstance(options.timeout, NotGiven) else options.timeout
        target = url.join(self._base_url, options.url, self._query(options), self.qs)
        content = payload(options)
        for name in content.drops:
            table.pop(name, None)
        arguments = content.arguments
        files = arguments.get("content")
        if isinstance(files, FileBody):
            table["content-length"] = ("Content-Length", str(files.length))
            arguments = {"stream": self._file_stream(files)}
        login = url.login(target, self._base_url)
        if login is not None:
            table["authorization"] = ("Authorization", basic(login))
            target = target.copy_with(userinfo=b"")
        extensions = {"sni_hostname": target.host.replace("_", "-")} if "_" in target.host else {}
        method = options.method.upper()
        headers = self._header_memory.block(table)
        return build_request(self._client, method, target, headers, timeout, extensions, arguments)

    def _query(self, options: FinalRequestOptions) -> Dict[str, Any]:
        merged = {**self.default_query, **options.params}
        return {name: value for name, value in merged.items() if not isinstance(value, (NotGiven, Omit))}

    def _headers(self, options: FinalRequestOptions, retries_taken: int) -> rules.HeaderTable:
        custom: "Mapping[str, Any]" = {} if isinstance(options.headers, NotGiven) else options.headers
        if url.stays(options.url, self._base_url):
            table = rules.merge(self.default_headers, custom)
            self._validate_headers(dict(table.values()), custom)
        else:
            table = rules.merge(rules.without_credentials(self.default_headers, self.auth_headers), custom)
        timeout = self.timeout if isinstance(options.timeout, NotGiven) else options.timeout
        table.setdefault("x-stainless-retry-count", ("x-stainless-retry-count", str(retries_taken)))
        table["x-stainless-timeout"] = ("x-stainless-timeout", timeouts.stated(options.timeout))
        read = timeouts.stated_read(timeout)
        if read is not None:
            table.setdefault("x-stainless-read-timeout", ("x-stainless-read-timeout", read))
        return table

    def _is_signed(self, options: FinalRequestOptions) -> bool:
        """Whether the platform signs the call: none that has, or omits, an `Authorization` of its own, nor one that leaves."""
        if not self._platform.signs() or not url.stays(options.url, self._base_url):
            return False
        given: "Mapping[str, Any]" = {} if isinstance(options.headers, NotGiven) else options.headers
        return not any(name.lower() == "authorization" for name in (*self._custom_headers, *given))

    def _is_refused(self, response: Response, credential: Optional[Credential], options: FinalRequestOptions) -> bool:
        """Whether the answer is about the credential alone, and the call can be sent again with a newer one."""
        fetched = credential is not None and self._platform.fetches
        return fetched and self._platform.refuses(response) and is_repeatable(options)

    def _event_decoder(self, response: Response) -> EventDecoder:
        """What makes events of the bytes of a streamed response."""
        return self._platform.decoder(response)

    def _should_retry(self, response: Response) -> bool:
        """Whether the response is worth another try."""
        return retry.should_retry(response.status_code, response.headers)

    def _calculate_retry_timeout(
        self,
        remaining_retries: int,
        options: FinalRequestOptions,
        response_headers: "Optional[httpx.Headers]" = None,
    ) -> float:
        """The seconds to wait before the next try, of which `remaining_retries` are left."""
        allowed = retry.bounded(options.get_max_retries(self.max_retries))
        asked = retry.asked_delay(response_headers, time.time())
        return retry.delay(max(allowed - remaining_retries, 0), asked, random.random(), self.max_retry_after)

    def _pause(
        self,
        response: Optional[Response],
        failure: Optional[Exception],
        options: FinalRequestOptions,
        remaining: int,
        deadlines: bounds.Deadlines = bounds.UNBOUNDED,
    ) -> Optional[float]:
        """The seconds to wait before the next try, which is then paid for; `None` when there shall be none."""
        received = None if response is None else response.headers
        asked = retry.asked_delay(received, time.time())
        because = None
        pause = 0.0
        if remaining <= 0:
            because = "no retries are left"
        elif not (retry.is_transport_failure(failure) if response is None else self._should_retry(response)):
            because = "it would not help"
        elif asked is not None and asked > self.max_retry_after:
            because = f"the server asks for a pause of {asked:.0f} seconds"
        else:
            pause = self._calculate_retry_timeout(remaining, options, received)
            if not deadlines.leave_time(time.monotonic(), pause):
                because = "the call's total timeout leaves no time for it"
            elif not retry.budget_of(self._client).take():
                because = "this client has spent its budget of retries"
        if because is not None:
            log_lines.giving_up(options, response, failure, because)
            return None
        log_lines.retrying(options, pause, remaining, response, failure, asked == pause)
        return pause

    def _make_status_error(self, err_msg: str, *, body: object, response: Response) -> APIStatusError:
        """The error that a response stands for."""
        return status.error_class(response.status_code)(err_msg, response=response, body=body)

    def _make_status_error_from_response(self, response: Response) -> APIStatusError:
        """The error that a response stands for, with its body and text."""
        body = status.error_body(response)
        error = self._make_status_error(status.error_message(response.status_code, body), body=body, response=response)
        error.retry_after = retry.asked_delay(response.headers, time.time())
        return error

    def _default_timeout(self, given: Any, seconds: float) -> Any:
        """The method's own default where neither the call nor the client names a timeout."""
        if isinstance(given, NotGiven) and self.timeout == _constants.DEFAULT_TIMEOUT:
            return seconds
        return given

    def _nonstreaming_timeout(self, max_tokens: int, model: str, given: Any) -> Any:
        """The timeout of a call that waits for the whole reply; refuses one that should stream."""
        if isinstance(given, NotGiven) and self.timeout == _constants.DEFAULT_TIMEOUT:
            return timeouts.nonstreaming_timeout(max_tokens, model)
        return given
