"""What the headers of a response tell of the caller's limits."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Optional

import pytest

from anthropic import RateLimit, RateLimits
from anthropic._rate_limits import rate_limits_of


def test_every_family_of_headers_is_read() -> None:
    families = {
        "requests": "anthropic-ratelimit-requests",
        "tokens": "anthropic-ratelimit-tokens",
        "input_tokens": "anthropic-ratelimit-input-tokens",
        "output_tokens": "anthropic-ratelimit-output-tokens",
        "priority_input_tokens": "anthropic-priority-input-tokens",
        "priority_output_tokens": "anthropic-priority-output-tokens",
    }
    headers = {"retry-after": "1.5"}
    for number, family in enumerate(families.values()):
        headers[f"{family}-limit"] = str(1000 + number)
        headers[f"{family}-remaining"] = str(number)
        headers[f"{family}-reset"] = f"2026-01-02T03:04:0{number}Z"

    limits = rate_limits_of(headers)

    assert limits.retry_after == 1.5
    for number, name in enumerate(families):
        moment = datetime(2026, 1, 2, 3, 4, number, tzinfo=timezone.utc)
        assert getattr(limits, name) == RateLimit(limit=1000 + number, remaining=number, reset=moment)


def test_a_limit_of_which_nothing_is_said_is_none() -> None:
    assert rate_limits_of({}) == RateLimits()


@pytest.mark.parametrize("text", ["", "many", "-1", "1.5", "٣", "9" * 5000, "1e3"])
def test_a_malformed_number_is_none(text: str) -> None:
    limits = rate_limits_of({"anthropic-ratelimit-requests-limit": text})

    assert limits.requests == RateLimit()


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-13-01T00:00:00Z", "2026-01-02", "2026-01-02T03:04:05", "1767322800"]
)
def test_a_malformed_moment_is_none(text: str) -> None:
    limits = rate_limits_of({"anthropic-ratelimit-tokens-reset": text, "anthropic-ratelimit-tokens-limit": "7"})

    assert limits.tokens == RateLimit(limit=7)


def test_the_zone_of_a_moment_is_kept() -> None:
    limits = rate_limits_of({"anthropic-ratelimit-tokens-reset": "2026-01-02T03:04:05+02:00"})

    assert limits.tokens is not None
    assert limits.tokens.reset is not None
    assert limits.tokens.reset.utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize(
    ("text", "seconds"), [("2", 2.0), ("0", 0.0), ("-1", None), ("nan", None), ("Fri, 31 Dec 2026 23:59:59 GMT", None)]
)
def test_retry_after_is_a_plain_number_of_seconds(text: str, seconds: Optional[float]) -> None:
    assert rate_limits_of({"retry-after": text}).retry_after == seconds
