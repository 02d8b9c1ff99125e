"""The real client against the simulated API, over real sockets."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import Any, Dict, List

import httpx
import pytest

from anthropic import Anthropic
from anthropic.testing import SimulatedAPI

HELLO: Dict[str, Any] = {
    "model": "claude-haiku-4-5",
    "max_tokens": 256,
    "messages": [{"role": "user", "content": "Hello, Claude"}],
}


def tries(api: SimulatedAPI) -> List[str]:
    return [request.headers["x-stainless-retry-count"] for request in api.requests]


def test_an_overload_is_tried_again(api: SimulatedAPI, client: Anthropic) -> None:
    api.script.status(529, retry_after_ms=1)

    client.messages.create(**HELLO)

    assert tries(api) == ["0", "1"]


@pytest.mark.parametrize("reset", [False, True])
def test_a_dropped_connection_is_tried_again(api: SimulatedAPI, client: Anthropic, reset: bool) -> None:
    api.script.drop(reset=reset)

    client.messages.create(**HELLO)

    assert tries(api) == ["0", "1"]


@pytest.mark.parametrize("sizes", [[1], [7, 3, 11], [100_000]])
def test_chunk_boundaries_change_nothing(api: SimulatedAPI, client: Anthropic, sizes: List[int]) -> None:
    headers = {"x-api-key": api.api_key, "anthropic-version": "2023-06-01"}
    body = httpx.post(f"{api.base_url}/v1/messages", json={**HELLO, "stream": True}, headers=headers).content
    api.script.sse(body, sizes=sizes)

    stream = client.messages.create(**HELLO, stream=True)
    text = "".join(e.delta.text for e in stream if e.type == "content_block_delta" and e.delta.type == "text_delta")

    assert text == 'Hello from the simulated API. You said: "Hello, Claude"'


def test_a_stream_that_is_cut_off_is_an_error(api: SimulatedAPI, client: Anthropic) -> None:
    api.script.drop(after=700)

    with pytest.raises(httpx.RemoteProtocolError):
        list(client.messages.create(**HELLO, stream=True))


def test_many_streams_reuse_connections_and_leave_none_behind(api: SimulatedAPI, client: Anthropic) -> None:
    for _ in range(20):
        assert list(client.messages.create(**HELLO, stream=True))[-1].type == "message_stop"

    assert len(api.requests) == 20


def test_paging_finds_what_one_page_holds(client: Anthropic) -> None:
    everything = client.models.list(limit=1000).data

    assert [model.id for model in client.models.list(limit=3)] == [model.id for model in everything]


def test_the_command_serves_until_it_is_interrupted() -> None:
    command = [sys.executable, "-m", "anthropic.testing", "--port", "0", "--pace", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert server.stdout is not None
    url = server.stdout.readline().strip()

    with Anthropic(base_url=url, api_key="sk-ant-simulated") as client:
        reply = client.messages.create(**HELLO)
    server.send_signal(signal.SIGINT)
    _, complaints = server.communicate(timeout=10)

    assert reply.stop_reason == "end_turn"
    assert server.returncode == 0
    assert "Traceback" not in complaints
