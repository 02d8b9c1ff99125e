"""Proxies, certificates and credentials that the environment names."""

from __future__ import annotations

import ssl
import traceback
from pathlib import Path
from typing import Any, Iterator

import httpx
import pytest

import anthropic
from anthropic import AsyncAnthropic
from tests.faults.certificates import Certificates
from tests.faults.proxy import Proxy
from tests.faults.server import GOOD, JSON, FaultServer, fixed, head
from tests.wire import HELLO

pytestmark = pytest.mark.anyio

KEY = "sk-ant-marked"
PASSWORD = "proxy-marked"


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)


@pytest.fixture
def trusted(tmp_path: Path) -> Iterator[Any]:
    """An encrypted server, and the certificate of the authority behind it."""
    certificates = Certificates(tmp_path)
    with FaultServer(tls=certificates.server) as server:
        yield server, str(certificates.authority)


@pytest.mark.parametrize("key", [None, "", "   "])
async def test_without_a_key_nothing_is_sent(faults: FaultServer, monkeypatch: pytest.MonkeyPatch, key: Any) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "")

    with pytest.raises(TypeError, match="Could not resolve authentication method"):
        await AsyncAnthropic(api_key=key, base_url=faults.url).messages.create(**HELLO)

    assert faults.requests == []


async def test_the_environment_is_read_and_arguments_win(faults: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    faults.says(GOOD, GOOD)
    monkeypatch.setenv("ANTHROPIC_API_KEY", "from-environment\n")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", faults.url)

    async with AsyncAnthropic() as plain, AsyncAnthropic(api_key="given") as named:
        await plain.messages.create(**HELLO)
        await named.messages.create(**HELLO)

    assert [request.header("x-api-key") for request in faults.requests] == ["from-environment", "given"]


async def test_an_http_proxy_is_used_and_told_no_more_than_it_must(
    faults: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults.says(GOOD)
    monkeypatch.setenv("http_proxy", faults.url.replace("//", f"//user:{PASSWORD}@"))

    async with AsyncAnthropic(api_key=KEY, base_url="http://api.test") as client:
        await client.messages.create(**HELLO)

    (request,) = faults.requests
    assert request.line == "POST http://api.test/v1/messages HTTP/1.1"
    assert request.header("proxy-authorization") is not None


async def test_hosts_named_in_no_proxy_are_reached_directly(
    faults: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults.says(GOOD)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")

    async with AsyncAnthropic(api_key=KEY, base_url=faults.url) as client:
        assert (await client.messages.create(**HELLO)).id == "msg_1"


async def test_the_key_is_never_in_a_connect_request(trusted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server, authority = trusted
    server.says(GOOD)
    monkeypatch.setenv("SSL_CERT_FILE", authority)
    with Proxy() as proxy:
        monkeypatch.setenv("https_proxy", f"http://user:{PASSWORD}@{proxy.address}")
        async with AsyncAnthropic(api_key=KEY, base_url=server.url) as client:
            assert (await client.messages.create(**HELLO)).id == "msg_1"

        (connect,) = proxy.requests
    assert connect.line.startswith("CONNECT localhost:")
    assert {name.lower() for name, _ in connect.headers} <= {"host", "accept", "proxy-authorization", "user-agent"}
    assert KEY not in str(connect)
    assert server.requests[0].header("x-api-key") == KEY
    assert server.requests[0].header("proxy-authorization") is None


async def test_a_refusing_proxy_is_a_connection_error_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    with Proxy(refusal=head("HTTP/1.1 407 Proxy Authentication Required", "content-length: 0")) as proxy:
        monkeypatch.setenv("https_proxy", f"http://user:{PASSWORD}@{proxy.address}")
        async with AsyncAnthropic(api_key=KEY, base_url="https://api.test", max_retries=0) as client:
            with pytest.raises(anthropic.APIConnectionError) as caught:
                await client.messages.create(**HELLO)

    assert (caught.value.reason, isinstance(caught.value.__cause__, httpx.ProxyError)) == ("proxy", True)
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))


async def test_a_dead_proxy_is_a_connection_error_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", f"http://user:{PASSWORD}@127.0.0.1:1")

    async with AsyncAnthropic(api_key=KEY, base_url="http://api.test", max_retries=0) as client:
        with pytest.raises(anthropic.APIConnectionError) as caught:
            await client.messages.create(**HELLO)

    assert caught.value.reason == "refused"
    assert PASSWORD not in "".join(traceback.format_exception(caught.value))


async def test_a_proxy_that_answers_407_to_a_plain_request_is_a_status_error(
    faults: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults.says(fixed("no", "content-type: text/plain", status=407))
    monkeypatch.setenv("http_proxy", faults.url)

    async with AsyncAnthropic(api_key=KEY, base_url="http://api.test") as client:
        with pytest.raises(anthropic.APIStatusError) as caught:
            await client.messages.create(**HELLO)

    assert caught.value.status_code == 407


async def test_a_certificate_that_nobody_vouches_for_is_refused(trusted: Any) -> None:
    server, _ = trusted

    async with AsyncAnthropic(api_key=KEY, base_url=server.url, max_retries=0) as client:
        with pytest.raises(anthropic.APIConnectionError) as caught:
            await client.messages.create(**HELLO)

    assert (str(caught.value), caught.value.reason) == ("Connection error.", "tls")
    assert server.requests == []


async def test_ssl_cert_file_names_who_is_trusted(trusted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server, authority = trusted
    server.says(GOOD)
    monkeypatch.setenv("SSL_CERT_FILE", authority)

    async with AsyncAnthropic(api_key=KEY, base_url=server.url) as client:
        assert (await client.messages.create(**HELLO)).id == "msg_1"


async def test_a_certificate_for_another_host_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    certificates = Certificates(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    with FaultServer(tls=certificates.server) as server:
        url = server.url.replace("localhost", "127.0.0.1")
        async with AsyncAnthropic(api_key=KEY, base_url=url, max_retries=0) as client:
            with pytest.raises(anthropic.APIConnectionError) as caught:
                await client.messages.create(**HELLO)

    assert caught.value.reason == "tls"
    assert server.requests == []


async def test_a_server_that_wants_a_certificate_is_a_connection_error(tmp_path: Path) -> None:
    certificates = Certificates(tmp_path)
    with FaultServer(tls=certificates.demanding) as server:
        http_client = anthropic.DefaultAsyncHttpxClient(verify=certificates.trust)
        async with AsyncAnthropic(api_key=KEY, base_url=server.url, http_client=http_client, max_retries=0) as client:
            with pytest.raises(anthropic.APIConnectionError):
                await client.messages.create(**HELLO)  # in TLS 1.3 it is refused when the handshake is over


async def test_checking_can_be_left_to_the_callers_http_client(trusted: Any) -> None:
    server, authority = trusted
    server.says(GOOD)
    http_client = anthropic.DefaultAsyncHttpxClient(verify=ssl.create_default_context(cafile=authority))

    async with AsyncAnthropic(api_key=KEY, base_url=server.url, http_client=http_client) as client:
        assert (await client.messages.create(**HELLO)).id == "msg_1"


async def test_a_deadline_holds_through_tls(trusted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    server, authority = trusted
    server.says([head(200, JSON, "content-length: 999"), lambda connection: connection.ended.wait(3) and None])
    monkeypatch.setenv("SSL_CERT_FILE", authority)

    async with AsyncAnthropic(api_key=KEY, base_url=server.url, total_timeout=0.5, max_retries=0) as client:
        with pytest.raises(anthropic.APITimeoutError):
            await client.messages.create(**HELLO)
