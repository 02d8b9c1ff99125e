"""Results that come as one JSON value a line, typed, while they are downloaded."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any, AsyncIterator, Generic, Optional, Type, TypeVar, cast

from .._core.interruptions import interruption
from .._exceptions import APIResponseValidationError
from .._http import RequestError
from .._json import MalformedJSON
from . import _io
from .bodies import pieces

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self

__all__ = ["AsyncJSONLDecoder"]

_T = TypeVar("_T")


class AsyncJSONLDecoder(Generic[_T]):
    """The values of a response of JSON lines. Iterate over it once; leaving it closes the connection.

    Attributes:
        http_response: The response that is being read.
    """

    http_response: httpx.Response

    def __init__(self, *, cast_to: Type[_T], response: httpx.Response, client: object = None) -> None:  # noqa: ARG002  # every stream class is made alike
        self.http_response = response
        self._iterator: AsyncIterator[_T] = _values(cast_to, response)

    def __anext__(self) -> _io.Result[_T]:
        return self._iterator.__anext__()

    def __aiter__(self) -> Self:
        return self

    def __del__(self) -> None:
        response = getattr(self, "http_response", None)
        if response is not None and not response.is_closed:
            _io.close_soon(response)

    async def close(self) -> None:
        """Give the connection back; iterating any further ends."""
        await _io.end(self._iterator)
        await self.http_response.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: Optional[Type[BaseException]], exc: Optional[BaseException], exc_tb: Optional[TracebackType]
    ) -> None:
        await self.close()


async def _values(cast_to: Any, response: httpx.Response) -> AsyncIterator[Any]:
    """The typed values of a response's lines; blank lines are skipped."""
    from .._decode import decode  # pydantic loads with the first value, not with the client

    chunks, pending = pieces(response), b""
    try:
        async for chunk in chunks:
            *lines, pending = _joined(pending, chunk).split(b"\n")
            for line in lines:
                if line.strip():
                    yield _value(decode, cast_to, line, response)
        if pending.strip():
            yield _value(decode, cast_to, pending, response)
    except RequestError as error:
        raise interruption(error, response) from error
    finally:
        await cast(Any, chunks).aclose()
        await response.aclose()


def _value(decode: Any, cast_to: Any, line: bytes, response: httpx.Response) -> Any:
    try:
        return decode(cast_to, line)
    except MalformedJSON as error:
        text = line.decode("utf-8", "replace")
        message = f"A line of the results is not JSON: {error}. The download was cut short or is broken."
        raise APIResponseValidationError(response, text, message=message) from None


def _joined(pending: bytes, chunk: bytes) -> bytes:
    return pending + chunk if pending else chunk
