"""What breaks a call off from outside, and what is left to see of it."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest

from anthropic import Anthropic, AsyncAnthropic
from tests.faults.leaks import leaks
from tests.faults.server import JSON, FaultServer, fixed, stall
from tests.wire import HELLO

KEY = "0mark0"


def test_a_cancelled_call_shows_no_credential(faults: FaultServer) -> None:
    faults.says([stall])

    async def cancelled() -> BaseException:
        async with AsyncAnthropic(api_key=KEY, base_url=faults.url) as client:
            call: Any = asyncio.ensure_future(client.messages.create(**HELLO))
            while not faults.requests:
                await asyncio.sleep(0.001)
            call.cancel()
            try:
                await call
            except asyncio.CancelledError as error:
                return error
        raise AssertionError("it was not cancelled")

    assert leaks(asyncio.run(cancelled()), KEY) == []
    assert len(faults.requests) == 1


def test_a_pause_blocks_nobody_and_can_be_cancelled(faults: FaultServer) -> None:
    faults.always(fixed("{}", JSON, "retry-after: 30", status=529))

    async def cancelled() -> int:
        async with AsyncAnthropic(api_key=KEY, base_url=faults.url) as client:
            call: Any = asyncio.ensure_future(client.messages.create(**HELLO))
            turns = 0
            while not faults.requests or turns < 50:
                await asyncio.sleep(0.001)
                turns += 1
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            return turns

    assert asyncio.run(cancelled()) >= 50
    assert len(faults.requests) == 1


def test_an_interrupted_call_shows_no_credential(faults: FaultServer) -> None:
    def interrupt(name: str, info: Any) -> None:
        if name == "http11.send_request_headers.complete":
            raise KeyboardInterrupt

    def watched(request: httpx.Request) -> None:
        request.extensions["trace"] = interrupt

    http_client = httpx.Client(event_hooks={"request": [watched]})
    with Anthropic(api_key=KEY, base_url=faults.url, http_client=http_client) as client:
        with pytest.raises(KeyboardInterrupt) as caught:
            client.messages.create(**HELLO)

    assert leaks(caught.value, KEY) == []
