"""Whether a redirect is followed, and what the request may take along to another origin."""

from __future__ import annotations

from typing import Optional

from .._http import Request, Response
from . import url

__all__ = ["MOST", "redirected"]

MOST = 20
"""Redirects of one request before it counts as going in circles."""

_HARMLESS = frozenset(
    {"accept", "accept-encoding", "connection", "content-type", "content-length", "host", "user-agent"}
)


def redirected(response: Response, followed: int) -> Optional[Request]:
    """The request that the redirect asks for; `None` where it is no redirect, or one too many.

    To another origin go only the headers that the HTTP library and the content need: neither credentials nor
    anything else that the caller or this client set (RFC 9110, 15.4).
    """
    following = response.next_request
    if following is None or followed >= MOST:
        return None
    if not url.same_origin(following.url, response.request.url):
        for name in [name for name in following.headers if name.lower() not in _HARMLESS]:
            del following.headers[name]
    elif "cookie" in response.request.headers:
        following.headers.setdefault("cookie", response.request.headers["cookie"])  # the HTTP library takes it away
    return following
