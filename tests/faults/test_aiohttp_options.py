"""The client that runs on aiohttp takes what `httpx.AsyncClient` takes: each option has an effect, or is refused."""

from __future__ import annotations

import inspect
from typing import Any, Callable, Dict, List, Tuple, Union

import httpx
import pytest

from anthropic import DefaultAioHttpClient
from tests.faults.raw import RawServer, ok, run

Outcome = Union[httpx.Response, httpx.HTTPError]
Effect = Callable[[bytes, Any], bool]
"""Whether an option did what it says, by the first request that arrived and the response or error that came of it."""

HOOKED: List[httpx.Request] = []


async def hook(request: httpx.Request) -> None:
    HOOKED.append(request)


def elsewhere(request: httpx.Request) -> httpx.Response:
    return httpx.Response(299)


OPTIONS: Dict[str, Tuple[Any, Effect]] = {
    "auth": (("me", "word"), lambda sent, _: b"authorization: basic bwu6d29yza==" in sent),
    "params": ({"x": "1"}, lambda sent, _: b"get /?x=1 " in sent),
    "headers": ({"x-mine": "1"}, lambda sent, _: b"x-mine: 1" in sent),
    "cookies": ({"x": "1"}, lambda sent, _: b"cookie: x=1" in sent),
    "base_url": ("http://api.test/v2", lambda sent, _: b"/v2/" in sent),
    "event_hooks": ({"request": [hook]}, lambda sent, _: bool(HOOKED)),
    "mounts": ({"all://": httpx.MockTransport(elsewhere)}, lambda _, outcome: outcome.status_code == 299),
    "transport": (httpx.MockTransport(elsewhere), lambda _, outcome: outcome.status_code == 299),
    "follow_redirects": (False, lambda _, outcome: outcome.status_code == 307),
    "max_redirects": (0, lambda _, outcome: isinstance(outcome, httpx.TooManyRedirects)),
    "default_encoding": ("latin-1", lambda _, outcome: outcome.text == "hi\xff"),
}

TESTED_ELSEWHERE = {
    "verify": "test_aiohttp_routes.py",
    "cert": "test_aiohttp_routes.py",
    "proxy": "test_aiohttp_routes.py",
    "trust_env": "test_aiohttp_routes.py",
    "http1": "test_aiohttp.py",
    "http2": "test_aiohttp.py",
    "timeout": "test_aiohttp.py",
    "limits": "test_aiohttp.py",
}


async def outcome(client: httpx.AsyncClient, url: str) -> Outcome:
    async with client:
        try:
            return await client.get(url)
        except httpx.HTTPError as error:
            return error


@pytest.mark.parametrize("option", OPTIONS)
def test_an_option_has_its_effect(option: str) -> None:
    value, has_effect = OPTIONS[option]
    redirect = b"HTTP/1.1 307 Go\r\nlocation: /on\r\ncontent-length: 0\r\n\r\n"
    answers = [redirect, ok()] if "redirects" in option else [ok(b"hi\xff")]
    with RawServer(*answers) as server:
        proxy = {"proxy": server.url} if option == "base_url" else {}
        client = DefaultAioHttpClient(**{option: value}, **proxy)
        result = run(outcome(client, "/" if option == "base_url" else f"{server.url}/"))
        sent = server.requests[0].lower() if server.requests else b""

    assert has_effect(sent, result)


def test_no_option_is_without_a_test() -> None:
    known = inspect.signature(httpx.AsyncClient).parameters

    assert {*OPTIONS, *TESTED_ELSEWHERE} == set(known) - {"proxies", "app"}  # of older versions


@pytest.mark.parametrize("option", ["local_address", "uds", "retries", "nothing"])
def test_what_httpx_does_not_take_is_refused(option: str) -> None:
    with pytest.raises(TypeError, match=option):
        DefaultAioHttpClient(**{option: None})
