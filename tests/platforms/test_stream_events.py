"""What the frames of Bedrock mean: events, failures of the class of their status, damage (BR-09, KD-27)."""

from __future__ import annotations

import base64
import json
from typing import Any, List, Type

import httpx
import pytest

import anthropic
from anthropic import APIResponseValidationError, APIStatusError
from anthropic._core.interruptions import IncompleteStreamError
from anthropic._core.sse import RawEvent
from anthropic.lib.bedrock._stream_decoder import AWSEventStreamDecoder
from anthropic.lib.bedrock._stream_events import FrameParser
from tests.frames import CHUNK, chunk, error, exception, frame, frames, pieces

PING = {"type": "ping"}
DELTA = {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "é"}}


def parsed(stream: bytes, size: int = 10**9) -> List[RawEvent]:
    response = frames(stream)
    response.request = httpx.Request("POST", "https://bedrock.test/")
    parser = FrameParser(response)
    found = [event for piece in pieces(stream, size) for event in parser.feed(piece)]
    assert parser.close() is None
    return found


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_a_chunk_carries_an_event_whose_type_is_its_name(size: int) -> None:
    found = parsed(chunk(PING) + chunk(DELTA), size)

    assert [name for name, _ in found] == [b"ping", b"content_block_delta"]
    assert [json.loads(data) for _, data in found] == [PING, DELTA]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b'{"completion":" Hi","stop_reason":null}', "completion"),
        (b'{ "index": 0, "type": "content_block_stop" }', "content_block_stop"),
        (b"[1]", "completion"),
        (b'{ "type": "half \\ud800" }', "half ?"),
    ],
)
def test_the_type_is_found_wherever_it_is(data: bytes, name: str) -> None:
    assert parsed(chunk(data)) == [(name.encode(), data)]


@pytest.mark.parametrize(
    "payload",
    [
        '{"bytes": "%s"}',
        ' {"p":"x","bytes":"%s"}\n',
        '{"bytes":"%s","p":"\\u0041","more":[1]}',
    ],
)
def test_a_payload_may_be_written_in_any_way(payload: str) -> None:
    encoded = base64.b64encode(json.dumps(PING).encode()).decode()

    assert [name for name, _ in parsed(frame(CHUNK, (payload % encoded).encode()))] == [b"ping"]


def test_events_that_are_not_known_change_nothing() -> None:
    other = frame(((":event-type", "initial-response"), (":message-type", "event")), b"{}")

    assert [name for name, _ in parsed(other + chunk(PING) + other)] == [b"ping"]


@pytest.mark.parametrize(
    "payload",
    [b"", b"<html>", b"[]", b"{}", b'{"bytes":1}', b'{"bytes":"*"}', b'{"bytes":"YQ"}', b'{"bytes":"YQ==","p":"x"', b'{"bytes":"YQ=="}'],
)  # fmt: skip
def test_a_payload_without_an_event_is_an_error(payload: bytes) -> None:
    with pytest.raises(APIResponseValidationError, match=r"chunk.*req_aws"):
        parsed(frame(CHUNK, payload))


@pytest.mark.parametrize("headers", [(), ((":message-type", "odd"),), ((":message-type", True),)])
def test_a_frame_that_does_not_say_what_it_is_is_an_error(headers: Any) -> None:
    with pytest.raises(APIResponseValidationError, match="unknown type"):
        parsed(frame(headers, b"{}"))


@pytest.mark.parametrize(
    ("kind", "status", "cls"),
    [
        ("validationException", 400, anthropic.BadRequestError),
        ("accessDeniedException", 403, anthropic.PermissionDeniedError),
        ("resourceNotFoundException", 404, anthropic.NotFoundError),
        ("modelTimeoutException", 408, APIStatusError),
        ("throttlingException", 429, anthropic.RateLimitError),
        ("ThrottlingException", 429, anthropic.RateLimitError),
        ("com.amazonaws#ThrottlingException", 429, anthropic.RateLimitError),
        ("modelStreamErrorException", 500, anthropic.InternalServerError),
        ("internalServerException", 500, anthropic.InternalServerError),
        ("serviceUnavailableException", 503, anthropic.ServiceUnavailableError),
        ("tomorrowsException", 500, anthropic.InternalServerError),
    ],
)
def test_an_exception_is_the_error_of_its_status(kind: str, status: int, cls: Type[APIStatusError]) -> None:
    with pytest.raises(APIStatusError, match=f"{kind}: Slow down") as caught:
        parsed(chunk(PING) + exception(kind, "Slow down"))

    assert type(caught.value) is cls
    assert caught.value.status_code == status
    assert caught.value.body == {"message": "Slow down"}
    assert caught.value.request_id == "req_aws"


def test_an_exception_without_words_is_known_by_its_kind() -> None:
    headers = ((":exception-type", "throttlingException"), (":message-type", "exception"))

    with pytest.raises(anthropic.RateLimitError, match="^throttlingException$"):
        parsed(frame(headers, b"{}"))


def test_what_the_model_said_stands_in_for_the_message() -> None:
    with pytest.raises(anthropic.InternalServerError, match="Upstream"):
        parsed(exception("modelStreamErrorException", "", originalMessage="Upstream", originalStatusCode=503))


@pytest.mark.parametrize(
    ("code", "cls"),
    [("throttlingException", anthropic.RateLimitError), ("InternalError", anthropic.InternalServerError)],
)
def test_an_error_frame_is_an_error_of_the_api(code: str, cls: Type[APIStatusError]) -> None:
    with pytest.raises(cls, match=f"{code}: Went wrong") as caught:
        parsed(error(code, "Went wrong"))

    assert caught.value.body == "Went wrong"


def test_events_before_a_failure_are_given_first() -> None:
    parser = FrameParser(frames(b""))

    found = iter(parser.feed(chunk(PING) + chunk(DELTA) + exception("throttlingException", "no")))

    assert [next(found)[0], next(found)[0]] == [b"ping", b"content_block_delta"]


def test_damage_is_an_error_with_the_request_id() -> None:
    stream = bytearray(chunk(PING))
    stream[40] ^= 1

    with pytest.raises(APIResponseValidationError, match="checksum of a frame is wrong.*req_aws") as caught:
        parsed(bytes(stream))

    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("kept", [1, 12, 50, -1])
def test_a_cut_frame_is_an_incomplete_stream(kept: int) -> None:
    with pytest.raises(IncompleteStreamError, match="middle of a frame"):
        parsed(chunk(PING) + chunk(DELTA)[:kept])


def test_a_body_of_ones_own_is_decoded() -> None:
    found = list(AWSEventStreamDecoder().iter_bytes(iter(pieces(chunk(PING) + chunk(DELTA), 5))))

    assert [each.event for each in found] == ["ping", "content_block_delta"]
    assert [each.json() for each in found] == [PING, DELTA]


def test_a_failure_in_a_body_of_ones_own_is_an_error_of_its_class() -> None:
    with pytest.raises(anthropic.RateLimitError):
        list(AWSEventStreamDecoder().iter_bytes(iter([exception("throttlingException", "no")])))


@pytest.mark.anyio
async def test_an_asynchronous_body_of_ones_own_is_decoded() -> None:
    async def body() -> Any:
        for piece in pieces(chunk(PING) + chunk(DELTA), 5):
            yield piece

    found = [each async for each in AWSEventStreamDecoder().aiter_bytes(body())]

    assert [each.json() for each in found] == [PING, DELTA]
