"""Many calls to a server that fails one in ten: each ends in its own result or a typed error, and nothing is left over.

python -m tests.faults.soak 100000
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import json
import random
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Dict, List, NamedTuple, Optional

import httpx

import anthropic
from anthropic import Anthropic, AsyncAnthropic, DefaultAioHttpClient
from tests.faults.server import (
    END,
    EVENTS,
    JSON,
    STREAM_HEAD,
    FaultServer,
    Request,
    Steps,
    chunk,
    chunked,
    close,
    fixed,
    head,
    reset,
)
from tests.wire import message_body, text_stream

THREADS, TASKS = 8, 32
ROUNDS = 2
"""The first one warms up; what memory does after it is measured."""


class Faulty:
    """Answers with what it was asked, or with one of the ways to fail."""

    def __init__(self, share: float, seed: int) -> None:
        self._share = share
        self._random = random.Random(seed)
        self._lock = threading.Lock()

    def __call__(self, request: Request) -> Steps:
        asked = request.json
        text = asked["messages"][0]["content"]
        with self._lock:
            fault = self._random.choice(FAULTS) if self._random.random() < self._share else None
        if asked.get("stream"):
            body = text_stream(*text).content
            if fault is None:
                return chunked([body[:300], body[300:]], EVENTS)
            return [STREAM_HEAD, chunk(body[:700]), fault] if callable(fault) else fault
        return fixed(json.dumps(message_body(text))) if fault is None else [fault]


FAULTS: List[Any] = [
    reset,
    close,
    fixed("{}", JSON, "retry-after-ms: 1", status=529),
    fixed("{}", JSON, "retry-after-ms: 1", status=429),
    fixed("<h1>Bad gateway</h1>", "content-type: text/html", status=502),
    fixed("{}", status=400),
    fixed("{nope"),
    fixed("x", JSON, "content-encoding: gzip"),
    b"no HTTP\r\n\r\n",
    head(200, JSON, "transfer-encoding: chunked") + b"zz\r\n",
    STREAM_HEAD + chunk(b"event: error\ndata: {}\n\n") + END,
]


class Outcome:
    """What came of all calls.

    Attributes:
        kinds: How often each kind of end was met.
        wrong: What should not have happened.
    """

    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.wrong: List[str] = []

    def note(self, number: int, text: Optional[str], error: Optional[BaseException]) -> None:
        """Take the end of one call into account."""
        if error is not None:
            self.kinds[type(error).__name__] += 1
            if not isinstance(error, anthropic.AnthropicError):
                self.wrong.append(f"call {number}: {error!r}")
        else:
            self.kinds["result"] += 1
            if text != str(number):
                self.wrong.append(f"call {number} was answered {text!r}")


def asking(number: int) -> Dict[str, Any]:
    """The arguments of a call; every third one streams."""
    return {"model": "m", "max_tokens": 9, "messages": [{"role": "user", "content": str(number)}]}


def joined(events: List[Any]) -> str:
    return "".join(event.delta.text for event in events if event.type == "content_block_delta")


class Eager(Anthropic):
    """A client whose pauses take no time."""

    def _calculate_retry_timeout(self, *arguments: Any, **named: Any) -> float:
        return 0.0


class AsyncEager(AsyncAnthropic):
    """The same, asynchronous."""

    def _calculate_retry_timeout(self, *arguments: Any, **named: Any) -> float:
        return 0.0


def in_threads(url: str, numbers: range, outcome: Outcome) -> None:
    """Make the calls from several threads that share a client."""
    with Eager(api_key="key", base_url=url, max_retries=1, timeout=20) as client:

        def call(number: int) -> None:
            text, failure = None, None
            try:
                if number % 3:
                    text = client.messages.create(**asking(number)).content[0].text  # type: ignore[union-attr]
                else:
                    text = joined(list(client.messages.create(**asking(number), stream=True)))
            except Exception as error:
                failure = error
            outcome.note(number, text, failure)

        with ThreadPoolExecutor(THREADS) as pool:
            list(pool.map(call, numbers))


def on_aiohttp(url: str, numbers: range, outcome: Outcome) -> None:
    """The same on aiohttp."""
    in_tasks(url, numbers, outcome, DefaultAioHttpClient())


def in_tasks(url: str, numbers: range, outcome: Outcome, http_client: Optional[httpx.AsyncClient] = None) -> None:
    """Make the calls from several tasks that share a client."""

    async def main() -> None:
        options: Dict[str, Any] = {"max_retries": 1, "timeout": 20, "http_client": http_client}
        async with AsyncEager(api_key="key", base_url=url, **options) as client:
            waiting = iter(numbers)

            async def worker() -> None:
                for number in waiting:
                    text, failure = None, None
                    try:
                        if number % 3:
                            reply: Any = await client.messages.create(**asking(number))
                            text = reply.content[0].text
                        else:
                            stream = await client.messages.create(**asking(number), stream=True)
                            text = joined([event async for event in stream])
                    except Exception as error:
                        failure = error
                    outcome.note(number, text, failure)

            await asyncio.gather(*[worker() for _ in range(TASKS)])

    asyncio.run(main())


def open_sockets() -> Optional[int]:
    """How many sockets this process has open; `None` where nobody can tell."""
    folder = Path("/proc/self/fd")
    if not folder.exists():
        return None
    links = [Path(f"/proc/self/fd/{name}") for name in [each.name for each in folder.iterdir()]]
    return sum("socket:" in str(link.readlink()) for link in links if link.is_symlink())


def things() -> int:
    """How many objects are alive."""
    gc.collect()
    return len(gc.get_objects())


def resident() -> Optional[int]:
    """The bytes of memory that this process holds; `None` where nobody can tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    return next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith("VmRSS:"))


