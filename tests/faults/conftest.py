"""A server that misbehaves, for every test of this folder."""

from __future__ import annotations

from typing import Iterator

import pytest

from tests.faults.server import FaultServer


@pytest.fixture
def faults() -> Iterator[FaultServer]:
    with FaultServer() as server:
        yield server
