"""Responses that are read when and as far as the caller wants."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Any, AsyncIterator, Callable, Generic, Optional, Type, TypeVar, Union, overload

from .._core.api_response import BaseAPIResponse
from .._core.interruptions import reading
from .._json import loads
from . import _io
from .bodies import pieces, read_body

__all__ = [
    "AsyncAPIResponse",
    "AsyncBinaryAPIResponse",
    "AsyncResponseContextManager",
    "AsyncStreamedBinaryAPIResponse",
]

R = TypeVar("R")
_T = TypeVar("_T")
_ResponseT = TypeVar("_ResponseT", bound="BaseAPIResponse[Any]")


class AsyncAPIResponse(BaseAPIResponse[R]):
    """A response whose body is read on demand; leaving its context closes it."""

    reads_on_demand = True

    @overload
    async def parse(self, *, to: Type[_T]) -> _T: ...
    @overload
    async def parse(self) -> R: ...
    async def parse(self, *, to: Optional[Type[Any]] = None) -> Any:
        """The value that the method returns without the streaming view, made once.

        Args:
            to: Another type to make of the body: a model, a container of models, `str`, `int`, `float`, `bool`,
                `httpx.Response`, or a stream type for a streamed response.

        Raises:
            APIResponseValidationError: The body is not what was asked for.
            StreamAlreadyConsumed: The body was iterated over before.
        """
        if not self._is_sse_stream:
            await self.read()
        return self._value(to)

    async def read(self) -> bytes:
        """The decoded body, all of it.

        Raises:
            StreamAlreadyConsumed: The body was iterated over before.
        """
        with reading(self.http_response):
            await read_body(self.http_response, self._client.max_response_bytes)
        return self.http_response.content

    async def text(self) -> str:
        """The body as text."""
        await self.read()
        return self.http_response.text

    async def json(self) -> object:
        """The body as JSON values.

        Raises:
            ValueError: It is not JSON.
        """
        return loads(await self.read())

    async def close(self) -> None:
        """Give the connection back without reading further."""
        await self.http_response.aclose()

    async def iter_bytes(self, chunk_size: Optional[int] = None) -> AsyncIterator[bytes]:
        """The decoded body in pieces, as they come or of a given size."""
        with reading(self.http_response):
            if chunk_size is None:
                async for chunk in pieces(self.http_response):
                    yield chunk
            else:
                async for chunk in self.http_response.aiter_bytes(chunk_size):
                    yield chunk

    async def iter_text(self, chunk_size: Optional[int] = None) -> AsyncIterator[str]:
        """The body as pieces of text."""
        with reading(self.http_response):
            async for chunk in self.http_response.aiter_text(chunk_size):
                yield chunk

    async def iter_lines(self) -> AsyncIterator[str]:
        """The body line by line."""
        with reading(self.http_response):
            async for line in self.http_response.aiter_lines():
                yield line


class AsyncBinaryAPIResponse(AsyncAPIResponse[bytes]):
    """A downloaded file, in memory."""

    reads_on_demand = False

    async def write_to_file(self, file: Union[str, "os.PathLike[str]"]) -> None:
        """Write the body to a file."""
        content = await self.read()
        async with _io.open_file(file) as handle:
            await handle.write(content)


class AsyncStreamedBinaryAPIResponse(AsyncAPIResponse[bytes]):
    """A file that is downloaded piece by piece."""

    async def stream_to_file(self, file: Union[str, "os.PathLike[str]"], *, chunk_size: Optional[int] = None) -> None:
        """Write the body to a file as it arrives; memory use does not depend on its size."""
        async with _io.open_file(file) as handle:
            async for chunk in self.iter_bytes(chunk_size):
                await handle.write(chunk)


class AsyncResponseContextManager(Generic[_ResponseT]):
    """A request that is sent when its context is entered, and a response that is closed when it is left."""

    def __init__(self, request_func: Callable[[], _io.Result[_ResponseT]]) -> None:
        self._request_func = request_func
        self._response: Optional[Any] = None

    async def __aenter__(self) -> _ResponseT:
        response = await self._request_func()
        self._response = response
        return response

    async def __aexit__(
        self, exc_type: Optional[Type[BaseException]], exc: Optional[BaseException], exc_tb: Optional[TracebackType]
    ) -> None:
        if self._response is not None:
            await self._response.close()
