"""Redirects are followed, and take no credentials to another origin."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

import anthropic
from anthropic import AsyncAnthropic
from tests.wire import HELLO, Script, message

pytestmark = pytest.mark.anyio


def moved(to: str, status: int = 307) -> httpx.Response:
    return httpx.Response(status, headers={"location": to})


async def test_a_redirect_within_the_origin_keeps_everything(server: Script, client: AsyncAnthropic) -> None:
    server.says(moved("/v2/messages"), message())

    await client.messages.create(**HELLO, extra_headers={"X-Mine": "1"})

    request = server.requests[1]
    assert (request.method, request.url.path) == ("POST", "/v2/messages")  # HC-08
    assert request.headers["x-api-key"] == "key"
    assert request.headers["x-mine"] == "1"
    assert request.content == server.requests[0].content


async def test_a_redirect_that_names_a_user_is_followed_as_that_user(server: Script, client: AsyncAnthropic) -> None:
    server.says(moved("https://me:pass@api.test/v2/messages"), message())

    await client.messages.create(**HELLO)

    assert server.requests[1].headers["authorization"] == "Basic bWU6cGFzcw=="


@pytest.mark.parametrize("target", ["http://elsewhere.test/x", "https://api.test/x", "http://api.test:81/x"])
async def test_a_redirect_to_another_origin_takes_nothing_of_the_callers_along(
    server: Script, client: AsyncAnthropic, target: str
) -> None:
    server.says(moved(target), message())
    spoken = client.with_options(default_headers={"X-Team": "red", "Cookie": "c"}, auth_token="token")

    await spoken.messages.create(**HELLO, extra_headers={"X-Mine": "1"})

    sent = server.requests[1].headers  # KD-01
    assert not {"x-api-key", "authorization", "cookie", "x-team", "x-mine", "anthropic-version"} & set(sent)
    assert sent["content-type"] == "application/json"
    assert server.requests[1].content == server.requests[0].content


@pytest.mark.parametrize("status", [302, 303])
async def test_some_redirects_turn_a_post_into_a_get(server: Script, client: AsyncAnthropic, status: int) -> None:
    server.says(moved("/other", status), message())

    await client.messages.create(**HELLO)

    assert server.requests[1].method == "GET"
    assert server.requests[1].content == b""


async def test_a_circle_of_redirects_is_an_sdk_error_and_not_tried_again(
    server: Script, client: AsyncAnthropic
) -> None:
    server.says(*[moved("/again")] * 40)

    with pytest.raises(anthropic.APIConnectionError) as caught:
        await client.messages.create(**HELLO)

    assert isinstance(caught.value.__cause__, httpx.TooManyRedirects)
    assert len(server.requests) == 21


async def test_redirects_can_be_left_alone(server: Script, client: AsyncAnthropic) -> None:
    server.says(moved("/other"))
    options: Any = {"follow_redirects": False}

    with pytest.raises(anthropic.APIStatusError) as caught:  # ER-07, HC-09
        await client.post("/v1/messages", cast_to=object, body={}, options=options)

    assert caught.value.status_code == 307
    assert len(server.requests) == 1


async def test_the_response_knows_where_it_has_been(server: Script, client: AsyncAnthropic) -> None:
    server.says(moved("/other"), message())

    response = await client.get("/x", cast_to=httpx.Response)

    assert [str(passed.url) for passed in response.history] == ["http://api.test/x"]
