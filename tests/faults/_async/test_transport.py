"""Connections that break, lie and dawdle."""

from __future__ import annotations

import socket
import time
from typing import Any

import httpx
import pytest

import anthropic
from anthropic import AsyncAnthropic
from tests.faults.server import (
    END,
    GOOD,
    JSON,
    KNOWN,
    MESSAGE,
    FaultServer,
    Script,
    chunk,
    close,
    drip,
    endless,
    fixed,
    head,
    reset,
    stall,
)
from tests.wire import HELLO

pytestmark = pytest.mark.anyio

CHUNKED = head(200, KNOWN, JSON, "transfer-encoding: chunked")
BROKEN = {
    "reset before the headers": [reset],
    "closed before the headers": [close],
    "reset in the headers": [head(200, JSON)[:20], reset],
    "closed in the headers": [head(200, JSON)[:20], close],
    "reset after the headers": [head(200, JSON, "content-length: 99"), reset],
    "reset after some bytes": [fixed(MESSAGE, length=len(MESSAGE) + 1), reset],
    "closed after some bytes": [fixed(MESSAGE, length=len(MESSAGE) + 1), close],
    "a chunk that ends early": [CHUNKED + b"ff\r\nabc", close],
    "chunks without an end": [CHUNKED + chunk(MESSAGE), close],
    "a chunk size that is no number": [CHUNKED + b"zz\r\nabc\r\n" + END],
    "a negative chunk size": [CHUNKED + b"-1\r\nabc\r\n" + END],
    "a chunk longer than it says": [CHUNKED + b"1\r\nabc\r\n" + END],
    "no HTTP": [b"SSH-2.0-OpenSSH_9.6\r\n", close],
    "nothing but noise": [bytes(range(256)) * 4, close],
    "two lengths that differ": [head(200, JSON, "content-length: 5", "content-length: 6") + b"{}   "],
    "a negative length": [head(200, JSON, "content-length: -5") + b"{}"],
    "a length that is no number": [head(200, JSON, "content-length: five") + b"{}"],
    "a header without a name": [head(200, JSON, ": x", "content-length: 2") + b"{}"],
    "a header that is too long": [b"HTTP/1.1 200 OK\r\nx-long: " + b"a" * 200_000 + b"\r\n\r\n"],
}


@pytest.mark.parametrize("script", BROKEN.values(), ids=BROKEN)
async def test_a_broken_answer_is_a_connection_error_with_its_cause(
    faults: FaultServer, client: AsyncAnthropic, script: Script
) -> None:
    faults.says(script)

    with pytest.raises(anthropic.APIConnectionError) as caught:
        await client.messages.create(**HELLO)

    assert str(caught.value) == "Connection error."
    assert isinstance(caught.value.__cause__, httpx.RequestError)
    assert caught.value.reason in ("reset", "broken")


@pytest.mark.parametrize("script", [[reset], [fixed(MESSAGE, length=len(MESSAGE) + 1), close]], ids=["reset", "cut"])
async def test_a_broken_answer_is_tried_again_on_a_new_connection(
    faults: FaultServer, eager: AsyncAnthropic, script: Script
) -> None:
    faults.says(script, script, GOOD)

    reply = await eager.messages.create(**HELLO)

    assert reply.id == "msg_1"
    assert [request.connection for request in faults.requests] == [1, 2, 3]
    assert {request.body for request in faults.requests} == {faults.requests[0].body}


