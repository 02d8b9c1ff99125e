"""Raw event streams: `create(stream=True)`."""

from __future__ import annotations

import pickle
from typing import Any, List

import httpx
import pytest

import anthropic
from anthropic import AsyncAnthropic
from anthropic.types import RawContentBlockDeltaEvent, RawMessageStartEvent, RawMessageStreamEvent
from tests.wire import HELLO, Script, broken_after, events, failure, sse, text_stream

pytestmark = pytest.mark.anyio

DELTA = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "x"}}


async def collected(client: AsyncAnthropic) -> List[RawMessageStreamEvent]:
    stream = await client.messages.create(**HELLO, stream=True)
    return [event async for event in stream]


async def test_events_arrive_typed_and_in_order(server: Script, client: AsyncAnthropic) -> None:
    server.says(text_stream("Hel", "lo"))

    got = await collected(client)

    assert [event.type for event in got] == [  # ST-03: the ping is skipped
        "message_start",
        "content_block_start",
        "content_block_delta",
        "content_block_delta",
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    assert (
        "".join(e.delta.text for e in got if isinstance(e, RawContentBlockDeltaEvent) and e.delta.type == "text_delta")
        == "Hello"
    )
    assert server.body["stream"] is True
    assert server.requests[0].headers["accept"] == "application/json"  # HD-16


async def test_a_stream_can_be_stepped_and_closed(server: Script, client: AsyncAnthropic) -> None:
    server.says(text_stream("x"))

    async with await client.messages.create(**HELLO, stream=True) as stream:
        first = await stream.__anext__()

    assert first.type == "message_start"
    assert stream.response.is_closed  # ST-12
    assert isinstance(stream, anthropic.AsyncStream)


async def test_the_response_is_closed_at_the_end(server: Script, client: AsyncAnthropic) -> None:
    server.says(text_stream("x"))

    stream = await client.messages.create(**HELLO, stream=True)
    async for _ in stream:
        pass

    assert stream.response.is_closed


async def test_a_missing_type_is_taken_from_the_event_name(server: Script, client: AsyncAnthropic) -> None:
    server.says(events(("message_stop", {})))

    assert [event.type for event in await collected(client)] == ["message_stop"]  # ST-05


async def test_unnamed_and_unknown_events_are_skipped(server: Script, client: AsyncAnthropic) -> None:
    server.says(
        sse(
            'data: {"type":"message_stop"}\n\nevent: brand_new\ndata: {}\n\nevent: message_stop\ndata: {"type":"message_stop"}\n\n'
        )
    )

    assert len(await collected(client)) == 1  # ST-03, ST-04


async def test_an_unknown_delta_keeps_its_data(server: Script, client: AsyncAnthropic) -> None:
    server.says(events(("content_block_delta", {**DELTA, "delta": {"type": "smell_delta", "smell": "rose"}})))

    (event,) = await collected(client)

    assert event.to_dict()["delta"] == {"type": "smell_delta", "smell": "rose"}  # ST-10


async def test_an_error_event_raises_with_its_body_and_closes(server: Script, client: AsyncAnthropic) -> None:
    body = {"type": "error", "error": {"type": "overloaded_error", "message": "busy"}}
    server.says(events(("content_block_delta", DELTA), ("error", body)))

    stream = await client.messages.create(**HELLO, stream=True)
    got: List[Any] = []
    with pytest.raises(anthropic.APIStatusError) as caught:  # ST-06
        async for event in stream:
            got.append(event)

    assert len(got) == 1
    assert caught.value.body == body
    assert isinstance(caught.value, anthropic.OverloadedError)
    assert caught.value.status_code == 529
    assert caught.value.type == "overloaded_error"
    assert caught.value.request_id == "req_1"
    assert stream.response.is_closed


async def test_broken_data_is_an_sdk_error_with_the_request_id(server: Script, client: AsyncAnthropic) -> None:
    server.says(events(("content_block_delta", "{nope")))

    with pytest.raises(anthropic.APIResponseValidationError, match="req_1") as caught:
        await collected(client)

    assert caught.value.body == "{nope"


async def test_the_last_event_counts_without_its_blank_line(server: Script, client: AsyncAnthropic) -> None:
    server.says(sse('event: message_stop\ndata: {"type":"message_stop"}'), sse('event: message_stop\ndata: {"type":'))

    assert len(await collected(client)) == 1  # KD-16
    assert len(await collected(client)) == 0


async def test_a_stream_is_tried_again_until_its_headers_arrive(server: Script, client: AsyncAnthropic) -> None:
    server.says(failure(529, retry_after_ms="1"), httpx.ConnectError("refused"), text_stream("x"))

    assert len(await collected(client)) == 6  # RT-09
    assert [request.headers["x-stainless-retry-count"] for request in server.requests] == ["0", "1", "2"]


async def test_an_error_answer_to_a_streaming_call_has_its_body(server: Script, client: AsyncAnthropic) -> None:
    server.says(failure(400, "invalid_request_error"))

    with pytest.raises(anthropic.BadRequestError) as caught:
        await collected(client)

    assert caught.value.type == "invalid_request_error"


async def test_completions_stream_too(server: Script, client: AsyncAnthropic) -> None:
    part = {"id": "c", "completion": " hi", "model": "m", "stop_reason": None, "type": "completion"}
    server.says(events(("completion", part)))

    stream = await client.completions.create(max_tokens_to_sample=1, model="m", prompt="p", stream=True)

    assert [event.completion async for event in stream] == [" hi"]
    assert server.requests[0].headers["x-stainless-timeout"] == "600"  # TM-06


@pytest.mark.parametrize(
    "error", [httpx.ReadError("reset"), httpx.RemoteProtocolError("cut"), httpx.ReadTimeout("slow")]
)
async def test_a_failure_in_the_middle_is_an_error_of_both_libraries(
    server: Script, client: AsyncAnthropic, error: httpx.RequestError
) -> None:
    server.says(broken_after(text_stream("x").content[:600], error))

    stream = await client.messages.create(**HELLO, stream=True)
    with pytest.raises(anthropic.APIConnectionError) as caught:  # KD-12
        async for _ in stream:
            pass

    assert isinstance(caught.value, type(error))
    assert isinstance(caught.value, anthropic.APITimeoutError) is isinstance(error, httpx.TimeoutException)
    assert caught.value.__cause__ is error
    assert len(server.requests) == 1
    assert type(pickle.loads(pickle.dumps(caught.value))) is type(caught.value)


async def test_a_reply_that_ends_early_never_looks_complete(server: Script, client: AsyncAnthropic) -> None:
    server.says(sse(text_stream("x").content[:-40]))

    stream = await client.messages.create(**HELLO, stream=True)
    got: List[Any] = []
    with pytest.raises(anthropic.APIConnectionError, match="not the whole reply"):  # KD-12
        async for event in stream:
            got.append(event)

    assert got[-1].type == "message_delta"


@pytest.mark.parametrize("answer", [httpx.Response(200, html="<p>Sign in</p>"), httpx.Response(200, json={})])
async def test_a_page_or_json_is_not_an_empty_stream(
    server: Script, client: AsyncAnthropic, answer: httpx.Response
) -> None:
    server.says(answer)

    with pytest.raises(anthropic.APIResponseValidationError, match="Expected a stream of events"):
        await collected(client)


async def test_a_strict_client_refuses_events_that_do_not_fit(server: Script, client: AsyncAnthropic) -> None:
    server.says(events(("content_block_stop", {"type": "content_block_stop", "index": 0}), ("message_stop", {})))
    strict = AsyncAnthropic(
        api_key="key", base_url="http://api.test", http_client=client._client, _strict_response_validation=True
    )

    stream = await strict.messages.create(**HELLO, stream=True)

    assert (await stream.__anext__()).type == "content_block_stop"
    with pytest.raises(anthropic.APIResponseValidationError):  # RP-11
        await stream.__anext__()


async def test_a_subclass_made_of_the_stream_class_gives_the_same_events(
    server: Script, client: AsyncAnthropic
) -> None:
    """Logfire watches streams so: it gives `request` a subclass of the `stream_cls` that it was called with."""
    server.says(text_stream("a", "b"))
    seen: List[Any] = []
    request: Any = client.request

    async def watched(cast_to: Any, options: Any, *, stream: bool = False, stream_cls: Any = None) -> Any:
        class Watched(stream_cls):  # type: ignore[misc]
            async def __stream__(self) -> Any:
                async for event in super().__stream__():
                    seen.append(event)
                    yield event

        return await request(cast_to, options, stream=stream, stream_cls=Watched)

    client.request = watched  # type: ignore[method-assign, assignment]
    async with client.messages.stream(**HELLO) as stream:
        texts = [text async for text in stream.text_stream]

    assert texts == ["a", "b"] and isinstance(seen[0], RawMessageStartEvent)
