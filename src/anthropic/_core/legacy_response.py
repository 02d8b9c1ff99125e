"""What `with_raw_response` gives: a response whose body was read, and its value on demand. The same in both colours."""

from __future__ import annotations

from typing import Any, Optional, Type, TypeVar, overload

from .api_response import BaseAPIResponse

__all__ = ["LegacyAPIResponse"]

R = TypeVar("R")
_T = TypeVar("_T")


class LegacyAPIResponse(BaseAPIResponse[R]):
    """A response with its body, and `parse()` for the value that the plain method would have returned."""

    @property
    def content(self) -> bytes:
        """The decoded body."""
        return self.http_response.content

    @property
    def text(self) -> str:
        """The body as text."""
        return self.http_response.text

    @overload
    def parse(self, *, to: Type[_T]) -> _T: ...
    @overload
    def parse(self) -> R: ...
    def parse(self, *, to: Optional[Type[Any]] = None) -> Any:
        """The value that the method returns without the raw view, made once.

        Args:
            to: Another type to make of the body: a model, a container of models, `str`, `int`, `float`, `bool`,
                `httpx.Response`, or a stream type for a streamed response.

        Raises:
            APIResponseValidationError: The body is not what was asked for.
            RuntimeError: `to` is no type that a body can become.
        """
        return self._value(to)

    def __repr__(self) -> str:
        response = self.http_response
        return f"<APIResponse [{response.status_code} {response.reason_phrase}] type={self._cast_to}>"
