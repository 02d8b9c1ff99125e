"""What goes along to another place, and what user values can do to a request."""

from __future__ import annotations

import json
from typing import Any

import pytest

from anthropic import AsyncAnthropic
from tests.faults.server import GOOD, JSON, FaultServer, fixed
from tests.wire import HELLO

pytestmark = pytest.mark.anyio

OWN = {
    "x-mine": "a",
    "cookie": "b",
    "proxy-authorization": "c",
    "x-amz-security-token": "d",
    "x-amz-date": "e",
    "authorization": "Bearer f",
    "anthropic-beta": "g",
}
TAKEN_ALONG = {"host", "accept", "accept-encoding", "connection", "content-type", "content-length", "user-agent"}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_elsewhere_takes_nothing_of_the_callers_along(
    faults: FaultServer, client: AsyncAnthropic, status: int
) -> None:
    with FaultServer() as elsewhere:
        elsewhere.says(GOOD)
        faults.says(fixed("", JSON, f"location: {elsewhere.url}/x", status=status))

        await client.with_options(default_headers={"x-default": "h"}).messages.create(**HELLO, extra_headers=OWN)

        (request,) = elsewhere.requests
    assert {name.lower() for name, _ in request.headers} <= TAKEN_ALONG  # KD-01


async def test_a_redirect_within_the_origin_keeps_everything(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says(fixed("", JSON, "location: /elsewhere", status=307), GOOD)

    await client.messages.create(**HELLO, extra_headers=OWN)

    first, second = faults.requests
    assert second.line == "POST /elsewhere HTTP/1.1"
    assert (sorted(second.headers), second.body) == (sorted(first.headers), first.body)


async def test_a_redirect_and_back_does_not_regain_the_key(faults: FaultServer, client: AsyncAnthropic) -> None:
    with FaultServer() as elsewhere:
        elsewhere.says(fixed("", JSON, f"location: {faults.url}/back", status=307))
        faults.says(fixed("", JSON, f"location: {elsewhere.url}/x", status=307), GOOD)

        await client.messages.create(**HELLO)

    assert faults.requests[1].header("x-api-key") is None


async def test_results_elsewhere_do_not_get_the_key(faults: FaultServer, client: AsyncAnthropic) -> None:
    counts = {"processing": 0, "succeeded": 0, "errored": 0, "canceled": 0, "expired": 0}
    batch = {"id": "b", "type": "message_batch", "processing_status": "ended", "request_counts": counts}
    with FaultServer() as elsewhere:
        elsewhere.says(fixed("", "content-type: application/x-jsonl"))
        faults.says(fixed(json.dumps({**batch, "results_url": f"{elsewhere.url}/r"})))

        [each async for each in await client.messages.batches.results("b")]

        (request,) = elsewhere.requests
    assert request.header("x-api-key") is None  # KD-02
    assert request.header("authorization") is None


IDS = {
    "a/b": "a%2Fb",
    "a?b=c": "a%3Fb=c",
    "a#b": "a%23b",
    "a;b": "a;b",
    "a\\b": "a%5Cb",
    "a b": "a%20b",
    "a%2fb": "a%252fb",
    "../x": "..%2Fx",
    "a\nb": "a%0Ab",
    "é": "%C3%A9",
}


@pytest.mark.parametrize("given", IDS, ids=repr)
async def test_an_id_is_one_segment_of_the_path(faults: FaultServer, client: AsyncAnthropic, given: str) -> None:
    faults.says(fixed('{"id": "f"}'))

    await client.beta.files.retrieve_metadata(given)

    assert faults.requests[0].line == f"GET /v1/files/{IDS[given]}?beta=true HTTP/1.1"  # KD-03, KD-10


@pytest.mark.parametrize("given", ["", ".", "..", "%2e", "%2e%2e", ".%2E", "%2E."])
async def test_an_id_that_would_leave_its_place_is_refused(
    faults: FaultServer, client: AsyncAnthropic, given: str
) -> None:
    with pytest.raises(ValueError):
        await client.beta.files.retrieve_metadata(given)

    assert faults.requests == []


@pytest.mark.parametrize("value", ["a\rb", "a\nb", "a\r\nX-Evil: 1", "a\0b", "a\x7fb", "a\x1bb"], ids=repr)
async def test_a_header_holds_no_control_characters(faults: FaultServer, client: AsyncAnthropic, value: str) -> None:
    with pytest.raises(ValueError) as caught:
        await client.messages.create(**HELLO, extra_headers={"x-mine": value})

    assert value not in str(caught.value)
    assert faults.requests == []


async def test_a_header_beyond_ascii_arrives_as_utf8(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says(GOOD)

    await client.messages.create(**HELLO, extra_headers={"x-mine": " Grüße 🙂\t"})

    assert (faults.requests[0].header("x-mine") or "").encode("latin-1").decode() == "Grüße 🙂"


async def test_a_file_name_adds_no_part(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says(fixed('{"id": "f"}'))
    name = 'a"\r\nContent-Disposition: form-data; name="evil"\r\n\r\nb'

    await client.beta.files.upload(file=(name, b"content", "text/plain"))

    body = faults.requests[0].body
    assert body.count(b"Content-Disposition") == 1 + body.count(b"%0D%0AContent-Disposition")
    assert b'\r\n\r\nb"' not in body


@pytest.mark.parametrize(
    ("base", "line"),
    [
        ("?api-version=1", "POST /v1/messages?api-version=1 HTTP/1.1"),
        ("/proxy?a=1&b=2#part", "POST /proxy/v1/messages?a=1&b=2 HTTP/1.1"),
        ("/proxy/#part", "POST /proxy/v1/messages HTTP/1.1"),
    ],
)
async def test_a_base_url_may_have_a_query(faults: FaultServer, client: AsyncAnthropic, base: str, line: str) -> None:
    faults.says(GOOD)

    await client.with_options(base_url=faults.url + base).messages.create(**HELLO)

    assert faults.requests[0].line == line


async def test_a_base_urls_query_adds_up_with_the_methods(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says(fixed('{"data": []}'))
    elsewhere: Any = client.with_options(base_url=f"{faults.url}?a=1&limit=9")

    await elsewhere.beta.models.list(limit=2)

    assert faults.requests[0].line == "GET /v1/models?a=1&beta=true&limit=2 HTTP/1.1"


async def test_a_base_urls_password_is_a_header_and_nowhere_else(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says(GOOD)
    url = faults.url.replace("//", "//user:p%40ss@")

    await client.with_options(base_url=url).messages.create(**HELLO)

    assert faults.requests[0].header("authorization") == "Basic dXNlcjpwQHNz"
