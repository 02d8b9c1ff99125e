"""The tests of failures, redirects, deadlines, secrets and logs of the asynchronous client, once more on aiohttp."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any, AsyncIterator

import pytest

import anthropic
from anthropic import AsyncAnthropic, DefaultAioHttpClient
from tests.faults.server import FaultServer

pytestmark = pytest.mark.anyio

ELSEWHERE = {
    "test_the_key_is_never_in_a_connect_request": "aiohttp names codings to proxies, too; see test_aiohttp_routes.py",
    "test_a_deadline_holds_on_an_http_client_of_the_callers": "it names httpx's own client",
    "test_a_full_pool_is_named": "it names httpx's own client; see test_aiohttp.py",
    "test_an_interrupted_call_shows_no_credential": "it is about the synchronous client",
    "test_that_holds_on_an_http_client_of_the_callers": "it names httpx's own client",
}
"""Tests that say nothing about aiohttp, and why."""

MODULES = [f"_async.{path.stem}" for path in sorted((Path(__file__).parent / "_async").glob("test_*.py"))]

for _module in (*MODULES, "test_interrupts"):
    for _name, _value in vars(importlib.import_module(f"tests.faults.{_module}")).items():
        if _name.startswith("test_"):
            if _name not in ELSEWHERE:
                globals()[f"{_module.rpartition('.')[2]}_{_name[5:]}"] = _value
        elif type(_value).__name__ == "FixtureFunctionDefinition":
            globals()[_name] = _value


class OnAiohttp(AsyncAnthropic):
    """The client, on aiohttp unless the test names an HTTP client."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{"http_client": given.get("http_client") or DefaultAioHttpClient(), **given})


class Eager(OnAiohttp):
    """The same with pauses that take no time."""

    def _calculate_retry_timeout(self, *arguments: Any, **named: Any) -> float:
        return 0.001


@pytest.fixture(autouse=True)
def on_aiohttp(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the tests find this client where they look for the default one."""
    for name, kind in {"AsyncAnthropic": OnAiohttp, "Eager": Eager}.items():
        if name in request.function.__globals__:
            monkeypatch.setitem(request.function.__globals__, name, kind)
    monkeypatch.setattr(anthropic, "DefaultAsyncHttpxClient", DefaultAioHttpClient)


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def client(faults: FaultServer) -> AsyncIterator[AsyncAnthropic]:
    async with OnAiohttp(api_key="key", base_url=faults.url, max_retries=0, timeout=5) as client:
        yield client


@pytest.fixture
async def eager(faults: FaultServer) -> AsyncIterator[AsyncAnthropic]:
    async with Eager(api_key="key", base_url=faults.url, timeout=5) as client:
        yield client
