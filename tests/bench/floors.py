"""The least work that gives the same result: raw httpx, aiohttp and pydantic on the same bytes, without any client package."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import tempfile
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional

import payloads
from payloads import HELLO
from timing import each, each_async, measure, named, once, peak

_BODY = json.dumps(HELLO, separators=(",", ":")).encode()
_HEADERS = {"content-type": "application/json", "x-api-key": "key", "anthropic-version": "2023-06-01"}
_JSON = {"content-type": "application/json"}


def _memory(body: bytes) -> Any:
    from httpx import Client, MockTransport, Response

    return Client(transport=MockTransport(lambda _: Response(200, content=body, headers=_JSON)))


@measure
def create(url: str) -> float:
    from httpx import Client

    client = Client()
    return each(lambda: client.post(url, content=_BODY, headers=_HEADERS).json(), 300)


@measure
def create_async(url: str) -> float:
    from httpx import AsyncClient

    client = AsyncClient()

    async def call() -> Any:
        return (await client.post(url, content=_BODY, headers=_HEADERS)).json()

    return each_async(call, 300)


async def _aiohttp(url: str, calls: int, together: int) -> float:
    import time

    import aiohttp

    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=1000)) as session:

        async def call() -> Any:
            async with session.post(url, data=_BODY, headers=_HEADERS) as response:
                return json.loads(await response.read())

        for _ in range(2):
            await asyncio.gather(*[call() for _ in range(together)])
        began = time.process_time()
        for _ in range(calls // together):
            await asyncio.gather(*[call() for _ in range(together)])
        return (time.process_time() - began) * 1e6 / calls


@measure
def create_aiohttp(url: str) -> float:
    return asyncio.run(_aiohttp(url, 300, 1))


@measure
def together(url: str) -> float:
    from httpx import AsyncClient, Limits

    client = AsyncClient(limits=Limits(max_connections=1000, max_keepalive_connections=200))

    async def call() -> Any:
        return (await client.post(url, content=_BODY, headers=_HEADERS)).json()

    return each_async(call, 1000, together=200)


@measure
def together_aiohttp(url: str) -> float:
    return asyncio.run(_aiohttp(url, 1000, 200))


@measure
def parse(url: str) -> Dict[str, float]:
    from pydantic import TypeAdapter
    from typing_extensions import TypedDict

    class Reply(TypedDict):
        id: str
        content: List[Dict[str, Any]]
        model: str
        stop_reason: Optional[str]
        usage: Dict[str, int]

    class Model(TypedDict):
        id: str
        display_name: str
        created_at: str

    class Page(TypedDict):
        data: List[Model]
        has_more: bool

    reply, page = TypeAdapter(Reply), TypeAdapter(Page)
    return {
        "small": each(lambda: reply.validate_json(payloads.MESSAGE), 2000),
        "mixed": each(lambda: reply.validate_json(payloads.MIXED), 300),
        "page": each(lambda: page.validate_json(payloads.MODELS), 30),
    }


@measure
def small_request(url: str) -> float:
    client = _memory(payloads.MESSAGE)
    return each(lambda: client.post(url, content=json.dumps(HELLO), headers=_HEADERS).json(), 1000)


@measure
def big_request(url: str) -> Dict[str, float]:
    client, arguments = _memory(payloads.MESSAGE), payloads.big_request()
    spent = each(lambda: client.post(url, content=json.dumps(arguments), headers=_HEADERS).json(), 5) / 1000
    return {"stable": spent, "beta": spent, "async": spent}


def _encoded(path: Path) -> Iterator[bytes]:
    yield b'{"data":"'
    with path.open("rb") as file:
        while piece := file.read(49152):
            yield base64.b64encode(piece)
    yield b'"}'


@measure
def image(url: str) -> Dict[str, float]:
    from httpx import Client

    client = Client()

    def sent(path: Path) -> None:
        size = 11 + (path.stat().st_size + 2) // 3 * 4
        client.post(url, content=_encoded(path), headers={**_HEADERS, "content-length": str(size)})

    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small"), Path(folder, "large")
        small.write_bytes(bytes(1000))
        large.write_bytes(os.urandom(20 * 1024 * 1024))
        sent(small)
        before = peak()
        spent = once(lambda: sent(large)) / 1000
        return {"ms": spent, "MB": peak() - before}


def _each_event(body: bytes) -> float:
    """Cut the events and parse each; nothing is typed."""
    import jiter

    def read() -> None:
        for part in body.split(b"\n\n"):
            if part:
                jiter.from_json(part.partition(b"data: ")[2])

    return each(read, 3, warm=1)


@measure
def raw_stream(url: str) -> float:
    return _each_event(b"".join(payloads.text_stream(10_000))) / 10_005


@measure
def text_helper(url: str) -> Dict[str, float]:
    return {f"{n // 1000}k": _each_event(b"".join(payloads.text_stream(n))) / n for n in (1000, 10_000, 40_000)}


text_stream = text_helper


@measure
def tool_helper(url: str) -> Dict[str, float]:
    sizes = {"10 KB": 10_000, "100 KB": 100_000, "1 MB": 1_000_000}
    streams = {name: payloads.tool_stream(size) for name, size in sizes.items()}
    return {name: _each_event(b"".join(events)) / (len(events) - 5) for name, events in streams.items()}


@measure
def batch_results(url: str) -> float:
    import jiter

    body = payloads.batch_results(5000)
    return each(lambda: [jiter.from_json(line) for line in body.splitlines()], 3, warm=1) / 5000


@measure
def long_history(url: str) -> float:
    client, arguments = _memory(payloads.MESSAGE), payloads.big_request(messages=200, tools=20)
    return each(lambda: client.post(url, content=json.dumps(arguments), headers=_HEADERS).json(), 10) / 1000


@measure
def reply_back(url: str) -> float:
    client, reply = _memory(payloads.MESSAGE), json.loads(payloads.MIXED)
    turns = [*HELLO["messages"], {"role": "assistant", "content": reply["content"]}, *HELLO["messages"]]
    body = {**HELLO, "messages": turns}
    return each(lambda: client.post(url, content=json.dumps(body), headers=_HEADERS).json(), 100) / 1000


MEASURES = named(globals())
