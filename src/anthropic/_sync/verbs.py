# Derived from src/anthropic/_async/verbs.py by scripts/unasync. Do not edit.
"""The HTTP verbs: requests that no generated method makes, through the same pipeline."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Optional, Type, TypeVar, Union, cast, overload

from .._core.advice import warn
from .._options import FinalRequestOptions
from .._types import RequestOptions, ResponseT
from . import _io
from .jsonl import JSONLDecoder
from .streaming import Stream

if TYPE_CHECKING:
    from .._types import BinaryTypes, Body, RequestFiles

__all__ = ["SyncVerbs"]

_StreamT = TypeVar("_StreamT", bound="Union[Stream[Any], JSONLDecoder[Any]]")
_PageT = TypeVar("_PageT")


class SyncVerbs:
    """`get`, `post` and the like over `request`, the single way of every call."""

    def request(
        self,
        cast_to: Type[ResponseT],
        options: FinalRequestOptions,
        *,
        stream: bool = False,
        stream_cls: Optional[Type[_StreamT]] = None,
    ) -> Union[ResponseT, _StreamT]:
        """The parsed response of one call; see the client."""
        raise NotImplementedError

    @overload
    def get(
        self,
        path: str,
        *,
        cast_to: Type[ResponseT],
        options: RequestOptions = ...,
        stream: Literal[False] = ...,
        stream_cls: Optional[Type[Any]] = ...,
    ) -> ResponseT: ...

    @overload
    def get(
        self,
        path: str,
        *,
        cast_to: Type[ResponseT],
        options: RequestOptions = ...,
        stream: Literal[True],
        stream_cls: Type[_StreamT],
    ) -> _StreamT: ...

    @overload
    def get(
        self,
        path: str,
        *,
        cast_to: Type[ResponseT],
        options: RequestOptions = ...,
        stream: bool,
        stream_cls: Optional[Type[_StreamT]] = ...,
    ) -> Union[ResponseT, _StreamT]: ...

    def get(
        self,
        path: str,
        *,
        cast_to: Type[ResponseT],
        options: RequestOptions = {},
        stream: bool = False,
        stream_cls: Optional[Type[_StreamT]] = None,
    ) -> Union[ResponseT, _StreamT]:
        """Send a GET request.

        Args:
            path: A path relative to the base URL, or an absolute URL.
            cast_to: What the response becomes.
            options: Headers, query, timeout, retries of this call.
            stream: Give the events of the response as they arrive.
            stream_cls: The stream type, with the type of its events: `Stream[Event]`.
        """
        request = FinalRequestOptions.construct(method="get", url=path, **options)
        return self.request(cast_to, request, stream=stream, stream_cls=stream_cls)

    @overload
    def post(
        self,
        path: str,
        *,
        cast_to: Type[ResponseT],
        body: Optional[Body] = ...,
        content: Optional[BinaryTypes] = ...,
        files: Optional[RequestFiles] = ...,
        options: RequestOptions = ...,
        stream: Literal[False] = ...,
        stream_cls: Optional[Type[Any]] = ...,
    ) -> ResponseT: ...

    @overload
    def post(
        self,
        path: str,
        *,
        cast_to: Type[ResponseT],
        body: Optional[Body] = ...,
        content: Optional[BinaryTypes] = ...,
        files: Optional[RequestFiles] = ...,
        options: RequestOptions = ...,
        stream: Literal[True],
        stream_cls: Type[_StreamT],
    ) -> _StreamT: ...

    @overload
    def post(
        self,
        path: str,
        *,
        cast_to: Type[ResponseT],
        body: Optional[Body] = ...,
        content: Optional[BinaryTypes] = ...,
        files: Optional[RequestFiles] = ...,
        options: RequestOptions = ...,
        stream: bool,
        stream_cls: Optional[Type[_StreamT]] = ...,
    ) -> Union[ResponseT, _StreamT]: ...

    def post(
        self,
        path: str,
        *,
        cast_to: Type[ResponseT],
        body: Optional[Body] = None,
        content: Optional[BinaryTypes] = None,
        files: Optional[RequestFiles] = None,
        options: RequestOptions = {},
        stream: bool = False,
        stream_cls: Optional[Type[_StreamT]] = None,
    ) -> Union[ResponseT, _StreamT]:
        """Send a POST request.

        Args:
            path: A path relative to the base URL, or an absolute URL.
            cast_to: What the response becomes.
            body: A value that is sent as JSON.
            content: Bytes, a file or an iterable of bytes that is sent as it is.
            files: Files of a multipart form.
            options: Headers, query, timeout, retries of this call.
            stream: Give the events of the response as they arrive.
            stream_cls: The stream type, with the type of its events: `Stream[Event]`.
        """
        request = _with_body("post", path, body, content, files, options)
        return self.request(cast_to, request, stream=stream, stream_cls=stream_cls)

    def put(
        self,
        path: str,
        *,
        cast_to: Type[ResponseT],
        body: Optional[Body] = None,
        content: Optional[BinaryTypes] = None,
        files: Optional[RequestFiles] = None,
        options: RequestOptions = {},
    ) -> ResponseT:
        """Send a PUT request; the arguments are those of `post`."""
        return self.request(cast_to, _with_body("put", path, body, content, files, options))

    def patch(
        self,
        path: str,
        *,
        cast_to: Type[ResponseT],
        body: Optional[Body] = None,
        content: Optional[BinaryTypes] = None,
        files: Optional[RequestFiles] = None,
        options: RequestOptions = {},
    ) -> ResponseT:
        """Send a PATCH request; the arguments are those of `post`."""
        return self.request(cast_to, _with_body("patch", path, body, content, files, options))

    def delete(
        self,
        path: str,
        *,
        cast_to: Type[ResponseT],
        body: Optional[Body] = None,
        content: Optional[BinaryTypes] = None,
        options: RequestOptions = {},
    ) -> ResponseT:
        """Send a DELETE request; the arguments are those of `post`."""
        return self.request(cast_to, _with_body("delete", path, body, content, None, options))

    def get_api_list(
        self,
        path: str,
        *,
        model: Any,
        page: Type[_PageT],
        body: Optional[Body] = None,
        options: RequestOptions = {},
        method: str = "get",
    ) -> _io.Pages[_PageT]:
        """A list that comes in pages.

        Args:
            path: A path relative to the base URL, or an absolute URL.
            model: The type of the items.
            page: The type of the pages: `SyncPage[Item]`.
            body: A value that is sent as JSON.
            options: Headers, query, timeout, retries of every page's call.
            method: The HTTP method.
        """
        request = FinalRequestOptions.construct(method=method, url=path, json_data=body, **options)
        return _io.first_page(cast(Any, self), request, page, model)


def _with_body(
    method: str,
    path: str,
    body: Optional[Body],
    content: Optional[BinaryTypes],
    files: Optional[RequestFiles],
    options: RequestOptions,
) -> FinalRequestOptions:
    if body is not None and content is not None:
        raise TypeError("Passing both `body` and `content` is not supported; a request has one body.")
    if files is not None and content is not None:
        raise TypeError("Passing both `files` and `content` is not supported; a request has one body.")
    if isinstance(body, bytes):
        warn("Passing raw bytes as `body` is deprecated. Pass them as `content` instead.", DeprecationWarning)
    return FinalRequestOptions.construct(
        method=method, url=path, json_data=body, content=content, files=files, **options
    )
