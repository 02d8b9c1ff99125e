"""What must not be shown or written down: credentials in headers, queries and bodies.

Headers of a recording pass only when they are on a list; in what is shown to a person, the known secrets are masked.
"""

from __future__ import annotations

import re
from typing import Dict, Iterable, List, Mapping, Tuple
from urllib.parse import parse_qsl, quote_plus

from .values import JSON

__all__ = ["MASK", "credentials", "kept_headers", "masked_header", "masked_query", "redacted", "without"]

MASK = "***"

REQUEST_HEADERS = ("anthropic-beta", "anthropic-version", "content-type")
RESPONSE_HEADERS = (
    "content-type",
    "request-id",
    "retry-after",
    "retry-after-ms",
    "x-should-retry",
)
_RATE_LIMITS = "anthropic-ratelimit-"
_SECRET = re.compile(
    r"authorization|(^|[-_])(api[-_]?)?key$|token$|secret|passw|cookie|credential|(^|[-_])sig(nature)?$", re.IGNORECASE
)
_SECRET_FIELDS = frozenset(
    "access_token api_key apikey authorization authorization_token bearer_token client_secret "
    "password private_key refresh_token secret secret_key token".split()
)
_URL = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_LOGIN = re.compile(r"(\A[a-z]+://)[^/?#@]*@", re.IGNORECASE)
_SHORTEST_CREDENTIAL = 6


def masked_header(name: str, value: str) -> str:
    """The value as it may be shown."""
    return MASK if _SECRET.search(name) else value


def masked_query(target: str) -> str:
    """Path and query as they may be shown."""
    path, mark, query = target.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    if not any(_SECRET.search(name) for name, _ in pairs):
        return target
    shown = (f"{quote_plus(name)}={MASK if _SECRET.search(name) else quote_plus(value)}" for name, value in pairs)
    return f"{path}{mark}{'&'.join(shown)}"


def kept_headers(headers: Mapping[str, str], allowed: Tuple[str, ...]) -> Dict[str, str]:
    """The headers that may be written down, sorted by name."""
    lower = {name.lower(): value for name, value in headers.items()}
    return {name: lower[name] for name in sorted(lower) if name in allowed or name.startswith(_RATE_LIMITS)}


def redacted(value: JSON) -> JSON:
    """The value with every field masked whose name says that it holds a secret."""
    if isinstance(value, list):
        return [redacted(item) for item in value]
    if isinstance(value, dict):
        return {name: MASK if _is_secret(name, item) else redacted(item) for name, item in value.items()}
    return _masked_url(value) if isinstance(value, str) and _URL.match(value) else value


def _masked_url(url: str) -> str:
    """A URL without a password, and without what its query says that could be a secret: servers of tools are named so."""
    return masked_query(_LOGIN.sub(rf"\1{MASK}@", url))


def _is_secret(name: str, value: JSON) -> bool:
    return isinstance(value, str) and name.lower() in _SECRET_FIELDS


def credentials(headers: Mapping[str, str]) -> List[str]:
    """The values in the headers that nothing written down may contain."""
    values = [value for name, value in headers.items() if _SECRET.search(name)]
    words = [value.rpartition(" ")[2] for value in values]
    return sorted({word for word in [*values, *words] if len(word) >= _SHORTEST_CREDENTIAL}, key=len, reverse=True)


def without(text: str, secrets: Iterable[str]) -> str:
    """The text with the secrets masked wherever they stand."""
    for secret in secrets:
        text = text.replace(secret, MASK)
    return text
