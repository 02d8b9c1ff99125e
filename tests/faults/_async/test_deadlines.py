"""Bounds of time that hold while bytes drip in: over a try, over a call, and between the bytes of a stream."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

import anthropic
from anthropic import AsyncAnthropic
from anthropic._core.interruptions import StreamTimeoutError
from tests.faults.server import (
    GOOD,
    JSON,
    KNOWN,
    STREAM,
    STREAM_HEAD,
    STREAM_START,
    FaultServer,
    Script,
    chunk,
    drip,
    fixed,
    head,
    stall,
)
from tests.wire import HELLO

pytestmark = pytest.mark.anyio

DRIPS = {
    "headers": [b"HTTP/1.1 200 OK\r\n", drip(b"x-more: and more\r\n" * 100)],
    "a body": [head(200, KNOWN, JSON, "content-length: 99999"), drip(b" " * 9999)],
    "chunks": [head(200, KNOWN, JSON, "transfer-encoding: chunked"), drip(chunk(b" ") * 999, step=6)],
    "a body and then nothing": [head(200, KNOWN, JSON, "content-length: 99999"), drip(b" " * 5), stall],
}


@pytest.mark.parametrize("bound", ["total_timeout", "attempt_timeout"])
@pytest.mark.parametrize("script", DRIPS.values(), ids=DRIPS)
async def test_a_deadline_holds_while_an_answer_drips(
    faults: FaultServer, client: AsyncAnthropic, script: Script, bound: Any
) -> None:
    faults.says(script)
    begun = time.monotonic()

    with pytest.raises(anthropic.APITimeoutError):
        await client.with_options(**{bound: 0.3}).messages.create(**HELLO)

    assert 0.2 < time.monotonic() - begun < 1


async def test_a_deadline_holds_on_an_http_client_of_the_callers(faults: FaultServer) -> None:
    faults.says(DRIPS["a body"])
    begun = time.monotonic()

    async with AsyncAnthropic(
        api_key="key", base_url=faults.url, http_client=httpx.AsyncClient(), total_timeout=0.3, max_retries=0
    ) as client:
        with pytest.raises(anthropic.APITimeoutError):
            await client.messages.create(**HELLO)

    assert time.monotonic() - begun < 1


async def test_a_try_that_takes_too_long_is_followed_by_another(faults: FaultServer, eager: AsyncAnthropic) -> None:
    faults.says([stall], GOOD)

    reply = await eager.with_options(attempt_timeout=0.2).messages.create(**HELLO)

    assert reply.id == "msg_1"
    assert len(faults.requests) == 2


async def test_a_call_ends_with_its_total_whatever_its_retries(faults: FaultServer, eager: AsyncAnthropic) -> None:
    faults.always([stall])
    begun = time.monotonic()

    with pytest.raises(anthropic.APITimeoutError):
        await eager.with_options(total_timeout=0.3, attempt_timeout=0.1, max_retries=100).messages.create(**HELLO)

    assert time.monotonic() - begun < 1
    assert len(faults.requests) in (2, 3)


async def test_a_pause_that_would_outlast_the_call_is_not_begun(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.always(fixed("{}", JSON, "retry-after: 2", status=529))
    begun = time.monotonic()

    with pytest.raises(anthropic.OverloadedError) as caught:
        await client.with_options(total_timeout=1, max_retries=2).messages.create(**HELLO)

    assert time.monotonic() - begun < 0.9
    assert caught.value.retry_after == 2


async def test_an_error_whose_body_drips_is_still_told_by_its_status(
    faults: FaultServer, client: AsyncAnthropic
) -> None:
    faults.says([head(400, KNOWN, JSON, "content-length: 9999") + b"half of it", drip(b" " * 9999)])

    with pytest.raises(anthropic.BadRequestError, match="half of it"):
        await client.with_options(total_timeout=0.3).messages.create(**HELLO)


async def test_the_total_includes_a_stream_to_its_end(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says([STREAM_HEAD + chunk(STREAM_START), drip(chunk(b":\n\n") * 999, step=9)])
    begun = time.monotonic()

    stream = await client.with_options(total_timeout=0.3, attempt_timeout=0.1).messages.create(**HELLO, stream=True)
    with pytest.raises(StreamTimeoutError) as caught:
        [event async for event in stream]

    assert 0.2 < time.monotonic() - begun < 1
    assert isinstance(caught.value, (anthropic.APITimeoutError, httpx.ReadTimeout))
    assert caught.value.events_seen > 0


async def test_a_silent_stream_is_given_up_after_its_idle_time(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says([STREAM_HEAD + chunk(STREAM_START), stall])
    begun = time.monotonic()

    stream = await client.with_options(idle_timeout=0.2).messages.create(**HELLO, stream=True)
    with pytest.raises(StreamTimeoutError) as caught:
        [event async for event in stream]

    assert time.monotonic() - begun < 1
    assert (caught.value.reason, caught.value.request_id) == ("timeout", "req_1")


async def test_any_byte_starts_the_idle_time_anew(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says([STREAM_HEAD, drip(chunk(b":\n\n") * 4, every=0.02), chunk(STREAM) + b"0\r\n\r\n"])

    stream = await client.with_options(idle_timeout=0.2).messages.create(**HELLO, stream=True)

    assert [event async for event in stream][-1].type == "message_stop"


async def test_the_idle_time_does_not_shorten_the_wait_for_the_first_byte(
    faults: FaultServer, client: AsyncAnthropic
) -> None:
    faults.says([drip(b"HTTP/1.1 200 OK\r\n", every=0.02), STREAM_HEAD[17:], chunk(STREAM), b"0\r\n\r\n"])

    stream = await client.with_options(idle_timeout=0.2).messages.create(**HELLO, stream=True)

    assert [event async for event in stream][-1].type == "message_stop"


async def test_a_download_minds_the_deadline_too(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says([head(200, KNOWN, "content-length: 99999"), drip(b"x" * 9999)])

    with pytest.raises(anthropic.APITimeoutError):
        async with client.with_options(total_timeout=0.3).beta.files.with_streaming_response.download("f") as response:
            [piece async for piece in response.iter_bytes()]


@pytest.mark.parametrize("name", ["total_timeout", "attempt_timeout", "idle_timeout"])
async def test_a_bound_that_is_none_is_refused(name: Any) -> None:
    for wrong, error in ((0, ValueError), (-1, ValueError), (float("nan"), ValueError), ("3", TypeError)):
        with pytest.raises(error, match=name):
            AsyncAnthropic(api_key="key", **{name: wrong})


async def test_bounds_survive_a_copy() -> None:
    client = AsyncAnthropic(api_key="key", total_timeout=9, attempt_timeout=8, idle_timeout=7, max_retry_after=6)

    copied = client.with_options(max_retries=1, total_timeout=5).copy()

    assert (copied.total_timeout, copied.attempt_timeout, copied.idle_timeout) == (5, 8, 7)
    assert (copied.max_retry_after, copied.max_response_bytes) == (6, 256 * 1024 * 1024)
    assert copied.with_options(total_timeout=None).total_timeout is None
