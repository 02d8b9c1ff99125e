"""What is measured, run inside the interpreter that has the package under test; prints microseconds of CPU.

Uses only names that both packages have. `python measures.py NAME URL`.
"""

from __future__ import annotations

import sys
import time
from typing import Any, Callable, Dict

HELLO: Dict[str, Any] = {
    "max_tokens": 64,
    "model": "claude-sonnet-4-5",
    "messages": [{"role": "user", "content": "Hello"}],
}
TURNS = 200


def measure_import(url: str) -> float:
    """import anthropic"""
    return _once(lambda: __import__("anthropic"))


def measure_client(url: str) -> float:
    """import, make a client"""

    def run() -> None:
        from anthropic import Anthropic

        Anthropic(api_key="key", base_url=url)

    return _once(run)


def measure_first(url: str) -> float:
    """import, make a client, first create()"""
    return _once(lambda: _client(url).messages.create(**HELLO))


def measure_create(url: str) -> float:
    """create(), over a socket"""
    client = _client(url)
    return _each(lambda: client.messages.create(**HELLO), calls=200)


def measure_history(url: str) -> float:
    """create() with a history of 200 messages, no socket"""
    from httpx import Client, MockTransport, Response
    from server import MESSAGE

    json_type = {"content-type": "application/json"}
    transport = MockTransport(lambda request: Response(200, content=MESSAGE, headers=json_type))
    client = _client(url, http_client=Client(transport=transport))
    block = {"type": "text", "text": "Some words that were said before. " * 8}
    history = [{"role": ("user", "assistant")[turn % 2], "content": [block]} for turn in range(TURNS)]
    arguments = {**HELLO, "messages": history}
    return _each(lambda: client.messages.create(**arguments), calls=30)


def measure_event(url: str) -> float:
    """an event of create(stream=True), over a socket"""
    client = _client(url)
    events = sum(1 for _ in client.messages.create(**HELLO, stream=True))
    return _each(lambda: [*client.messages.create(**HELLO, stream=True)], calls=10) / events


def _client(url: str, **options: Any) -> Any:
    from anthropic import Anthropic

    return Anthropic(api_key="key", base_url=url, **options)


def _once(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return (time.process_time() - started) * 1e6


def _each(work: Callable[[], object], calls: int) -> float:
    for _ in range(3):
        work()
    return _once(lambda: [work() for _ in range(calls)]) / calls


MEASURES: Dict[str, Callable[[str], float]] = {
    name[len("measure_") :]: function for name, function in list(globals().items()) if name.startswith("measure_")
}

if __name__ == "__main__":
    print(MEASURES[sys.argv[1]](sys.argv[2]))
