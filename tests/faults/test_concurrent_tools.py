"""Tools of one turn in the asynchronous runner: at the same time, bounded, in worker threads where they block, stopped when cancelled."""

from __future__ import annotations

import contextvars
import threading
from typing import Any, List

import anyio
import httpx
import pytest

from anthropic import Anthropic, AsyncAnthropic, beta_async_tool, beta_tool
from tests.wire import HELLO, Script, message

pytestmark = pytest.mark.anyio

WHO: "contextvars.ContextVar[str]" = contextvars.ContextVar("WHO", default="nobody")


@pytest.fixture
def client(server: Script) -> AsyncAnthropic:
    http_client = httpx.AsyncClient(transport=httpx.MockTransport(server))
    return AsyncAnthropic(api_key="key", base_url="http://api.test", http_client=http_client)


def calls(name: str, count: int) -> Any:
    blocks = [{"type": "tool_use", "id": f"toolu_{place}", "name": name, "input": {}} for place in range(count)]
    return message(content=blocks, stop_reason="tool_use")


class Gate:
    """Counts who is inside at the same time."""

    def __init__(self, wanted: int) -> None:
        self.inside = self.most = 0
        self.full = anyio.Event()
        self._wanted = wanted

    async def __aenter__(self) -> None:
        self.inside += 1
        self.most = max(self.most, self.inside)
        if self.inside == self._wanted:
            self.full.set()

    async def __aexit__(self, *_: Any) -> None:
        self.inside -= 1


async def test_tools_of_one_turn_run_at_the_same_time(server: Script, client: AsyncAnthropic) -> None:
    gate = Gate(3)

    @beta_async_tool
    async def meet() -> str:
        """Wait for the others."""
        async with gate:
            with anyio.fail_after(5):
                await gate.full.wait()
        return "met"

    server.says(calls("meet", 3), message("done"))

    await client.beta.messages.tool_runner(**HELLO, tools=[meet]).until_done()

    assert gate.most == 3
    assert [each["content"] for each in server.body["messages"][2]["content"]] == ["met"] * 3


async def test_their_number_can_be_limited(server: Script, client: AsyncAnthropic) -> None:
    gate = Gate(99)

    @beta_async_tool
    async def work() -> str:
        """Work a little."""
        async with gate:
            await anyio.sleep(0)
        return "worked"

    server.says(calls("work", 6), message("done"))

    await client.beta.messages.tool_runner(**HELLO, tools=[work], max_concurrent_tools=2).until_done()

    assert gate.most == 2


async def test_a_limit_below_one_is_refused(client: AsyncAnthropic) -> None:
    with pytest.raises(ValueError, match="`max_concurrent_tools` is 0"):
        client.beta.messages.tool_runner(**HELLO, tools=[], max_concurrent_tools=0)


@pytest.mark.parametrize(("limit", "most"), [(None, 1), (3, 3)])
def test_the_synchronous_runner_uses_threads_when_it_is_allowed_to(server: Script, limit: Any, most: int) -> None:
    everybody = threading.Barrier(most)
    seen: List[Any] = []

    @beta_tool
    def meet() -> str:
        """Wait for the others."""
        everybody.wait(5)
        seen.append((threading.get_ident(), WHO.get()))
        return f"met {len(seen)}"

    server.says(calls("meet", 3), message("done"))
    http_client = httpx.Client(transport=httpx.MockTransport(server))
    client = Anthropic(api_key="key", base_url="http://api.test", http_client=http_client)
    runner = client.beta.messages.tool_runner(**HELLO, tools=[meet])
    runner.max_concurrent_tools = limit

    contextvars.copy_context().run(lambda: (WHO.set("me"), runner.until_done()))

    assert len({thread for thread, _ in seen}) == most
    assert {who for _, who in seen} == {"me"}
    results = server.body["messages"][2]["content"]
    assert [each["tool_use_id"] for each in results] == ["toolu_0", "toolu_1", "toolu_2"]


async def test_a_tool_that_blocks_runs_in_a_worker_thread_and_knows_its_context(
    server: Script, client: AsyncAnthropic
) -> None:
    seen: List[Any] = []

    @beta_tool
    def block() -> str:
        """Look around."""
        seen.append((threading.get_ident(), WHO.get()))
        return "looked"

    server.says(calls("block", 1), message("done"))
    WHO.set("me")

    await client.beta.messages.tool_runner(**HELLO, tools=[block]).until_done()

    ((thread, who),) = seen
    assert thread != threading.get_ident()
    assert who == "me"


@pytest.mark.parametrize("count", [1, 3])
async def test_cancelling_the_runner_stops_its_tools(server: Script, client: AsyncAnthropic, count: int) -> None:
    started, stopped = anyio.Event(), []

    @beta_async_tool
    async def wait() -> str:
        """Wait for ever."""
        started.set()
        try:
            await anyio.sleep_forever()
        finally:
            stopped.append(1)
        return "never"

    server.says(calls("wait", count))
    with anyio.fail_after(5):
        async with anyio.create_task_group() as group:
            group.start_soon(client.beta.messages.tool_runner(**HELLO, tools=[wait]).until_done)
            await started.wait()
            group.cancel_scope.cancel()

    assert len(stopped) == count
    assert len(server.requests) == 1
