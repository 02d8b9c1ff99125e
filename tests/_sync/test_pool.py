# Derived from tests/_async/test_pool.py by scripts/unasync. Do not edit.
"""The connections of the default HTTP client, over real sockets."""

from __future__ import annotations

import socket
import threading
import time
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest

from anthropic import DefaultHttpxClient
from anthropic._sync.transport import Transport
from tests.peer import CLOSE, HANG, Peer, certificate, text

pytestmark = pytest.mark.anyio

ONE = httpx.Limits(max_connections=1, max_keepalive_connections=1)


def test_a_connection_is_used_again() -> None:
    with Peer() as peer:
        with DefaultHttpxClient() as client:
            answers = [(client.get(peer.url)).text for _ in range(3)]

    assert answers == ["0", "0", "0"]


def test_a_closed_client_leaves_no_connection_open() -> None:
    with Peer() as peer:
        with DefaultHttpxClient() as client:
            client.get(peer.url)

        assert peer.ended[0].wait(2)


def test_bytes_after_a_response_are_not_the_next_response() -> None:
    def say(number: int, _: str) -> Any:
        yield text(str(number)) + (text("stray") if number == 0 else b"")

    with Peer(say) as peer:
        with DefaultHttpxClient() as client:
            answers = [(client.get(peer.url)).text for _ in range(2)]

    assert answers == ["0", "1"]  # RFC 9112 9.2


def test_bytes_on_an_idle_connection_are_not_the_next_response() -> None:
    idle = threading.Event()

    def say(number: int, _: str) -> Any:
        yield text(str(number))
        if idle.wait(2) and number == 0:
            yield text("stray")

    with Peer(say) as peer:
        with DefaultHttpxClient() as client:
            first = (client.get(peer.url)).text
            idle.set()
            _wait_for_bytes(client)
            second = (client.get(peer.url)).text

    assert [first, second] == ["0", "1"]


def test_bytes_after_a_response_over_tls_are_not_the_next_response(tmp_path: Path) -> None:
    def say(number: int, _: str) -> Any:
        yield text(str(number))
        if number == 0:
            yield text("stray")  # a record of its own: it may wait in a buffer that the socket knows nothing of

    server, trusting = certificate(tmp_path)
    with Peer(say, tls=server) as peer:
        with DefaultHttpxClient(verify=trusting) as client:
            first = (client.get(peer.url)).text
            _wait_for_bytes(client)
            second = (client.get(peer.url)).text

    assert [first, second] == ["0", "1"]


def _wait_for_bytes(client: Any) -> None:
    """Wait until something is there to be read on the idle connection, if it was kept at all."""
    started = time.monotonic()
    while any(connection.is_silent for connection in client._transport._pool.connections):
        assert time.monotonic() < started + 5
        time.sleep(0.001)


def test_a_connection_that_the_server_closed_is_not_used() -> None:
    def say(number: int, _: str) -> Any:
        yield text(str(number))
        yield CLOSE

    with Peer(say) as peer:
        with DefaultHttpxClient() as client:
            answers = []
            for number in range(3):
                answers.append((client.get(peer.url)).text)
                _wait_for_bytes(client)

    assert answers == ["0", "1", "2"]


def test_a_full_pool_is_a_pool_timeout() -> None:
    with Peer() as peer:
        with DefaultHttpxClient(limits=ONE, timeout=httpx.Timeout(5, pool=0.05)) as client:
            with client.stream("GET", peer.url):
                with pytest.raises(httpx.PoolTimeout):
                    client.get(peer.url)

            assert (client.get(peer.url)).text == "0"


def test_a_connection_that_fails_frees_its_place() -> None:
    def say(number: int, _: str) -> Any:
        if number < 3:
            yield b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nab"
        else:
            yield text("fine")
        yield CLOSE

    with Peer(say) as peer:
        with DefaultHttpxClient(limits=ONE) as client:
            for _ in range(3):
                with pytest.raises(httpx.RemoteProtocolError):
                    client.get(peer.url)

            assert (client.get(peer.url)).text == "fine"


