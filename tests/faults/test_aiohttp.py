"""The client that runs on aiohttp, over real sockets: what it promises itself, and that it fails as the default one does."""

from __future__ import annotations

import asyncio
import gc
import gzip
import socket
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, AsyncIterator, Dict, Iterator, List, Type

import aiohttp
import httpx
import pytest

import anthropic
from anthropic import AsyncAnthropic, DefaultAioHttpClient, DefaultAsyncHttpxClient
from anthropic._http_options import client_options, default_limits, socket_options, ssl_context
from anthropic.testing import SimulatedAPI
from tests.faults.raw import RawServer, ok, run

HELLO: Dict[str, Any] = {"model": "claude-haiku-4-5", "max_tokens": 64, "messages": [{"role": "user", "content": "Hi"}]}
CHUNKED = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"


@pytest.fixture
def api() -> Iterator[SimulatedAPI]:
    with SimulatedAPI(pace=0) as api:
        yield api


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


async def posted(url: str, times: int = 1, **options: Any) -> List[httpx.Response]:
    """The responses to so many requests of one client."""
    async with DefaultAioHttpClient(**options) as client:
        return [await client.post(url, content=b"{}") for _ in range(times)]


def test_the_defaults_are_those_of_the_default_client() -> None:
    aio, default = DefaultAioHttpClient(), DefaultAsyncHttpxClient()

    assert isinstance(aio, httpx.AsyncClient)  # AH-01
    assert (aio.timeout, aio.follow_redirects, aio.trust_env) == (httpx.Timeout(600, connect=5), True, True)
    assert (aio.timeout, aio.headers) == (default.timeout, default.headers)
    assert vars(aio._transport)["_limits"] == httpx.Limits(max_connections=1000, max_keepalive_connections=100)
    assert vars(aio._transport)["_context"] is ssl_context()
    assert vars(aio._transport)["_socket_options"] == socket_options()  # HC-02


def test_a_client_that_asks_for_http_2_does_not_share_its_tls_context() -> None:
    shared, own = (client_options({"http2": http2}, lambda **given: given, default_limits()) for http2 in (False, True))

    assert (shared["transport"]["verify"], own["transport"].get("verify")) == (ssl_context(), None)


