"""What the log says of a request: only headers that are known to be harmless, and bodies only when asked for.

The variable ANTHROPIC_LOG_BODIES names the number of bytes of each body that may be shown; without it there are none.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from typing import Optional

from .._exceptions import request_id_of
from .._http import Request, Response, is_in_memory
from .._options import FinalRequestOptions
from .._utils._secrets import shown_url
from .causes import reason

__all__ = ["log", "answered", "failed", "giving_up", "retrying", "sending"]

log = logging.getLogger("anthropic._base_client")

_SHOWN = frozenset(
    "accept accept-encoding cache-control cf-ray connection content-encoding content-length content-type date host "
    "keep-alive request-id retry-after retry-after-ms server transfer-encoding user-agent vary via "
    "x-should-retry anthropic-beta anthropic-version".split()
)
_SHOWN_FAMILIES = ("x-stainless-", "anthropic-ratelimit-")


def headers(pairs: Iterable["tuple[str, str]"]) -> str:
    """The headers as text; the values of those that are not known to be harmless are left out."""
    shown = {name: value if _is_harmless(name.lower()) else "[hidden]" for name, value in pairs}
    return f"Headers({shown})"


def _is_harmless(name: str) -> bool:
    return name in _SHOWN or name.startswith(_SHOWN_FAMILIES)


def sending(request: Request, options: FinalRequestOptions) -> None:
    """Tell of a request that is about to be sent."""
    if log.isEnabledFor(logging.DEBUG):
        log.debug("Request options: %r %s", options, headers(request.headers.multi_items()))
        log.debug("Sending HTTP Request: %s %s", request.method, shown_url(request.url))
        if is_in_memory(request):
            _body("Request", request.content)


def answered(request: Request, response: Response) -> None:
    """Tell of a response."""
    if log.isEnabledFor(logging.DEBUG):
        log.debug(
            'HTTP Response: %s %s "%i %s" %s',
            request.method,
            shown_url(request.url),
            response.status_code,
            response.reason_phrase,
            headers(response.headers.multi_items()),
        )
        log.debug("request_id: %s", request_id_of(response.headers))
        if is_in_memory(response):
            _body("Response", response.content)


def failed(failure: Exception) -> None:
    """Tell of a request that got no answer."""
    log.debug("The request failed: %s: %s", type(failure).__name__, failure)


def retrying(
    options: FinalRequestOptions,
    pause: float,
    left: int,
    response: Optional[Response],
    failure: Optional[Exception],
    asked: bool,
) -> None:
    """Tell of the pause before the next try, and why there is one."""
    wish = ", as the server asks" if asked else ""
    place = shown_url(options.url)
    log.info("Retrying request to %s in %f seconds%s: %s, %i left", place, pause, wish, _why(response, failure), left)


def giving_up(
    options: FinalRequestOptions, response: Optional[Response], failure: Optional[Exception], because: str
) -> None:
    """Tell that there is no other try, and why."""
    place = shown_url(options.url)
    log.debug("Not retrying request to %s: %s, and %s", place, _why(response, failure), because)


def _why(response: Optional[Response], failure: Optional[Exception]) -> str:
    if response is not None:
        return f"status {response.status_code} (request_id: {response.headers.get('request-id')})"
    return f"{type(failure).__name__} ({reason(failure)})"


def _body(whose: str, content: bytes) -> None:
    """Show a body, as much of it as the environment allows."""
    text = os.environ.get("ANTHROPIC_LOG_BODIES", "")
    most = int(text) if text.isascii() and text.isdigit() else 0
    if most:
        rest = f"… ({len(content) - most} more bytes)" if len(content) > most else ""
        log.debug("%s body: %s%s", whose, content[:most].decode("utf-8", "replace"), rest)
