"""Hands a request on to the real API and brings back its whole answer, with the standard library alone.

Credentials travel on as they came and are kept nowhere.
"""

from __future__ import annotations

import urllib.error
import urllib.request
from base64 import b64encode
from dataclasses import dataclass
from email.message import Message
from typing import IO, Dict, Mapping, Optional, Tuple
from urllib.parse import unquote, urlsplit, urlunsplit

from .problems import Problem
from .requests import RecordedRequest

__all__ = ["Forwarded", "forward"]

_OF_THE_CONNECTION = ("accept-encoding", "connection", "content-length", "host", "transfer-encoding")
_SECONDS = 600


@dataclass(frozen=True)
class Forwarded:
    """An answer of the real API."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> Optional[urllib.request.Request]:
        return None


def forward(request: RecordedRequest, base_url: str) -> Forwarded:
    """The answer of the API at `base_url`; a `Problem` when none comes."""
    place, login = _without_login(base_url.rstrip("/"))
    headers = {name: value for name, value in request.headers.items() if name not in _OF_THE_CONNECTION}
    sent = urllib.request.Request(
        place + request.target, data=request.body or None, headers={**headers, **login}, method=request.method
    )
    try:
        with urllib.request.build_opener(_NoRedirects).open(sent, timeout=_SECONDS) as response:
            return Forwarded(response.status, _lower(response.headers), response.read())
    except urllib.error.HTTPError as error:
        with error:
            return Forwarded(error.code, _lower(error.headers), error.read())
    except OSError as error:
        raise Problem(502, f"Cannot record: no answer from {place}: {error}") from None


def _without_login(url: str) -> Tuple[str, Dict[str, str]]:
    """The URL without user and password, and the header that carries them (RFC 7617)."""
    parts = urlsplit(url)
    if parts.username is None:
        return url, {}
    said = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=host)), {"authorization": f"Basic {b64encode(said.encode()).decode()}"}


def _lower(headers: Message) -> Dict[str, str]:
    return {name.lower(): str(value) for name, value in headers.items()}
