"""One client for everything: cancelled, in many threads, in many loops, in forked children.

ANTHROPIC_FULL=1 makes as many requests and children as have been promised: ten thousand, and thirty times four.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
import subprocess
import sys
import threading
import time
import traceback
from typing import Any, Callable, List

import anyio
import httpx
import pytest

from anthropic import AsyncAnthropic, DefaultAsyncHttpxClient, DefaultHttpxClient
from tests.faults.server import END, STREAM, STREAM_HEAD, chunk
from tests.peer import HANG, Peer, text
from tests.wire import HELLO

FIVE = httpx.Limits(max_connections=5, max_keepalive_connections=5)
EVENT = b"8\r\nevent: x\r\n"
REQUESTS, FORKS = (10_000, 30) if os.environ.get("ANTHROPIC_FULL") else (600, 5)


def echo(_: int, head: str) -> Any:
    """The path that was asked for; a stream of pieces for the path `/stream`, and one of events where the API has one."""
    path = head.split(" ")[1]
    if path == "/v1/messages":
        return iter([STREAM_HEAD, *[chunk(each + b"\n\n") for each in STREAM.split(b"\n\n")], END])
    if not path.startswith("/stream"):
        return iter([text(path)])
    return iter([b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", *[EVENT] * 5, b"0\r\n\r\n"])


async def storm(client: httpx.AsyncClient, url: str, requests: int, work: Callable[..., Any]) -> None:
    """Begin requests and cancel each after a random time, from before the connection to after the end."""
    chance = random.Random(7)
    limiter = anyio.CapacityLimiter(20)

    async def one(delay: float) -> None:
        async with limiter:
            with anyio.move_on_after(delay):
                await work(client, url)

    async with anyio.create_task_group() as group:
        for _ in range(requests):
            group.start_soon(one, chance.random() ** 2 * 0.03)


async def call(client: httpx.AsyncClient, url: str) -> None:
    assert (await client.get(f"{url}/a")).text == "/a"


async def leave_midway(client: httpx.AsyncClient, url: str) -> None:
    async with client.stream("GET", f"{url}/stream"):
        await anyio.sleep(0.001)


async def abandon_events(client: httpx.AsyncClient, url: str) -> None:
    anthropic = AsyncAnthropic(api_key="key", base_url=url, http_client=client, max_retries=0)
    async for _ in await anthropic.messages.create(**HELLO, stream=True):
        break


async def leave_events(client: httpx.AsyncClient, url: str) -> None:
    anthropic = AsyncAnthropic(api_key="key", base_url=url, http_client=client, max_retries=0)
    async with await anthropic.messages.create(**HELLO, stream=True) as events:
        await events.__anext__()


async def break_off(client: httpx.AsyncClient, url: str) -> None:
    async with client.stream("GET", f"{url}/stream") as response:
        async for _ in response.aiter_raw():
            break


async def nothing_is_lost(requests: int, work: Callable[..., Any]) -> None:
    with Peer(echo) as peer:
        async with DefaultAsyncHttpxClient(limits=FIVE, timeout=5) as client:
            await storm(client, peer.url, requests, work)
            answers = [(await client.get(f"{peer.url}/{number}")).text for number in range(20)]

            assert answers == [f"/{number}" for number in range(20)]
            assert len(client._transport._pool.connections) <= 5  # type: ignore[attr-defined]
            await until(lambda: peer.open <= 5)
        await until(lambda: peer.open == 0)


async def until(reached: Callable[[], bool]) -> None:
    started = time.monotonic()
    while not reached():
        assert time.monotonic() < started + 5
        await anyio.sleep(0.005)


@pytest.mark.anyio
@pytest.mark.parametrize("work", [call, leave_midway, leave_events])
async def test_cancelled_requests_lose_no_place_and_no_connection(work: Callable[..., Any]) -> None:
    await nothing_is_lost(REQUESTS, work)


@pytest.mark.parametrize("work", [break_off, abandon_events])
def test_streams_that_are_broken_off_lose_no_place_and_no_connection(work: Callable[..., Any]) -> None:
    asyncio.run(nothing_is_lost(REQUESTS, work))


@pytest.mark.anyio
async def test_a_request_that_is_cancelled_while_it_waits_for_a_place_leaves_the_line() -> None:
    with Peer(echo) as peer:
        limits = httpx.Limits(max_connections=1)
        async with DefaultAsyncHttpxClient(limits=limits, timeout=5) as client:
            async with client.stream("GET", f"{peer.url}/held"):
                with anyio.move_on_after(0.02):
                    await client.get(f"{peer.url}/waiting")

            assert (await client.get(f"{peer.url}/after")).text == "/after"


def test_a_native_cancellation_between_connecting_and_sending_loses_no_place() -> None:
    async def calls() -> str:
        with Peer(echo) as peer:
            async with DefaultAsyncHttpxClient(limits=httpx.Limits(max_connections=1), timeout=5) as client:
                for steps in range(40):
                    task = asyncio.create_task(client.get(f"{peer.url}/x"))
                    for _ in range(steps):
                        await asyncio.sleep(0)
                    task.cancel()
                    await asyncio.gather(task, return_exceptions=True)
                return (await client.get(f"{peer.url}/last")).text

    assert asyncio.run(calls()) == "/last"


@pytest.mark.anyio
async def test_those_who_wait_for_a_connection_are_served_in_turn() -> None:
    order: List[str] = []
    with Peer(echo) as peer:
        async with DefaultAsyncHttpxClient(limits=httpx.Limits(max_connections=1), timeout=5) as client:

            async def one(name: str) -> None:
                order.append((await client.get(f"{peer.url}/{name}")).text)

            async with anyio.create_task_group() as group:
                for number in range(10):
                    group.start_soon(one, str(number))
                    await anyio.lowlevel.checkpoint()

    assert order == [f"/{number}" for number in range(10)]


def test_one_client_serves_64_threads() -> None:
    wrong: List[object] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                if client.get(f"{peer.url}/{number}-{turn}").text != f"/{number}-{turn}":
                    wrong.append(number)
        except Exception as error:
            wrong.append(error)

    with Peer(echo) as peer, DefaultHttpxClient(limits=httpx.Limits(max_connections=8), timeout=30) as client:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(64)]
        switching = sys.getswitchinterval()
        sys.setswitchinterval(1e-6)
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        finally:
            sys.setswitchinterval(switching)

    assert wrong == []
    assert peer.connections <= 8


def test_one_client_serves_one_loop_after_another() -> None:
    with Peer(echo) as peer:
        client = DefaultAsyncHttpxClient()

        async def calls() -> List[str]:
            return [(await client.get(f"{peer.url}/{number}")).text for number in range(2)]

        assert [asyncio.run(calls()) for _ in range(3)] == [["/0", "/1"]] * 3  # LC-06
        assert peer.connections == 3
        assert all(ended.wait(2) for ended in peer.ended)


def test_one_client_serves_several_loops_at_once() -> None:
    wrong: List[object] = []
    with Peer(echo) as peer:
        client = DefaultAsyncHttpxClient()

        async def calls(name: str) -> None:
            answers = await asyncio.gather(*[client.get(f"{peer.url}/{name}{number}") for number in range(20)])
            wrong.extend(a for number, a in enumerate(answers) if a.text != f"/{name}{number}")

        threads = [threading.Thread(target=asyncio.run, args=(calls(name),)) for name in "abcd"]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)

    assert wrong == []


def test_a_loop_that_was_closed_by_hand_leaves_no_connection_open() -> None:
    with Peer(echo) as peer:
        client = DefaultAsyncHttpxClient()

        for number in range(3):
            loop = asyncio.new_event_loop()
            assert loop.run_until_complete(client.get(f"{peer.url}/{number}")).text == f"/{number}"
            loop.close()

        assert peer.connections == 3
        assert peer.ended[0].wait(2) and peer.ended[1].wait(2)
        asyncio.run(client.aclose())
        assert peer.ended[2].wait(2)
        del client, loop
        gc.collect()


def test_asyncio_and_trio_may_use_one_client() -> None:
    with Peer(echo) as peer:
        client = DefaultAsyncHttpxClient()

        async def call() -> str:
            return (await client.get(f"{peer.url}/x")).text

        assert [anyio.run(call, backend=backend) for backend in ("asyncio", "trio", "asyncio")] == ["/x"] * 3
        assert all(ended.wait(2) for ended in peer.ended)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_client_that_is_dropped_closes_its_connections(backend: str) -> None:
    async def call() -> None:
        await DefaultAsyncHttpxClient().get(f"{peer.url}/x")
        gc.collect()
        await until(peer.ended[0].is_set)

    with Peer(echo) as peer:
        anyio.run(call, backend=backend)


LEFT_OPEN = """
import asyncio, sys, trio
from anthropic import AsyncAnthropic, DefaultAsyncHttpxClient, DefaultHttpxClient
from tests.faults.server import END, STREAM, STREAM_HEAD, chunk

