"""The behaviour tests of the asynchronous client, all of them once more: on aiohttp and over a real connection."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import AsyncIterator

import httpx
import pytest

from anthropic import AsyncAnthropic
from tests.bridge import Bridge
from tests.faults.raw import RawServer
from tests.wire import Script

pytestmark = pytest.mark.anyio

for _path in sorted((Path(__file__).parents[1] / "_async").glob("test_*.py")):
    for _name, _value in vars(importlib.import_module(f"tests._async.{_path.stem}")).items():
        if _name.startswith("test_"):
            globals()[f"{_path.stem}_{_name[5:]}"] = _value
        elif type(_value).__name__ == "FixtureFunctionDefinition":
            globals()[_name] = _value


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
async def client(server: Script) -> AsyncIterator[AsyncAnthropic]:
    with RawServer() as wire:
        http_client = httpx.AsyncClient(transport=Bridge(server, wire), follow_redirects=True)
        async with http_client:
            yield AsyncAnthropic(api_key="key", base_url="http://api.test", http_client=http_client)
