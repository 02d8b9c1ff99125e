"""What the server answers when it cannot do what it was asked.

A check raises a `Problem`; the server turns it into an answer. The shape is the API's own: an `error` object
with a type and a message, and the id of the request.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Mapping, Optional

if TYPE_CHECKING:
    from .values import JSONObject

__all__ = ["Problem", "error_body", "error_type", "invalid"]

_TYPES: Dict[int, str] = {
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}


class Problem(Exception):
    """A request that is answered with an error."""

    def __init__(
        self, status: int, message: str, *, type: Optional[str] = None, headers: Optional[Mapping[str, str]] = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.type = type or error_type(status)
        self.headers: Mapping[str, str] = headers or {}


def invalid(field: str, message: str) -> Problem:
    """A 400 that names the field at fault."""
    return Problem(400, f"{field}: {message}")


def error_type(status: int) -> str:
    """The `type` that goes with a status."""
    return _TYPES.get(status, "api_error" if status >= 500 else "invalid_request_error")


def error_body(type: str, message: str, request_id: Optional[str]) -> JSONObject:
    """An error in the shape of the API."""
    return {"type": "error", "error": {"type": type, "message": message}, "request_id": request_id}
