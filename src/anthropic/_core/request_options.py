"""The keyword arguments that every method takes, as the options of one request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Callable, Dict, Optional, Union

from .._types import Body, Headers, NotGiven, Omit, Query, not_given
from .._utils._secrets import concealed
from .headers import merge
from .resource import given

if TYPE_CHECKING:
    from .._http import Timeout

__all__ = ["make_request_options", "with_beta"]


def make_request_options(
    *,
    query: "Optional[Query]" = None,
    extra_headers: "Optional[Headers]" = None,
    extra_query: "Optional[Query]" = None,
    extra_body: "Optional[Body]" = None,
    idempotency_key: Optional[str] = None,
    timeout: "Union[float, Timeout, NotGiven, None]" = not_given,
    post_parser: "Union[Callable[[Any], Any], NotGiven]" = not_given,
    headers: "Optional[Mapping[str, Union[str, Omit]]]" = None,
    body_type: "Optional[Callable[[], Any]]" = None,
) -> Any:
    """The options of one request.

    Args:
        query: The method's own query; `extra_query` is merged over it.
        extra_headers: The caller's headers; they win over everything.
        extra_query: The caller's query parameters.
        extra_body: What the caller merges over the body.
        idempotency_key: Kept on the options for hooks to read; this API takes no header for it.
        timeout: Seconds, an `httpx.Timeout`, or `None` for no timeout.
        post_parser: Applied to the parsed result.
        headers: The method's own headers; those that were omitted are as if they were not there.
        body_type: Gives the TypedDict that describes the body.
    """
    options: Dict[str, Any] = {"timeout": timeout, "post_parser": post_parser, "body_type": body_type}
    own = given(headers or {})
    if own or extra_headers:
        options["headers"] = dict(merge(own, extra_headers or {}).values())
    if query or extra_query:
        options["params"] = concealed({**(query or {}), **(extra_query or {})})
    if extra_body is not None:
        options["extra_json"] = extra_body
    if idempotency_key is not None:
        options["idempotency_key"] = idempotency_key
    return options


def with_beta(options: Any, beta: str) -> Any:
    """The options of a request that asks for one more beta feature."""
    headers = merge(options.get("headers") or {}, {"anthropic-beta": beta})
    return {**options, "headers": dict(headers.values())}
