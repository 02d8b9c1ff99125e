"""A running server for each test, a plain HTTP client for it, and the package's own over a socket and without one."""

from __future__ import annotations

from typing import Any, Iterator

import httpx
import pytest

from anthropic import Anthropic
from anthropic.testing import SimulatedAPI


@pytest.fixture
def api() -> Iterator[SimulatedAPI]:
    with SimulatedAPI() as running:
        yield running


@pytest.fixture
def http(api: SimulatedAPI) -> Iterator[httpx.Client]:
    headers = {"x-api-key": api.api_key, "anthropic-version": "2023-06-01"}
    with httpx.Client(base_url=api.base_url, headers=headers, trust_env=False, timeout=10) as client:
        yield client


@pytest.fixture(params=["socket", "in process"])
def client(request: Any, api: SimulatedAPI) -> Iterator[Anthropic]:
    http_client = api.http_client() if request.param == "in process" else None
    with Anthropic(base_url=api.base_url, api_key=api.api_key, http_client=http_client) as client:
        yield client
