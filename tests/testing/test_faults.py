"""What goes wrong on the way, seen by the real client: over a socket and in process alike."""

from __future__ import annotations

import json
import time
from typing import Any, Dict, List

import anyio
import httpx
import pytest

from anthropic import (
    Anthropic,
    APIConnectionError,
    APIResponseValidationError,
    APIStatusError,
    APITimeoutError,
    AsyncAnthropic,
)
from anthropic.testing import SimulatedAPI

HELLO: Dict[str, Any] = {
    "model": "claude-haiku-4-5",
    "max_tokens": 256,
    "messages": [{"role": "user", "content": "Hello, Claude"}],
}


@pytest.fixture
def client(client: Anthropic) -> Anthropic:
    return client.with_options(max_retries=0)


def streamed(client: Anthropic, **options: Any) -> List[str]:
    return [event.type for event in client.messages.create(**HELLO, stream=True, **options)]


def test_an_ordinary_answer(api: SimulatedAPI, client: Anthropic) -> None:
    reply = client.messages.create(**HELLO)

    assert reply._request_id == api.requests[-1].request_id
    assert streamed(client)[-1] == "message_stop"


def test_a_status_with_its_headers(api: SimulatedAPI, client: Anthropic) -> None:
    api.script.status(429, retry_after=3)

    with pytest.raises(APIStatusError) as raised:
        client.messages.create(**HELLO)
    assert raised.value.response.headers["retry-after"] == "3"


@pytest.mark.parametrize("reset", [False, True])
def test_a_connection_closed_before_the_headers(api: SimulatedAPI, client: Anthropic, reset: bool) -> None:
    api.script.drop(reset=reset)

    with pytest.raises(APIConnectionError):
        client.messages.create(**HELLO)


def test_a_connection_closed_within_a_stream(api: SimulatedAPI, client: Anthropic) -> None:
    api.script.drop(after=700)

    with pytest.raises(httpx.RemoteProtocolError):
        streamed(client)


def test_a_body_shorter_than_it_says(api: SimulatedAPI, client: Anthropic) -> None:
    api.script.raw(200, {"content-type": "application/json", "content-length": "100", "connection": "close"}, b"{}")

    with pytest.raises(APIConnectionError):
        client.messages.create(**HELLO)


def test_a_stream_that_ends_too_early_in_good_order(api: SimulatedAPI, client: Anthropic) -> None:
    api.script.truncate(after=4)

    with pytest.raises(httpx.RemoteProtocolError, match="ended before its last event"):
        streamed(client)


def test_an_error_in_the_middle_of_a_stream(api: SimulatedAPI, client: Anthropic) -> None:
    api.script.overload(after=3)

    with pytest.raises(APIStatusError) as raised:
        streamed(client)
    assert raised.value.type == "overloaded_error"


def test_an_overload_where_nothing_is_streamed(api: SimulatedAPI, client: Anthropic) -> None:
    api.script.overload()

    with pytest.raises(APIStatusError) as raised:
        client.messages.create(**HELLO)
    assert raised.value.status_code == 529


def test_a_body_of_malformed_json(api: SimulatedAPI, client: Anthropic) -> None:
    api.script.malformed()

    with pytest.raises((APIResponseValidationError, json.JSONDecodeError)):
        client.messages.create(**HELLO)


def test_an_event_of_malformed_json(api: SimulatedAPI, client: Anthropic) -> None:
    api.script.malformed(after=3)

    with pytest.raises((APIResponseValidationError, json.JSONDecodeError)):
        streamed(client)


def test_a_stall_is_longer_than_the_client_waits(api: SimulatedAPI, client: Anthropic) -> None:
    api.script.stall(30, after=3)
    started = time.monotonic()

    with pytest.raises((APITimeoutError, httpx.ReadTimeout)):
        streamed(client, timeout=0.1)
    assert time.monotonic() - started < 5


def test_a_short_stall_loses_nothing(api: SimulatedAPI, client: Anthropic) -> None:
    whole = streamed(client)
    api.script.stall(0.05)

    assert streamed(client) == whole


def test_an_answer_later_than_the_client_waits(api: SimulatedAPI, client: Anthropic) -> None:
    api.script.delay(30)

    with pytest.raises(APITimeoutError):
        client.messages.create(**HELLO, timeout=0.1)


@pytest.mark.parametrize("loop", ["asyncio", "trio"])
def test_an_asynchronous_client_meets_the_same_in_process(loop: str) -> None:
    api = SimulatedAPI()
    api.script.delay(0.05).drop().stall(30, after=3).overload(after=2)

    async def main() -> List[object]:
        http_client = api.async_http_client()
        client = AsyncAnthropic(api_key=api.api_key, max_retries=0, http_client=http_client)
        met: List[object] = [(await client.messages.create(**HELLO)).stop_reason]
        for stream in (False, True, True):
            try:
                reply: Any = await client.messages.create(**HELLO, stream=stream, timeout=0.1)
                met += [[event.type async for event in reply]]
            except (APIStatusError, APIConnectionError, httpx.ReadTimeout) as error:
                met.append(error)
        return met

    stop_reason, dropped, stalled, overloaded = anyio.run(main, backend=loop)

    assert stop_reason == "end_turn"
    assert isinstance(dropped, APIConnectionError)
    assert isinstance(stalled, (APITimeoutError, httpx.ReadTimeout))
    assert isinstance(overloaded, APIStatusError)
    assert api.requests.count == 4
