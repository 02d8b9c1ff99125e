"""When a call is tried again, and what its caller sees in the end."""

from __future__ import annotations

import math
import pickle
from typing import Any

import httpx
import pytest

import anthropic
from anthropic import AsyncAnthropic
from tests.wire import HELLO, Script, failure, message

pytestmark = pytest.mark.anyio

SOON = {"retry_after_ms": "1"}


async def test_an_overloaded_server_is_asked_again(server: Script, client: AsyncAnthropic) -> None:
    server.says(failure(529, **SOON), message("hello"))

    reply = await client.messages.create(**HELLO)

    assert reply.id == "msg_1"
    assert ["0", "1"] == [request.headers["x-stainless-retry-count"] for request in server.requests]


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 520, 529, 599])
async def test_passing_statuses_are_tried_three_times(server: Script, client: AsyncAnthropic, status: int) -> None:
    server.says(*[failure(status, **SOON)] * 3)

    with pytest.raises(anthropic.APIStatusError) as caught:  # RT-01, RT-02
        await client.messages.create(**HELLO)

    assert caught.value.status_code == status
    assert len(server.requests) == 3


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422])
async def test_lasting_statuses_are_final(server: Script, client: AsyncAnthropic, status: int) -> None:
    server.says(failure(status))

    with pytest.raises(anthropic.APIStatusError):
        await client.messages.create(**HELLO)

    assert len(server.requests) == 1


async def test_the_server_may_decide(server: Script, client: AsyncAnthropic) -> None:
    server.says(failure(400, x_should_retry="true", **SOON), failure(500, x_should_retry="false"))

    with pytest.raises(anthropic.InternalServerError):  # RT-03
        await client.messages.create(**HELLO)

    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "error",
    [
        httpx.ConnectError("refused"),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("cut"),
        httpx.ReadTimeout("slow"),
    ],
)
async def test_transport_failures_are_tried_again(server: Script, client: AsyncAnthropic, error: Exception) -> None:
    server.says(error, message())

    await client.messages.create(**HELLO)

    assert len(server.requests) == 2


async def test_a_connection_error_names_its_cause(server: Script, client: AsyncAnthropic) -> None:
    server.says(httpx.ConnectError("refused"))

    with pytest.raises(anthropic.APIConnectionError) as caught:  # ER-14
        await client.with_options(max_retries=0).messages.create(**HELLO)

    assert str(caught.value) == "Connection error."
    assert isinstance(caught.value.__cause__, httpx.ConnectError)
    assert caught.value.request.url.path == "/v1/messages"
    assert caught.value.body is None


async def test_a_timeout_is_an_error_of_its_own(server: Script, client: AsyncAnthropic) -> None:
    server.says(httpx.ConnectTimeout("slow"))

    with pytest.raises(anthropic.APITimeoutError, match="^Request timed out"):  # ER-15
        await client.with_options(max_retries=0).messages.create(**HELLO)


@pytest.mark.parametrize("error", [ZeroDivisionError("bug"), httpx.LocalProtocolError("illegal header"), KeyError("x")])
async def test_programming_errors_are_not_tried_again(server: Script, client: AsyncAnthropic, error: Exception) -> None:
    server.says(error)

    with pytest.raises(Exception):  # KD-26
        await client.messages.create(**HELLO)

    assert len(server.requests) == 1


async def test_a_closed_client_says_so_at_once(client: AsyncAnthropic) -> None:
    await client.close()

    assert client.is_closed()
    with pytest.raises(anthropic.APIConnectionError) as caught:  # ER-20
        await client.messages.create(**HELLO)
    assert "closed" in str(caught.value.__cause__)


async def test_a_pause_beyond_the_bound_is_the_callers_to_take(server: Script, client: AsyncAnthropic) -> None:
    server.says(failure(429, retry_after="3600"))

    with pytest.raises(anthropic.RateLimitError) as caught:  # KD-24
        await client.messages.create(**HELLO)

    assert caught.value.retry_after == 3600
    assert len(server.requests) == 1


async def test_retries_without_limit_are_allowed(server: Script, client: AsyncAnthropic) -> None:
    server.says(*[failure(500, **SOON)] * 5, message())

    await client.with_options(max_retries=math.inf).messages.create(**HELLO)  # type: ignore[arg-type]

    assert len(server.requests) == 6  # KD-25


async def test_a_raw_call_has_its_own_number_of_retries(server: Script, client: AsyncAnthropic) -> None:
    server.says(failure(500))

    with pytest.raises(anthropic.InternalServerError):  # RO-06
        await client.post("/v1/messages", cast_to=object, body={}, options={"max_retries": 0})

    assert len(server.requests) == 1


