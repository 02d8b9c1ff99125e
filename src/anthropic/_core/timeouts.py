"""How long a call may take before it ought to have been a stream."""

from __future__ import annotations

from typing import Any, Union

from .._constants import DEFAULT_TIMEOUT, DEFAULT_TIMEOUT_SECONDS, MODEL_NONSTREAMING_TOKENS
from .._http import HTTPX_DEFAULT_TIMEOUT, Timeout
from .._types import NotGiven

__all__ = ["client_timeout", "nonstreaming_timeout", "stated", "stated_read"]

_TOKENS_PER_HOUR = 128_000


def nonstreaming_timeout(max_tokens: int, model: str) -> Timeout:
    """The timeout of a call that waits for the whole reply.

    Raises:
        ValueError: A reply of that many tokens may take longer than the 10 minutes that idle connections survive.
    """
    if not isinstance(max_tokens, (int, float)):
        return DEFAULT_TIMEOUT  # types are the server's to check, and it says which field is wrong
    expected = 3600 * max_tokens / _TOKENS_PER_HOUR
    limit = MODEL_NONSTREAMING_TOKENS.get(model)
    if expected > DEFAULT_TIMEOUT_SECONDS or (limit is not None and max_tokens > limit):
        raise ValueError(
            "Streaming is required for operations that may take longer than 10 minutes: "
            f"{max_tokens} tokens are too many to wait for. "
            "Pass `stream=True`, ask for fewer `max_tokens`, or set a `timeout` of your own."
        )
    return DEFAULT_TIMEOUT


def client_timeout(given: "Union[float, Timeout, NotGiven, None]", http_client: Any) -> "Union[float, Timeout, None]":
    """The client's timeout: what was given, else what the passed HTTP client was set to, else the default."""
    if not isinstance(given, NotGiven):
        return given
    if http_client is not None and http_client.timeout != HTTPX_DEFAULT_TIMEOUT:
        inherited: Timeout = http_client.timeout
        return inherited
    return DEFAULT_TIMEOUT


def stated(timeout: Any) -> str:
    """A request's own timeout, as the header that tells the server writes it."""
    if isinstance(timeout, NotGiven):
        return "NOT_GIVEN"
    return str(timeout.read if isinstance(timeout, Timeout) else timeout)


def stated_read(timeout: Any) -> "Union[str, None]":
    """The effective read timeout as text; `None` where there is none."""
    read = timeout.read if isinstance(timeout, Timeout) else timeout
    return None if read is None else str(read)