@pytest.mark.parametrize("missing", ["aiohttp", "multidict", "yarl"])
def test_without_the_extra_it_says_what_to_install(missing: str) -> None:
    program = f"import sys; sys.modules[{missing!r}] = None; import anthropic; anthropic.DefaultAioHttpClient()"

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert done.stderr.splitlines()[-1].startswith("RuntimeError: DefaultAioHttpClient needs aiohttp")  # AH-02
    assert "pip install 'anthropic[aiohttp]'" in done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"http1": False}, "HTTP/1.1 only"),
        ({"http2": True}, "HTTP/1.1 only"),
        ({"proxy": "socks5://127.0.0.1:1"}, "no socks5 proxies"),
        ({"proxy": httpx.Proxy("https://127.0.0.1:1", ssl_context=ssl_context())}, "Pass it as `verify`"),
    ],
)
def test_what_aiohttp_cannot_do_is_refused(options: Any, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        DefaultAioHttpClient(**options)


def test_the_keep_alive_options_reach_the_socket() -> None:
    async def options(server: RawServer) -> List[int]:
        async with DefaultAioHttpClient() as client, client.stream("GET", server.url) as response:
            sock = vars(response.stream)["_stream"]._protocol.transport.get_extra_info("socket")
            return [sock.getsockopt(level, name) for level, name, _ in socket_options()]

    with RawServer(half) as server:
        assert run(options(server)) == [value for _, _, value in socket_options()]  # HC-02


@pytest.mark.parametrize("body", ["none", "bytes", "stream"])
def test_requests_look_as_those_of_the_default_client(body: str) -> None:
    async def sent(client: httpx.AsyncClient, server: RawServer) -> bytes:
        async def pieces() -> AsyncIterator[bytes]:
            yield b"ab"
            yield b"c"

        content: Any = {"none": None, "bytes": b"abc", "stream": pieces()}[body]
        async with client:
            await client.post(
                server.url + "/a%2Fb//c?x=%20+&x=%2F",
                content=content,
                headers=[("X-A", "é".encode()), ("X-A", "2"), ("b", "3")],
            )
        return server.requests.pop()

    with RawServer(ok()) as server:
        both = [run(sent(client, server)) for client in (DefaultAsyncHttpxClient(), DefaultAioHttpClient())]

    lines = [sorted(request.partition(b"\r\n\r\n")[0].lower().split(b"\r\n")) for request in both]
    assert lines[0] == lines[1]
    assert both[0].partition(b"\r\n\r\n")[2] == both[1].partition(b"\r\n\r\n")[2]
    if body != "stream":  # aiohttp puts its framing last
        assert both[0] == both[1]


def test_response_headers_keep_their_order_and_spelling() -> None:
    head = b"HTTP/1.1 201 Very Good\r\nB-b: 1\r\na-A: \xe9\r\nB-b: 3\r\ncontent-length: 0\r\n\r\n"
    with RawServer(head) as server:
        [response] = run(posted(server.url))

    assert response.headers.raw == [(b"B-b", b"1"), (b"a-A", b"\xe9"), (b"B-b", b"3"), (b"content-length", b"0")]
    assert (response.status_code, response.reason_phrase, response.http_version) == (201, "Very Good", "HTTP/1.1")


def test_content_codings_are_left_to_the_http_library() -> None:
    with RawServer(ok(gzip.compress(b"hello"), b"content-encoding: gzip")) as server:
        [response] = run(posted(server.url))

    assert response.content == b"hello"
    assert response.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("kind", [DefaultAsyncHttpxClient, DefaultAioHttpClient])
def test_cookies_are_kept_by_the_http_library_only(kind: Type[httpx.AsyncClient]) -> None:
    async def cookies(server: RawServer) -> None:
        async with kind() as client:
            await client.get(server.url)
            await client.get(server.url)
            client.cookies.clear()
            await client.get(server.url)

    with RawServer(ok(b"", b"set-cookie: a=1")) as server:
        run(cookies(server))

    assert [b"cookie: a=1" in request.lower() for request in server.requests] == [False, True, False]


BROKEN = {
    "nothing": b"",
    "no HTTP": b"SSH-2.0 foo\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nhi",
    "negative length": b"HTTP/1.1 200 OK\r\ncontent-length: -2\r\n\r\nhi",
    "length and chunks": b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
    "short body": b"HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nhi",
    "short chunks": CHUNKED + b"2\r\nhi\r\n",
    "bad chunks": CHUNKED + b"2\r\nhi\r\nXX\r\n",
    "half a head": b"HTTP/1.1 200 OK\r\ncontent-le",
    "giant header": b"HTTP/1.1 200 OK\r\nx: " + b"a" * 1_000_000,
    "endless headers": b"HTTP/1.1 200 OK\r\n" + b"x: a\r\n" * 100_000,
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=list(BROKEN))
def test_an_answer_that_is_not_http_is_a_protocol_error(answer: bytes) -> None:
    with RawServer(answer, close=True) as server:
        with pytest.raises(httpx.RemoteProtocolError):
            run(posted(server.url))


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n" + ok(),
        CHUNKED + b"1;name=x\r\nh\r\n1\r\ni\r\n0\r\nx-trailer: 1\r\n\r\n",
        b"HTTP/1.0 200 OK\r\n\r\nhi",
        b"HTTP/1.1 200 OK\r\nx: " + b"a" * 20_000 + b"\r\ncontent-length: 2\r\n\r\nhi",
    ],
    ids=["early hints", "trailers", "until the end", "20 KB of a header"],
)
def test_an_unusual_answer_is_read(answer: bytes) -> None:
    with RawServer(answer, close=True) as server:
        [response] = run(posted(server.url))

    assert response.content == b"hi"


