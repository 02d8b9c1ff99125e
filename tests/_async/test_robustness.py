"""Odd answers, odd arguments, and bodies that can be sent once."""

from __future__ import annotations

import io
from typing import Any, Callable

import httpx
import pytest

import anthropic
from anthropic import AsyncAnthropic
from tests.wire import HELLO, Script, broken_after, failure, message, reply, text_stream

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "content",
    [
        lambda: iter([b"a", b"b"]),
        lambda: (piece for piece in (b"a", b"b")),
        lambda: io.BytesIO(b"ab"),
        lambda: [b"a", b"b"],
    ],
)
async def test_content_is_sent_whole_on_every_try(
    server: Script, client: AsyncAnthropic, content: Callable[[], Any]
) -> None:
    server.says(failure(500, retry_after_ms="1"), message())

    await client.post("/x", cast_to=object, content=content())

    assert [request.content for request in server.requests] == [b"ab", b"ab"]  # KD-21


async def test_a_part_that_cannot_be_rewound_is_sent_whole_on_every_try(server: Script, client: AsyncAnthropic) -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.left = b"hi"

        def readable(self) -> bool:
            return True

        def read(self, size: int = -1) -> bytes:
            given, self.left = self.left, b""
            return given

    server.says(failure(500, retry_after_ms="1"), message())

    await client.post(
        "/x", cast_to=object, files={"f": ("n", Pipe())}, options={"headers": {"Content-Type": "multipart/form-data"}}
    )

    assert all(b"\r\n\r\nhi\r\n" in request.content for request in server.requests)


async def test_an_error_body_that_is_cut_short_is_still_an_error(server: Script, client: AsyncAnthropic) -> None:
    broken = broken_after(b'{"type":"error"', httpx.RemoteProtocolError("cut"))
    broken.status_code = 400
    server.says(broken)

    with pytest.raises(anthropic.BadRequestError) as caught:
        await client.messages.create(**HELLO, stream=True)

    assert caught.value.body == '{"type":"error"'


@pytest.mark.parametrize(
    ("header", "value", "seconds"),
    [
        ("retry-after", "Mon, 01 Jan 99999 00:00:00 GMT", None),
        ("retry-after", "Mon, 01 Jan 99999999999999999999 00:00:00 GMT", None),
        ("retry-after-ms", "120000", 120),
        ("retry-after", "90", 90),
    ],
)
async def test_errors_say_what_the_server_asks_to_wait(
    server: Script, client: AsyncAnthropic, header: str, value: str, seconds: Any
) -> None:
    server.says(reply({}, 429, **{header: value, "x-should-retry": "false"}))

    with pytest.raises(anthropic.RateLimitError) as caught:
        await client.messages.create(**HELLO)

    assert caught.value.retry_after == seconds


async def test_a_date_to_wait_for_is_given_in_seconds(server: Script, client: AsyncAnthropic) -> None:
    server.says(reply({}, 429, retry_after="Fri, 01 Jan 2100 00:00:00 GMT"))

    with pytest.raises(anthropic.RateLimitError) as caught:  # KD-24
        await client.messages.create(**HELLO)

    assert caught.value.retry_after is not None
    assert caught.value.retry_after > 3600


@pytest.mark.parametrize("body", [b"null", b'"text"', b"3"])
async def test_json_that_is_no_object_is_no_message(server: Script, client: AsyncAnthropic, body: bytes) -> None:
    server.says(httpx.Response(200, headers={"content-type": "application/json"}, content=body))

    with pytest.raises(anthropic.APIResponseValidationError, match="no object"):
        await client.messages.create(**HELLO)


@pytest.mark.parametrize("body", [[], {"data": "abc"}, {"data": {"a": 1}}, {"data": None}, {}])
async def test_a_page_of_the_wrong_shape_has_no_items(server: Script, client: AsyncAnthropic, body: Any) -> None:
    server.says(reply(body))

    page: Any = await client.models.list()

    assert page == [] or [item async for item in page] == []


async def test_text_that_is_no_number_is_an_sdk_error(server: Script, client: AsyncAnthropic) -> None:
    server.says(httpx.Response(200, text="abc"))

    with pytest.raises(anthropic.APIResponseValidationError, match="no int"):
        await client.get("/x", cast_to=int)


@pytest.mark.parametrize("wrong", [1.5, -1, None, "3"])
async def test_a_wrong_number_of_retries_of_a_call_is_refused(
    server: Script, client: AsyncAnthropic, wrong: Any
) -> None:
    with pytest.raises((TypeError, ValueError), match="max_retries"):
        await client.get("/x", cast_to=object, options={"max_retries": wrong})
    assert server.requests == []


async def test_copies_share_the_budget_of_their_client(server: Script, client: AsyncAnthropic) -> None:
    server.says(*[failure(500, retry_after_ms="0.01")] * 1000)

    for _ in range(120):
        with pytest.raises(anthropic.InternalServerError):
            await client.with_options(timeout=5).models.retrieve("m")

    assert len(server.requests) == 120 + 100


async def test_a_redirect_elsewhere_gets_no_http_authentication(server: Script) -> None:
    http_client = httpx.AsyncClient(
        transport=httpx.MockTransport(server), auth=("user", "secret"), follow_redirects=True
    )
    client = AsyncAnthropic(api_key="key", base_url="http://api.test", http_client=http_client)
    server.says(httpx.Response(307, headers={"location": "http://elsewhere.test/"}), message(), message())

    await client.messages.create(**HELLO)
    await client.get("http://elsewhere.test/x", cast_to=object)

    assert "authorization" in server.requests[0].headers
    assert "authorization" not in server.requests[1].headers
    assert "authorization" not in server.requests[2].headers


async def test_a_closed_stream_ends(server: Script, client: AsyncAnthropic) -> None:
    server.says(text_stream("a", "b"), text_stream("a", "b"))

    for steps in (0, 1):
        stream = await client.messages.create(**HELLO, stream=True)
        for _ in range(steps):
            await stream.__anext__()
        await stream.close()

        assert [event async for event in stream] == []


async def test_a_body_that_breaks_off_while_it_is_read_is_an_sdk_error(server: Script, client: AsyncAnthropic) -> None:
    server.says(broken_after(b"{", httpx.ReadTimeout("slow")), broken_after(b"{", httpx.ReadError("reset")))

    async with client.messages.with_streaming_response.create(**HELLO) as response:
        with pytest.raises(anthropic.APITimeoutError):
            await response.read()
    async with client.messages.with_streaming_response.create(**HELLO) as response:
        with pytest.raises(anthropic.APIConnectionError):
            [piece async for piece in response.iter_bytes()]
