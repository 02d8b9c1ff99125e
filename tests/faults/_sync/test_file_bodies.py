# Derived from tests/faults/_async/test_file_bodies.py by scripts/unasync. Do not edit.
"""Large files in a JSON body: read while they are sent, anew for each try, and never held in memory."""

from __future__ import annotations

import base64
import json
import tracemalloc
from pathlib import Path
from typing import Any, Dict, List

import httpx
import pytest

import anthropic
from anthropic import Anthropic, DefaultHttpxClient
from tests.faults.server import FaultServer, fixed, reset
from tests.wire import HELLO, message_body

pytestmark = pytest.mark.anyio

SIZE = 3_000_001
REPLY = fixed(json.dumps(message_body("seen")))


def asking(*files: Path) -> Dict[str, Any]:
    sources = [{"type": "base64", "media_type": "image/png", "data": file} for file in files]
    return {**HELLO, "messages": [{"role": "user", "content": [{"type": "image", "source": each} for each in sources]}]}


def received(request: Any) -> List[bytes]:
    blocks = request.json["messages"][0]["content"]
    return [base64.b64decode(block["source"]["data"]) for block in blocks]


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.png"
    path.write_bytes(bytes(range(256)) * (SIZE // 256) + b"end")
    return path


def test_files_arrive_whole_with_their_length(faults: FaultServer, client: Anthropic, large: Path) -> None:
    small = large.with_name("small.png")
    small.write_bytes(b"small")
    faults.says(REPLY)

    reply: Any = client.messages.create(**asking(large, small, large))

    assert reply.content[0].text == "seen"
    assert received(faults.requests[0]) == [large.read_bytes(), b"small", large.read_bytes()]
    assert "transfer-encoding" not in {name.lower() for name, _ in faults.requests[0].headers}


def test_another_try_reads_the_file_anew(faults: FaultServer, eager: Anthropic, large: Path) -> None:
    faults.says(fixed("{}", status=500), [reset], REPLY)

    eager.messages.create(**asking(large))

    assert [received(each) for each in faults.requests] == [[large.read_bytes()]] * 3


def test_a_redirected_file_is_sent_again(faults: FaultServer, client: Anthropic, large: Path) -> None:
    faults.says(fixed("", f"location: {faults.url}/v1/elsewhere", status=307), REPLY)

    client.messages.create(**asking(large))

    assert received(faults.requests[1]) == [large.read_bytes()]


@pytest.mark.parametrize("change", [b"", b"x" * (SIZE + 9)], ids=["shorter", "longer"])
def test_a_file_that_changes_meanwhile_is_told_of(faults: FaultServer, large: Path, change: bytes) -> None:
    def write(_: httpx.Request) -> None:
        large.write_bytes(change)

    faults.says(REPLY)
    http_client = DefaultHttpxClient(event_hooks={"request": [write]})
    with Anthropic(api_key="key", base_url=faults.url, http_client=http_client) as client:
        with pytest.raises(anthropic.AnthropicError, match="large.png changed while it was sent"):
            client.messages.create(**asking(large))


def test_who_looks_at_the_content_has_all_of_it(faults: FaultServer, large: Path) -> None:
    seen: List[bytes] = []

    def look(request: httpx.Request) -> None:
        seen.append(request.content)

    faults.says(REPLY)
    http_client = DefaultHttpxClient(event_hooks={"request": [look]})
    with Anthropic(api_key="key", base_url=faults.url, http_client=http_client) as client:
        client.messages.create(**asking(large))

    assert seen == [faults.requests[0].body]


def test_clients_that_build_requests_their_own_way_send_it_too(faults: FaultServer, large: Path) -> None:
    faults.says(REPLY)
    http_client = httpx.Client(params={"tenant": "a"})
    with Anthropic(api_key="key", base_url=faults.url, http_client=http_client) as client:
        client.messages.create(**asking(large))

    assert received(faults.requests[0]) == [large.read_bytes()]


class Passing(httpx.BaseTransport):
    """Takes a body piece by piece and keeps nothing of it but its size."""

    size = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        stream: Any = request.stream
        for piece in stream:
            self.size += len(piece)
        return httpx.Response(200, json=message_body("seen"))


def test_a_large_file_takes_little_memory(large: Path) -> None:
    transport = Passing()
    with Anthropic(api_key="key", http_client=DefaultHttpxClient(transport=transport)) as client:
        client.messages.create(**asking(large))
        large.write_bytes(bytes(40_000_000))

        tracemalloc.start()
        client.messages.create(**asking(large))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()

    assert peak < 8_000_000 < 50_000_000 < transport.size
