# Derived from tests/_async/conftest.py by scripts/unasync. Do not edit.
"""A client of the colour under test, whose requests go to the scripted server."""

from __future__ import annotations

import pytest
from httpx import Client, MockTransport

from anthropic import Anthropic
from tests.wire import Script


@pytest.fixture
def client(server: Script) -> Anthropic:
    http_client = Client(transport=MockTransport(server), follow_redirects=True)
    return Anthropic(api_key="key", base_url="http://api.test", http_client=http_client)