def test_a_body_that_breaks_later_is_a_protocol_error_at_once() -> None:
    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED + b"2\r\nhi\r\n")
        await asyncio.sleep(0.05)
        writer.write(b"XX\r\n")
        await asyncio.sleep(3)

    with RawServer(answer) as server:
        with pytest.raises(httpx.RemoteProtocolError):
            run(posted(server.url, timeout=2))


def test_what_came_before_a_cut_is_given_before_the_error() -> None:
    async def read(server: RawServer) -> List[bytes]:
        pieces = []
        async with DefaultAioHttpClient() as client, client.stream("GET", server.url) as response:
            await asyncio.sleep(0.1)  # the cut is here before the first byte is read
            with pytest.raises(httpx.RemoteProtocolError):
                async for piece in response.aiter_raw():
                    pieces.append(piece)
        return pieces

    with RawServer(b"HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\nhi", close=True) as server:
        assert run(read(server)) == [b"hi"]


async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Break the connection off, so that the other side gets a reset."""
    await asyncio.sleep(0.05)
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


@pytest.mark.parametrize(
    "head", [b"", CHUNKED + b"2\r\nhi\r\n", b"HTTP/1.1 200 OK\r\n\r\nhi"], ids=["head", "chunks", "end"]
)
def test_a_reset_is_a_read_error(head: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        await reset(reader, writer)

    with RawServer(answer, close=True) as server:
        with pytest.raises(httpx.ReadError):
            run(posted(server.url))


def test_a_refused_connection_is_no_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    with pytest.raises(httpx.ConnectError):
        run(posted(f"http://127.0.0.1:{port}"))


def test_a_name_that_does_not_exist_is_a_connection_error() -> None:
    with pytest.raises(httpx.ConnectError):
        run(posted("http://name.invalid"))


def test_a_scheme_that_is_none_is_refused() -> None:
    with pytest.raises(httpx.UnsupportedProtocol, match="ftp"):
        run(posted("ftp://127.0.0.1/"))


async def silence(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3)


async def half(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(CHUNKED + b"2\r\nhi\r\n")
    await asyncio.sleep(3)


@pytest.mark.parametrize("answer", [silence, half])
def test_silence_is_a_read_timeout(answer: Any) -> None:
    with RawServer(answer) as server:
        with pytest.raises(httpx.ReadTimeout):
            run(posted(server.url, timeout=httpx.Timeout(None, read=0.05)))


def test_the_read_timeout_counts_only_while_somebody_reads() -> None:
    async def late(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED + b"1\r\nh\r\n")
        await asyncio.sleep(0.3)
        writer.write(b"1\r\ni\r\n0\r\n\r\n")

    async def read(server: RawServer) -> bytes:
        async with DefaultAioHttpClient(timeout=0.2) as client, client.stream("GET", server.url) as response:
            pieces = response.aiter_raw()
            first = await pieces.__anext__()
            await asyncio.sleep(0.25)
            return first + await pieces.__anext__()

    with RawServer(late) as server:
        assert run(read(server)) == b"hi"


def test_no_timeouts_means_no_limits() -> None:
    async def slow(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.1)
        writer.write(ok())

    with RawServer(slow) as server:
        [response] = run(posted(server.url, timeout=None))

    assert response.content == b"hi"


def test_a_server_that_does_not_shake_hands_is_a_connect_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        with pytest.raises(httpx.ConnectTimeout):
            run(posted(f"https://127.0.0.1:{mute.getsockname()[1]}", timeout=httpx.Timeout(None, connect=0.05)))


def test_a_server_that_takes_nothing_is_a_write_timeout() -> None:
    async def send(port: int) -> None:
        async with DefaultAioHttpClient(timeout=httpx.Timeout(None, write=0.05)) as client:
            await client.post(f"http://127.0.0.1:{port}", content=b"x" * 20_000_000)

    with socket.create_server(("127.0.0.1", 0)) as full:
        with pytest.raises(httpx.WriteTimeout):
            run(send(full.getsockname()[1]))


@pytest.mark.parametrize("end", ["cancel", "close"])
def test_an_upload_that_nobody_takes_can_be_ended(end: str) -> None:
    async def send(port: int) -> None:
        client = DefaultAioHttpClient()
        call = asyncio.ensure_future(client.post(f"http://127.0.0.1:{port}", content=b"x" * 20_000_000))
        await asyncio.sleep(0.1)
        if end == "cancel":
            call.cancel()
        else:
            await client.aclose()
        [ended] = await asyncio.gather(call, return_exceptions=True)
        assert isinstance(ended, asyncio.CancelledError if end == "cancel" else httpx.RequestError)
        await client.aclose()

    with socket.create_server(("127.0.0.1", 0)) as full:
        run(send(full.getsockname()[1]))
        gc.collect()


def test_a_full_pool_is_a_pool_timeout_and_an_early_end_makes_room() -> None:
    async def use(server: RawServer) -> int:
        limits = httpx.Limits(max_connections=1)
        async with DefaultAioHttpClient(limits=limits, timeout=httpx.Timeout(2, pool=0.05)) as client:
            async with client.stream("GET", server.url):
                with pytest.raises(httpx.PoolTimeout):
                    await client.get(server.url)
            return (await client.get(server.url)).status_code

    with RawServer(half, ok()) as server:
        assert run(use(server)) == 200


def test_the_pool_is_never_larger_than_its_limit_and_serves_everybody() -> None:
    async def use(server: RawServer) -> List[int]:
        async with DefaultAioHttpClient(limits=httpx.Limits(max_connections=3)) as client:
            return [each.status_code for each in await asyncio.gather(*[client.get(server.url) for _ in range(50)])]

    with RawServer(ok()) as server:
        assert run(use(server)) == [200] * 50
        assert len(server.connections) <= 3


def test_connections_are_used_again() -> None:
    with RawServer(ok(), CHUNKED + b"2\r\nhi\r\n0\r\n\r\n", ok()) as server:
        run(posted(server.url, times=3))

    assert len(server.connections) == 1


@pytest.mark.parametrize(
    ("limits", "connections"),
    [
        (httpx.Limits(max_keepalive_connections=0), 2),
        (httpx.Limits(keepalive_expiry=0), 2),
        (httpx.Limits(keepalive_expiry=None), 1),
    ],
)
def test_idle_connections_are_kept_as_the_limits_say(limits: httpx.Limits, connections: int) -> None:
    with RawServer(ok()) as server:
        run(posted(server.url, times=2, limits=limits))

    assert len(server.connections) == connections


def test_no_more_idle_connections_are_kept_than_wanted_once_a_burst_is_over() -> None:
    async def use(server: RawServer) -> List[int]:
        async with DefaultAioHttpClient(limits=httpx.Limits(max_keepalive_connections=2)) as client:
            connections = []
            for _ in range(3):
                await asyncio.gather(*[client.get(server.url) for _ in range(5)])
                connections.append(len(server.connections))
                if len(connections) == 2:
                    await asyncio.to_thread(server.has_ended, 3)
            return connections

    with RawServer(ok()) as server:
        assert run(use(server)) == [5, 5, 5 + 3]


def test_a_connection_that_the_server_closed_while_idle_does_not_fail_the_next_call() -> None:
    async def use(server: RawServer) -> List[int]:
        async with DefaultAioHttpClient() as client:
            first = await client.post(server.url, content=b"1")
            server.close_connections()  # the event loop cannot have noticed
            return [first.status_code, (await client.post(server.url, content=b"2")).status_code]

    with RawServer(ok()) as server:
        assert run(use(server)) == [200, 200]
        assert [request[-1:] for request in server.requests] == [b"1", b"2"]


@pytest.mark.parametrize("pause", [0.0, 0.05])
def test_bytes_that_nobody_asked_for_are_never_the_next_answer(pause: float) -> None:
    async def use(server: RawServer) -> List[bytes]:
        async with DefaultAioHttpClient() as client:
            first = await client.get(server.url)
            server.send(ok(b"forged"))
            time.sleep(0.05)
            await asyncio.sleep(pause)
            return [first.content, (await client.get(server.url)).content]

    with RawServer(ok(b"1"), ok(b"2")) as server:
        assert run(use(server)) == [b"1", b"2"]


def test_a_response_behind_a_response_is_never_the_next_answer() -> None:
    with RawServer(ok(b"1") + ok(b"forged"), ok(b"2")) as server:
        first, second = run(posted(server.url, times=2))

    assert (first.content, second.content) == (b"1", b"2")


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_aiohttp_tries_nothing_again_by_itself(method: str) -> None:
    async def send(server: RawServer) -> None:
        async with DefaultAioHttpClient() as client:
            await client.request(method, server.url)
            with pytest.raises(httpx.RemoteProtocolError):
                await client.request(method, server.url)

    with RawServer(ok(), b"") as server:
        run(send(server))

    assert len(server.requests) == 2


def test_a_large_body_arrives_whole() -> None:
    async def send(server: RawServer) -> None:
        async with DefaultAioHttpClient() as client:
            await client.post(server.url, content=bytes(range(256)) * 20_000)

    with RawServer(ok()) as server:
        run(send(server))

    assert server.requests[0].partition(b"\r\n\r\n")[2] == bytes(range(256)) * 20_000


def test_a_failing_body_raises_its_own_error() -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"ab"
        raise LookupError("mine")

    async def send(server: RawServer) -> None:
        async with DefaultAioHttpClient() as client:
            await client.post(server.url, content=pieces())

    with RawServer(ok()) as server:
        with pytest.raises(LookupError, match="mine"):
            run(send(server))


@pytest.mark.parametrize("length", ["1", "3"])
def test_a_body_of_another_length_than_said_is_refused(length: str) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"ab"

    async def send(server: RawServer) -> None:
        async with DefaultAioHttpClient() as client:
            await client.post(server.url, content=pieces(), headers={"content-length": length})

    with RawServer(ok()) as server:
        with pytest.raises(httpx.LocalProtocolError, match="declared Content-Length"):
            run(send(server))


@pytest.mark.parametrize("headers", [{"x": "a\r\nb: c"}, [(b"x", b"\xff")]])
def test_a_header_that_cannot_be_sent_is_a_local_error(headers: Any) -> None:
    async def send(server: RawServer) -> None:
        async with DefaultAioHttpClient() as client:
            await client.get(server.url, headers=headers)

    with RawServer(ok()) as server:
        with pytest.raises(httpx.LocalProtocolError):
            run(send(server))

    assert server.requests == []


def test_an_early_answer_to_a_large_body_is_seen() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 413 Too Large\r\ncontent-length: 2\r\n\r\nno")
        await asyncio.sleep(0.05)
        writer.transport.abort()

    async def send() -> int:
        async with await asyncio.start_server(refuse, "127.0.0.1", 0) as server, DefaultAioHttpClient() as client:
            url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
            response = await client.post(url, content=b"x" * 20_000_000)
            await asyncio.sleep(0.1)  # for the server to end
            return response.status_code

    assert run(send()) == 413


def test_a_cancelled_call_closes_its_connection_and_leaves_its_place() -> None:
    async def use(server: RawServer) -> int:
        async with DefaultAioHttpClient(limits=httpx.Limits(max_connections=2), timeout=5) as client:
            for _ in range(20):
                calls = [asyncio.ensure_future(client.get(server.url)) for _ in range(5)]
                await asyncio.sleep(0.005)
                for call in calls:
                    call.cancel()
                assert all(
                    isinstance(each, asyncio.CancelledError)
                    for each in await asyncio.gather(*calls, return_exceptions=True)
                )
            server.answers[:] = [ok()]
            return (await client.get(server.url)).status_code

    async def wait(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await reader.readexactly(1)  # the client goes away

    with RawServer(wait) as server:
        assert run(use(server)) == 200
        assert server.has_ended(len(server.connections))


def test_a_cancelled_body_closes_its_connection() -> None:
    async def use(server: RawServer) -> None:
        async with DefaultAioHttpClient() as client:
            async with client.stream("GET", server.url) as response:
                with pytest.raises(asyncio.TimeoutError):
                    await asyncio.wait_for(response.aread(), 0.05)
            await asyncio.sleep(0)

            assert server.has_ended(1)

    async def stall(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(CHUNKED + b"2\r\nhi\r\n")
        await reader.readexactly(1)

    with RawServer(stall) as server:
        run(use(server))


def test_several_event_loops_can_use_one_client_at_once_and_in_turn() -> None:
    client = DefaultAioHttpClient()

    async def call(server: RawServer) -> int:
        return (await client.get(server.url)).status_code

    async def outer(server: RawServer) -> List[int]:
        other = asyncio.get_running_loop().run_in_executor(None, run, call(server))
        return [await call(server), await other, await call(server)]

    with RawServer(ok()) as server:
        assert [run(outer(server)) for _ in range(3)] == [[200, 200, 200]] * 3
        assert len(server.connections) == 6
        assert server.has_ended(6)


LEFT_OPEN = """
import asyncio, sys
from anthropic import AsyncAnthropic, DefaultAioHttpClient

