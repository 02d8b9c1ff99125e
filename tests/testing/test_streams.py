"""Streams: the events that tell a message, and how they arrive."""

from __future__ import annotations

import itertools
import json
import time
from typing import Any, Dict, List

import httpx
import pytest

from anthropic.testing import SimulatedAPI
from anthropic.testing.events import cut
from tests.testing.test_grounding import SEARCH, question
from tests.testing.test_messages import ADD, WEATHER
from tests.testing.wire import ask, check, events

TOLD = [
    pytest.param(ask(), id="text"),
    pytest.param(ask(max_tokens=3), id="max tokens"),
    pytest.param(ask(stop_sequences=["API"]), id="stop sequence"),
    pytest.param(ask("Add 2 and 3 and the weather in Rome", tools=[WEATHER, ADD]), id="tools"),
    pytest.param(
        ask("Wie spät? 🙂 \ud83d", max_tokens=3000, thinking={"type": "enabled", "budget_tokens": 2000}), id="thinking"
    ),
    pytest.param(ask(question("What have glaciers to do with it?")), id="citations"),
]
SEARCHED = pytest.param(ask("Search the web", tools=[SEARCH]), id="search")
"""Its usage has a field of the beta API, as the API itself sends it."""


def told(happened: List[Dict[str, Any]]) -> Dict[str, Any]:
    """The message that events tell, put together as a client would."""
    message: Dict[str, Any] = {}
    inputs: Dict[int, str] = {}
    for event in happened:
        delta = event.get("delta", {})
        if event["type"] == "message_start":
            message = event["message"]
        elif event["type"] == "content_block_start":
            message["content"].append(event["content_block"])
        elif event["type"] == "content_block_delta":
            block = message["content"][event["index"]]
            if delta["type"] == "input_json_delta":
                inputs[event["index"]] = inputs.get(event["index"], "") + delta["partial_json"]
            elif delta["type"] == "citations_delta":
                block["citations"].append(delta["citation"])
            else:
                key = delta["type"][: -len("_delta")]
                block[key] += delta[key]
        elif event["type"] == "message_delta":
            message.update(delta)
            message["usage"].update(event["usage"])
    for index, text in inputs.items():
        message["content"][index]["input"] = json.loads(text)
    return message


def streamed(http: httpx.Client, body: Dict[str, Any], path: str = "/v1/messages") -> List[Dict[str, Any]]:
    response = http.post(path, content=json.dumps({**body, "stream": True}))
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/event-stream")
    return events(response.text)


@pytest.mark.parametrize("body", [*TOLD, SEARCHED])
def test_a_stream_tells_the_message_that_comes_without_one(http: httpx.Client, body: Dict[str, Any]) -> None:
    whole = http.post("/v1/messages", content=json.dumps(body)).json()

    assert told(streamed(http, body)) == whole


@pytest.mark.parametrize("body", TOLD)
def test_every_event_is_as_the_api_describes_it(http: httpx.Client, body: Dict[str, Any]) -> None:
    for event in streamed(http, body):
        if event["type"] != "ping":
            check("RawMessageStreamEvent", event)
            check("BetaRawMessageStreamEvent", event)


def test_the_events_come_in_their_order(http: httpx.Client) -> None:
    names = [event["type"] for event in streamed(http, ask("The weather in Rome?", tools=[WEATHER]))]

    assert [name for name, _ in itertools.groupby(names)] == [
        "message_start",
        *("content_block_start", "ping", "content_block_delta", "content_block_stop"),
        *("content_block_start", "content_block_delta", "content_block_stop"),
        *("message_delta", "message_stop"),
    ]


def test_a_text_comes_in_several_deltas(http: httpx.Client) -> None:
    deltas = [event for event in streamed(http, ask("Write 100 words")) if event["type"] == "content_block_delta"]

    assert 40 < len(deltas) <= 100


def test_a_completion_is_streamed(http: httpx.Client) -> None:
    body = {"model": "claude-opus-4-6", "max_tokens_to_sample": 50, "prompt": "Hi"}
    whole = http.post("/v1/complete", json=body).json()
    parts = [event for event in streamed(http, body, "/v1/complete") if event["type"] == "completion"]

    for part in parts:
        check("Completion", part)
    assert "".join(part["completion"] for part in parts) == whole["completion"]
    assert [part["stop_reason"] for part in parts[-2:]] == [None, "stop_sequence"]


def test_pieces_end_where_they_like(http: httpx.Client) -> None:
    with http.stream("POST", "/v1/messages", json=ask("Write 100 words", stream=True)) as response:
        pieces = list(response.iter_raw())

    assert len(pieces) > 20
    assert any(not piece.endswith(b"\n\n") for piece in pieces)


def test_events_are_paced() -> None:
    with SimulatedAPI(pace=0.02) as api:
        headers = {"x-api-key": api.api_key, "anthropic-version": "2023-06-01"}
        started = time.monotonic()
        with httpx.stream("POST", f"{api.base_url}/v1/messages", json=ask(stream=True), headers=headers) as response:
            arrivals = [time.monotonic() - started for _ in response.iter_raw()]

    assert arrivals[0] < arrivals[-1]
    assert arrivals[-1] > 0.2


@pytest.mark.parametrize("sizes", [(1,), (7, 2), (10_000,)])
def test_cutting_loses_nothing(sizes: List[int]) -> None:
    frames = [b"a" * 10, b"b" * 3, b"", b"c" * 100]
    chunks = list(cut(frames, 0.5, sizes))

    assert b"".join(chunk.data for chunk in chunks) == b"".join(frames)
    assert sum(chunk.pause for chunk in chunks) == 2.0


def test_cutting_a_large_event_is_linear() -> None:
    started = time.process_time()
    chunks = sum(1 for _ in cut([b"x" * 10_000_000], sizes=[100]))

    assert chunks == 100_000
    assert time.process_time() - started < 5
