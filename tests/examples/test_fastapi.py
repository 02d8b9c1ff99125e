"""The endpoint of `34_fastapi.py`, served by uvicorn: what it hands on reaches a socket while the reply is still being written."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from typing import IO, Iterator, List

import httpx
import pytest

from anthropic.testing import SimulatedAPI
from tests.examples.test_examples import EXAMPLES

SERVE = [sys.executable, "-m", "uvicorn", "--app-dir", str(EXAMPLES), "--port", "0", "34_fastapi:app"]


@pytest.fixture
def api() -> Iterator[SimulatedAPI]:
    with SimulatedAPI(pace=0.02) as running:
        yield running


@pytest.fixture
def endpoint(api: SimulatedAPI) -> Iterator[httpx.Client]:
    environment = {**os.environ, "ANTHROPIC_BASE_URL": api.base_url, "ANTHROPIC_API_KEY": api.api_key}
    with subprocess.Popen(SERVE, env=environment, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr is not None
            with httpx.Client(base_url=address(server.stderr)) as client:
                yield client
        finally:
            server.terminate()


def address(log: IO[str]) -> str:
    """Where the server says that it listens."""
    told = ""
    for line in log:
        told += line
        found = re.search(r"running on (http://\S+)", line)
        if found:
            return found[1]
    raise AssertionError(told)


def test_a_reply_is_handed_on_while_it_is_written(endpoint: httpx.Client) -> None:
    pieces: List[str] = []
    times: List[float] = []
    with endpoint.stream("GET", "/ask", params={"question": "Write 100 words"}) as response:
        for piece in response.iter_text():
            pieces.append(piece)
            times.append(time.monotonic())

    assert len("".join(pieces).split()) == 100
    assert len(pieces) > 5
    assert times[-1] - times[0] > 0.2  # the API takes its time after the first piece; nobody waited for the last


def test_what_the_api_refuses_is_an_error_of_the_endpoint(endpoint: httpx.Client, api: SimulatedAPI) -> None:
    api.script.status(400, message="no")

    response = endpoint.get("/ask", params={"question": "Hello"})

    assert response.status_code == 502
    assert response.json()["error"] == "invalid_request_error"


def test_a_reader_that_hangs_up_leaves_the_endpoint_to_others(endpoint: httpx.Client, api: SimulatedAPI) -> None:
    with endpoint.stream("GET", "/ask", params={"question": "Write 9000 words"}) as response:
        first = next(response.iter_text())
    again = endpoint.get("/ask", params={"question": "Write 3 words"})

    assert first
    assert again.text == "the simulated model"
