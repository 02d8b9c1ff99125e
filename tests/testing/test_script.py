"""Prescribed behaviour: failures, delays, broken connections, replies."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from anthropic.testing import Script, SimulatedAPI
from tests.testing.test_streams import streamed, told
from tests.testing.wire import ask, check, events


def post(http: httpx.Client, simulate: str = "", **fields: Any) -> httpx.Response:
    return http.post("/v1/messages", json=ask(**fields), headers={"x-simulate": simulate} if simulate else {})


def test_behaviours_are_met_one_by_one(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.status(529).status(500, times=2).ordinary()

    assert [post(http).status_code for _ in range(5)] == [529, 500, 500, 200, 200]
    assert api.script.pending == 0


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, "invalid_request_error"),
        (401, "authentication_error"),
        (402, "billing_error"),
        (403, "permission_error"),
        (404, "not_found_error"),
        (429, "rate_limit_error"),
        (500, "api_error"),
        (503, "api_error"),
        (504, "timeout_error"),
        (529, "overloaded_error"),
    ],
)
def test_a_status_comes_with_its_error(api: SimulatedAPI, http: httpx.Client, status: int, kind: str) -> None:
    api.script.status(status)
    response = post(http)

    check("ErrorResponse", response.json())
    assert (response.status_code, response.json()["error"]["type"]) == (status, kind)
    assert response.json()["request_id"] == response.headers["request-id"]


def test_a_status_as_prescribed(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.status(
        418, type="teapot_error", message="short and stout", headers={"Request-Id": "req_mine"}, retry_after_ms=1.5
    )
    response = post(http)

    assert response.json()["error"] == {"type": "teapot_error", "message": "short and stout"}
    assert response.headers["retry-after-ms"] == "1.5"
    assert response.headers.get_list("request-id") == ["req_mine"]


def test_a_delay(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.delay(0.2).status(500, delay=0.2)
    started = time.monotonic()
    statuses = [post(http).status_code for _ in range(2)]

    assert statuses == [200, 500]
    assert time.monotonic() - started >= 0.4


@pytest.mark.parametrize(("reset", "error"), [(False, httpx.RemoteProtocolError), (True, httpx.ReadError)])
def test_a_connection_dropped_before_the_headers(
    api: SimulatedAPI, http: httpx.Client, reset: bool, error: Any
) -> None:
    api.script.drop(reset=reset)

    with pytest.raises(error):
        post(http)
    assert post(http).status_code == 200


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("after", [0, 1, 120])
def test_a_connection_dropped_within_the_body(api: SimulatedAPI, http: httpx.Client, after: int, stream: bool) -> None:
    whole = post(http, stream=stream).content
    api.script.drop(after=after)
    arrived = b""

    with pytest.raises(httpx.RemoteProtocolError):
        with http.stream("POST", "/v1/messages", json=ask(stream=stream)) as response:
            for piece in response.iter_raw():
                arrived += piece
    assert response.status_code == 200
    assert arrived == whole[:after]


def test_a_prescribed_text(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.reply("As prescribed", times=2)
    reply = post(http).json()

    check("Message", reply)
    assert reply["content"] == [{"type": "text", "text": "As prescribed"}]
    assert told(streamed(http, ask())) == reply


def test_prescribed_fields_of_a_message(api: SimulatedAPI, http: httpx.Client) -> None:
    citation = {
        "type": "char_location",
        "cited_text": "x",
        "document_index": 0,
        "document_title": None,
        "start_char_index": 0,
        "end_char_index": 1,
    }
    call = {"type": "tool_use", "id": "toolu_1", "name": "t", "input": {"deep": [1, {"a": None}]}}
    content = [
        {"type": "redacted_thinking", "data": "xyz"},
        {"type": "text", "text": "Cited", "citations": [citation]},
        call,
    ]
    api.script.reply({"content": content, "id": "msg_mine"}, times=2)
    reply = post(http).json()

    check("Message", reply)
    assert (reply["content"], reply["id"], reply["stop_reason"]) == (content, "msg_mine", "tool_use")
    assert told(streamed(http, ask())) == reply


def test_a_prescribed_reply_may_be_empty_or_plain_text(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.reply({"content": []}).reply({"content": "plain", "stop_reason": "refusal"})

    assert post(http).json()["content"] == []
    assert post(http).json()["stop_reason"] == "refusal"


def test_a_prescribed_reply_does_not_excuse_a_bad_request(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.reply("Never said")

    assert post(http, messages=[]).status_code == 400


def test_raw_bytes(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.raw(200, {"content-type": "text/html", "X-Mine": "1"}, b"<html>")
    response = post(http)

    assert response.content == b"<html>"
    assert dict(response.headers) == {"content-type": "text/html", "x-mine": "1", "content-length": "6"}


def test_raw_bytes_with_their_own_framing(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.raw(200, {"content-length": "10", "connection": "close"}, b"short")

    with pytest.raises(httpx.RemoteProtocolError):
        post(http)


def test_a_prescribed_stream_of_bytes(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.sse(b"event: ping\r\ndata: {}\r\n\r\n", sizes=[1])
    with http.stream("POST", "/v1/messages", json=ask()) as response:
        pieces = list(response.iter_raw())

    assert response.headers["content-type"] == "text/event-stream"
    assert b"".join(pieces) == b"event: ping\r\ndata: {}\r\n\r\n"


def test_a_prescribed_stream_of_events(api: SimulatedAPI, http: httpx.Client) -> None:
    said = [{"type": "ping"}, {"type": "error", "error": {"type": "overloaded_error", "message": "later"}}]
    api.script.sse(said)

    assert events(post(http).text) == said


def test_a_script_can_be_given_and_cleared() -> None:
    script = Script().status(500).status(500)
    with SimulatedAPI(script) as api:
        headers = {"x-api-key": api.api_key, "anthropic-version": "2023-06-01"}
        with httpx.Client(base_url=api.base_url, headers=headers) as http:
            assert post(http).status_code == 500
            script.clear()
            assert post(http).status_code == 200


def test_models_and_counts_can_be_prescribed(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.reply({"input_tokens": 7}).reply({"data": [], "has_more": False})
    body = {"model": "claude-opus-4-6", "messages": [{"role": "user", "content": "Hi"}]}

    assert http.post("/v1/messages/count_tokens", json=body).json() == {"input_tokens": 7}
    assert http.get("/v1/models").json()["data"] == []


def test_a_request_asks_for_its_own_failure(http: httpx.Client) -> None:
    response = post(http, "status=529; type=odd_error; message=so it is; retry-after-ms=1")

    assert response.status_code == 529
    assert response.json()["error"] == {"type": "odd_error", "message": "so it is"}
    assert response.headers["retry-after-ms"] == "1.0"


def test_a_request_fails_as_often_as_it_asks(http: httpx.Client) -> None:
    assert [post(http, "status=500; times=2").status_code for _ in range(4)] == [500, 500, 200, 500]


def test_the_retry_count_tells_the_attempt(http: httpx.Client) -> None:
    def attempt(count: int) -> int:
        headers = {"x-simulate": "status=500; times=1", "x-stainless-retry-count": str(count)}
        return http.post("/v1/messages", json=ask(), headers=headers).status_code

    assert [attempt(0), attempt(0), attempt(1), attempt(2)] == [500, 500, 200, 200]


@pytest.mark.parametrize("simulate", ["drop", "drop=20", "drop; reset", "drop=20; reset"])
def test_a_request_asks_to_be_dropped(http: httpx.Client, simulate: str) -> None:
    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        post(http, simulate)


def test_a_request_asks_to_wait(http: httpx.Client) -> None:
    started = time.monotonic()

    assert post(http, "delay=0.2").status_code == 200
    assert time.monotonic() - started >= 0.2


@pytest.mark.parametrize(
    "simulate", ["stat=1", "status", "status=x", "status=99", "delay=-1", "delay=inf", "delay=nan"]
)
def test_a_header_that_cannot_be_read_is_refused(http: httpx.Client, simulate: str) -> None:
    response = post(http, simulate)

    assert response.status_code == 400
    assert response.json()["error"]["message"].startswith("x-simulate: ")


def test_the_header_leaves_the_script_alone(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.status(503)

    assert [post(http, "status=502").status_code, post(http).status_code] == [502, 503]
