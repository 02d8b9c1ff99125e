"""What calls and events cost, in counts that are the same on every machine: functions that run, objects left behind."""

from __future__ import annotations

import asyncio
import gc
import sys
import tracemalloc
from typing import Any, Callable, Dict

import httpx
import pytest

from anthropic import Anthropic, AsyncAnthropic, DefaultAsyncHttpxClient, DefaultHttpxClient
from tests.wire import HELLO, message, text_stream

Work = Callable[[], object]


def transport(deltas: int) -> httpx.MockTransport:
    """Answers with a reply, or with the stream of one in so many pieces."""
    body = text_stream(*["word "] * deltas).content

    def answer(request: httpx.Request) -> httpx.Response:
        if b'"stream":true' not in request.content:
            return message("hello")
        return httpx.Response(200, stream=Body(body), headers={"content-type": "text/event-stream"})

    return httpx.MockTransport(answer)


class Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    def __init__(self, content: bytes) -> None:
        self._content = content

    def __iter__(self) -> Any:
        return iter([self._content])

    async def __aiter__(self) -> Any:
        yield self._content


def client(deltas: int = 1) -> Anthropic:
    return Anthropic(api_key="key", http_client=DefaultHttpxClient(transport=transport(deltas)))


def create(_: int) -> Work:
    made = client()
    return lambda: made.messages.create(**HELLO)


def raw(deltas: int) -> Work:
    made = client(deltas)
    return lambda: [None for _ in made.messages.create(**HELLO, stream=True)]


def helper(deltas: int) -> Work:
    made = client(deltas)

    def read() -> None:
        with made.messages.stream(**HELLO) as stream:
            for _ in stream:
                pass
            stream.get_final_message()

    return read


def text(deltas: int) -> Work:
    made = client(deltas)

    def read() -> None:
        with made.messages.stream(**HELLO) as stream:
            for _ in stream.text_stream:
                pass

    return read


def functions_run(work: Work) -> int:
    """How many functions the work runs, Python's and C's, once all that is lazy is there."""
    count = 0

    def note(_: Any, kind: str, __: Any) -> None:
        nonlocal count
        count += kind in ("call", "c_call")

    for _ in range(2):
        work()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def left_by(work: Work) -> int:
    """How many objects the work leaves that only the garbage collector can free."""
    for _ in range(3):
        work()
    gc.collect()
    gc.disable()
    work()
    left = gc.collect()
    gc.enable()
    return left


@pytest.mark.parametrize("make", [create, raw, helper, text])
def test_nothing_waits_for_the_garbage_collector(make: Any) -> None:
    assert left_by(make(20)) == 0


def test_nothing_of_asynchronous_calls_does_either() -> None:
    http_client = DefaultAsyncHttpxClient(transport=transport(20))
    made = AsyncAnthropic(api_key="key", http_client=http_client)

    async def read() -> None:
        await made.messages.create(**HELLO)
        async with made.messages.stream(**HELLO) as stream:
            async for _ in stream:
                pass
            await stream.get_final_message()

    with asyncio.Runner() as runner:
        assert left_by(lambda: runner.run(read())) == left_by(lambda: runner.run(asyncio.sleep(0)))


def test_a_call_runs_few_functions() -> None:
    assert functions_run(create(0)) < 590  # of which the HTTP library's own are about 250


@pytest.mark.parametrize(("make", "most"), [(raw, 6), (text, 18), (helper, 24)])
def test_an_event_runs_few_functions_however_many_there_are(make: Any, most: int) -> None:
    few, many = functions_run(make(100)), functions_run(make(1_100))

    assert (many - few) / 1_000 < most


def blocks_held(work: Callable[[], Any]) -> int:
    """How many blocks of memory what the work gives takes, once all that is lazy is there."""
    for _ in range(2):
        work()
    gc.collect()
    before = sys.getallocatedblocks()
    held = work()
    gc.collect()
    taken = sys.getallocatedblocks() - before
    del held
    return taken


def test_an_event_that_is_kept_takes_little_memory() -> None:
    made = client(1_000)

    def raw_events() -> Any:
        return list(made.messages.create(**HELLO, stream=True))

    def all_events() -> Any:
        with made.messages.stream(**HELLO) as stream:
            return list(stream)

    assert blocks_held(raw_events) / 1_000 < 12
    assert blocks_held(all_events) / 1_000 < 18


def test_calls_and_streams_leave_no_memory_behind() -> None:
    for make in (create, raw, helper, text):
        work = make(50)

        assert (
            blocks_held(lambda work=work: [work() and None for _ in range(20)]) < 20
        )  # a block a call would be a leak


class Walked(Dict[str, Any]):
    """A part of a body that counts how often its items are asked for."""

    walks = 0

    def items(self) -> Any:
        self.walks += 1
        return super().items()


def test_a_body_is_walked_once() -> None:
    block = Walked({"type": "text", "text": "Hello"})
    turn = Walked({"role": "user", "content": [block]})
    client().messages.create(**{**HELLO, "messages": [turn]})

    assert (turn.walks, block.walks) == (1, 1)


def test_a_body_that_needs_its_types_is_walked_once_more() -> None:
    """To be made JSON values; what comes of it is written instead of it, and a generator is not gone through twice."""
    block = Walked({"type": "text", "text": "Hello"})
    turn = Walked({"role": "user", "content": (each for each in [block])})
    client().messages.create(**{**HELLO, "messages": [turn]})

    assert turn.walks <= 2
    assert block.walks == 1


class CountingBody(Body):
    """A body that counts how often it is gone through."""

    reads = 0

    def __iter__(self) -> Any:
        self.reads += 1
        return super().__iter__()


def test_a_reply_is_read_once_and_held_once() -> None:
    body = CountingBody(message("hello " * 100_000).content)
    answers = httpx.MockTransport(
        lambda _: httpx.Response(200, stream=body, headers={"content-type": "application/json"})
    )
    made = Anthropic(api_key="key", http_client=DefaultHttpxClient(transport=answers))
    made.messages.create(**HELLO)
    body.reads = 0
    tracemalloc.start()
    made.messages.create(**HELLO)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert body.reads == 1
    assert most < 2.2 * 600_000
