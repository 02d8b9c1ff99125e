"""Vertex AI over real sockets: google-auth with a service account's key, tokens that expire, many calls at once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Dict, Iterator, List

import pytest
from google.oauth2 import service_account

import anthropic
from anthropic import AnthropicVertex, AsyncAnthropicVertex, beta_tool
from tests.house.sources import ROOT
from tests.platforms.google_cloud import PROJECT, REGION, GoogleCloud

HELLO: Dict[str, Any] = {"model": "claude-x@1", "max_tokens": 9, "messages": [{"role": "user", "content": "Hi"}]}
WEATHER: Dict[str, Any] = {"name": "weather", "input_schema": {"type": "object"}}


@pytest.fixture
def cloud(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[GoogleCloud]:
    with GoogleCloud() as cloud:
        monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(cloud.service_account(tmp_path)))
        monkeypatch.setenv("ANTHROPIC_VERTEX_BASE_URL", cloud.base_url)
        yield cloud


def test_a_whole_conversation_over_the_environments_credentials(cloud: GoogleCloud) -> None:
    with AnthropicVertex(region=REGION) as client:
        assert client.messages.count_tokens(messages=HELLO["messages"], model="claude-x").input_tokens == 8
        first = client.messages.create(**HELLO, tools=[WEATHER])
        call: Any = first.content[0]
        result = {"type": "tool_result", "tool_use_id": call.id, "content": "sunny"}
        history = [
            *HELLO["messages"],
            {"role": "assistant", "content": first.content},
            {"role": "user", "content": [result]},
        ]
        stream = client.messages.create(**{**HELLO, "messages": history}, tools=[WEATHER], stream=True)
        texts = [event.delta.text for event in stream if event.type == "content_block_delta"]  # type: ignore[union-attr]

    assert (first.stop_reason, call.input, texts) == ("tool_use", {"city": "Paris"}, ["hel", "lo"])
    assert client.project_id == PROJECT  # VX-04
    assert len(cloud.issued) == 1  # VX-07


def test_a_tool_runner_holds_a_conversation(cloud: GoogleCloud) -> None:
    @beta_tool
    def weather(city: str) -> str:
        """The weather of a city."""
        return f"sunny in {city}"

    with AnthropicVertex(region=REGION) as client:
        last = client.beta.messages.tool_runner(**HELLO, tools=[weather]).until_done()

    assert last.stop_reason == "end_turn"
    assert cloud.bodies[-1]["messages"][-1]["content"][0]["content"] == "sunny in Paris"


async def conversation(cloud: GoogleCloud) -> List[Any]:
    async with AsyncAnthropicVertex(region=REGION) as client:
        counted = await client.messages.count_tokens(messages=HELLO["messages"], model="claude-x")
        reply = await client.beta.messages.create(**HELLO, betas=["some"])
        stream = await client.messages.create(**HELLO, stream=True)
        return [counted.input_tokens, reply.stop_reason, len([event async for event in stream])]


def test_the_same_asynchronously(cloud: GoogleCloud) -> None:
    assert asyncio.run(conversation(cloud)) == [8, "end_turn", 7]
    assert len(cloud.issued) == 1


def test_a_token_that_is_revoked_in_mid_use_is_replaced(cloud: GoogleCloud) -> None:
    with AnthropicVertex(region=REGION, max_retries=0) as client:
        client.messages.create(**HELLO)
        cloud.revoked += cloud.issued

        assert client.messages.create(**HELLO).id == "msg_1"
    assert len(cloud.issued) == 2


def test_a_token_near_its_end_is_replaced_before_a_call(cloud: GoogleCloud) -> None:
    cloud.lifetime = 60
    with AnthropicVertex(region=REGION) as client:
        client.messages.create(**HELLO)
        client.messages.create(**HELLO)

    assert len(cloud.issued) == 2
    assert len(cloud.paths) == 2  # nothing was refused


def test_credentials_can_be_passed_in_without_scopes(cloud: GoogleCloud, tmp_path: Path) -> None:
    key = service_account.Credentials.from_service_account_file(str(tmp_path / "service-account.json"))
    with AnthropicVertex(region=REGION, credentials=key) as client:
        assert client.messages.create(**HELLO).id == "msg_1"


def test_errors_of_the_platform_keep_their_class_and_body(cloud: GoogleCloud) -> None:
    with (
        AnthropicVertex(region=REGION, max_retries=0) as client,
        pytest.raises(anthropic.InternalServerError) as caught,
    ):
        client.messages.create(**{**HELLO, "model": "overloaded"})

    assert caught.value.status_code == 529
    assert caught.value.body == {"error": {"code": 529, "message": "overloaded", "status": "ERROR"}}


def test_a_refused_renewal_is_an_error_of_this_package(cloud: GoogleCloud) -> None:
    cloud.refusal = (400, {"error": "invalid_grant", "error_description": "account disabled"})
    with (
        AnthropicVertex(region=REGION) as client,
        pytest.raises(anthropic.AnthropicError, match="invalid_grant") as caught,
    ):
        client.messages.create(**HELLO)

    assert isinstance(caught.value, RuntimeError)
    assert type(caught.value.__cause__).__name__ == "RefreshError"
    assert cloud.paths == []


def test_a_renewal_that_fails_ahead_of_time_is_tried_again_later(cloud: GoogleCloud) -> None:
    cloud.lifetime = 60
    with AnthropicVertex(region=REGION) as client:
        client.messages.create(**HELLO)
        cloud.refusal = (400, {"error": "invalid_grant"})

        assert client.messages.create(**HELLO).id == "msg_1"
    assert len(cloud.issued) == 1


def test_without_credentials_the_error_says_what_to_do(cloud: GoogleCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", "/nowhere/key.json")
    with AnthropicVertex(region=REGION) as client, pytest.raises(anthropic.AnthropicError, match="gcloud auth"):
        client.messages.create(**HELLO)


def test_threads_share_one_renewal(cloud: GoogleCloud) -> None:
    cloud.seconds_to_issue = 0.2
    with AnthropicVertex(region=REGION) as client:
        threads = [threading.Thread(target=client.messages.create, kwargs=HELLO) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert (len(cloud.issued), len(cloud.paths)) == (1, 20)


class Heartbeat:
    """How long the event loop stood still, at most, while something else was at work."""

    def __init__(self) -> None:
        self._beats: List[float] = []

    async def run(self) -> None:
        """Beat until cancelled."""
        while True:
            self._beats.append(time.monotonic())
            await asyncio.sleep(0.002)

    def longest_pause(self, began: float, ended: float) -> float:
        """The longest time between two beats within a span of time."""
        beats = [beat for beat in self._beats if began <= beat <= ended]
        return max((later - earlier for earlier, later in zip(beats, beats[1:])), default=ended - began)


async def many_first_calls(cloud: GoogleCloud) -> float:
    """100 calls of a new client at once; the longest pause of the loop while the token endpoint was at work."""
    heart = Heartbeat()
    beating = asyncio.create_task(heart.run())
    async with AsyncAnthropicVertex(region=REGION) as client:
        calls = [client.messages.create(**HELLO) for _ in range(50)]
        calls += [client.with_options(timeout=30).messages.create(**HELLO) for _ in range(50)]
        await asyncio.gather(*calls)
    beating.cancel()
    return heart.longest_pause(*cloud.busy[-1])


def test_a_hundred_first_calls_fetch_one_token_and_leave_the_loop_free(cloud: GoogleCloud) -> None:
    cloud.seconds_to_issue = 0.3
    pauses: List[float] = []
    while len(pauses) < 5 and min(pauses, default=1) >= 0.02:  # a busy machine may hold up a loop by itself
        pauses.append(asyncio.run(many_first_calls(cloud)))

    assert min(pauses) < 0.02
    assert (len(cloud.issued), len(cloud.paths)) == (len(pauses), 100 * len(pauses))


async def cancelled_first_call(cloud: GoogleCloud) -> str:
    async with AsyncAnthropicVertex(region=REGION) as client:
        first = asyncio.create_task(client.messages.create(**HELLO))
        second = asyncio.create_task(client.messages.create(**HELLO))
        while not cloud.asked:
            await asyncio.sleep(0.002)
        first.cancel()
        await asyncio.wait([first])
        assert (first.cancelled(), cloud.issued) == (True, [])  # at once
        return (await second).id


def test_cancelling_the_call_that_fetches_leaves_the_others_alone(cloud: GoogleCloud) -> None:
    cloud.seconds_to_issue = 0.3

    assert asyncio.run(cancelled_first_call(cloud)) == "msg_1"
    assert (cloud.asked, len(cloud.issued), len(cloud.paths)) == (1, 1, 1)


async def waiting_threads() -> List[str]:
    """The thread that a provider runs in, for a plain function and for a coroutine function."""
    seen: List[str] = []

    def plain() -> str:
        seen.append("loop" if threading.current_thread() is threading.main_thread() else "worker")
        return "ya29.x"

    async def coroutine() -> str:
        return plain()

    for provider in (plain, coroutine):
        async with AsyncAnthropicVertex(region=REGION, project_id=PROJECT, access_token=provider) as client:
            with pytest.raises(anthropic.AuthenticationError):
                await client.messages.create(**HELLO)
    return seen


def test_a_function_that_may_block_runs_off_the_loop(cloud: GoogleCloud) -> None:
    assert asyncio.run(waiting_threads()) == ["worker", "loop"]


def test_one_client_works_in_one_loop_after_another(cloud: GoogleCloud) -> None:
    client = AsyncAnthropicVertex(region=REGION, default_headers={"connection": "close"})

    async def call() -> str:
        return (await client.messages.create(**HELLO)).id

    assert [asyncio.run(call()) for _ in range(2)] == ["msg_1", "msg_1"]
    assert len(cloud.issued) == 1


def test_the_example_runs(cloud: GoogleCloud) -> None:
    command = [sys.executable, "-W", "error", str(ROOT / "examples" / "29_vertex.py")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"hello\n(paid by {PROJECT})\n"


MISSING = """
import sys
sys.modules["google"] = sys.modules["google.auth"] = None
from anthropic import AnthropicVertex
try:
    AnthropicVertex(region="us-east5", project_id="p").messages.create(max_tokens=1, messages=[], model="m")
except RuntimeError as error:
    print(error)
"""


def test_without_google_auth_the_error_names_the_extra() -> None:
    done = subprocess.run([sys.executable, "-c", MISSING], capture_output=True, text=True, check=True)

    assert "pip install 'anthropic[vertex]'" in done.stdout  # VX-11


LAZY = """
import sys
from anthropic import AnthropicVertex, AnthropicFoundry
AnthropicVertex(region="us-east5", project_id="p", access_token="t").messages
AnthropicFoundry(resource="r", api_key="k").beta.messages
print([name for name in sys.modules if name.startswith(("google.auth", "requests", "boto", "pydantic", "aiohttp"))])
"""


def test_a_platforms_library_loads_with_the_first_call_that_needs_it() -> None:
    done = subprocess.run([sys.executable, "-c", LAZY], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"  # KD-29
