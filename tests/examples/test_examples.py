"""Every example runs, through real HTTP, against the simulated API."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from anthropic.testing import SimulatedAPI

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
    "demo.py": "NotFoundError: not_found_error (request req_",
}
ELSEWHERE = {"bedrock.py", "foundry.py", "vertex.py"}
"""Those that `tests/platforms` runs against servers of their own."""


def test_every_example_is_run() -> None:
    assert {path.name for path in EXAMPLES.glob("*.py")} == set(SAYS) | ELSEWHERE


@pytest.mark.parametrize("name", SAYS)
def test_an_example_runs(name: str) -> None:
    with SimulatedAPI(pace=0) as api:
        environment = {**os.environ, "ANTHROPIC_BASE_URL": api.base_url, "ANTHROPIC_API_KEY": api.api_key}
        command = [sys.executable, "-W", "error", str(EXAMPLES / name)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert done.stdout.strip()
    assert SAYS[name] in done.stdout
