"""What the API says of the limits of its callers, read from the headers of a response when somebody asks.

Never raises: what is missing or malformed is `None`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Iterable, Mapping, NamedTuple, Optional, Tuple

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["RateLimit", "RateLimits", "rate_limits_of", "retry_after_of", "telling"]

_PREFIX = "anthropic-ratelimit-"
_TELLING = (b"anthropic-rat", b"anthropic-pri", b"retry-after")
"""How the names of the headers begin."""


class RateLimit(NamedTuple):
    """How much of one thing may be used, and how much of it is left.

    Attributes:
        limit: The most in a period.
        remaining: What is left of it; the API rounds tokens to thousands.
        reset: When all of it is there again.
    """

    limit: Optional[int] = None
    remaining: Optional[int] = None
    reset: Optional[datetime] = None


class RateLimits(NamedTuple):
    """The limits as a response tells them; a limit of which it says nothing is `None`.

    Attributes:
        requests: Requests.
        tokens: Tokens, by the limit that is the tightest at the moment.
        input_tokens: Tokens that are read.
        output_tokens: Tokens that are written.
        priority_input_tokens: Tokens that are read on the priority tier.
        priority_output_tokens: Tokens that are written on the priority tier.
        retry_after: Seconds that the server asks to wait before the next try; a date there is left to the retry rule.
    """

    requests: Optional[RateLimit] = None
    tokens: Optional[RateLimit] = None
    input_tokens: Optional[RateLimit] = None
    output_tokens: Optional[RateLimit] = None
    priority_input_tokens: Optional[RateLimit] = None
    priority_output_tokens: Optional[RateLimit] = None
    retry_after: Optional[float] = None


def rate_limits_of(headers: Mapping[str, str]) -> RateLimits:
    """The limits that the headers of a response tell."""
    return RateLimits(
        requests=_limit(headers, f"{_PREFIX}requests"),
        tokens=_limit(headers, f"{_PREFIX}tokens"),
        input_tokens=_limit(headers, f"{_PREFIX}input-tokens"),
        output_tokens=_limit(headers, f"{_PREFIX}output-tokens"),
        priority_input_tokens=_limit(headers, "anthropic-priority-input-tokens"),
        priority_output_tokens=_limit(headers, "anthropic-priority-output-tokens"),
        retry_after=retry_after_of(headers),
    )


def telling(raw: Iterable[Tuple[bytes, bytes]]) -> Tuple[Tuple[str, str], ...]:
    """The headers that `rate_limits_of` needs, out of all that a response has; a message keeps no others."""
    found = [pair for pair in raw if pair[0].lower().startswith(_TELLING)]
    return tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in found) if found else ()


def retry_after_of(headers: Mapping[str, str]) -> Optional[float]:
    """A plain number of seconds in `retry-after`; dates are left to the retry rule, which has the clock."""
    try:
        seconds = float(headers["retry-after"])
    except (KeyError, ValueError):
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def _limit(headers: Mapping[str, str], name: str) -> Optional[RateLimit]:
    """One limit; `None` when no header speaks of it."""
    limit, remaining, reset = (headers.get(f"{name}-{part}") for part in ("limit", "remaining", "reset"))
    if limit is None and remaining is None and reset is None:
        return None
    return RateLimit(_count(limit), _count(remaining), _moment(reset))


def _count(text: Optional[str]) -> Optional[int]:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 19 else None


def _moment(text: Optional[str]) -> Optional[datetime]:
    """The moment of an RFC 3339 time, with its time zone; a time without one is malformed."""
    from datetime import datetime  # nobody else needs it before the first reply

    try:
        moment = datetime.fromisoformat((text or "").strip().replace("Z", "+00:00"))
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment
