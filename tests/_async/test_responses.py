"""Responses looked at as such: raw, streamed, downloaded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

import anthropic
from anthropic import AsyncAnthropic, AsyncStream
from anthropic._async.views import raw, streamed
from anthropic._core.legacy_response import LegacyAPIResponse
from anthropic._response import (
    AsyncAPIResponse,
    AsyncBinaryAPIResponse,
    AsyncStreamedBinaryAPIResponse,
)
from anthropic.testing import SimulatedAPI
from anthropic.types import Message, RawMessageStreamEvent
from tests.wire import HELLO, Script, failure, message, message_body, reply, text_stream

pytestmark = pytest.mark.anyio


async def test_a_raw_response_has_everything_and_its_value(server: Script, client: AsyncAnthropic) -> None:
    server.says(failure(500, retry_after_ms="1"), message("hi"))

    response = await raw(client.messages.create)(**HELLO)

    assert isinstance(response, LegacyAPIResponse)  # RR-01
    assert response.status_code == 200  # RR-02
    assert response.request_id == "req_1"
    assert response.retries_taken == 1  # RR-14
    assert response.method == "POST"
    assert str(response.url) == "http://api.test/v1/messages"
    assert b"msg_1" in response.content
    assert "msg_1" in response.text
    assert response.is_closed
    assert repr(response).startswith("<APIResponse [200 OK] type=<class ")  # RR-05
    assert isinstance(response.parse(), Message)
    assert response.parse() is response.parse()  # RR-03
    assert response.parse()._request_id == "req_1"
    assert "x-stainless-raw-response" not in server.requests[1].headers


@pytest.mark.parametrize(
    ("to", "value"), [(int, 7), (float, 7.0), (str, "7"), (bool, False), (object, 7), (type(None), None)]
)
async def test_a_raw_response_becomes_other_types(server: Script, client: AsyncAnthropic, to: Any, value: Any) -> None:
    server.says(reply(7))

    response: Any = await client.get("/x", cast_to=object, options={"headers": {"X-Stainless-Raw-Response": "true"}})

    assert response.parse(to=to) == value  # RR-04


async def test_an_unsupported_type_is_refused(server: Script, client: AsyncAnthropic) -> None:
    server.says(message())

    response = await raw(client.messages.create)(**HELLO)

    with pytest.raises(RuntimeError, match="Unsupported type"):
        response.parse(to=bytearray)


async def test_a_raw_stream_parses_to_the_stream(server: Script, client: AsyncAnthropic) -> None:
    server.says(text_stream("x"))

    response = await raw(client.messages.create)(**HELLO, stream=True)
    stream = response.parse()

    assert isinstance(stream, AsyncStream)  # RR-06
    assert len([event async for event in stream]) == 6


async def test_a_raw_page_goes_on_to_the_next(server: Script, client: AsyncAnthropic) -> None:
    entry = {"id": "a", "created_at": "2024-01-02T00:00:00Z", "display_name": "A", "type": "model"}
    server.says(reply({"data": [entry], "has_more": True, "last_id": "a"}), reply({"data": [entry], "has_more": False}))

    page = (await raw(client.models.list)()).parse()

    assert len([model async for model in page]) == 2  # RR-07


async def test_a_streamed_response_is_read_on_demand_and_closed(server: Script, client: AsyncAnthropic) -> None:
    server.says(message("hi"), message("hi"), message("hi"))

    async with streamed(client.messages.create)(**HELLO) as response:
        assert isinstance(response, AsyncAPIResponse)  # RR-08, RR-09
        assert (await response.parse()).id == "msg_1"
        assert await response.json() == message_body("hi")
        assert "msg_1" in await response.text()
    async with streamed(client.messages.create)(**HELLO) as response:
        pieces = [piece async for piece in response.iter_bytes(10)]
        assert {len(piece) for piece in pieces[:-1]} == {10}
    async with streamed(client.messages.create)(**HELLO) as response:
        assert len([line async for line in response.iter_lines()]) == 1

    assert response.is_closed


async def test_a_body_that_was_iterated_over_cannot_be_read_again() -> None:
    with SimulatedAPI(pace=0) as api:
        async with AsyncAnthropic(base_url=api.base_url, api_key=api.api_key) as client:
            async with streamed(client.messages.create)(**{**HELLO, "model": "claude-haiku-4-5"}) as response:
                assert b"".join([piece async for piece in response.iter_bytes()])
                with pytest.raises(anthropic._exceptions.StreamAlreadyConsumed):  # RR-10
                    await response.read()


async def test_nothing_is_sent_before_the_context_is_entered(server: Script, client: AsyncAnthropic) -> None:
    streamed(client.messages.create)(**HELLO)

    assert server.requests == []


async def test_a_streamed_error_has_its_body(server: Script, client: AsyncAnthropic) -> None:
    server.says(failure(400, "invalid_request_error"))

    with pytest.raises(anthropic.BadRequestError) as caught:
        async with streamed(client.messages.create)(**HELLO):
            pass

    assert caught.value.type == "invalid_request_error"


async def test_a_download_is_bytes_and_goes_to_a_file(server: Script, client: AsyncAnthropic, tmp_path: Path) -> None:
    server.says(httpx.Response(200, content=b"\x00\x01"), httpx.Response(200, content=b"\x02" * 100_000))

    binary = await client.get("/file", cast_to=AsyncBinaryAPIResponse)
    await binary.write_to_file(tmp_path / "small")
    asked: Any = {"headers": {"X-Stainless-Raw-Response": AsyncStreamedBinaryAPIResponse}}
    streaming: Any = await client.get("/file", cast_to=AsyncBinaryAPIResponse, options=asked)
    await streaming.stream_to_file(tmp_path / "large", chunk_size=1000)

    assert await binary.read() == b"\x00\x01"  # FI-07
    assert (tmp_path / "small").read_bytes() == b"\x00\x01"
    assert (tmp_path / "large").read_bytes() == b"\x02" * 100_000  # FI-08, RR-13


async def test_a_stream_type_may_be_chosen_when_parsing(server: Script, client: AsyncAnthropic) -> None:
    server.says(text_stream("x"))

    response = await raw(client.messages.create)(**HELLO, stream=True)

    assert isinstance(response.parse(to=AsyncStream[RawMessageStreamEvent]), AsyncStream)


async def test_the_same_response_object_answers_again_and_again(client: AsyncAnthropic, server: Script) -> None:
    again = httpx.Response(200, content=b"abc")
    server.says(again, again)

    got = [await client.get("/v1/x", cast_to=bytes) for _ in range(2)]

    assert got == [b"abc", b"abc"]
    assert isinstance(again.stream, httpx.ByteStream) and b"".join(again.stream) == b"abc"
