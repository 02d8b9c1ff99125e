# Derived from tests/faults/_async/conftest.py by scripts/unasync. Do not edit.
"""A client of the colour under test, with real connections to the server that misbehaves."""

from __future__ import annotations

from typing import Any, Iterator

import pytest

from anthropic import Anthropic
from tests.faults.server import FaultServer


class Eager(Anthropic):
    """A client whose pauses take no time."""

    def _calculate_retry_timeout(self, *arguments: Any, **named: Any) -> float:
        return 0.001


@pytest.fixture
def client(faults: FaultServer) -> Iterator[Anthropic]:
    with Anthropic(api_key="key", base_url=faults.url, max_retries=0, timeout=5) as client:
        yield client


@pytest.fixture
def eager(faults: FaultServer) -> Iterator[Anthropic]:
    with Eager(api_key="key", base_url=faults.url, timeout=5) as client:
        yield client
