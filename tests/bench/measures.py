"""What is measured of a client package, through its public names. Each function gives a figure, or several by name."""

from __future__ import annotations

import asyncio
import gc
import os
import tempfile
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import payloads
from payloads import HELLO
from timing import each, each_async, left_over, measure, named, once, peak, resident

_JSON = {"content-type": "application/json", "request-id": "req_1"}
_EVENTS = {"content-type": "text/event-stream", "request-id": "req_1"}


def _httpx() -> Any:
    """The HTTP library of the package under test; that of the newest one has another name."""
    try:
        import httpx
    except ImportError:
        import httpx2 as httpx  # type: ignore[import-not-found, no-redef]
    return httpx


def _in_memory(answer: Any) -> Any:
    """The package's own kind of HTTP client, answered without a socket."""
    from anthropic import DefaultHttpxClient

    return DefaultHttpxClient(transport=_httpx().MockTransport(answer))


def _client(url: str, **options: Any) -> Any:
    from anthropic import Anthropic

    return Anthropic(api_key="key", base_url=url, **options)


def _async_client(url: str, **options: Any) -> Any:
    from anthropic import AsyncAnthropic

    return AsyncAnthropic(api_key="key", base_url=url, **options)


def _on_aiohttp(url: str) -> Any:
    from anthropic import DefaultAioHttpClient

    return _async_client(url, http_client=DefaultAioHttpClient())


def _saying(body: bytes, headers: Dict[str, str] = _JSON) -> Any:
    """An HTTP client that is answered from memory."""
    httpx = _httpx()
    return _in_memory(lambda _: httpx.Response(200, content=body, headers=headers))


def _streaming(events: List[bytes]) -> Any:
    """An HTTP client that is answered with a stream from memory, in reads of 64 KB as sockets give them."""
    httpx, body = _httpx(), b"".join(events)

    def pieces() -> Iterator[bytes]:
        return (body[at : at + 65536] for at in range(0, len(body), 65536))

    return _in_memory(lambda _: httpx.Response(200, content=pieces(), headers=_EVENTS))


@measure
def create(url: str) -> float:
    client = _client(url)
    return each(lambda: client.messages.create(**HELLO), 300)


@measure
def create_async(url: str) -> float:
    client = _async_client(url)
    return each_async(lambda: client.messages.create(**HELLO), 300)


@measure
def create_aiohttp(url: str) -> float:
    async def main() -> float:  # aiohttp's session belongs to the loop
        async with _on_aiohttp(url) as client:
            return await _timed(lambda: client.messages.create(**HELLO), 300)

    return asyncio.run(main())


async def _timed(work: Callable[[], Any], calls: int, together: int = 1) -> float:
    import time

    for _ in range(2):
        await asyncio.gather(*[work() for _ in range(together)])
    gc.collect()
    began = time.process_time()
    for _ in range(calls // together):
        await asyncio.gather(*[work() for _ in range(together)])
    return (time.process_time() - began) * 1e6 / calls


@measure
def together(url: str) -> float:
    client = _async_client(url)
    return each_async(lambda: client.messages.create(**HELLO), 1000, together=200)


@measure
def together_aiohttp(url: str) -> float:
    async def main() -> float:
        async with _on_aiohttp(url) as client:
            return await _timed(lambda: client.messages.create(**HELLO), 1000, together=200)

    return asyncio.run(main())


@measure
def another_client(url: str) -> Dict[str, float]:
    kept = [_client(url) for _ in range(3)]
    kept[0].messages.create(**HELLO)
    before = resident()
    spent = once(lambda: kept.extend(_client(url) for _ in range(50))) / 50 / 1000
    return {"ms": spent, "KB": (resident() - before) / 50}


@measure
def parse(url: str) -> Dict[str, float]:
    """What it takes to make a value of a response that was received."""

    def spent(body: bytes, call: Callable[[Any], Any], count: int) -> float:
        client = _client(url, http_client=_saying(body))
        call(client).parse()
        rounds = []
        for _ in range(5):
            raws = iter([call(client) for _ in range(count)])
            gc.collect()
            rounds.append(once(lambda: [next(raws).parse() and None for _ in range(count)]) / count)
        return min(rounds)

    def message(client: Any) -> Any:
        return client.messages.with_raw_response.create(**HELLO)

    return {
        "small": spent(payloads.MESSAGE, message, 500),
        "mixed": spent(payloads.MIXED, message, 100),
        "page": spent(payloads.MODELS, lambda client: client.models.with_raw_response.list(limit=1000), 5),
    }


@measure
def small_request(url: str) -> float:
    client = _client(url, http_client=_saying(payloads.MESSAGE))
    return each(lambda: client.messages.create(**HELLO), 1000)


@measure
def big_request(url: str) -> Dict[str, float]:
    from anthropic import DefaultAsyncHttpxClient

    httpx = _httpx()
    arguments = payloads.big_request()
    client = _client(url, http_client=_saying(payloads.MESSAGE))

    async def answer(_: Any) -> Any:
        return httpx.Response(200, content=payloads.MESSAGE, headers=_JSON)

    http_client = DefaultAsyncHttpxClient(transport=httpx.MockTransport(answer))
    asynchronous = _async_client(url, http_client=http_client)
    return {
        "stable": each(lambda: client.messages.create(**arguments), 5) / 1000,
        "beta": each(lambda: client.beta.messages.create(**arguments), 5) / 1000,
        "async": each_async(lambda: asynchronous.messages.create(**arguments), 5) / 1000,
    }


@measure
def image(url: str) -> Dict[str, float]:
    client = _client(url)

    def sent(path: Path) -> None:
        source = {"type": "base64", "media_type": "image/png", "data": path}
        content = [{"type": "image", "source": source}]
        client.messages.create(**{**HELLO, "messages": [{"role": "user", "content": content}]})

    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder, "small.png"), Path(folder, "large.png")
        small.write_bytes(bytes(1000))
        large.write_bytes(os.urandom(20 * 1024 * 1024))
        sent(small)
        before = peak()
        spent = once(lambda: sent(large)) / 1000
        return {"ms": spent, "MB": peak() - before}


