# Derived from tests/faults/_async/test_streams.py by scripts/unasync. Do not edit.
"""Event streams that break, stall, lie, or are cut into odd pieces."""

from __future__ import annotations

import gc
import gzip
import json
import time
from typing import Any, Dict, List

import httpx
import pytest

import anthropic
from anthropic import Anthropic
from anthropic._core.interruptions import IncompleteStreamError, Interruption
from tests.faults.server import (
    END,
    EVENTS,
    GOOD,
    KNOWN,
    STREAM,
    STREAM_HEAD,
    STREAM_START,
    FaultServer,
    chunk,
    chunked,
    close,
    endless,
    fixed,
    head,
    reset,
    stall,
)
from tests.wire import HELLO, text_stream

pytestmark = pytest.mark.anyio


def received(client: Anthropic) -> List[Any]:
    return [event for event in client.messages.create(**HELLO, stream=True)]


def text_of(events: List[Any]) -> str:
    return "".join(event.delta.text for event in events if event.type == "content_block_delta")


def pieces(data: bytes, size: int) -> List[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


BREAKS = {
    "reset": (reset, anthropic.APIConnectionError),
    "cut": (close, anthropic.APIConnectionError),
    "bad chunk": (b"zz\r\n", anthropic.APIConnectionError),
    "stall": (stall, anthropic.APITimeoutError),
}


@pytest.mark.parametrize("case", BREAKS.values(), ids=BREAKS)
def test_a_break_in_the_middle_is_an_error_of_both_libraries(faults: FaultServer, eager: Anthropic, case: Any) -> None:
    step, error = case
    faults.says([STREAM_HEAD, chunk(STREAM_START), step])
    got: List[Any] = []

    with pytest.raises(error) as caught:
        for event in eager.messages.create(**HELLO, stream=True, timeout=0.3):
            got.append(event)

    assert isinstance(caught.value, Interruption)
    assert isinstance(caught.value, httpx.RequestError)
    assert (caught.value.request_id, caught.value.events_seen) == ("req_1", len(got))
    assert len(faults.requests) == 1


def test_an_early_end_never_looks_complete(faults: FaultServer, client: Anthropic) -> None:
    faults.says(chunked([STREAM_START], EVENTS))
    got: List[Any] = []

    with pytest.raises(IncompleteStreamError) as caught:
        for event in client.messages.create(**HELLO, stream=True):
            got.append(event)

    assert isinstance(caught.value, httpx.RemoteProtocolError)
    assert (caught.value.request_id, caught.value.events_seen) == ("req_1", len(got))
    assert len(got) == 3  # KD-12: the ping is not counted


def test_a_stream_that_fails_to_start_is_tried_again(faults: FaultServer, eager: Anthropic) -> None:
    faults.says([reset], fixed("{}", status=529), chunked([STREAM], EVENTS))

    assert text_of(received(eager)) == "Hello"
    assert len(faults.requests) == 3


def test_iteration_ends_with_the_last_event_even_if_the_body_stays_open(faults: FaultServer, client: Anthropic) -> None:
    faults.says([STREAM_HEAD, chunk(STREAM), stall], [STREAM_HEAD, chunk(STREAM), endless(chunk(b":\n"))], GOOD)

    for _ in range(2):
        begun = time.monotonic()
        events = received(client)

        assert events[-1].type == "message_stop"
        assert time.monotonic() - begun < 1.5
    assert (client.messages.create(**HELLO)).id == "msg_1"


def test_that_holds_on_an_http_client_of_the_callers(faults: FaultServer) -> None:
    faults.says([STREAM_HEAD, chunk(STREAM), stall], GOOD)
    begun = time.monotonic()

    with Anthropic(api_key="key", base_url=faults.url, http_client=httpx.Client()) as client:
        assert (received(client))[-1].type == "message_stop"
        assert (client.messages.create(**HELLO)).id == "msg_1"

    assert time.monotonic() - begun < 1.5


def test_the_connection_of_a_finished_stream_is_used_again(faults: FaultServer, client: Anthropic) -> None:
    faults.says([chunked([STREAM], EVENTS, end=b""), END], chunked([STREAM], EVENTS), GOOD)

    received(client)
    received(client)
    client.messages.create(**HELLO)

    assert faults.connections == 1


def test_what_breaks_after_the_last_event_does_not_matter(faults: FaultServer, client: Anthropic) -> None:
    faults.says([STREAM_HEAD, chunk(STREAM), reset], [STREAM_HEAD, chunk(STREAM), b"zz\r\n", close])

    for _ in range(2):
        assert text_of(received(client)) == "Hello"


@pytest.mark.parametrize("kind", ["text/html", "application/json", "text/plain"])
def test_another_media_type_is_not_an_empty_stream(faults: FaultServer, client: Anthropic, kind: str) -> None:
    faults.says(fixed("<html>" if "html" in kind else "{}", f"content-type: {kind}"))

    with pytest.raises(anthropic.APIResponseValidationError, match="Expected a stream of events"):
        received(client)


@pytest.mark.parametrize("kind", ["Text/Event-Stream; charset=utf-8", "application/octet-stream", ""])
def test_a_stream_is_read_under_its_other_names(faults: FaultServer, client: Anthropic, kind: str) -> None:
    faults.says(chunked([STREAM], f"content-type: {kind}" if kind else "x-no-type: at all"))

    assert text_of(received(client)) == "Hello"


def test_the_last_event_arrives_although_its_blank_line_is_missing(faults: FaultServer, client: Anthropic) -> None:
    faults.says(chunked([STREAM.rstrip()], EVENTS))

    assert (received(client))[-1].type == "message_stop"  # KD-16


ERRORS = {
    "overloaded_error": (529, anthropic.InternalServerError),
    "rate_limit_error": (429, anthropic.RateLimitError),
    "api_error": (500, anthropic.InternalServerError),
    "timeout_error": (504, anthropic.InternalServerError),
    "invalid_request_error": (400, anthropic.BadRequestError),
    "authentication_error": (401, anthropic.AuthenticationError),
    "permission_error": (403, anthropic.PermissionDeniedError),
    "not_found_error": (404, anthropic.NotFoundError),
}


@pytest.mark.parametrize("kind", ERRORS)
@pytest.mark.parametrize("before", [b"", STREAM_START], ids=["first", "later"])
def test_an_error_event_is_the_error_of_its_type(
    faults: FaultServer, client: Anthropic, kind: str, before: bytes
) -> None:
    status, error = ERRORS[kind]
    body = {"type": "error", "error": {"type": kind, "message": "no"}}
    faults.says([chunked([before + b"event: error\ndata: " + json.dumps(body).encode() + b"\n\n"], EVENTS)], GOOD)

    with pytest.raises(error) as caught:
        received(client)

    assert (caught.value.status_code, caught.value.body, caught.value.type) == (status, body, kind)
    assert caught.value.request_id == "req_1"
    assert (client.messages.create(**HELLO)).id == "msg_1"


@pytest.mark.parametrize("data", [b"no JSON", b"", b"[1]", b"3"], ids=["text", "nothing", "list", "number"])
def test_an_error_event_without_a_usual_body_is_still_an_error(
    faults: FaultServer, client: Anthropic, data: bytes
) -> None:
    faults.says(chunked([b"event: error\ndata: " + data + b"\n\n"], EVENTS))

    with pytest.raises(anthropic.APIStatusError):
        received(client)


TEXTS = {
    "plain": "busy",
    "leading space": " busy",
    "trailing space": "busy ",
    "colon": "a: b",
    "leading colon": ":busy",
    "quotes": '"busy"',
    "backslash": "a\\nb",
    "umlaut": "überlastet",
    "emoji": "🙈 no",
    "line separator": "a\u2028b",
    "next line": "a\x85b",
    "vertical tab": "a\x0bb",
    "form feed": "a\x0cb",
    "tab": "a\tb",
    "data word": "data: x",
}


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"], ids=["LF", "CR", "CRLF"])
@pytest.mark.parametrize("name", TEXTS)
def test_the_text_of_an_event_arrives_unchanged(faults: FaultServer, client: Anthropic, name: str, end: str) -> None:
    text = TEXTS[name]
    faults.says(chunked([f"event: error{end}data: {json.dumps(text, ensure_ascii=False)}{end}{end}".encode()], EVENTS))

    with pytest.raises(anthropic.APIStatusError) as caught:
        received(client)

    assert caught.value.body == text


BROKEN_DATA: Dict[str, bytes] = {
    "bad JSON": b"{nope",
    "bad UTF-8": b'{"type": "\xff\xfe',
    "10,000 levels": b'{"a":' * 10_000 + b"}" * 10_000,
    "no data": b"",
}


@pytest.mark.parametrize("data", BROKEN_DATA.values(), ids=BROKEN_DATA)
def test_broken_data_is_an_sdk_error(faults: FaultServer, client: Anthropic, data: bytes) -> None:
    faults.says(chunked([b"event: content_block_delta\ndata: " + data + b"\n\n"], EVENTS))

    with pytest.raises(anthropic.APIResponseValidationError, match="req_1"):
        received(client)


def event(kind: str, **fields: Any) -> bytes:
    return f"event: {kind}\ndata: {json.dumps({'type': kind, **fields})}\n\n".encode()


ODD_ORDER = {
    "nothing at all": [],
    "deltas before the start": [
        event("content_block_delta", index=0, delta={"type": "text_delta", "text": "x"}),
        STREAM,
    ],
    "an index that was never begun": [
        event("content_block_delta", index=7, delta={"type": "text_delta", "text": "x"}),
        STREAM,
    ],
    "an index that is no number": [
        event("content_block_delta", index="a", delta={"type": "text_delta", "text": "x"}),
        STREAM,
    ],
    "a delta without a type": [event("content_block_delta", index=0, delta={}), STREAM],
    "tool input that is no JSON": [
        event("content_block_delta", index=0, delta={"type": "input_json_delta", "partial_json": "{{{"}),
        STREAM,
    ],
}


@pytest.mark.parametrize("frames", ODD_ORDER.values(), ids=ODD_ORDER)
def test_raw_events_out_of_order_are_passed_on(faults: FaultServer, client: Anthropic, frames: List[bytes]) -> None:
    faults.says(chunked(frames, EVENTS))

    assert len(received(client)) == (7 + len(frames) - 1 if frames else 0)


NOISE = {
    "unknown events": b'event: brand_new\ndata: {"a": 1}\n\n',
    "pings": b'event: ping\ndata: {"type": "ping"}\n\n',
    "comments": b": nothing to see\n\n:\n\n",
    "ids": b"id: 3\n\nid\n\n",
    "retry lines": b"retry: 10\n\nretry: x\n\n",
    "unnamed data": b"data: 1\n\n",
    "names without data": b"event: message_stop\n\n",
    "unknown fields": b"colour: blue\n\nnothing\n\n",
    "blank lines": b"\n\n\n\n\n",
}


@pytest.mark.parametrize("noise", NOISE.values(), ids=NOISE)
def test_noise_between_events_changes_nothing(faults: FaultServer, client: Anthropic, noise: bytes) -> None:
    noisy = noise + STREAM.replace(b"\n\n", b"\n\n" + noise)
    faults.says(chunked([STREAM], EVENTS), chunked([noisy], EVENTS))

    assert received(client) == received(client)


FORMS = {
    "as it is": STREAM,
    "CR": STREAM.replace(b"\n", b"\r"),
    "CRLF": STREAM.replace(b"\n", b"\r\n"),
    "a byte order mark": b"\xef\xbb\xbf" + STREAM,
    "no spaces": STREAM.replace(b"event: ", b"event:").replace(b"data: ", b"data:"),
    "data first": b"\n\n".join(b"\n".join(reversed(frame.split(b"\n"))) for frame in STREAM.split(b"\n\n")),
    "data in two lines": STREAM.replace(b'data: {"type"', b'data: {\ndata: "type"'),
    "ids and comments inside": STREAM.replace(b"data: ", b"id: 1\n: note\nretry: 5\ndata: "),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [1, 2, 3, 7, 100_000])
def test_the_grammar_holds_in_pieces_of_any_size(faults: FaultServer, client: Anthropic, form: str, size: int) -> None:
    faults.says(chunked([STREAM], EVENTS), chunked(pieces(FORMS[form], size), EVENTS))

    assert received(client) == received(client)


def test_characters_are_put_together_wherever_they_are_split(faults: FaultServer, client: Anthropic) -> None:
    text = "é€🙈"
    data = text_stream(text).content
    encoded = json.dumps(text).encode()
    data = data.replace(encoded, json.dumps(text, ensure_ascii=False).encode())
    begin = data.index("é".encode())

    for cut in range(begin, begin + len(text.encode()) + 1):
        faults.says(chunked([data[:cut], data[cut:]], EVENTS))
        assert text_of(received(client)) == text


@pytest.mark.parametrize("end", [b"\n\n", b"\r\r", b"\r\n\r\n", b"\n\r\n", b"\r\n\n"], ids=repr)
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_an_event_arrives_as_soon_as_its_blank_line_is_there(
    faults: FaultServer, client: Anthropic, end: bytes, coding: str
) -> None:
    frame = STREAM.split(b"\n\n")[0].replace(b"\n", end[:1] if end == b"\r\r" else b"\n") + end
    if coding == "gzip":
        packer = gzip.zlib.compressobj(wbits=31)
        frame = packer.compress(frame) + packer.flush(gzip.zlib.Z_SYNC_FLUSH)
    faults.says(
        [head(200, KNOWN, EVENTS, f"content-encoding: {coding}", "transfer-encoding: chunked"), chunk(frame), stall]
    )

    with client.messages.create(**HELLO, stream=True, timeout=3) as stream:
        assert (stream.__next__()).type == "message_start"


LONG: Dict[str, Any] = {
    "one event in small pieces": lambda n: pieces(
        b'event: message_stop\ndata: {"type": "message_stop", "x": "' + b"x" * n + b'"}\n\n', 64
    ),
    "a long comment": lambda n: [*pieces(b":" + b"x" * n, 64), b"\n\n", event("message_stop")],
    "many events": lambda n: [event("content_block_stop", index=0) * (n // 60), event("message_stop")],
    "tool input": lambda n: [
        event("content_block_delta", index=0, delta={"type": "input_json_delta", "partial_json": "x" * 20})
        * (n // 150),
        event("message_stop"),
    ],
}


@pytest.mark.parametrize("make", LONG.values(), ids=LONG)
def test_the_cost_is_linear_in_the_bytes(faults: FaultServer, client: Anthropic, make: Any) -> None:
    seconds = []
    for size in (100_000, 800_000):
        faults.says(chunked(make(size), EVENTS))
        gc.collect()
        gc.freeze()  # what other tests left is not looked through while the time is taken
        begun = time.process_time()
        assert (received(client))[-1].type == "message_stop"
        seconds.append(time.process_time() - begun)

    gc.unfreeze()

    assert seconds[1] < 40 * max(seconds[0], 0.005)  # eight times the bytes; sixty-four would be quadratic


def test_leaving_and_closing_give_the_connection_back(faults: FaultServer) -> None:
    limits = httpx.Limits(max_connections=1)
    http_client = anthropic.DefaultHttpxClient(limits=limits, timeout=httpx.Timeout(3))
    with Anthropic(api_key="key", base_url=faults.url, http_client=http_client, max_retries=0) as client:
        for way in ("leave", "close", "close twice", "close unread", "leave before the end"):
            faults.says([STREAM_HEAD, chunk(STREAM_START), stall], GOOD)
            stream = client.messages.create(**HELLO, stream=True)
            if way == "leave":
                with stream:
                    stream.__next__()
            elif way == "leave before the end":
                with stream:
                    [stream.__next__() for _ in range(3)]
            else:
                for _ in range(0 if way == "close unread" else 1):
                    stream.__next__()
                for _ in range(2 if way == "close twice" else 1):
                    stream.close()

            assert (client.messages.create(**HELLO)).id == "msg_1", way


def test_streams_at_once_do_not_mix(faults: FaultServer, client: Anthropic) -> None:
    opened = []
    for number in range(30):
        own = text_stream(*[f"{number}."] * 20).content
        faults.says([STREAM_HEAD, *map(chunk, pieces(own, 99)), END])
    for _ in range(30):
        opened.append(client.messages.create(**HELLO, stream=True))
    texts = [""] * 30
    for _ in range(24):
        for number, stream in enumerate(opened):
            event = stream.__next__()
            texts[number] += event.delta.text if event.type == "content_block_delta" else ""
    for stream in opened:
        stream.close()

    assert sorted(texts) == sorted(f"{number}." * 20 for number in range(30))
