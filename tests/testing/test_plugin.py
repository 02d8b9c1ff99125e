"""The plugin of pytest, in projects of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Tuple

from anthropic.testing import SimulatedAPI

REPLAYED = """
import os
import pytest

@pytest.mark.anthropic_replay("hello.json", complete=True)
def test_hello(anthropic_client):
    body = {"max_tokens": 9, "model": "claude-haiku-4-5", "messages": [{"role": "user", "content": "Hello"}]}
    assert anthropic_client.messages.create(**body).content[0].text
"""


def run(folder: Path, program: str, *arguments: str, **environment: str) -> Tuple[int, str]:
    """The status and the output of pytest in a project with one file of tests."""
    (folder / "test_it.py").write_text(program, "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --strict-markers\nfilterwarnings = error\n", "utf-8")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("ANTHROPIC_")}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    done = subprocess.run(
        command, cwd=folder, env={**inherited, **environment}, capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


def test_a_project_that_does_not_use_it_loads_nothing(tmp_path: Path) -> None:
    program = """
import sys

def test_modules():
    own = {name for name in sys.modules if name.startswith("anthropic")}
    assert own <= {"anthropic", "anthropic._version", "anthropic._utils", "anthropic._utils._lazy",
                   "anthropic.testing", "anthropic.testing.plugin"}
    assert not {"httpx", "pydantic"} & set(sys.modules)
"""
    status, output = run(tmp_path, program, "-p", "no:anyio", "-p", "no:hypothesispytest")

    assert status == 0, output


def test_clients_of_every_make_reach_the_simulated_api(tmp_path: Path) -> None:
    program = """
from anthropic import Anthropic, AsyncAnthropic
import anyio

def test_clients(anthropic_server, anthropic_client, async_anthropic_client):
    anthropic_client.models.list()
    anyio.run(async_anthropic_client.models.retrieve, "claude-haiku-4-5", backend="trio")
    anyio.run(async_anthropic_client.models.retrieve, "claude-haiku-4-5")
    with Anthropic() as mine:
        mine.models.list()
    assert anthropic_server.requests.count == 4
"""
    status, output = run(tmp_path, program)

    assert status == 0, output


def test_a_strict_script_fails_the_test(tmp_path: Path) -> None:
    program = """
def test_it(anthropic_server):
    anthropic_server.script.strict = True
    anthropic_server.script.reply("never")
"""
    status, output = run(tmp_path, program)

    assert status == 1
    assert "reply('never') for any request, 1 time(s)" in output


def test_exchanges_are_recorded_once_and_replayed(tmp_path: Path) -> None:
    with SimulatedAPI() as api:
        environment = {"ANTHROPIC_BASE_URL": api.base_url, "ANTHROPIC_API_KEY": api.api_key}
        recorded, output = run(tmp_path, REPLAYED, "--anthropic-record=new", **environment)
        again, more = run(tmp_path, REPLAYED, "--anthropic-record=new", **environment)
        asked = api.requests.count
    replayed, last = run(tmp_path, REPLAYED)

    assert (recorded, again, replayed) == (0, 0, 0), output + more + last
    assert asked == 1
    assert len(json.loads((tmp_path / "hello.json").read_text("utf-8"))["exchanges"]) == 1


def test_a_recording_has_a_place_of_its_own(tmp_path: Path) -> None:
    program = "def test_it(anthropic_replay, anthropic_client):\n    anthropic_client.models.list()\n"
    with SimulatedAPI() as api:
        environment = {"ANTHROPIC_BASE_URL": api.base_url, "ANTHROPIC_API_KEY": api.api_key}
        status, output = run(tmp_path, program, "--anthropic-record=rewrite", **environment)

    assert status == 0, output
    assert (tmp_path / "exchanges" / "test_it" / "test_it.json").exists()


def test_a_file_that_tests_share_is_rewritten_once(tmp_path: Path) -> None:
    program = """
import pytest

@pytest.mark.anthropic_replay("shared.json")
@pytest.mark.parametrize("limit", [1, 2])
def test_it(anthropic_client, limit):
    anthropic_client.models.list(limit=limit)
"""
    with SimulatedAPI() as api:
        environment = {"ANTHROPIC_BASE_URL": api.base_url, "ANTHROPIC_API_KEY": api.api_key}
        recorded, output = run(tmp_path, program, "--anthropic-record=rewrite", **environment)
    replayed, more = run(tmp_path, program)

    assert (recorded, replayed) == (0, 0), output + more


def test_a_missing_recording_says_how_to_make_it(tmp_path: Path) -> None:
    status, output = run(tmp_path, REPLAYED)

    assert status == 1
    assert "There is no recording" in output
    assert "--anthropic-record=new" in output


def test_recording_takes_a_key(tmp_path: Path) -> None:
    status, output = run(tmp_path, REPLAYED, "--anthropic-record=new")

    assert status != 0
    assert "set ANTHROPIC_API_KEY" in output


def test_an_option_that_there_is_not_is_refused(tmp_path: Path) -> None:
    status, output = run(tmp_path, REPLAYED, "--anthropic-record=everything")

    assert status == 4
    assert "invalid choice" in output


def test_a_marker_that_cannot_be_read_stops_the_run(tmp_path: Path) -> None:
    for marker, words in {
        '("a", "b")': "takes the path of one file",
        '("a", whole=True)': "takes complete=True",
    }.items():
        status, output = run(tmp_path, REPLAYED.replace('("hello.json", complete=True)', marker))

        assert status == 4
        assert words in output


ASKING = """
def ask(client):
    body = {"max_tokens": 9, "model": "claude-haiku-4-5", "messages": [{"role": "user", "content": "Hello"}]}
    return client.messages.create(**body).content[0].text
"""


def test_tests_of_one_name_in_two_classes_have_a_recording_each(tmp_path: Path) -> None:
    program = f"""{ASKING}
class TestA:
    def test_x(self, anthropic_replay, anthropic_client): ask(anthropic_client)

class TestB:
    def test_x(self, anthropic_replay, anthropic_client): ask(anthropic_client)
"""
    with SimulatedAPI() as api:
        status, output = run(
            tmp_path, program, "--anthropic-record=new",
            ANTHROPIC_BASE_URL=api.base_url, ANTHROPIC_API_KEY=api.api_key,
        )  # fmt: skip

    assert status == 0, output
    found = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.json")}
    assert found == {"exchanges/test_it/TestA/test_x.json", "exchanges/test_it/TestB/test_x.json"}


def test_a_test_that_fails_leaves_the_recording_it_was_to_rewrite(tmp_path: Path) -> None:
    record = "--anthropic-record=rewrite"
    with SimulatedAPI() as api:
        real = {"ANTHROPIC_BASE_URL": api.base_url, "ANTHROPIC_API_KEY": api.api_key}
        asking = f"{ASKING}\ndef test_x(anthropic_replay, anthropic_client): ask(anthropic_client)\n"
        status, output = run(tmp_path, asking, record, **real)
        assert status == 0, output
        recording = tmp_path / "exchanges" / "test_it" / "test_x.json"
        before = recording.read_text("utf-8")
        failing = asking.replace("ask(anthropic_client)\n", "ask(anthropic_client); assert False\n")
        status, _ = run(tmp_path, failing.replace('"Hello"', '"Other"'), record, **real)

    assert status == 1
    assert recording.read_text("utf-8") == before
