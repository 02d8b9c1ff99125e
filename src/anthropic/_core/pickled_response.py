"""What of a response goes into a pickle: its status, headers and body, and how to make a value of them.

The request's headers and body stay behind, and so does the client: where a response is kept, nobody expects credentials.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Dict, Optional, Tuple, Type

from .._compat import generic_parts, with_arguments
from .._exceptions import APIStatusError, without_secrets
from .._options import FinalRequestOptions
from .status import error_class

if TYPE_CHECKING:
    import httpx

__all__ = ["restore", "state_of"]


@dataclass(frozen=True)
class _Reader:
    """What a response needs of its client to make a value of its body."""

    _strict_response_validation: bool
    _default_stream_cls: Optional[Type[Any]]
    max_response_bytes: float = math.inf
    """No bound: the body is in memory already."""

    def _make_status_error(self, err_msg: str, *, body: object, response: httpx.Response) -> APIStatusError:
        return error_class(response.status_code)(err_msg, response=response, body=body)


def state_of(response: Any) -> Dict[str, Any]:
    """What the pickle of a response holds.

    Raises:
        TypeError: Its body is still on the wire, or is a stream of events.
    """
    raw = response.http_response
    if response._is_sse_stream or not hasattr(raw, "_content"):
        raise TypeError(
            "A response can be pickled when its body was read, and this one's was not. Read it first, or, where it is "
            "a stream of events, pickle the events or the final message."
        )
    client, options = response._client, response._options
    return {
        **vars(response),
        "http_response": _travelling(raw),
        "_cast_to": _Parts(*generic_parts(response._cast_to)),
        "_client": _Reader(client._strict_response_validation, client._default_stream_cls),
        "_options": FinalRequestOptions(method=options.method, url=options.url, post_parser=options.post_parser),
        "_parsed_by_type": {},
    }


def restore(response: object, state: Dict[str, Any]) -> None:
    """Make a response of its pickle."""
    parts: _Parts = state["_cast_to"]
    vars(response).update(state, _cast_to=with_arguments(parts.origin, parts.arguments))


@dataclass(frozen=True)
class _Parts:
    """A type; the class of a page has no name of its own by which it could be found."""

    origin: Any
    arguments: Tuple[Any, ...]


def _travelling(raw: httpx.Response) -> httpx.Response:
    """The response, answering a request without headers and body."""
    bare = without_secrets(raw)
    if hasattr(raw, "_elapsed"):
        bare.elapsed = raw.elapsed
    return bare
