"""Every program in the README and the documentation runs, through real HTTP, against the stand-ins of these tests."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Callable, Dict, Iterator

import pytest

from anthropic.testing import Script, SimulatedAPI
from tests.docs.programs import PROGRAMS
from tests.platforms.aws import BedrockService
from tests.platforms.google_cloud import GoogleCloud
from tests.wire import message_body

BATCH: Dict[str, Any] = {
    "id": "msgbatch_1", "type": "message_batch", "processing_status": "ended", "results_url": "RESULTS",
    "created_at": "2026-01-01T00:00:00Z", "expires_at": "2026-01-02T00:00:00Z", "ended_at": "2026-01-01T00:01:00Z",
    "archived_at": None, "cancel_initiated_at": None,
    "request_counts": {"canceled": 0, "errored": 0, "expired": 1, "processing": 0, "succeeded": 1},
}  # fmt: skip
FILE: Dict[str, Any] = {
    "id": "file_1", "type": "file", "filename": "notes.txt", "mime_type": "text/plain", "size_bytes": 5,
    "created_at": "2026-01-01T00:00:00Z", "downloadable": True,
}  # fmt: skip
SKILL: Dict[str, Any] = {
    "id": "skill_1", "type": "skill", "source": "custom", "display_title": "Reports", "latest_version": "1",
    "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
}  # fmt: skip


def says(script: Script, *values: Any) -> None:
    for value in values:
        script.raw(200, {"content-type": "application/json"}, json.dumps(value).encode())


def batches(api: SimulatedAPI) -> None:
    ended = {**BATCH, "results_url": f"{api.base_url}/v1/messages/batches/msgbatch_1/results"}
    results = [{"type": "succeeded", "message": message_body("hello")}, {"type": "expired"}]
    lines = [json.dumps({"custom_id": f"question-{n}", "result": result}) for n, result in enumerate(results, 1)]
    says(api.script, {**BATCH, "processing_status": "in_progress", "results_url": None}, ended, ended)
    found = functools.partial(api.script.raw, 200, {"content-type": "application/x-jsonl"}, "\n".join(lines).encode())
    found()
    says(api.script, ended, ended)
    found()
    says(api.script, ended, ended)
    found()
    says(api.script, BATCH)


def files(api: SimulatedAPI) -> None:
    says(api.script, FILE)
    api.script.ordinary().raw(200, {"content-type": "text/plain"}, b"hello")
    says(api.script, {"data": [FILE], "has_more": False}, {"id": "file_1", "type": "file_deleted"}, SKILL)


SCRIPTED: Dict[str, Callable[[SimulatedAPI], None]] = {"docs/batches.md": batches, "docs/files.md": files}
"""What the simulated API does not do by itself."""


@pytest.fixture(scope="module")
def platforms(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dict[str, str]]:
    with BedrockService() as bedrock, GoogleCloud() as cloud:
        bedrock.secrets["AKIA1"] = ("s3cr3t", None)
        yield {
            "ANTHROPIC_BEDROCK_BASE_URL": bedrock.address,
            "ANTHROPIC_VERTEX_BASE_URL": cloud.base_url,
            "AWS_ACCESS_KEY_ID": "AKIA1",
            "AWS_SECRET_ACCESS_KEY": "s3cr3t",
            "AWS_REGION": "eu-west-1",
            "GOOGLE_APPLICATION_CREDENTIALS": str(cloud.service_account(tmp_path_factory.mktemp("account"))),
        }


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_runs(name: str, platforms: Dict[str, str], tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAMS[name], "utf-8")
    with SimulatedAPI(pace=0) as api:
        SCRIPTED.get(name, lambda api: None)(api)
        environment = {
            **os.environ,
            **platforms,
            "HOME": str(tmp_path),
            "ANTHROPIC_BASE_URL": api.base_url,
            "ANTHROPIC_API_KEY": api.api_key,
            "ANTHROPIC_FOUNDRY_BASE_URL": api.base_url,
            "ANTHROPIC_FOUNDRY_API_KEY": api.api_key,
        }
        runner = ["-m", "pytest", "-q"] if "\ndef test_" in PROGRAMS[name] else []
        command = [sys.executable, "-W", "error", *runner, str(program)]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout
    assert api.script.pending == 0
