"""A client of the colour under test, with real connections to the server that misbehaves."""

from __future__ import annotations

from typing import Any, AsyncIterator

import pytest

from anthropic import AsyncAnthropic
from tests.faults.server import FaultServer


class Eager(AsyncAnthropic):
    """A client whose pauses take no time."""

    def _calculate_retry_timeout(self, *arguments: Any, **named: Any) -> float:
        return 0.001


@pytest.fixture
async def client(faults: FaultServer) -> AsyncIterator[AsyncAnthropic]:
    async with AsyncAnthropic(api_key="key", base_url=faults.url, max_retries=0, timeout=5) as client:
        yield client


@pytest.fixture
async def eager(faults: FaultServer) -> AsyncIterator[AsyncAnthropic]:
    async with Eager(api_key="key", base_url=faults.url, timeout=5) as client:
        yield client
