# Derived from src/anthropic/_async/jsonl.py by scripts/unasync. Do not edit.
"""Results that come as one JSON value a line, typed, while they are downloaded."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Iterator, Optional, Type, TypeVar, cast

from .._exceptions import APIConnectionError, APIResponseValidationError
from .._http import RequestError
from .._json import MalformedJSON

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self

__all__ = ["JSONLDecoder"]

_T = TypeVar("_T")


class JSONLDecoder(Generic[_T]):
    """The values of a response of JSON lines. Iterate over it once; leaving it closes the connection.

    Attributes:
        http_response: The response that is being read.
    """

    http_response: httpx.Response

    def __init__(self, *, cast_to: Type[_T], response: httpx.Response, client: object = None) -> None:  # noqa: ARG002  # every stream class is made alike
        self.http_response = response
        self._cast_to = cast_to
        self._iterator = self.__decode__()

    def __next__(self) -> _T:
        return self._iterator.__next__()

    def __iter__(self) -> Iterator[_T]:
        return self._iterator

    def __decode__(self) -> Iterator[_T]:
        """The typed values; blank lines are skipped."""
        from .._decode import decode  # pydantic loads with the first value, not with the client

        chunks, pending = self.http_response.iter_bytes(), b""
        try:
            for chunk in chunks:
                *lines, pending = _joined(pending, chunk).split(b"\n")
                for line in lines:
                    if line.strip():
                        yield self._value(decode, line)
            if pending.strip():
                yield self._value(decode, pending)
        except RequestError as error:
            raise APIConnectionError(request=self.http_response.request) from error
        finally:
            cast(Any, chunks).close()
            self.http_response.close()

    def _value(self, decode: Any, line: bytes) -> _T:
        try:
            value: _T = decode(self._cast_to, line)
        except MalformedJSON as error:
            text = line.decode("utf-8", "replace")
            message = f"A line of the results is not JSON: {error}. The download was cut short or is broken."
            raise APIResponseValidationError(self.http_response, text, message=message) from None
        return value

    def close(self) -> None:
        """Give the connection back; iterating any further ends."""
        self.http_response.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: Optional[Type[BaseException]], exc: Optional[BaseException], exc_tb: Optional[TracebackType]
    ) -> None:
        self.close()


def _joined(pending: bytes, chunk: bytes) -> bytes:
    return pending + chunk if pending else chunk
