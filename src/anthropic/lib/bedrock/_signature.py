"""AWS Signature Version 4 of one HTTP request: what AWS must see to believe that a secret's holder sent it.

Only values come in, the time among them, and only headers go out. Nothing is sent, looked up or logged here.
"""

from __future__ import annotations

import hmac
import time
from functools import lru_cache
from hashlib import sha256
from typing import Dict, Iterable, List, NamedTuple, Optional, Tuple
from urllib.parse import quote, unquote

from ..._core.auth import plain_secret
from ..._utils._secrets import hidden

__all__ = ["Keys", "signed"]

_SERVICE = "bedrock"
_UNSIGNED = frozenset(
    {
        "baggage",
        "connection",
        "expect",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "te",
        "traceparent",
        "tracestate",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "user-agent",
        "x-amzn-trace-id",
    }
)
"""Headers that whoever is on the way may change."""

_OWN = frozenset({"authorization", "x-amz-date", "x-amz-security-token"})

Headers = List[Tuple[str, str]]


class Keys(NamedTuple):
    """What a request is signed with; its `repr` shows none of it.

    Attributes:
        access_key: The name of the key.
        secret_key: The secret that never travels.
        token: What temporary ones come with; it travels.
    """

    access_key: str
    secret_key: str
    token: Optional[str] = None

    def __repr__(self) -> str:
        return "Keys(<hidden>)"

    @classmethod
    def of(cls, access_key: str, secret_key: str, token: Optional[str]) -> Keys:
        """The keys as headers carry them.

        Raises:
            ValueError: One of them cannot be sent. It is not shown.
        """
        access_key = plain_secret("aws_access_key", access_key)
        secret_key = plain_secret("aws_secret_key", secret_key)
        token = plain_secret("aws_session_token", token) if token else None
        return cls(access_key, secret_key, token)


def signed(
    headers: Iterable[Tuple[str, str]],
    *,
    method: str,
    target: str,
    body: bytes,
    keys: Keys,
    region: str,
    now: float,
) -> Headers:
    """The headers to send: those given, their names in lower case, and the ones that carry the signature.

    Args:
        headers: Those of the final request, `Host` among them.
        method: The HTTP method.
        target: Path and query as they are sent, percent-encoded.
        body: All of the body.
        keys: Whose request it is.
        region: Where it goes.
        now: The time, in seconds since the epoch; AWS allows for five minutes of difference.
    """
    stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
    given = [(name, value) for name, value in ((n.lower(), v) for n, v in headers) if name not in _OWN]
    own = [("X-Amz-Date", stamp)]
    if keys.token:
        own.append(("X-Amz-Security-Token", hidden(keys.token)))
    names, lines = _canonical_headers(given + own)
    path, _, query = target.partition("?")
    digest = sha256(body).hexdigest()
    canonical = f"{method.upper()}\n{_canonical_path(path)}\n{_canonical_query(query)}\n{lines}\n\n{names}\n{digest}"
    scope = f"{stamp[:8]}/{region}/{_SERVICE}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    signature = _mac(_day_key(keys.secret_key, stamp[:8], region), text).hex()
    claim = f"Credential={keys.access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    return [*given, *own, ("Authorization", f"AWS4-HMAC-SHA256 {claim}")]


@lru_cache(maxsize=64)
def _day_key(secret_key: str, day: str, region: str) -> bytes:
    """The key that signs all requests of a day."""
    key = f"AWS4{secret_key}".encode()
    for part in (day, region, _SERVICE, "aws4_request"):
        key = _mac(key, part)
    return key


def _mac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), "sha256")


def _canonical_headers(headers: Headers) -> Tuple[str, str]:
    """The names that are signed, and a line for each: values without odd spacing, repeated ones joined."""
    values: Dict[str, str] = {}
    for name, value in headers:
        name, value = name.lower(), " ".join(value.split())
        if name not in _UNSIGNED:
            values[name] = f"{values[name]},{value}" if name in values else value
    names = sorted(values)
    return ";".join(names), "\n".join([f"{name}:{values[name]}" for name in names])


@lru_cache(maxsize=256)
def _canonical_path(path: str) -> str:
    """The path without dot segments and doubled slashes, percent-encoded once more than it is sent."""
    segments: List[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del segments[-1:]
        elif segment not in ("", "."):
            segments.append(segment)
    last = "/" if segments and path.endswith("/") else ""
    return quote(f"/{'/'.join(segments)}{last}", safe="/~")


def _canonical_query(query: str) -> str:
    """The parameters in order, all but letters, digits and `-_.~` percent-encoded, however they are sent."""
    pairs = (pair.partition("=") for pair in query.split("&") if pair)
    return "&".join(f"{name}={value}" for name, value in sorted((_encoded(n), _encoded(v)) for n, _, v in pairs))


def _encoded(text: str) -> str:
    return quote(unquote(text, errors="surrogateescape"), safe="", errors="surrogateescape")
