"""What is given to the default HTTP client about connections has its effect, over real sockets; nothing is passed over in silence."""

from __future__ import annotations

import json
import socket
import ssl
import sys
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Dict, Iterator, List

import httpcore
import httpx
import pytest

from anthropic import AsyncAnthropic, DefaultAsyncHttpxClient
from tests.faults.certificates import Certificates
from tests.peer import Peer, text
from tests.wire import HELLO, message_body

pytestmark = pytest.mark.anyio

KEEP = (socket.SOL_SOCKET, socket.SO_KEEPALIVE)


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@contextmanager
def server_at(path: Path, answer: bytes) -> Iterator[List[bytes]]:
    """A server that listens at a path, and what it is asked."""
    asked: List[bytes] = []

    def serve() -> None:
        connection, _ = listener.accept()
        with connection:
            while b"\r\n\r\n" not in b"".join(asked):
                asked.append(connection.recv(65536))
            connection.sendall(answer)
            connection.recv(1)

    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(path))
        listener.listen()
        thread = threading.Thread(target=serve)
        thread.start()
        yield asked
        thread.join(5)


async def asked_of(url: str, **options: Any) -> httpx.Response:
    """The response to one request of a default client with these options."""
    async with DefaultAsyncHttpxClient(timeout=5, **options) as client:
        return await client.get(url)


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="there are no sockets with paths here")
async def test_a_socket_with_a_path_is_used(tmp_path: Path) -> None:
    body = text(json.dumps(message_body("by file")), "content-type: application/json")
    with server_at(tmp_path / "s", body) as asked:
        http_client = DefaultAsyncHttpxClient(transport=httpx.AsyncHTTPTransport(uds=str(tmp_path / "s")))
        async with AsyncAnthropic(api_key="key", base_url="http://api.test", http_client=http_client) as client:
            reply = await client.messages.create(**HELLO)

    assert reply.content[0].text == "by file"
    assert b"".join(asked).startswith(b"POST /v1/messages HTTP/1.1\r\n")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has all of 127.0.0.0/8")
async def test_a_local_address_is_used() -> None:
    with Peer() as peer:
        transport = httpx.AsyncHTTPTransport(local_address="127.0.0.9")
        async with DefaultAsyncHttpxClient(transport=transport) as client:
            response = await client.get(peer.url)

            assert response.extensions["network_stream"].get_extra_info("client_addr")[0] == "127.0.0.9"


@pytest.mark.parametrize("wanted", [0, 1])
async def test_socket_options_are_set(wanted: int) -> None:
    with Peer() as peer:
        transport = httpx.AsyncHTTPTransport(socket_options=[(*KEEP, wanted)])
        async with DefaultAsyncHttpxClient(transport=transport) as client:
            response = await client.get(peer.url)

            assert response.extensions["network_stream"].get_extra_info("socket").getsockopt(*KEEP) == wanted


@pytest.mark.parametrize("name", ["uds", "local_address", "socket_options", "retries", "no_such_option"])
async def test_what_httpx_takes_for_a_transport_only_is_refused(name: str) -> None:
    with pytest.raises(TypeError, match=name):
        DefaultAsyncHttpxClient(**{name: None})


@pytest.mark.parametrize("options", [{"http2": True}, {"http1": False, "http2": True}])
async def test_http_2_is_spoken_by_the_pool_of_httpx(options: Dict[str, bool]) -> None:
    try:
        client = DefaultAsyncHttpxClient(**options)
    except ImportError as error:
        assert "h2" in str(error)  # as httpx says it
    else:
        async with client:
            assert isinstance(client._transport._pool, httpcore.AsyncConnectionPool)  # type: ignore[attr-defined]


async def test_mounts_are_used_beside_proxies_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with Peer(lambda *_: iter([text("proxy")])) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        mounts = {"http://mine.test": httpx.MockTransport(lambda _: httpx.Response(200, text="mine"))}
        answers = [(await asked_of(f"http://{host}.test", mounts=mounts)).text for host in ("mine", "other")]

    assert answers == ["mine", "proxy"]


async def test_the_environment_can_be_left_alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    certificates = Certificates(tmp_path)
    with Peer() as proxy, Peer(tls=certificates.server) as secure, Peer(lambda *_: iter([text("direct")])) as plain:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
        assert (await asked_of(f"https://localhost:{secure.port}")).text == "0"
        with pytest.raises(httpx.ConnectError):
            await asked_of(f"https://localhost:{secure.port}", trust_env=False)

        assert (await asked_of(plain.url, trust_env=False)).text == "direct"
    assert proxy.requests == []


async def test_limits_bound_the_idle_connections() -> None:
    with Peer() as peer:
        async with DefaultAsyncHttpxClient(limits=httpx.Limits(max_keepalive_connections=0)) as client:
            kept = [(await client.get(peer.url)).text for _ in range(2)]
        async with DefaultAsyncHttpxClient(limits=httpx.Limits(keepalive_expiry=0)) as client:
            young = [(await client.get(peer.url)).text for _ in range(2)]

    assert (kept, young) == (["0", "1"], ["2", "3"])


async def test_checking_certificates_can_be_turned_off(tmp_path: Path) -> None:
    with Peer(tls=Certificates(tmp_path).server) as peer:
        assert (await asked_of(peer.url, verify=False)).text == "0"


@pytest.mark.filterwarnings("ignore:`(cert|verify)=:DeprecationWarning")
async def test_a_certificate_of_the_callers_is_shown(tmp_path: Path) -> None:
    certificates = Certificates(tmp_path)
    with Peer(tls=certificates.demanding) as peer:
        url = f"https://localhost:{peer.port}"
        options = {"verify": str(certificates.authority), "cert": tuple(map(str, certificates.pair))}
        assert (await asked_of(url, **options)).text == "0"

        context = ssl.create_default_context(cafile=str(certificates.authority))
        context.load_cert_chain(*certificates.pair)
        assert (await asked_of(url, verify=context)).text == "1"
        with pytest.raises(httpx.ReadError):  # in words of this library, whatever a library below says
            await asked_of(url, verify=certificates.trust)


@pytest.mark.parametrize("form", [str, httpx.URL, lambda url: httpx.Proxy(url, headers={"x-mine": "1"})])
async def test_a_proxy_may_be_given_in_any_form(form: Any) -> None:
    with Peer() as proxy:
        await asked_of("http://api.test/x", proxy=form(proxy.url))

    assert proxy.requests[0].startswith(b"GET http://api.test/x HTTP/1.1\r\n")
    assert (b"x-mine: 1\r\n" in proxy.requests[0]) == (form not in (str, httpx.URL))
