"""One asynchronous client in several event loops, and what dropped things leave behind."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
from typing import Any, Dict, Iterator

import httpx
import pytest

import anthropic
from anthropic import Anthropic, Stream
from anthropic.testing import SimulatedAPI

HELLO: Dict[str, Any] = {"model": "claude-haiku-4-5", "max_tokens": 64, "messages": [{"role": "user", "content": "Hi"}]}


@pytest.fixture
def api() -> Iterator[SimulatedAPI]:
    with SimulatedAPI(pace=0) as api:
        yield api


SEVERAL_LOOPS = """
import asyncio, sys
from anthropic import AsyncAnthropic

client = AsyncAnthropic(base_url=sys.argv[1], api_key=sys.argv[2], max_retries=0)


async def call():
    reply = await client.messages.create(model="claude-haiku-4-5", max_tokens=9, messages=[{"role": "user", "content": "Hi"}])
    return reply.role


print([asyncio.run(call()) for _ in range(3)])
"""


def test_an_asynchronous_client_works_in_one_loop_after_another(api: SimulatedAPI) -> None:
    command = [sys.executable, "-c", SEVERAL_LOOPS, api.base_url, api.api_key]

    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert (done.stdout.strip(), done.stderr) == ("['assistant', 'assistant', 'assistant']", "")  # LC-06


OWN_CLIENT = SEVERAL_LOOPS.replace("max_retries=0", "http_client=httpx.AsyncClient()").replace(
    "sys\n", "httpx, sys\n", 1
)


def test_an_http_client_of_the_user_recovers_in_another_loop(api: SimulatedAPI) -> None:
    command = [sys.executable, "-c", OWN_CLIENT, api.base_url, api.api_key]

    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert done.stdout.strip() == "['assistant', 'assistant', 'assistant']", done.stderr  # LC-06


FORGOTTEN = """
import pickle, sys
from anthropic import Anthropic


def call(client):
    client.messages.create(model="claude-haiku-4-5", max_tokens=9, messages=[{"role": "user", "content": "Hi"}])


call(Anthropic(base_url=sys.argv[1], api_key=sys.argv[2]))
call(pickle.loads(pickle.dumps(Anthropic(base_url=sys.argv[1], api_key=sys.argv[2]))))
"""


def test_clients_that_a_program_forgets_say_nothing_at_its_end(api: SimulatedAPI) -> None:
    command = [sys.executable, "-W", "error", "-c", FORGOTTEN, api.base_url, api.api_key]

    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_dropped_stream_gives_its_connection_back(api: SimulatedAPI) -> None:
    http_client = httpx.Client(limits=httpx.Limits(max_connections=1), timeout=2)
    with Anthropic(base_url=api.base_url, api_key=api.api_key, http_client=http_client, max_retries=0) as client:
        for begin in (False, True):
            stream: Any = client.messages.create(**HELLO, stream=True)
            if begin:
                next(stream)
            del stream

            assert client.messages.create(**HELLO).role == "assistant"  # KD-13


def test_leaving_a_stream_loop_early_gives_its_connection_back(api: SimulatedAPI) -> None:
    http_client = httpx.Client(limits=httpx.Limits(max_connections=1), timeout=2)
    with Anthropic(base_url=api.base_url, api_key=api.api_key, http_client=http_client, max_retries=0) as client:
        for _ in client.messages.create(**HELLO, stream=True):
            break

        assert client.messages.create(**HELLO).role == "assistant"  # KD-13


@pytest.mark.parametrize("kind", [httpx.AsyncClient, anthropic.DefaultAioHttpClient])
def test_a_dropped_asynchronous_stream_gives_its_connection_back(api: SimulatedAPI, kind: Any) -> None:
    async def calls() -> str:
        http_client = kind(limits=httpx.Limits(max_connections=1), timeout=2)
        async with anthropic.AsyncAnthropic(
            base_url=api.base_url, api_key=api.api_key, http_client=http_client
        ) as client:
            for begin in (False, True):
                stream: Any = await client.messages.create(**HELLO, stream=True)
                if begin:
                    await stream.__anext__()
                del stream
                await asyncio.sleep(0.05)
            return (await client.messages.create(**HELLO)).role

    assert asyncio.run(calls()) == "assistant"


def test_a_finished_request_leaves_no_cycle_behind(api: SimulatedAPI) -> None:
    with Anthropic(base_url=api.base_url, api_key=api.api_key) as client:
        list(client.messages.create(**HELLO, stream=True))
        gc.collect()
        gc.disable()
        try:
            list(client.messages.create(**HELLO, stream=True))
            streams = [each for each in gc.get_objects() if type(each) is Stream]
        finally:
            gc.enable()

    assert streams == []


def test_a_client_that_is_left_open_says_nothing(api: SimulatedAPI) -> None:
    Anthropic(base_url=api.base_url, api_key=api.api_key).messages.create(**HELLO)

    assert gc.collect() >= 0  # an unclosed socket would be a ResourceWarning, and warnings are errors
