"""Which failures are tried again, after what pause, and how often, over real sockets."""

from __future__ import annotations

import email.utils
import logging
import time
from typing import Any, List

import pytest

import anthropic
from anthropic import AsyncAnthropic
from tests.faults.server import GOOD, JSON, FaultServer, fixed, reset
from tests.wire import HELLO

pytestmark = pytest.mark.anyio

LASTING = [400, 401, 402, 403, 404, 405, 406, 410, 413, 415, 418, 422, 451]
PASSING = [408, 409, 429, 500, 501, 502, 503, 504, 507, 520, 521, 522, 523, 524, 525, 526, 529, 599]


@pytest.mark.parametrize("status", PASSING)
async def test_a_passing_status_is_tried_three_times(faults: FaultServer, eager: AsyncAnthropic, status: int) -> None:
    faults.always(fixed("{}", status=status))

    with pytest.raises(anthropic.APIStatusError) as caught:
        await eager.messages.create(**HELLO)

    assert caught.value.status_code == status
    assert [request.header("x-stainless-retry-count") for request in faults.requests] == ["0", "1", "2"]


@pytest.mark.parametrize("status", LASTING)
async def test_a_lasting_status_is_final(faults: FaultServer, eager: AsyncAnthropic, status: int) -> None:
    faults.always(fixed("{}", status=status))

    with pytest.raises(anthropic.APIStatusError):
        await eager.messages.create(**HELLO)

    assert len(faults.requests) == 1


@pytest.mark.parametrize(
    ("status", "verdict", "tries"), [(400, "true", 3), (500, "false", 1), (400, "TRUE", 1), (500, "no", 3)]
)
async def test_the_server_has_the_last_word(
    faults: FaultServer, eager: AsyncAnthropic, status: int, verdict: str, tries: int
) -> None:
    faults.always(fixed("{}", JSON, f"x-should-retry: {verdict}", status=status))

    with pytest.raises(anthropic.APIStatusError):
        await eager.messages.create(**HELLO)

    assert len(faults.requests) == tries


class Patient(AsyncAnthropic):
    """A client that keeps the pauses that it would make, and makes none."""

    pauses: List[float]

    def _calculate_retry_timeout(self, *arguments: Any, **named: Any) -> float:
        self.pauses.append(super()._calculate_retry_timeout(*arguments, **named))
        return 0.0001


def dated(header: str) -> str:
    """The header, its `in … s` as the HTTP date of that moment."""
    name, _, seconds = header.removesuffix(" s").partition(" in ")
    return f"{name} {email.utils.formatdate(time.time() + float(seconds), usegmt=True)}" if seconds else header


SPELLINGS = [
    ("retry-after-ms: 1500", 1.5, 1.5),
    ("Retry-After-Ms: 0.5", 0.0005, 0.0005),
    ("retry-after: 3", 3, 3),
    ("RETRY-AFTER:   2.5  ", 2.5, 2.5),
    ("retry-after: 6e1", 60, 60),
    ("retry-after: in 40 s", 38, 40),
    ("retry-after: 0", 0.37, 0.5),
    ("retry-after: -5", 0.37, 0.5),
    ("retry-after: nan", 0.37, 0.5),
    ("retry-after: inf", 0.37, 0.5),
    ("retry-after: -inf", 0.37, 0.5),
    ("retry-after: 1e400", 0.37, 0.5),
    ("retry-after: soon", 0.37, 0.5),
    ("retry-after:", 0.37, 0.5),
    ("retry-after: 1, 2", 0.37, 0.5),
    ("retry-after-ms: soon", 0.37, 0.5),
    ("retry-after: in -40 s", 0.37, 0.5),
    ("retry-after: Wed, 99 Foo 2099 99:99:99 GMT", 0.37, 0.5),
    ("x-nothing: at all", 0.37, 0.5),
]


@pytest.mark.parametrize(("header", "least", "most"), SPELLINGS, ids=[each[0][:30] for each in SPELLINGS])
async def test_the_pause_is_what_the_server_asks_for_or_the_backoff(
    faults: FaultServer, header: str, least: float, most: float
) -> None:
    faults.says(fixed("{}", JSON, dated(header), status=529), GOOD)

    async with Patient(api_key="key", base_url=faults.url) as client:
        client.pauses = []
        await client.messages.create(**HELLO)

    assert len(client.pauses) == 1
    assert least <= client.pauses[0] <= most


