# Derived from tests/_async/test_rate_limits.py by scripts/unasync. Do not edit.
"""The caller's limits, on whatever holds the headers of a response."""

from __future__ import annotations

import pickle
from typing import Dict

import httpx
import pytest

from anthropic import Anthropic, RateLimit, RateLimitError, RateLimits
from tests.wire import HELLO, Script, failure, message, text_stream

pytestmark = pytest.mark.anyio

TOLD: Dict[str, str] = {
    "anthropic-ratelimit-requests-limit": "50",
    "anthropic-ratelimit-requests-remaining": "49",
    "anthropic-ratelimit-tokens-reset": "nonsense",
}
REQUESTS = RateLimit(limit=50, remaining=49)


def telling(answer: httpx.Response) -> httpx.Response:
    """The answer, with the limits in its headers."""
    answer.headers.update(TOLD)
    return answer


def test_a_raw_response_tells_the_limits(server: Script, client: Anthropic) -> None:
    server.says(telling(message()))

    limits = (client.messages.with_raw_response.create(**HELLO)).rate_limits

    assert limits.requests == REQUESTS
    assert limits.tokens == RateLimit()
    assert limits.input_tokens is None


def test_a_response_that_is_read_on_demand_tells_the_limits(server: Script, client: Anthropic) -> None:
    server.says(telling(message()))

    with client.messages.with_streaming_response.create(**HELLO) as response:
        limits = response.rate_limits

    assert limits.requests == REQUESTS


def test_a_message_stream_tells_the_limits(server: Script, client: Anthropic) -> None:
    server.says(telling(text_stream("hi")))

    with client.messages.stream(**HELLO) as stream:
        limits = stream.rate_limits

    assert limits.requests == REQUESTS


def test_a_message_tells_the_limits_of_its_response(server: Script, client: Anthropic) -> None:
    server.says(telling(message()), telling(text_stream("hi")), telling(message()), message())

    replies = [client.messages.create(**HELLO)]
    with client.messages.stream(**HELLO) as stream:
        replies.append(stream.get_final_message())
    replies.append(client.beta.messages.create(**HELLO))  # type: ignore[arg-type]
    silent = client.messages.create(**HELLO)

    assert [reply.rate_limits.requests for reply in replies] == [REQUESTS] * 3
    assert silent.rate_limits == RateLimits()
    for each in replies:
        assert pickle.loads(pickle.dumps(each)).rate_limits.requests == REQUESTS
        assert "limit" not in each.to_json() and "limit" not in repr(each)


def test_an_error_tells_the_limits(server: Script, client: Anthropic) -> None:
    server.says(telling(failure(429, "rate_limit_error", retry_after="3")))

    with pytest.raises(RateLimitError) as caught:
        client.with_options(max_retries=0).messages.create(**HELLO)

    assert caught.value.rate_limits.requests == REQUESTS
    assert caught.value.rate_limits.retry_after == 3


def test_an_error_tells_the_limits_after_its_pickle(server: Script, client: Anthropic) -> None:
    server.says(telling(failure(429, "rate_limit_error")))

    with pytest.raises(RateLimitError) as caught:
        client.with_options(max_retries=0).messages.create(**HELLO)

    assert pickle.loads(pickle.dumps(caught.value)).rate_limits.requests == REQUESTS
