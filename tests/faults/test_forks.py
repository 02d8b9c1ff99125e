"""A child that is forked while a thread of its parent holds one of this package's locks gets on without that thread."""

from __future__ import annotations

import asyncio
import copy
import os
import re
import threading
import time
import traceback
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Iterator, List, Optional, Type

import httpx
import pytest

from anthropic import Anthropic, DefaultAioHttpClient, DefaultAsyncHttpxClient, DefaultHttpxClient
from anthropic._core.platform import Credential, Platform
from anthropic._sync.credentials import Credentials
from anthropic._utils._locks import Lock, cached_property
from anthropic._utils._once import once_per_type
from tests.house.sources import ROOT
from tests.peer import Peer, certificate, text
from tests.wire import HELLO

pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here"),
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
]


def ends_well(work: Callable[[], object]) -> bool:
    """Whether a forked child does this work within a few seconds."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:
            traceback.print_exc()
            os._exit(1)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        process, status = os.waitpid(child, os.WNOHANG)
        if process:
            return status == 0
        time.sleep(0.005)
    os.kill(child, 9)
    os.waitpid(child, 0)
    return False


class Gate:
    """Something that a thread stays in until it is let go; the child passes through."""

    def __init__(self) -> None:
        self._parent = os.getpid()
        self._entered, self._leave = threading.Event(), threading.Event()

    def __call__(self) -> None:
        if os.getpid() == self._parent:
            self._entered.set()
            assert self._leave.wait(60)

    @contextmanager
    def held(self, work: Callable[[], object]) -> Iterator[None]:
        """While this lasts, a thread is in the middle of the work."""
        thread = threading.Thread(target=work)
        thread.start()
        try:
            assert self._entered.wait(10)
            yield
        finally:
            self._leave.set()
            thread.join()


def test_no_child_waits_for_a_thread_of_its_parent() -> None:
    gate, lock = Gate(), Lock()

    def work() -> None:
        with lock:
            gate()

    with gate.held(work):
        assert lock.locked()
        assert ends_well(work)
    assert not lock.locked()


def test_a_thread_that_forks_keeps_what_it_holds() -> None:
    lock = Lock()

    def is_kept() -> None:
        threading.Thread(target=lambda: seen.append(lock.locked())).start()
        while not seen:
            time.sleep(0.001)
        assert seen == [True]

    seen: List[bool] = []
    with lock:
        assert ends_well(is_kept)


def test_what_is_made_once_per_type_can_be_made_in_a_child() -> None:
    gate = Gate()

    def make(type_: Any) -> str:
        gate()
        return type_.__name__

    once = once_per_type(make)

    with gate.held(lambda: once(int)):
        assert ends_well(lambda: once(int))


def test_a_lazy_piece_can_be_made_in_a_child() -> None:
    gate = Gate()

    class Shop:
        @cached_property
        def counter(self) -> List[int]:
            """Made when it is first needed."""
            gate()
            return [1]

    shop, other = Shop(), Shop()

    with gate.held(lambda: shop.counter):
        assert ends_well(lambda: shop.counter)
        assert ends_well(lambda: other.counter)
    assert shop.counter is shop.counter


def test_the_http_client_can_be_made_in_a_child() -> None:
    gate, made = Gate(), []

    def connect() -> httpx.Client:
        if made:
            gate()
        made.append(DefaultHttpxClient(trust_env=False))
        return made[-1]

    with Peer(lambda *_: iter([text("{}", "content-type: application/json")])) as peer:
        original = Anthropic(api_key="key", base_url=peer.url, max_retries=0, http_client_factory=connect)
        client = copy.deepcopy(original)  # it connects at its first call

        with gate.held(lambda: client.messages.create(**HELLO)):
            assert ends_well(lambda: client.messages.create(**HELLO))


def test_credentials_can_be_fetched_in_a_child() -> None:
    gate = Gate()

    class Slow(Platform):
        def fetch(self, held: Optional[Credential]) -> Credential:
            gate()
            return Credential("token")

    credentials = Credentials(Slow())

    with gate.held(credentials.current):
        assert ends_well(credentials.current)


def test_a_pool_can_be_used_in_a_child_while_threads_use_and_wait_for_it() -> None:
    with Peer() as peer, DefaultHttpxClient(limits=httpx.Limits(max_connections=1), timeout=5) as client:
        stop = threading.Event()

        def busy() -> None:
            while not stop.is_set():
                client.get(peer.url)

        threads = [threading.Thread(target=busy) for _ in range(4)]
        for thread in threads:
            thread.start()
        try:
            assert all(ends_well(lambda: client.get(peer.url)) for _ in range(30))
        finally:
            stop.set()
            for thread in threads:
                thread.join()


def test_all_other_locks_are_of_that_kind() -> None:
    makes_locks = re.compile(r"threading\.R?Lock\(|@functools\.cached_property|threading\.(Condition|Semaphore)\(")
    package = ROOT / "src" / "anthropic"
    makers = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if makes_locks.search(path.read_text("utf-8"))
    }

    assert {path for path in makers if not path.startswith("testing/")} == {
        "_utils/_locks.py",
        "_core/pool.py",  # a child begins with a new pool
    }


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_children_forked_from_a_loop_on_aiohttp_leave_its_connections_alone(scheme: str, tmp_path: Path) -> None:
    tls, trusting = certificate(tmp_path)
    client = DefaultAioHttpClient(verify=trusting)
    go_on = threading.Event()

    def say(_: int, head: str) -> Iterator[bytes]:
        path = head.split()[1]
        if path != "/open":
            return iter([text(path)])
        return slowly()

    def slowly() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nop"
        assert go_on.wait(30)
        yield b"en"

    async def calls(url: str) -> None:
        paths = [f"/{os.getpid()}-{number}" for number in range(5)]
        assert [(await client.get(url + path)).text for path in paths] == paths

    async def child(url: str) -> None:
        await calls(url)
        await client.aclose()

    def work() -> None:
        asyncio._set_running_loop(None)
        asyncio.run(child(peer.url))

    async def parent() -> str:
        await client.get(f"{peer.url}/an-idle-connection")
        async with client.stream("GET", f"{peer.url}/open") as response:
            await calls(peer.url)
            assert all(ends_well(work) for _ in range(4))
            await calls(peer.url)
            go_on.set()
            return (await response.aread()).decode()

    with Peer(say, tls=tls if scheme == "https" else None) as peer:
        assert asyncio.run(parent()) == "open"
        assert peer.connections == 2 + 4  # the parent needed no other one


@pytest.mark.parametrize("kind", [DefaultAioHttpClient, DefaultAsyncHttpxClient])
def test_a_child_that_takes_its_parents_loop_over_takes_no_connection(kind: Type[httpx.AsyncClient]) -> None:
    client, loop = kind(), asyncio.new_event_loop()

    async def calls(url: str) -> None:
        paths = [f"/{os.getpid()}-{number}" for number in range(5)]
        assert [(await client.get(url + path)).text for path in paths] == paths

    with Peer(lambda _, head: iter([text(head.split()[1])])) as peer:
        for _ in range(3):
            loop.run_until_complete(calls(peer.url))

            assert ends_well(lambda: loop.run_until_complete(calls(peer.url)))
        loop.run_until_complete(client.aclose())
        loop.close()

        assert peer.connections == 1 + 3  # the parent needed no other one