async def test_headers_without_end_are_given_up_quickly(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says([b"HTTP/1.1 200 OK\r\n", endless(b"x-more: and more\r\n" * 64)])
    begun = time.monotonic()

    with pytest.raises(anthropic.APIConnectionError):
        await client.messages.create(**HELLO)

    assert time.monotonic() - begun < 3


async def test_interim_responses_are_skipped(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says(head("HTTP/1.1 100 Continue") + head("HTTP/1.1 103 Early Hints", "link: </x>") + GOOD)

    assert (await client.messages.create(**HELLO)).id == "msg_1"


async def test_connections_are_used_again(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says(GOOD, GOOD, GOOD)

    for _ in range(3):
        await client.messages.create(**HELLO)

    assert faults.connections == 1


@pytest.mark.parametrize("ending", [close, reset], ids=["closed", "reset"])
async def test_an_idle_connection_that_ended_does_not_fail_the_next_call(
    faults: FaultServer, client: AsyncAnthropic, ending: Any
) -> None:
    faults.says([GOOD, ending], GOOD)
    await client.messages.create(**HELLO)
    while faults.open_connections:
        time.sleep(0.001)

    assert (await client.messages.create(**HELLO)).id == "msg_1"


@pytest.mark.parametrize(
    "script",
    [[stall], [head(200, JSON, "content-length: 99"), stall], [fixed(MESSAGE, length=99999), stall]],
    ids=["before the headers", "before the body", "in the body"],
)
async def test_silence_is_a_timeout(faults: FaultServer, client: AsyncAnthropic, script: Script) -> None:
    faults.says(script)

    with pytest.raises(anthropic.APITimeoutError) as caught:
        await client.messages.create(**HELLO, timeout=0.15)

    assert caught.value.reason == "timeout"
    assert isinstance(caught.value.__cause__, httpx.ReadTimeout)


async def test_a_server_that_never_accepts_is_a_timeout(client: AsyncAnthropic) -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(full.getsockname())
        elsewhere = client.with_options(base_url=f"http://127.0.0.1:{full.getsockname()[1]}", timeout=0.15)

        with pytest.raises(anthropic.APITimeoutError) as caught:
            await elsewhere.messages.create(**HELLO)

        for each in waiting:
            each.close()
    assert isinstance(caught.value.__cause__, httpx.ConnectTimeout)


async def test_a_handshake_that_stalls_is_a_timeout(faults: FaultServer, client: AsyncAnthropic) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        elsewhere = client.with_options(base_url=f"https://127.0.0.1:{silent.getsockname()[1]}", timeout=0.15)

        with pytest.raises(anthropic.APITimeoutError):
            await elsewhere.messages.create(**HELLO)


async def test_a_full_pool_is_named(faults: FaultServer) -> None:
    faults.says([head(200, KNOWN, "content-type: text/event-stream"), stall])
    limits = httpx.Limits(max_connections=1)
    http_client = httpx.AsyncClient(limits=limits, timeout=httpx.Timeout(5, pool=0.1))
    async with AsyncAnthropic(api_key="key", base_url=faults.url, http_client=http_client, max_retries=0) as client:
        stream = await client.messages.create(**HELLO, stream=True)

        with pytest.raises(anthropic.APITimeoutError) as caught:
            await client.messages.create(**HELLO)

        await stream.close()
    assert caught.value.reason == "pool"


async def test_a_refused_connection_is_named(client: AsyncAnthropic) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    with pytest.raises(anthropic.APIConnectionError) as caught:
        await client.with_options(base_url=f"http://127.0.0.1:{port}").messages.create(**HELLO)

    assert (str(caught.value), caught.value.reason) == ("Connection error.", "refused")


async def test_a_host_that_does_not_exist_is_named(client: AsyncAnthropic) -> None:
    with pytest.raises(anthropic.APIConnectionError) as caught:
        await client.with_options(base_url="http://no-such-host.invalid").messages.create(**HELLO)

    assert (str(caught.value), caught.value.reason) == ("Connection error.", "dns")


async def test_a_closed_client_is_named(client: AsyncAnthropic) -> None:
    await client.close()

    with pytest.raises(anthropic.APIConnectionError) as caught:
        await client.messages.create(**HELLO)

    assert (str(caught.value), caught.value.reason) == ("Connection error.", "closed")


async def test_a_body_that_ends_with_the_connection_is_whole(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says([head(200, KNOWN, JSON, "connection: close") + MESSAGE, close])

    assert (await client.messages.create(**HELLO)).id == "msg_1"


async def test_an_answer_that_drips_is_read_whole(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says([drip(GOOD, every=0.0005, step=3)])

    assert (await client.messages.create(**HELLO)).id == "msg_1"