@measure
def raw_stream(url: str) -> float:
    client = _client(url, http_client=_streaming(payloads.text_stream(10_000)))
    return each(lambda: [None for _ in client.messages.create(**HELLO, stream=True)], 3, warm=1) / 10_005


def _helper(url: str, events: List[bytes], calls: int, warm: int = 1) -> float:
    client = _client(url, http_client=_streaming(events))

    def read() -> None:
        with client.messages.stream(**HELLO) as stream:
            for _ in stream:
                pass
            stream.get_final_message()

    return each(read, calls, warm)


@measure
def text_helper(url: str) -> Dict[str, float]:
    return {f"{n // 1000}k": _helper(url, payloads.text_stream(n), 20_000 // n + 1) / n for n in (1000, 10_000, 40_000)}


@measure
def text_stream(url: str) -> Dict[str, float]:
    def spent(deltas: int) -> float:
        client = _client(url, http_client=_streaming(payloads.text_stream(deltas)))

        def read() -> None:
            with client.messages.stream(**HELLO) as stream:
                for _ in stream.text_stream:
                    pass

        return each(read, 20_000 // deltas + 1, warm=1) / deltas

    return {f"{n // 1000}k": spent(n) for n in (1000, 10_000, 40_000)}


@measure
def tool_helper(url: str) -> Dict[str, float]:
    found: Dict[str, float] = {}
    for name, size, calls in (("10 KB", 10_000, 20), ("100 KB", 100_000, 2), ("1 MB", 1_000_000, 2)):
        if found and max(found.values()) > 1.5 * found["10 KB"]:
            break  # a package whose cost grows so takes minutes for a megabyte
        stream = payloads.tool_stream(size)
        found[name] = _helper(url, stream, calls) / (len(stream) - 5)
    return found


@measure
def batch_results(url: str) -> float:
    httpx = _httpx()
    body = payloads.batch_results(5000)
    batch = payloads.encoded(
        {
            "id": "b", "type": "message_batch", "processing_status": "ended", "results_url": f"{url}/v1/results",
            "created_at": "2025-01-01T00:00:00Z", "expires_at": "2025-01-01T00:00:00Z", "archived_at": None,
            "cancel_initiated_at": None, "ended_at": None,
            "request_counts": {"processing": 0, "succeeded": 1, "errored": 0, "canceled": 0, "expired": 0},
        }
    )  # fmt: skip

    def answer(request: Any) -> Any:
        if request.url.path.endswith("results"):
            parts = (body[at : at + 65536] for at in range(0, len(body), 65536))
            return httpx.Response(200, content=parts, headers={"content-type": "application/x-jsonl"})
        return httpx.Response(200, content=batch, headers=_JSON)

    client = _client(url, http_client=_in_memory(answer))
    return each(lambda: [None for _ in client.messages.batches.results("b")], 3, warm=1) / 5000


@measure
def streams_together(url: str) -> Dict[str, float]:
    async def raw(client: Any) -> int:
        count = 0
        async for _ in await client.messages.create(**HELLO, stream=True):
            count += 1
        return count

    async def helper(client: Any, model: str) -> int:
        count = 0
        async with client.messages.stream(**{**HELLO, "model": model}) as stream:
            async for _ in stream:
                count += 1
        return count

    async def main(make: Any, read: Any, deltas: int) -> float:
        async with make(url) as client:
            return await _timed(lambda: read(client), 200, together=200) / (deltas + 5)

    return {
        "aiohttp": asyncio.run(main(_on_aiohttp, raw, 500)),
        "helper": asyncio.run(main(_async_client, lambda client: helper(client, "m"), 500)),
        "packets": asyncio.run(main(_async_client, lambda client: helper(client, "one-event-per-packet"), 100)),
    }


@measure
def runner(url: str) -> Dict[str, float]:
    httpx = _httpx()
    from anthropic import beta_tool

    @beta_tool
    def look(place: str) -> str:
        """Look at a place.

        Args:
            place: Where.
        """
        return f"It is sunny in {place}. " * 4

    def turns(count: int) -> float:
        replies = iter([*(payloads.tool_turn(n) for n in range(count - 1)), payloads.MESSAGE])
        http_client = _in_memory(lambda _: httpx.Response(200, content=next(replies), headers=_JSON))
        client = _client(url, http_client=http_client)
        made = client.beta.messages.tool_runner(**{**HELLO, "tools": [look]})
        return once(made.until_done) / count / 1000

    turns(5)
    return {str(count): turns(count) for count in (10, 100, 200)}


@measure
def long_history(url: str) -> float:
    client = _client(url, http_client=_saying(payloads.MESSAGE))
    arguments = payloads.big_request(messages=200, tools=20)
    return each(lambda: client.messages.create(**arguments), 10) / 1000


@measure
def reply_back(url: str) -> float:
    reply = _client(url, http_client=_saying(payloads.MIXED)).messages.create(**HELLO)
    client = _client(url, http_client=_saying(payloads.MESSAGE))
    turns = [*HELLO["messages"], {"role": "assistant", "content": reply.content}, *HELLO["messages"]]
    return each(lambda: client.messages.create(**{**HELLO, "messages": turns}), 100) / 1000


@measure
def bedrock(url: str) -> Dict[str, float]:
    from anthropic import AnthropicBedrock

    def client(http_client: Any) -> Any:
        return AnthropicBedrock(
            aws_access_key="AKIDEXAMPLE", aws_secret_key="secret", aws_region="us-east-1", http_client=http_client
        )

    plain = client(_saying(payloads.MESSAGE))
    frames = payloads.aws_frames(payloads.text_stream(2000))
    streamed = client(_saying(frames, {"content-type": "application/vnd.amazon.eventstream"}))
    return {
        "create": each(lambda: plain.messages.create(**HELLO), 300),
        "event": each(lambda: [None for _ in streamed.messages.create(**HELLO, stream=True)], 5) / 2005,
    }


@measure
def vertex(url: str) -> float:
    from anthropic import AnthropicVertex

    client = AnthropicVertex(region="r", project_id="p", access_token="token", http_client=_saying(payloads.MESSAGE))
    return each(lambda: client.messages.create(**HELLO), 500)


@measure
def garbage(url: str) -> Dict[str, float]:
    plain, streamed = _client(url, http_client=_saying(payloads.MESSAGE)), None
    streamed = _client(url, http_client=_streaming(payloads.text_stream(20)))

    def helper() -> None:
        with streamed.messages.stream(**HELLO) as stream:
            for _ in stream:
                pass
            stream.get_final_message()

    return {
        "request": left_over(lambda: plain.messages.create(**HELLO)),
        "stream": left_over(lambda: [None for _ in streamed.messages.create(**HELLO, stream=True)]),
        "helper": left_over(helper),
    }


@measure
def large_reply(url: str) -> float:
    """The most memory during a reply of 64 MB, in multiples of it. A first, small one has everything loaded."""
    httpx = _httpx()
    size = 64 * 1024 * 1024
    head, tail = payloads.MESSAGE.split(b"hello")

    def pieces(most: int) -> Iterator[bytes]:
        yield head
        yield from (b"x" * 65536 for _ in range(most // 65536))
        yield tail

    sizes = iter([65536, size])
    http_client = _in_memory(lambda _: httpx.Response(200, content=pieces(next(sizes)), headers=_JSON))
    client = _client(url, http_client=http_client)
    client.messages.create(**HELLO)
    before = peak()
    client.messages.create(**HELLO)
    return (peak() - before) * 1024 * 1024 / size


MEASURES = named(globals())
