"""Every example runs, through real HTTP, against the simulated API."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict

import pytest

from anthropic.testing import SimulatedAPI
from tests.wire import message_body

EXAMPLES = Path(__file__).parents[2] / "examples"
SAYS = {
    "01_first_message.py": "",
    "02_async.py": "TextBlock(",
    "03_streaming.py": "",
    "04_count_tokens.py": "tokens",
    "05_models.py": "one: ",
    "06_errors.py": "not found: not_found_error req_",
    "07_stream_events.py": "[a text block ended]",
    "08_structured_output.py": "name: Ada",
    "09_tools.py": "the model calls get_weather with {'city': 'Paris'}",
    "10_tool_runner.py": "18 degrees (celsius) and sunny in Paris",
    "11_async_tool_runner.py": "18 degrees and sunny in Paris",
    "12_compaction.py": "turn 2: ",
    "18_memory.py": "Friday",
    "batches.py": "without a result: ['sum']\n2 results were written to a file",
    "conversation.py": "turns: 5",
    "demo.py": "NotFoundError: not_found_error (request req_",
    "rate_limits.py": "requests 49 of 50 until 2026-01-01 00:00:00+00:00",
}
ELSEWHERE = {"bedrock.py", "foundry.py", "vertex.py"}
"""Those that `tests/platforms` runs against servers of their own."""


def batch_of_two(api: SimulatedAPI) -> None:
    """A batch of three that has two results."""
    batch: Dict[str, Any] = {
        "id": "msgbatch_1",
        "created_at": "2026-01-01T00:00:00Z",
        "expires_at": "2026-01-02T00:00:00Z",
        "processing_status": "in_progress",
        "request_counts": {"canceled": 0, "errored": 0, "expired": 0, "processing": 2, "succeeded": 0},
        "results_url": None,
        "type": "message_batch",
    }
    counts = {**batch["request_counts"], "processing": 0, "succeeded": 2}
    url = f"{api.base_url}/v1/messages/batches/msgbatch_1/results"
    ended = {**batch, "processing_status": "ended", "request_counts": counts, "results_url": url}
    results = b"".join(
        dump({"custom_id": id, "result": {"type": "succeeded", "message": message_body(f"about {id}")}}) + b"\n"
        for id in ("colour", "capital")
    )
    json_type = {"content-type": "application/json"}
    for answer in (batch, batch, ended, ended):
        api.script.raw(200, json_type, dump(answer))
    api.script.raw(200, body=results)
    api.script.raw(200, json_type, dump(ended), times=2).raw(200, body=results)


def limited(api: SimulatedAPI) -> None:
    """A message with limits in its headers."""
    limits = {"limit": "50", "remaining": "49", "reset": "2026-01-01T00:00:00Z"}
    headers = {f"anthropic-ratelimit-requests-{name}": value for name, value in limits.items()}
    api.script.raw(200, {"content-type": "application/json", **headers}, dump(message_body()))


SCRIPTS = {"batches.py": batch_of_two, "rate_limits.py": limited}


def dump(value: object) -> bytes:
    return json.dumps(value).encode()


def test_every_example_is_run() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == set(SAYS) | ELSEWHERE


@pytest.mark.parametrize("name", SAYS)
def test_an_example_runs(name: str) -> None:
    with SimulatedAPI(pace=0) as api:
        SCRIPTS.get(name, lambda _: None)(api)
        environment = {**os.environ, "ANTHROPIC_BASE_URL": api.base_url, "ANTHROPIC_API_KEY": api.api_key}
        command = [sys.executable, "-W", "error", str(EXAMPLES / name)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.strip()
    assert SAYS[name] in done.stdout
