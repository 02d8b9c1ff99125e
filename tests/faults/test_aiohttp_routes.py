"""The client that runs on aiohttp, by way of proxies and TLS, over real sockets."""

from __future__ import annotations

import asyncio
from typing import Any, List

import httpx
import pytest

from anthropic import APIConnectionError, AsyncAnthropic, DefaultAioHttpClient
from anthropic._core.causes import reason
from tests.faults.certificates import Certificates
from tests.faults.raw import RawServer, ok, run

VARIABLES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR")


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return Certificates(tmp_path_factory.mktemp("certificates"))


async def got(url: str, **options: Any) -> httpx.Response:
    """The response to a request that carries a key."""
    async with DefaultAioHttpClient(timeout=5, **options) as client:
        return await client.post(url, content=b"{}", headers={"x-api-key": "secret-key"})


def head(server: RawServer, number: int = 0) -> List[bytes]:
    """The lines of a request's head."""
    return server.requests[number].partition(b"\r\n\r\n")[0].split(b"\r\n")


def test_a_proxy_gets_the_whole_url_and_its_own_credentials() -> None:
    with RawServer(ok()) as proxy:
        run(got("http://api.test/v1?x=1", proxy=httpx.Proxy(proxy.url, auth=("me", "word"), headers={"X-Via": "me"})))

    lines = head(proxy)
    assert lines[0] == b"POST http://api.test/v1?x=1 HTTP/1.1"
    assert {b"Host: api.test", b"Proxy-Authorization: Basic bWU6d29yZA==", b"x-via: me"} < set(lines)


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY"])
def test_the_environment_names_the_proxy(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    with RawServer(ok()) as proxy:
        monkeypatch.setenv(variable, f"127.0.0.1:{proxy.port}")
        run(got("http://api.test/"))

        assert head(proxy)[0] == b"POST http://api.test/ HTTP/1.1"  # HC-06


def test_the_environment_excepts_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(ok()) as server:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        response = run(got(server.url))

    assert response.content == b"hi"


def test_a_client_that_does_not_trust_the_environment_asks_it_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with RawServer(ok()) as server:
        monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
        response = run(got(server.url, trust_env=False))

    assert response.content == b"hi"


def test_a_proxy_that_is_not_there_is_a_connection_error() -> None:
    with pytest.raises(httpx.ConnectError) as caught:
        run(got("http://api.test/", proxy="http://127.0.0.1:1"))

    assert reason(caught.value) == "refused"


def test_a_proxy_that_refuses_is_a_proxy_error_without_its_password() -> None:
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"
    with RawServer(refusal, close=True) as proxy:
        url = proxy.url.replace("http://", "http://me:password@")

        with pytest.raises(httpx.ProxyError, match="407 Proxy Authentication Required") as caught:
            run(got("https://api.test/", proxy=url))

    assert "password" not in f"{caught.value} {caught.value!r} {caught.value.__cause__!r} {vars(caught.value)}"
    assert b"secret-key" not in proxy.requests[0]
    assert head(proxy)[0] == b"CONNECT api.test:443 HTTP/1.1"


def test_a_refusing_proxy_is_a_connection_error_of_this_package() -> None:
    async def call(url: str) -> None:
        http_client = DefaultAioHttpClient(proxy=url)
        async with AsyncAnthropic(api_key="key", max_retries=0, http_client=http_client) as client:
            await client.models.list()

    with RawServer(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n", close=True) as proxy:
        with pytest.raises(APIConnectionError) as caught:
            run(call(proxy.url))

    assert isinstance(caught.value.__cause__, httpx.ProxyError)


def test_a_tunnel_carries_the_request(certificates: Certificates) -> None:
    async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(_pump(reader, inner_writer), _pump(inner_reader, writer))

    with RawServer(ok(), tls=certificates.server) as server, RawServer(tunnel) as proxy:
        url = f"https://localhost:{server.port}/"
        response = run(got(url, proxy=proxy.url, verify=certificates.trust))

    assert response.content == b"hi"
    assert b"x-api-key: secret-key" in head(server)
    assert b"secret-key" not in proxy.requests[0]


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(65_536):
        writer.write(data)
    writer.close()


@pytest.mark.parametrize("form", ["context", "environment"])
def test_a_trusted_server_is_spoken_to(certificates: Certificates, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if form == "environment":
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    options: Any = {"verify": certificates.trust} if form == "context" else {}
    with RawServer(ok(), tls=certificates.server) as server:
        response = run(got(f"https://localhost:{server.port}/", **options))

    assert response.content == b"hi"


def test_connections_with_tls_are_used_again(certificates: Certificates) -> None:
    async def twice(url: str) -> List[int]:
        async with DefaultAioHttpClient(verify=certificates.trust) as client:
            return [(await client.get(url)).status_code for _ in range(3)]

    with RawServer(ok(), tls=certificates.server) as server:
        run(twice(f"https://localhost:{server.port}/"))

    assert len(server.connections) == 1


@pytest.mark.parametrize(
    ("host", "trusted"), [("localhost", False), ("127.0.0.1", True)], ids=["unknown authority", "wrong host"]
)
def test_a_server_that_cannot_prove_its_name_is_a_connection_error(
    certificates: Certificates, host: str, trusted: bool
) -> None:
    with RawServer(ok(), tls=certificates.server) as server:
        with pytest.raises(httpx.ConnectError, match="(?i)certificate"):
            run(got(f"https://{host}:{server.port}/", verify=certificates.trust if trusted else True))

    assert server.requests == []


def test_verification_can_be_turned_off(certificates: Certificates) -> None:
    with RawServer(ok(), tls=certificates.server) as server:
        response = run(got(f"https://127.0.0.1:{server.port}/", verify=False))

    assert response.content == b"hi"


def test_a_name_for_tls_can_differ_from_the_host(certificates: Certificates) -> None:
    async def call(url: str) -> bytes:
        async with DefaultAioHttpClient(verify=certificates.trust) as client:
            return (await client.get(url, extensions={"sni_hostname": "localhost"})).content

    with RawServer(ok(), tls=certificates.server) as server:
        assert run(call(f"https://127.0.0.1:{server.port}/")) == b"hi"


def test_a_certificate_of_the_client_is_shown(certificates: Certificates) -> None:
    context = certificates.trust
    context.load_cert_chain(*map(str, certificates.pair))
    with RawServer(ok(), tls=certificates.demanding) as server:
        assert run(got(f"https://localhost:{server.port}/", verify=context)).content == b"hi"
        with pytest.raises(httpx.TransportError):
            run(got(f"https://localhost:{server.port}/", verify=certificates.trust))


def test_a_server_without_tls_is_a_connection_error() -> None:
    async def call() -> None:
        async def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            writer.close()

        async with await asyncio.start_server(plain, "127.0.0.1", 0) as server:
            try:
                await got(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/")
            finally:
                await asyncio.sleep(0.02)  # for the server to end

    with pytest.raises(httpx.ConnectError):
        run(call())