url = sys.argv[1]
blocking, looping = DefaultHttpxClient(), DefaultAsyncHttpxClient()
blocking.get(url)
DefaultHttpxClient().get(url)


async def call():
    response = await looping.send(looping.build_request("GET", url), stream=True)
    await looping.get(url)


asyncio.run(call())
trio.run(call)
loop = asyncio.new_event_loop()
loop.run_until_complete(call())
loop.close()
print("done")
"""


def test_clients_and_loops_that_are_left_open_say_nothing() -> None:
    with Peer(echo) as peer:
        command = [sys.executable, "-W", "error", "-c", LEFT_OPEN, peer.url]

        done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert (done.stdout, done.stderr) == ("done\n", "")


def in_children(number: int, work: Callable[[int], bool]) -> List[int]:
    """The exit codes of forked children: 0 where the work was right."""
    children = []
    for child in range(number):
        process = os.fork()
        if process == 0:
            try:
                os._exit(0 if work(child) else 1)
            except BaseException:
                traceback.print_exc()
                os._exit(2)
        children.append(process)
    return [os.waitpid(process, 0)[1] for process in children]


forking = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")


@forking
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_forked_children_get_answers_of_their_own() -> None:
    def work(child: int) -> bool:
        return all(client.get(f"{peer.url}/{child}-{turn}").text == f"/{child}-{turn}" for turn in range(5))

    with Peer(echo) as peer, DefaultHttpxClient(timeout=10) as client:
        for _ in range(FORKS):
            client.get(f"{peer.url}/parent")

            assert in_children(4, work) == [0] * 4  # KD-04
            assert client.get(f"{peer.url}/parent").text == "/parent"

        assert sum(b"/parent" in request for request in peer.requests) == 2 * FORKS


@forking
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_children_forked_from_a_running_loop_leave_the_parents_connection_alone() -> None:
    def work(child: int) -> bool:
        asyncio._set_running_loop(None)

        async def calls() -> bool:
            texts = [(await client.get(f"{peer.url}/{child}-{turn}")).text for turn in range(5)]
            return texts == [f"/{child}-{turn}" for turn in range(5)]

        return asyncio.run(calls())

    async def parent() -> List[str]:
        texts = []
        for _ in range(3):
            texts.append((await client.get(f"{peer.url}/parent")).text)
            assert in_children(4, work) == [0] * 4
        return texts

    with Peer(echo) as peer:
        client = DefaultAsyncHttpxClient(timeout=10)

        assert asyncio.run(parent()) == ["/parent"] * 3
        assert peer.connections == 1 + 3 * 4  # the parent needed one


@forking
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_stream_survives_a_child_that_closes_its_copy() -> None:
    go_on = threading.Event()

    def slowly(_: int, head: str) -> Any:
        yield b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n"
        go_on.wait(10)
        yield b"6\r\nsecond\r\n0\r\n\r\n"

    with Peer(slowly) as peer, DefaultHttpxClient(timeout=10) as client:
        with client.stream("GET", peer.url) as response:
            pieces = response.iter_raw()
            first = next(pieces)

            def work(_: int) -> bool:
                response.close()
                client.close()
                return True

            assert in_children(1, work) == [0]
            go_on.set()

            assert [first, *pieces] == [b"first", b"second"]


@pytest.mark.anyio
async def test_a_silent_stream_that_is_left_is_closed_at_once() -> None:
    with Peer(lambda *_: iter([b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", EVENT, HANG])) as peer:
        async with DefaultAsyncHttpxClient(timeout=10) as client:
            started = time.monotonic()
            async with client.stream("GET", peer.url):
                pass

            assert time.monotonic() < started + 5
            assert peer.ended[0].wait(2)
