"""Answers with an error status, whatever their bodies."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import pytest

import anthropic
from anthropic import AsyncAnthropic
from tests.faults.server import JSON, KNOWN, FaultServer, chunked, close, fixed, head, reset, stall
from tests.wire import HELLO

pytestmark = pytest.mark.anyio

PAGE = "<html><h1>Bad gateway</h1></html>"
BODIES = {
    "an HTML page": (PAGE, "content-type: text/html", PAGE),
    "nothing": ("", JSON, ""),
    "odd JSON": ("[1, null]", JSON, [1, None]),
    "a number": ("3", JSON, 3),
    "an error without a type": ('{"error": "no"}', JSON, {"error": "no"}),
    "an error that is a list": ('{"error": [1]}', JSON, {"error": [1]}),
    "no UTF-8": (b"\xff\xfe no", "content-type: text/plain; charset=utf-8", "\ufffd\ufffd no"),
    "10,000 levels": ("[" * 10_000, JSON, "[" * 10_000),
    "900 levels": ("[" * 900 + "]" * 900, JSON, None),
}


@pytest.mark.parametrize("case", BODIES.values(), ids=BODIES)
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_any_error_body_becomes_a_status_error(
    faults: FaultServer, client: AsyncAnthropic, case: Any, stream: Any
) -> None:
    content, kind, body = case
    faults.says(fixed(content, kind, status=502))

    with pytest.raises(anthropic.InternalServerError) as caught:
        await client.messages.create(**HELLO, stream=stream)

    assert (caught.value.status_code, caught.value.request_id) == (502, "req_1")
    assert body is None or caught.value.body == body
    assert caught.value.type is None


CUT = {
    "cut": [fixed('{"type": "error"', JSON, status=400, length=999), close],
    "reset": [fixed('{"type": "error"', JSON, status=400, length=999), reset],
    "stalled": [fixed('{"type": "error"', JSON, status=400, length=999), stall],
    "not what its coding says": [fixed("plain", JSON, "content-encoding: gzip", status=400)],
    "of an unknown coding": [fixed("plain", JSON, "content-encoding: rot13", status=400)],
    "badly chunked": [head(400, KNOWN, JSON, "transfer-encoding: chunked") + b"zz\r\n"],
}


@pytest.mark.parametrize("script", CUT.values(), ids=CUT)
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
async def test_an_error_body_that_does_not_come_whole_is_still_a_status_error(
    faults: FaultServer, client: AsyncAnthropic, script: Any, stream: Any
) -> None:
    faults.says(script)

    with pytest.raises(anthropic.BadRequestError) as caught:
        await client.messages.create(**HELLO, stream=stream, timeout=1 if script is CUT["stalled"] else 5)

    assert caught.value.request_id == "req_1"


async def test_a_huge_error_page_is_kept_and_not_told(faults: FaultServer, client: AsyncAnthropic) -> None:
    page = "<p>" + "no " * 7_000_000
    faults.says(fixed(page, "content-type: text/html", status=500))

    with pytest.raises(anthropic.InternalServerError) as caught:
        await client.messages.create(**HELLO)

    assert caught.value.body == page.strip()
    assert len(str(caught.value)) < 66_000


async def test_a_huge_error_event_is_kept_and_not_told(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says(chunked([b"event: error\ndata: " + b"no " * 50_000 + b"\n\n"], "content-type: text/event-stream"))

    with pytest.raises(anthropic.APIStatusError) as caught:
        [event async for event in await client.messages.create(**HELLO, stream=True)]

    assert len(str(caught.value.body)) == 149_999
    assert len(str(caught.value)) < 66_000


async def test_errors_are_copied_and_pickled_whole(faults: FaultServer, client: AsyncAnthropic) -> None:
    body = {"type": "error", "error": {"type": "rate_limit_error", "message": "slow down"}}
    faults.says(fixed(json.dumps(body), JSON, "retry-after: 90", status=429))

    with pytest.raises(anthropic.RateLimitError) as caught:
        await client.messages.create(**HELLO)

    for again in (pickle.loads(pickle.dumps(caught.value)), copy.copy(caught.value), copy.deepcopy(caught.value)):
        assert type(again) is anthropic.RateLimitError  # KD-06
        assert (again.status_code, again.request_id, again.retry_after) == (429, "req_1", 90)
        assert (again.body, again.type, str(again)) == (body, "rate_limit_error", str(caught.value))


async def test_connection_errors_are_copied_and_pickled_whole(faults: FaultServer, client: AsyncAnthropic) -> None:
    faults.says([close], [stall])

    with pytest.raises(anthropic.APIConnectionError) as broken:
        await client.messages.create(**HELLO)
    with pytest.raises(anthropic.APITimeoutError) as late:
        await client.messages.create(**HELLO, timeout=0.05)

    for error in (broken.value, late.value):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), again.reason) == (type(error), str(error), error.reason)