async def test_a_pause_beyond_the_bound_is_the_callers_to_take(faults: FaultServer, eager: AsyncAnthropic) -> None:
    faults.always(fixed("{}", JSON, "retry-after: 5", status=429))

    with pytest.raises(anthropic.RateLimitError) as caught:  # KD-24
        await eager.with_options(max_retry_after=4).messages.create(**HELLO)

    assert caught.value.retry_after == 5
    assert len(faults.requests) == 1


async def test_pauses_grow_and_stay_within_bounds(faults: FaultServer) -> None:
    faults.always(fixed("{}", status=500))

    async with Patient(api_key="key", base_url=faults.url, max_retries=8) as client:
        client.pauses = []
        with pytest.raises(anthropic.InternalServerError):
            await client.messages.create(**HELLO)

    for pause, full in zip(client.pauses, [0.5, 1, 2, 4, 8, 8, 8, 8]):
        assert 0.75 * full <= pause <= full
    assert len(client.pauses) == 8


async def test_every_try_sends_the_same(faults: FaultServer, eager: AsyncAnthropic) -> None:
    faults.says([reset], fixed("{}", status=500), GOOD)

    await eager.messages.create(
        max_tokens=9, model="m", messages=({"role": "user", "content": text} for text in ("a", "b"))
    )

    assert len(faults.requests) == 3
    assert len({request.body for request in faults.requests}) == 1
    assert [each["content"] for each in faults.requests[2].json["messages"]] == ["a", "b"]


async def test_a_passing_failure_costs_no_connection(faults: FaultServer, eager: AsyncAnthropic) -> None:
    faults.says(fixed("{}", status=529), fixed("{}", status=429), GOOD)

    await eager.messages.create(**HELLO)

    assert faults.connections == 1


@pytest.mark.parametrize("target", ["ftp://elsewhere/", "http://[::1", "http://host:99999999/"])
async def test_a_redirect_to_nowhere_is_an_sdk_error(faults: FaultServer, eager: AsyncAnthropic, target: str) -> None:
    faults.always(fixed("", JSON, f"location: {target}", status=307))

    with pytest.raises(anthropic.APIConnectionError):
        await eager.messages.create(**HELLO)

    assert len(faults.requests) <= 3


async def test_a_circle_of_redirects_is_not_tried_again(faults: FaultServer, eager: AsyncAnthropic) -> None:
    faults.always(fixed("", JSON, "location: /v1/messages", status=307))

    with pytest.raises(anthropic.APIConnectionError) as caught:
        await eager.messages.create(**HELLO)

    assert caught.value.reason == "redirects"
    assert len(faults.requests) == 21


@pytest.mark.parametrize("wrong", [{"extra_headers": {"x-a": "a\r\nb"}}, {"extra_headers": {"x a": "b"}}])
async def test_a_local_mistake_is_not_tried_again(faults: FaultServer, eager: AsyncAnthropic, wrong: Any) -> None:
    with pytest.raises(anthropic.AnthropicError) as caught:
        await eager.messages.create(**HELLO, **wrong)

    assert isinstance(caught.value, ValueError)
    assert faults.requests == []


async def test_the_log_tells_of_every_pause_and_its_reason(
    faults: FaultServer, eager: AsyncAnthropic, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="anthropic")
    faults.says([reset], fixed("{}", JSON, "request-id: req_7", status=529), fixed("{}", status=400))

    with pytest.raises(anthropic.BadRequestError):
        await eager.messages.create(**HELLO)

    lines = [record.getMessage() for record in caplog.records]
    retries = [line for line in lines if line.startswith("Retrying")]
    assert len(retries) == 2
    assert retries[0].startswith("Retrying request to /v1/messages in 0.001000 seconds: ReadError (reset), 2 left")
    assert "status 529" in retries[1]
    assert any(line.startswith("Not retrying request to /v1/messages: status 400") for line in lines)
