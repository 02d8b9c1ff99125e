"""What one call asks for, before it becomes an HTTP request."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Callable, Dict, Optional, Tuple, TypeVar, Union

from ._constants import RAW_RESPONSE_HEADER
from ._types import AnyMapping, Body, Headers, NotGiven, Omit, PostParser, Query, not_given
from ._utils._secrets import concealed, shown_url

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self

    from ._types import BinaryTypes, RequestFiles

__all__ = ["FinalRequestOptions"]

_T = TypeVar("_T")
_MARKER = RAW_RESPONSE_HEADER.lower()


class FinalRequestOptions:
    """One call: where it goes, what it carries, how long and how often it may try.

    Hooks (`_prepare_options`, a replaced `client.request`) receive it and may change any attribute.

    Attributes:
        method: The HTTP method, in any case.
        url: A path relative to the base URL, or an absolute URL.
        params: The query of this call.
        headers: Headers of this call; `omit` takes one away.
        json_data: The body, as a value that JSON can hold.
        extra_json: What is merged over the body.
        content: A body that is sent as it is.
        files: The files of a multipart body.
        timeout: Seconds, an `httpx.Timeout`, `None` for none; not given means the client's.
        max_retries: Tries after the first one; not given means the client's.
        post_parser: Applied to the parsed result.
        body_type: Gives the TypedDict that describes the body, for values that JSON cannot hold as they are.
        raw_response: The response class that the caller wants instead of what the response holds, or its name in
            the header that asks for it: `true` or `stream`.
    """

    __slots__ = (
        "body_type",
        "content",
        "extra_json",
        "files",
        "follow_redirects",
        "headers",
        "idempotency_key",
        "json_data",
        "max_retries",
        "method",
        "params",
        "post_parser",
        "raw_response",
        "timeout",
        "url",
    )

    def __init__(
        self,
        *,
        method: str,
        url: str,
        params: Query = {},
        headers: Union[Headers, NotGiven] = not_given,
        json_data: Optional[Body] = None,
        extra_json: Optional[AnyMapping] = None,
        content: Optional[BinaryTypes] = None,
        files: Optional[RequestFiles] = None,
        timeout: Union[float, httpx.Timeout, NotGiven, None] = not_given,
        max_retries: Union[int, NotGiven] = not_given,
        idempotency_key: Optional[str] = None,
        post_parser: Union[PostParser, NotGiven] = not_given,
        follow_redirects: Optional[bool] = None,
        body_type: Optional[Callable[[], Any]] = None,
        raw_response: Union[str, type, None] = None,
    ) -> None:
        self.method = method
        self.url = url
        self.params = concealed(params) if params else params
        self.headers, marked = _without_marker(headers)
        self.json_data = json_data
        self.extra_json = extra_json
        self.content = content
        self.files = files
        self.timeout = timeout
        self.max_retries = max_retries
        self.idempotency_key = idempotency_key
        self.post_parser = post_parser
        self.follow_redirects = follow_redirects
        self.body_type = body_type
        self.raw_response = raw_response or marked

    @classmethod
    def construct(cls, **values: Any) -> Self:
        """Options from keyword arguments; the values of headers, query and the like may be `NOT_GIVEN`."""
        return cls(**{name: value for name, value in values.items() if not (isinstance(value, NotGiven))})

    def get_max_retries(self, max_retries: int) -> int:
        """The retries of this call, given the client's."""
        return max_retries if isinstance(self.max_retries, NotGiven) else self.max_retries

    def model_copy(self) -> Self:
        """A copy that may be changed without touching this one; bodies and files are shared."""
        return self.__copy__()

    def __copy__(self) -> Self:
        copied = type(self).__new__(type(self))
        for name in FinalRequestOptions.__slots__:
            setattr(copied, name, getattr(self, name))
        if hasattr(self, "__dict__"):  # a subclass may have attributes of its own
            vars(copied).update(vars(self))
        return copied

    def __getstate__(self) -> Dict[str, Any]:
        state = self._attributes()
        if self.body_type is not None:  # a function of the method's own, which no pickle could name
            state["body_type"] = functools.partial(_itself, self.body_type())
        return state

    def __setstate__(self, state: Dict[str, Any]) -> None:
        for name, value in state.items():
            setattr(self, name, value)

    def _attributes(self) -> Dict[str, Any]:
        own: Dict[str, Any] = getattr(self, "__dict__", {})  # a subclass may have some
        return {**{name: getattr(self, name) for name in FinalRequestOptions.__slots__}, **own}

    def as_dict(self) -> Dict[str, Any]:
        """The attributes that were given, by name."""
        values = ((name, getattr(self, name)) for name in self.__slots__)
        return {name: value for name, value in values if value is not None and not isinstance(value, (NotGiven, Omit))}

    def __repr__(self) -> str:
        given = self.as_dict()
        given["url"] = shown_url(self.url)
        shown = [f"{name}={given[name]!r}" for name in _SHOWN if name in given]
        shown += [f"{name}=..." for name in _PRIVATE if name in given]
        return f"{type(self).__name__}({', '.join(shown)})"


_SHOWN = ("method", "url", "timeout", "max_retries", "follow_redirects")
_PRIVATE = ("headers", "params", "json_data", "extra_json", "content", "files")


def _itself(value: _T) -> _T:
    return value


def _without_marker(headers: Union[Headers, NotGiven]) -> Tuple[Union[Headers, NotGiven], Any]:
    """The headers to send, and what the marker among them asks for: it is an option and never goes on the wire."""
    if isinstance(headers, NotGiven):
        return headers, None
    headers = concealed(headers)
    marked = next((value for name, value in headers.items() if name.lower() == _MARKER), None)
    if marked is None:
        return headers, None
    return {name: value for name, value in headers.items() if name.lower() != _MARKER}, marked
