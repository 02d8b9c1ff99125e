"""Every example runs, through real HTTP, against the simulated API."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Dict

import pytest
from jsonschema import ValidationError

from anthropic import Anthropic, BadRequestError
from anthropic.testing import SimulatedAPI
from tests.examples.description import check_request
from tests.examples.scripts import SCRIPTS

EXAMPLES = Path(__file__).parents[2] / "examples"
SAYS = {
    "01_first_message.py": 'You said: "Hello, Claude"',
    "02_async.py": "Name a fruit.",
    "03_streaming.py": "story",
    "04_stream_events.py": "[a text block ended]",
    "05_conversation.py": "6 turns",
    "06_tools.py": "the model calls get_weather with {'city': 'Paris'}",
    "07_tool_runner.py": "18 degrees (celsius) and sunny in Paris",
    "08_async_tool_runner.py": "18 degrees and sunny in Paris",
    "09_structured_output.py": "name: Ada",
    "10_thinking.py": "[end of the thinking]",
    "11_images.py": "With it came 1 file(s).",
    "12_documents.py": "[Fjords, 66-",
    "13_web_search.py": "1 search(es) to pay for",
    "14_batches.py": "without a result: none\n3 results were written to a file",
    "15_files.py": "is gone",
    "16_skills.py": "minutes.md: # May 4",
    "17_models.py": "one: ",
    "18_count_tokens.py": "tokens",
    "19_caching.py": "0 tokens written to the cache, 5000 read from it",
    "20_memory.py": "Friday",
    "21_compaction.py": "turn 2: ",
    "22_errors.py": "not found: not_found_error req_",
    "23_rate_limits.py": "49 of 50 left until 2026-01-01",
    "24_raw_responses.py": "after 1 retries",
    "25_http_client.py": "POST /v1/messages 200",
    "26_proxies.py": "Hello from the simulated API.",
    "27_aiohttp.py": "Hello from the simulated API.",
    "31_testing.py": "3 passed",
    "32_process_pool.py": "Name a river.",
    "33_dask.py": "Accra: Hello",
    "demo.py": "NotFoundError: not_found_error (request req_",
}
ELSEWHERE = {
    **dict.fromkeys(["28_bedrock.py", "29_vertex.py", "30_foundry.py"], "tests/platforms"),
    "34_fastapi.py": "test_fastapi.py",
    "35_notebook.ipynb": "test_notebook.py",
}
"""Those that other tests run."""

ALL = sorted(path for path in EXAMPLES.iterdir() if path.suffix in (".py", ".ipynb"))


def test_every_example_is_run() -> None:
    assert [path.name for path in ALL] == sorted([*SAYS, *ELSEWHERE])


def test_the_index_has_a_line_for_every_example() -> None:
    lines = (EXAMPLES / "README.md").read_text("utf-8").splitlines()
    listed = [line.split("](")[1].split(")")[0] for line in lines if line.startswith("| [")]

    assert [name for name in listed if not name.endswith("/")] == [path.name for path in ALL]


@pytest.mark.parametrize("path", [path for path in ALL if path.name[:2].isdigit()], ids=lambda path: path.name)
def test_an_example_is_short(path: Path) -> None:
    assert path.suffix == ".ipynb" or len(path.read_text("utf-8").splitlines()) < 60


@pytest.mark.parametrize("name", SAYS)
def test_an_example_runs(name: str, tmp_path: Path) -> None:
    runner = ["-m", "pytest"] if name == "31_testing.py" else []
    with SimulatedAPI(pace=0) as api:
        SCRIPTS.get(name, lambda api: None)(api)
        command = [sys.executable, "-W", "error", *runner, str(EXAMPLES / name)]
        done = subprocess.run(
            command, cwd=tmp_path, env=environment(name, api), capture_output=True, text=True, timeout=60
        )

    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert SAYS[name] in done.stdout
    assert api.script.pending == 0
    for request in api.requests:
        check_request(request)


def test_a_field_that_nobody_describes_is_noticed() -> None:
    with SimulatedAPI() as api, Anthropic(base_url=api.base_url, api_key=api.api_key) as client:
        with pytest.raises(BadRequestError):
            client.messages.create(model="claude-haiku-4-5", max_tokens=9, messages=[], extra_body={"colour": "red"})

    with pytest.raises(ValidationError, match="colour"):
        check_request(api.requests[-1])


def environment(name: str, api: SimulatedAPI) -> Dict[str, str]:
    """What leads an example to the simulated API; one of them through a proxy, which it is for this one."""
    proxied = name == "26_proxies.py"
    return {
        **os.environ,
        "ANTHROPIC_BASE_URL": "http://api.example" if proxied else api.base_url,
        "ANTHROPIC_API_KEY": api.api_key,
        "COMPANY_PROXY": api.base_url,
    }
