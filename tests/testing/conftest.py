"""A running server for each test, and a plain HTTP client for it: the package's own client is not under test here."""

from __future__ import annotations

from typing import Iterator

import httpx
import pytest

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