def client():
    return AsyncAnthropic(base_url=sys.argv[1], api_key=sys.argv[2], max_retries=0, http_client=DefaultAioHttpClient())

async def call(client):
    hello = [{"role": "user", "content": "Hi"}]
    async for _ in await client.messages.create(model="claude-haiku-4-5", max_tokens=9, messages=hello, stream=True):
        break
    return (await client.messages.create(model="claude-haiku-4-5", max_tokens=9, messages=hello)).role

shared = client()
print([asyncio.run(call(shared)) for _ in range(3)], asyncio.run(call(client())))
"""
ABANDONED = """
import asyncio, sys
from anthropic import DefaultAioHttpClient

client = DefaultAioHttpClient()
loop = asyncio.new_event_loop()
print(loop.run_until_complete(client.get(sys.argv[1])).status_code)
loop.close()
"""


@pytest.mark.parametrize(
    ("program", "flags", "output"),
    [(LEFT_OPEN, ["-W", "error"], "['assistant', 'assistant', 'assistant'] assistant"), (ABANDONED, [], "404")],
    ids=["ended loops", "an abandoned loop"],
)
def test_a_client_that_is_left_open_says_nothing(
    api: SimulatedAPI, program: str, flags: List[str], output: str
) -> None:
    command = [sys.executable, *flags, "-c", program, api.base_url, api.api_key]

    done = subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert (done.stdout.strip(), done.stderr) == (output, "")


def test_a_dropped_client_closes_its_connections() -> None:
    async def use(server: RawServer) -> None:
        client = DefaultAioHttpClient()
        await client.get(server.url)
        del client
        gc.collect()
        await asyncio.sleep(0.05)

        assert server.has_ended(1)

    with RawServer(ok()) as server:
        run(use(server))


def test_outside_of_asyncio_it_says_so() -> None:
    import trio

    async def call() -> None:
        with pytest.raises(RuntimeError, match="runs on asyncio only"):
            await DefaultAioHttpClient().get("http://127.0.0.1:1")

    trio.run(call)


def kinds(error: BaseException) -> Iterator[BaseException]:
    """An error, its causes and what happened before."""
    seen: List[BaseException] = []
    waiting: List[Any] = [error]
    while waiting:
        each = waiting.pop()
        if each is not None and each not in seen:
            seen.append(each)
            waiting += [each.__cause__, each.__context__]
            yield each


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"", anthropic.APIConnectionError),
        (b"SSH-2.0\r\n\r\n", anthropic.APIConnectionError),
        (silence, anthropic.APITimeoutError),
    ],
)
def test_no_error_shows_the_key(answer: Any, kind: Type[Exception]) -> None:
    async def call(server: RawServer) -> None:
        http_client = DefaultAioHttpClient(timeout=0.05)
        async with AsyncAnthropic(
            base_url=server.url, api_key="secret-key", http_client=http_client, max_retries=0
        ) as client:
            await client.messages.create(**HELLO)

    with RawServer(answer, close=True) as server:
        with pytest.raises(kind) as caught:
            run(call(server))

    for error in kinds(caught.value):
        frames = [
            frame.f_locals for frame, _ in _walk(error) if Path(frame.f_code.co_filename).parent.name == "aiohttp"
        ]

        assert "secret-key" not in f"{error!r} {error} {vars(error)!r} {frames!r}"


def _walk(error: BaseException) -> Any:
    import traceback

    return traceback.walk_tb(error.__traceback__)


@pytest.mark.parametrize("reset_", [False, True])
def test_a_dropped_connection_is_tried_again(api: SimulatedAPI, reset_: bool) -> None:
    api.script.drop(reset=reset_)

    async def call() -> str:
        async with AsyncAnthropic(
            base_url=api.base_url, api_key=api.api_key, http_client=DefaultAioHttpClient()
        ) as client:
            return (await client.messages.create(**HELLO)).role

    assert run(call()) == "assistant"
    assert [request.headers["x-stainless-retry-count"] for request in api.requests] == ["0", "1"]
    assert api.requests[0].headers["x-stainless-async"] == "async:asyncio"


def test_events_are_given_as_they_come() -> None:
    gaps: List[float] = []

    async def call(api: SimulatedAPI) -> None:
        async with AsyncAnthropic(
            base_url=api.base_url, api_key=api.api_key, http_client=DefaultAioHttpClient()
        ) as client:
            started = time.monotonic()
            async for _ in await client.messages.create(**HELLO, stream=True):
                gaps.append(time.monotonic() - started)

    with SimulatedAPI(pace=0.02) as api:
        run(call(api))

    assert gaps[-1] - gaps[0] > 0.02 * 5


def test_a_hundred_streams_at_once_do_not_mix(api: SimulatedAPI) -> None:
    async def text(client: AsyncAnthropic, number: int) -> bool:
        messages: Any = [{"role": "user", "content": f"number {number};"}]
        stream = await client.messages.create(model="claude-haiku-4-5", max_tokens=64, messages=messages, stream=True)
        pieces = [
            e.delta.text async for e in stream if e.type == "content_block_delta" and e.delta.type == "text_delta"
        ]
        return f"number {number};" in "".join(pieces)

    async def calls() -> List[bool]:
        async with AsyncAnthropic(
            base_url=api.base_url, api_key=api.api_key, http_client=DefaultAioHttpClient()
        ) as client:
            return list(await asyncio.gather(*[text(client, number) for number in range(100)]))

    assert run(calls()) == [True] * 100


def test_recorders_see_headers_that_they_can_write_down(api: SimulatedAPI, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: List[type] = []
    original: Any = aiohttp.ClientSession._request

    async def recorded(self: Any, *arguments: Any, **options: Any) -> Any:
        seen.extend(type(value) for value in options["headers"].values())
        return await original(self, *arguments, **options)

    async def main() -> None:
        http_client = DefaultAioHttpClient()
        async with AsyncAnthropic(api_key=api.api_key, base_url=api.base_url, http_client=http_client) as client:
            await client.models.list()

    monkeypatch.setattr(aiohttp.ClientSession, "_request", recorded)
    asyncio.run(main())

    assert set(seen) == {str}  # text that is not shown has a type of its own, which YAML does not know
