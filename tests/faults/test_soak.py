"""The short form of the soak; ANTHROPIC_SOAK names another number of calls."""

from __future__ import annotations

import os

import pytest

from tests.faults.soak import soak


@pytest.mark.timeout(3600)
def test_every_call_ends_as_it_should_and_nothing_is_left_over() -> None:
    requests = int(os.environ.get("ANTHROPIC_SOAK", "800"))

    found = soak(requests)

    assert found["requests"] == requests // 6 * 6
    assert found["wrong"] == []
    assert found["kinds"]["result"] > 0.8 * requests
    assert len(found["kinds"]) > 4
    assert found["flat"]
    assert found["open connections"] == 0
    assert found["sockets left"] in (0, None)