def test_a_place_that_could_not_be_connected_is_free_again() -> None:
    with Peer() as peer:
        with DefaultHttpxClient(limits=ONE) as client:
            with socket.socket() as closed:
                closed.bind(("127.0.0.1", 0))
                for _ in range(2):
                    with pytest.raises(httpx.ConnectError):
                        client.get(f"http://127.0.0.1:{closed.getsockname()[1]}")

            assert (client.get(peer.url)).text == "0"


def test_a_silent_server_is_a_read_timeout() -> None:
    with Peer(lambda *_: iter([HANG])) as peer:
        with DefaultHttpxClient(timeout=0.1) as client:
            with pytest.raises(httpx.ReadTimeout):
                client.get(peer.url)

        assert peer.ended[0].wait(2)


def test_a_server_that_says_nothing_and_closes_is_a_protocol_error() -> None:
    with Peer(lambda *_: iter([CLOSE])) as peer:
        with DefaultHttpxClient() as client:
            with pytest.raises(httpx.RemoteProtocolError, match="disconnected"):
                client.get(peer.url)


@pytest.mark.parametrize("word", [b"220 smtp ready\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 40000])
def test_what_is_not_http_is_a_protocol_error(word: bytes) -> None:
    with Peer(lambda *_: iter([word, HANG])) as peer:
        with DefaultHttpxClient() as client:
            with pytest.raises(httpx.RemoteProtocolError):
                client.get(peer.url)


def test_interim_responses_without_end_are_a_protocol_error() -> None:
    with Peer(lambda *_: iter([b"HTTP/1.1 103 Early Hints\r\n\r\n" * 200, HANG])) as peer:
        with DefaultHttpxClient() as client:
            with pytest.raises(httpx.RemoteProtocolError):
                client.get(peer.url)


def test_a_request_that_h11_refuses_is_a_local_error() -> None:
    with Peer() as peer:
        with DefaultHttpxClient() as client:
            with pytest.raises(httpx.LocalProtocolError):
                client.get(peer.url, headers={"x": "a\nb"})


def test_a_refusal_before_the_body_is_read_is_seen() -> None:
    refusal = b"HTTP/1.1 413 Too Large\r\ncontent-length: 3\r\n\r\nbig"
    with Peer(lambda *_: iter([refusal, CLOSE])) as peer:
        with DefaultHttpxClient() as client:
            answer = client.post(peer.url, content=b"x")

    assert (answer.status_code, answer.text) == (413, "big")


def test_a_body_that_is_left_when_its_rest_is_here_keeps_the_connection() -> None:
    chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    words = [chunked + b"5\r\nhello\r\n5\r\nworld\r\n0\r\n\r\n"]
    with Peer(lambda *_: iter(words)) as peer:
        with DefaultHttpxClient() as client:
            for _ in range(2):
                with client.stream("GET", peer.url):
                    pass

    assert peer.connections == 1


def test_a_body_that_is_left_while_it_comes_drops_the_connection_at_once() -> None:
    chunked = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n"
    with Peer(lambda *_: iter([chunked, HANG])) as peer:
        with DefaultHttpxClient(limits=ONE, timeout=5) as client:
            for _ in range(3):
                with client.stream("GET", peer.url):
                    pass

            assert peer.connections == 3
            assert peer.ended[0].wait(2)


def test_a_big_rest_is_not_read() -> None:
    big = text(b"x" * 5_000_000)
    with Peer(lambda *_: iter([big])) as peer:
        with DefaultHttpxClient() as client:
            with client.stream("GET", peer.url):
                pass

            assert peer.ended[0].wait(2)


def test_responses_say_what_httpx_says() -> None:
    with Peer(lambda *_: iter([b"HTTP/1.1 200 Fine\r\nX-Name: Value\r\ncontent-length: 0\r\n\r\n"])) as peer:
        with DefaultHttpxClient() as client:
            answer = client.get(peer.url)

            assert answer.extensions["network_stream"].get_extra_info("server_addr")[1] == peer.port
    assert (answer.http_version, answer.reason_phrase) == ("HTTP/1.1", "Fine")
    assert (b"X-Name", b"Value") in answer.headers.raw


def test_a_proxy_is_told_the_whole_address_and_its_password() -> None:
    with Peer() as peer:
        with DefaultHttpxClient(proxy=f"http://me:secret@127.0.0.1:{peer.port}") as client:
            answer = client.get("http://api.test/path?q=1")

    assert answer.text == "0"
    assert peer.requests[0].startswith(b"GET http://api.test/path?q=1 HTTP/1.1\r\n")
    assert b"Proxy-Authorization: Basic bWU6c2VjcmV0\r\n" in peer.requests[0]


def test_a_proxy_opens_a_tunnel_and_hears_nothing_of_the_request(tmp_path: Path) -> None:
    server, trusting = certificate(tmp_path)
    with Peer(tls=server) as target, Tunnel(target.port) as proxy:
        with DefaultHttpxClient(proxy=proxy.url, verify=trusting) as client:
            answers = [(client.get(target.url, headers={"x-api-key": "secret"})).text for _ in range(2)]

    assert answers == ["0", "0"]
    assert len(proxy.requests) == 1
    assert proxy.requests[0].startswith(f"CONNECT 127.0.0.1:{target.port} HTTP/1.1\r\n".encode())
    assert b"secret" not in proxy.requests[0]


def test_a_proxy_that_refuses_is_a_proxy_error() -> None:
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"
    with Peer(lambda *_: iter([refusal])) as peer:
        with DefaultHttpxClient(proxy=f"http://127.0.0.1:{peer.port}") as client:
            with pytest.raises(httpx.ProxyError, match="407"):
                client.get("https://api.test/")

        assert peer.ended[0].wait(2)


def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with Peer() as peer:
        monkeypatch.setenv("HTTP_PROXY", f"127.0.0.1:{peer.port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        with DefaultHttpxClient() as client:
            client.get("http://api.test/")

    assert peer.requests[0].startswith(b"GET http://api.test/ ")  # HC-06


def test_a_certificate_that_is_not_trusted_is_a_connect_error(tmp_path: Path) -> None:
    server, _ = certificate(tmp_path)
    with Peer(tls=server) as peer:
        with DefaultHttpxClient() as client:
            with pytest.raises(httpx.ConnectError):
                client.get(peer.url)


def test_a_transport_that_was_given_is_left_alone() -> None:
    given = httpx.HTTPTransport()

    with DefaultHttpxClient(transport=given) as client:
        assert client._transport is given
        assert isinstance(given._pool, httpcore.ConnectionPool)


def test_two_protocols_are_left_to_the_pool_of_httpx() -> None:
    with Transport(limits=ONE, http1=False) as transport:
        assert isinstance(transport._pool, httpcore.ConnectionPool)


def test_a_traced_request_is_traced_as_ever() -> None:
    seen = []

    def trace(name: str, info: Any) -> None:
        seen.append(name)

    with Peer() as peer:
        with DefaultHttpxClient() as client:
            client.get(peer.url, extensions={"trace": trace})

    assert "http11.receive_response_headers.complete" in seen


def test_a_tool_that_stands_in_for_the_transport_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def handle(self: object, request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, text="from the tool")

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle)
    with DefaultHttpxClient() as client:
        assert (client.get("http://api.test")).text == "from the tool"


def test_a_tool_that_stands_in_for_the_pool_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    def handle(self: object, request: httpcore.Request) -> httpcore.Response:
        return httpcore.Response(200, content=b"from the tool")

    monkeypatch.setattr(httpcore.ConnectionPool, "handle_request", handle)
    with DefaultHttpxClient() as client:
        assert (client.get("http://api.test")).text == "from the tool"


class Tunnel(Peer):
    """A proxy that tunnels to one port."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._target = port

    def _answer(self, connection: socket.socket, number: int) -> bool:
        self.requests.append(connection.recv(65536))
        connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        connection.settimeout(0.005)
        with socket.create_connection(("127.0.0.1", self._target)) as target:
            target.settimeout(0.005)
            ways = [(connection, target), (target, connection)]
            while not self._over.is_set():
                for source, sink in ways:
                    try:
                        piece = source.recv(65536)
                    except socket.timeout:
                        continue
                    if not piece:
                        return False
                    sink.sendall(piece)
        return False
