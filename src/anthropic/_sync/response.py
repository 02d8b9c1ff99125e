# Derived from src/anthropic/_async/response.py by scripts/unasync. Do not edit.
"""Responses that are read when and as far as the caller wants."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Any, Callable, Generic, Iterator, Optional, Type, TypeVar, Union, overload

from .._core.api_response import BaseAPIResponse
from .._core.interruptions import reading
from .._json import loads
from . import _io
from .bodies import pieces, read_body

__all__ = [
    "APIResponse",
    "BinaryAPIResponse",
    "ResponseContextManager",
    "StreamedBinaryAPIResponse",
]

R = TypeVar("R")
_T = TypeVar("_T")
_ResponseT = TypeVar("_ResponseT", bound="BaseAPIResponse[Any]")


class APIResponse(BaseAPIResponse[R]):
    """A response whose body is read on demand; leaving its context closes it."""

    reads_on_demand = True

    @overload
    def parse(self, *, to: Type[_T]) -> _T: ...
    @overload
    def parse(self) -> R: ...
    def parse(self, *, to: Optional[Type[Any]] = None) -> Any:
        """The value that the method returns without the streaming view, made once.

        Args:
            to: Another type to make of the body: a model, a container of models, `str`, `int`, `float`, `bool`,
                `httpx.Response`, or a stream type for a streamed response.

        Raises:
            APIResponseValidationError: The body is not what was asked for.
            StreamAlreadyConsumed: The body was iterated over before.
        """
        if not self._is_sse_stream:
            self.read()
        return self._value(to)

    def read(self) -> bytes:
        """The decoded body, all of it.

        Raises:
            StreamAlreadyConsumed: The body was iterated over before.
        """
        with reading(self.http_response):
            read_body(self.http_response, self._client.max_response_bytes)
        return self.http_response.content

    def text(self) -> str:
        """The body as text."""
        self.read()
        return self.http_response.text

    def json(self) -> object:
        """The body as JSON values.

        Raises:
            ValueError: It is not JSON.
        """
        return loads(self.read())

    def close(self) -> None:
        """Give the connection back without reading further."""
        self.http_response.close()

    def iter_bytes(self, chunk_size: Optional[int] = None) -> Iterator[bytes]:
        """The decoded body in pieces, as they come or of a given size."""
        with reading(self.http_response):
            if chunk_size is None:
                for chunk in pieces(self.http_response):
                    yield chunk
            else:
                for chunk in self.http_response.iter_bytes(chunk_size):
                    yield chunk

    def iter_text(self, chunk_size: Optional[int] = None) -> Iterator[str]:
        """The body as pieces of text."""
        with reading(self.http_response):
            for chunk in self.http_response.iter_text(chunk_size):
                yield chunk

    def iter_lines(self) -> Iterator[str]:
        """The body line by line."""
        with reading(self.http_response):
            for line in self.http_response.iter_lines():
                yield line


class BinaryAPIResponse(APIResponse[bytes]):
    """A downloaded file, in memory."""

    reads_on_demand = False

    def write_to_file(self, file: Union[str, "os.PathLike[str]"]) -> None:
        """Write the body to a file."""
        content = self.read()
        with _io.open_file(file) as handle:
            handle.write(content)


class StreamedBinaryAPIResponse(APIResponse[bytes]):
    """A file that is downloaded piece by piece."""

    def stream_to_file(self, file: Union[str, "os.PathLike[str]"], *, chunk_size: Optional[int] = None) -> None:
        """Write the body to a file as it arrives; memory use does not depend on its size."""
        with _io.open_file(file) as handle:
            for chunk in self.iter_bytes(chunk_size):
                handle.write(chunk)


class ResponseContextManager(Generic[_ResponseT]):
    """A request that is sent when its context is entered, and a response that is closed when it is left."""

    def __init__(self, request_func: Callable[[], _io.Result[_ResponseT]]) -> None:
        self._request_func = request_func
        self._response: Optional[Any] = None

    def __enter__(self) -> _ResponseT:
        response = self._request_func()
        self._response = response
        return response

    def __exit__(
        self, exc_type: Optional[Type[BaseException]], exc: Optional[BaseException], exc_tb: Optional[TracebackType]
    ) -> None:
        if self._response is not None:
            self._response.close()