class Sizes(NamedTuple):
    """What this process holds at one moment."""

    objects: int
    resident: Optional[int]

    @classmethod
    def now(cls) -> Sizes:
        return cls(things(), resident())


def is_flat(warm: Sizes, end: Sizes) -> bool:
    """Whether memory stayed as it was: not 500 more objects, and not 8 MB, which the allocator may take as it likes."""
    if end.objects - warm.objects >= 500:
        return False
    return warm.resident is None or end.resident is None or end.resident - warm.resident < 8 * 2**20


def left_open(server: FaultServer) -> int:
    """How many connections are still open soon after nobody needs them."""
    until = time.monotonic() + 3
    while server.open_connections and time.monotonic() < until:
        time.sleep(0.01)
    return server.open_connections


def soak(requests: int, share: float = 0.1, seed: int = 1) -> Dict[str, Any]:
    """Make so many calls, a third of them in threads, in tasks and on aiohttp, and say what came of them."""
    outcome, sizes = Outcome(), []
    ways = in_threads, in_tasks, on_aiohttp
    part = max(requests // (ROUNDS * len(ways)), 1)
    numbers = (range(start, start + part) for start in itertools.count(0, part))
    begun = time.monotonic()
    gc.collect()  # what others dropped before counts for nothing
    sockets = open_sockets()
    still_open = 0
    with FaultServer(keep=False) as server:
        server.always(Faulty(share, seed))
        for _ in range(ROUNDS):
            for way in ways:
                way(server.url, next(numbers), outcome)
            still_open = left_open(server)
            sizes.append(Sizes.now())
    left = None if sockets is None else (open_sockets() or 0) - sockets
    return {
        "requests": sum(outcome.kinds.values()),
        "kinds": dict(outcome.kinds),
        "wrong": outcome.wrong,
        "objects when warm, and at the end": (sizes[0].objects, sizes[-1].objects),
        "resident bytes when warm, and at the end": (sizes[0].resident, sizes[-1].resident),
        "flat": is_flat(sizes[0], sizes[-1]),
        "open connections": still_open,
        "sockets left": left,
        "seconds": round(time.monotonic() - begun, 1),
    }


if __name__ == "__main__":
    print(json.dumps(soak(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000), indent=1))
