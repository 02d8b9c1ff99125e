"""A wait for a batch that is given up half-way."""

from __future__ import annotations

from typing import List

import anyio
import httpx
import pytest

from anthropic import AsyncAnthropic
from tests.wire import Script, reply

pytestmark = pytest.mark.anyio

RUNNING = {"id": "batch_1", "type": "message_batch", "processing_status": "in_progress", "request_counts": {}}


@pytest.fixture
def client(server: Script) -> AsyncAnthropic:
    http_client = httpx.AsyncClient(transport=httpx.MockTransport(server))
    return AsyncAnthropic(api_key="key", base_url="http://api.test", http_client=http_client)


async def test_a_wait_ends_when_it_is_cancelled_between_two_looks(server: Script, client: AsyncAnthropic) -> None:
    server.says(reply(RUNNING), reply({**RUNNING, "processing_status": "ended"}))

    with anyio.move_on_after(0.05) as scope:
        await client.messages.batches.wait("batch_1", interval=60)

    assert scope.cancelled_caught
    assert (await client.messages.batches.wait("batch_1")).processing_status == "ended"


async def test_a_listener_that_is_cancelled_ends_the_wait(server: Script, client: AsyncAnthropic) -> None:
    server.says(reply(RUNNING))
    seen: List[str] = []

    async def listen(batch: object) -> None:
        seen.append("begun")
        await anyio.sleep_forever()

    with anyio.move_on_after(0.05) as scope:
        await client.messages.batches.wait("batch_1", on_progress=listen)

    assert scope.cancelled_caught
    assert seen == ["begun"]
