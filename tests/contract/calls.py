"""The operations of the description, and every way to call one: both colours, on aiohttp too, each view, few arguments or all.

What comes back is brought to one form, so that a test need not know how it was called.
"""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Any, Callable, Dict, List, Sequence, Union

import httpx

import anthropic
from anthropic import Anthropic, AsyncAnthropic, AsyncStream, DefaultAioHttpClient, Stream
from anthropic._decoders.jsonl import AsyncJSONLDecoder, JSONLDecoder
from tests.bridge import Bridge
from tests.faults.raw import RawServer
from tests.wire import Script

COLOURS = ("sync", "async")
RUNTIMES = (*COLOURS, "aiohttp")
VIEWS = ("plain", "with_raw_response", "with_streaming_response")
GIVEN = ("required", "all")

Target = Union[Script, str]
"""Who answers: the scripted server, or one at a URL."""


@dataclass(frozen=True)
class Operation:
    """One entry of `operations.json`.

    Attributes:
        facts: The entry.
    """

    facts: Dict[str, Any]

    @property
    def id(self) -> str:
        id: str = self.facts["id"]
        return id

    def __getattr__(self, name: str) -> Any:
        try:
            return self.facts[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def http(self) -> str:
        """The HTTP method; `method` is the one of Python."""
        method: str = self.facts["method"]
        return method

    @property
    def returned(self) -> Any:
        """The type of the answer, of a page's items, or of a line's value."""
        return attrgetter(self.facts["returns"])(anthropic)

    @property
    def event_type(self) -> Any:
        """The type of what a stream consists of."""
        return attrgetter(self.facts["event"])(anthropic)

    def method(self, client: Any, view: str = "plain") -> Callable[..., Any]:
        """The method of a client, seen through a view."""
        path, _, name = self.id.rpartition(".")
        resource = attrgetter(path)(client)
        return getattr(resource if view == "plain" else getattr(resource, view), name)  # type: ignore[no-any-return]

    def arguments(self, given: str) -> Dict[str, Any]:
        """The required arguments or all of them, by name."""
        return {name: self._value(name, value) for name, value in self.facts["arguments"][given].items()}

    def _value(self, name: str, value: Any) -> Any:
        if name not in self.facts["files"]:
            return value
        return (
            [("name.txt", each.encode()) for each in value] if isinstance(value, list) else ("name.txt", value.encode())
        )


_TEXT = Path(__file__).with_name("operations.json").read_text("utf-8")
OPERATIONS = [Operation(facts) for facts in json.loads(_TEXT)["operations"]]


Prism = Callable[[Operation], str]
"""Gives the base URL of the server that knows the operation."""


@dataclass(frozen=True)
class Call:
    """One way to call an operation."""

    operation: Operation
    colour: str = "sync"
    view: str = "plain"
    given: str = "required"

    def __str__(self) -> str:
        return f"{self.operation.id}-{self.colour}-{self.view}-{self.given}"

    def result(self, target: Target, *, without: str = "", **more: Any) -> Any:
        """What the call gives: a value, a page, the bytes of a file, or the list of a stream's events or lines.

        Args:
            target: Who answers.
            without: An argument that is left out.
            more: Arguments that are added or replaced.
        """
        named = {**self.operation.arguments(self.given), **more}
        named.pop(without, None)
        positional = [named.pop(name) for name in self.operation.facts["arguments"]["positional"] if name in named]
        run = _sync if self.colour == "sync" else _async
        return run(target, self, lambda method: method(*positional, **named))


def calls(operations: List[Operation], *, views: Sequence[str] = VIEWS, given: Sequence[str] = GIVEN) -> List[Call]:
    """Every way to call the operations, or those ways only; on aiohttp, a view gets the few arguments only."""
    return [
        Call(operation, colour, view, arguments)
        for operation in operations
        for colour in RUNTIMES
        for view in views
        for arguments in given
        if colour != "aiohttp" or view == "plain" or arguments == "required"
    ]


def _options(target: Target) -> Dict[str, Any]:
    url = target if isinstance(target, str) else "http://api.test"
    return {"api_key": "key", "base_url": url, "max_retries": 0, "_strict_response_validation": True}


def _sync(target: Target, call: Call, invoke: Callable[[Any], Any]) -> Any:
    transport = None if isinstance(target, str) else httpx.MockTransport(target)
    http_client = httpx.Client(transport=transport, verify=False)
    with Anthropic(http_client=http_client, **_options(target)) as client:
        result = invoke(call.operation.method(client, call.view))
        if call.view != "with_streaming_response":
            return _content(call, result)
        with result as response:
            return _content(call, response)


def _content(call: Call, value: Any) -> Any:
    if call.operation.answers == "binary":
        return value.read()
    value = value if call.view == "plain" else value.parse()
    return list(value) if _flows(value) else value


def _async(target: Target, call: Call, invoke: Callable[[Any], Any]) -> Any:
    async def run() -> Any:
        http_client = _async_client(target) if call.colour == "async" else _aiohttp_client(target)
        async with AsyncAnthropic(http_client=http_client, **_options(target)) as client:
            result = invoke(call.operation.method(client, call.view))
            if call.view != "with_streaming_response":
                return await _async_content(call, await result)
            async with result as response:
                return await _async_content(call, response)

    return asyncio.run(run())


def _async_client(target: Target) -> httpx.AsyncClient:
    transport = None if isinstance(target, str) else httpx.MockTransport(target)
    return httpx.AsyncClient(transport=transport, verify=False)


def _aiohttp_client(target: Target) -> httpx.AsyncClient:
    if isinstance(target, str):
        return DefaultAioHttpClient(verify=False)
    return httpx.AsyncClient(transport=Bridge(target, _wire()))


@lru_cache(maxsize=None)
def _wire() -> RawServer:
    """The server of all scripted calls on aiohttp; its thread ends with the tests."""
    return RawServer().__enter__()


async def _async_content(call: Call, value: Any) -> Any:
    if call.operation.answers == "binary":
        return await value.read()
    if call.view == "with_raw_response":
        value = value.parse()
    elif call.view == "with_streaming_response":
        value = await value.parse()
    return [each async for each in value] if _flows(value) else value


def _flows(value: Any) -> bool:
    """Whether the value comes piece by piece."""
    return isinstance(value, (Stream, AsyncStream, JSONLDecoder, AsyncJSONLDecoder))