async def test_hooks_run_for_every_try(server: Script, client: AsyncAnthropic) -> None:
    seen: "list[Any]" = []

    class Watched(AsyncAnthropic):
        async def _prepare_options(self, options: Any) -> Any:
            seen.append(dict(options.json_data))
            options.json_data["touched"] = len(seen)
            return options

        async def _prepare_request(self, request: httpx.Request) -> None:
            request.headers["x-signed"] = str(len(seen))

    server.says(failure(500, **SOON), message())
    watched = Watched(api_key="key", base_url="http://api.test", http_client=client._client)

    await watched.messages.create(**HELLO)

    assert [request.headers["x-signed"] for request in server.requests] == ["1", "2"]  # RT-12
    assert [request.headers["user-agent"] for request in server.requests] == ["Watched/Python 0.79.0"] * 2  # HD-02
    assert len(seen) == 2


async def test_replacing_request_sees_every_call(server: Script, client: AsyncAnthropic) -> None:
    seen: "list[str]" = []
    original = client.request

    async def watched(cast_to: Any, options: Any, **kwargs: Any) -> Any:
        seen.append(options.url)
        return await original(cast_to, options, **kwargs)

    client.request = watched  # type: ignore[assignment]
    server.says(message())

    await client.messages.create(**HELLO)

    assert seen == ["/v1/messages"]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, "BadRequestError"),
        (401, "AuthenticationError"),
        (403, "PermissionDeniedError"),
        (404, "NotFoundError"),
        (409, "ConflictError"),
        (413, "RequestTooLargeError"),
        (418, "APIStatusError"),
        (422, "UnprocessableEntityError"),
        (429, "RateLimitError"),
        (500, "InternalServerError"),
        (529, "OverloadedError"),
        (304, "APIStatusError"),
    ],
)
async def test_each_status_has_its_error(server: Script, client: AsyncAnthropic, status: int, error: str) -> None:
    server.says(failure(status, request_id="req_7"))

    with pytest.raises(anthropic.APIStatusError) as caught:  # ER-02, KD-05
        await client.with_options(max_retries=0).messages.create(**HELLO)

    assert type(caught.value).__name__ == error
    assert caught.value.request_id == "req_7"
    assert str(caught.value).startswith(f"Error code: {status} - {{'type': 'error'")  # ER-10
    assert caught.value.args == (caught.value.message,)  # ER-12
    assert caught.value.__cause__ is None


async def test_an_error_page_is_the_message(server: Script, client: AsyncAnthropic) -> None:
    server.says(httpx.Response(403, html=" <p>proxy says no</p> "))

    with pytest.raises(anthropic.PermissionDeniedError, match="^<p>proxy says no</p>$") as caught:  # ER-11
        await client.messages.create(**HELLO)

    assert caught.value.body == "<p>proxy says no</p>"


async def test_a_huge_error_page_is_not_a_huge_message(server: Script, client: AsyncAnthropic) -> None:
    server.says(httpx.Response(400, content=b"x" * 20_000_000))

    with pytest.raises(anthropic.BadRequestError) as caught:
        await client.messages.create(**HELLO)

    assert len(str(caught.value)) < 70_000
    assert len(str(caught.value.body)) == 20_000_000


async def test_errors_travel_by_pickle_without_the_key(server: Script, client: AsyncAnthropic) -> None:
    server.says(failure(429, retry_after="2", x_should_retry="false"))
    with pytest.raises(anthropic.RateLimitError) as caught:
        await client.messages.create(**HELLO, extra_headers={"X-Api-Key": "sk-marked", "X-Auth-Token": "sk-marked"})

    pickled = pickle.dumps(caught.value)
    again = pickle.loads(pickled)

    assert type(again) is anthropic.RateLimitError  # KD-06
    assert (again.args, again.body, again.request_id, again.retry_after) == (
        caught.value.args,
        caught.value.body,
        "req_1",
        2,
    )
    assert b"sk-marked" not in pickled


async def test_an_outage_bounds_the_retries_of_one_client(server: Script, client: AsyncAnthropic) -> None:
    server.says(*[failure(500, retry_after_ms="0.01")] * 1000)

    for _ in range(120):
        with pytest.raises(anthropic.InternalServerError):
            await client.models.retrieve("m")

    assert len(server.requests) == 120 + 100  # five tokens of 500 a retry
