"""What the tests of processes run in another one: functions and classes at the top level of a module, as pickle wants them."""

from __future__ import annotations

import asyncio
import functools
import inspect
import os
import pickle
import threading
from typing import Any, List

import httpx

from anthropic import Anthropic, DefaultHttpxClient
from tests.wire import HELLO

__all__ = ["Desk", "call", "call_with_key", "items", "connect", "run", "said", "text_of"]


def connect() -> httpx.Client:
    """An HTTP client of the user's own, for each process."""
    return DefaultHttpxClient(headers={"x-from": "factory"}, trust_env=False)


class Desk(Anthropic):
    """A client with an attribute of its own, and a lock that no pickle could hold."""

    def __init__(self, name: str, base_url: str, api_key: str) -> None:
        super().__init__(base_url=base_url, api_key=api_key, http_client_factory=connect)
        self.name = name

    @functools.cached_property
    def turn(self) -> Any:
        """Whose turn it is."""
        return threading.Lock()


def text_of(message: Any) -> str:
    """What a message says."""
    return "".join(block.text for block in message.content if block.type == "text")


def call(create: Any, text: str) -> str:
    """Ask the API something through a method of either colour; what it says."""
    result = create(**{**HELLO, "messages": [{"role": "user", "content": text}]})
    if inspect.isawaitable(result):
        return asyncio.run(_awaited(result))
    return text_of(result)


async def _awaited(result: Any) -> str:
    return text_of(await result)


def said(outbox: Any, create: Any, text: str) -> None:
    """The same, for a process that has no result: it is put in a queue."""
    outbox.put(call(create, text))


def items(page: Any) -> List[str]:
    """The ids of all items of a page and of those that follow."""
    return [item.id for item in page]


def run(pickled: bytes) -> Any:
    """Call a pickled function."""
    return pickle.loads(pickled)()


def call_with_key(key: str, pickled: bytes) -> str:
    """Call a pickled method on a machine whose environment has this key."""
    os.environ["ANTHROPIC_API_KEY"] = key
    try:
        return call(pickle.loads(pickled), "hello")
    finally:
        del os.environ["ANTHROPIC_API_KEY"]
