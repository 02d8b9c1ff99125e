"""A client of the colour under test, whose requests go to the scripted server."""

from __future__ import annotations

import pytest
from httpx import AsyncClient, MockTransport

from anthropic import AsyncAnthropic
from tests.wire import Script


@pytest.fixture
def client(server: Script) -> AsyncAnthropic:
    http_client = AsyncClient(transport=MockTransport(server), follow_redirects=True)
    return AsyncAnthropic(api_key="key", base_url="http://api.test", http_client=http_client)
