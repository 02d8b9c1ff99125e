"""The API grows: whoever writes the new endpoint or field into a copy of the real inputs has nothing else to write."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sdkgen.project import Project
from tests.sdkgen.runtime import complete

ENDPOINT = """
  /v1/models/{model_id}/limits:
    post:
      operationId: models.limits
      parameters: [{name: model_id, in: path, required: true, schema: {type: string}}]
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {tier: {type: string, enum: [low, high]}, region: {type: string}}, required: [tier]}
      responses:
        '200': {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/ModelLimits'}}}}
"""
SCHEMA = "    ModelLimits: {type: object, properties: {requests_per_minute: {type: integer}}, required: [requests_per_minute]}\n"
METHOD = '[resources.models.methods.limits]\nparams = "ModelLimitsParams"\n\n'
TYPES = '[types]\nModelLimits = { module = "model_limits" }\nModelLimitsParams = { module = "model_limits_params", operation = true }\n'
TEXT = '\n[operations."models.limits"]\ndescription = "How much of a model may be used."\n'
CALLS = """
import asyncio, httpx, inspect
from anthropic import Anthropic, AsyncAnthropic, types
from anthropic.resources.models import AsyncModels, Models

def answer(request):
    assert (request.method, request.url.path, request.read()) == ("POST", "/v1/models/m/limits", b'{"tier":"low"}')
    return httpx.Response(200, json={"requests_per_minute": 5})

def options(kind):
    return {"api_key": "k", "http_client": kind(transport=httpx.MockTransport(answer))}

sync = Anthropic(**options(httpx.Client))
assert sync.models.limits("m", tier="low") == types.ModelLimits(requests_per_minute=5)
assert sync.models.with_raw_response.limits("m", tier="low").parse().requests_per_minute == 5
with sync.models.with_streaming_response.limits("m", tier="low") as response:
    assert response.parse().requests_per_minute == 5
other = AsyncAnthropic(**options(httpx.AsyncClient))
assert asyncio.run(other.models.limits("m", tier="low")).requests_per_minute == 5
assert inspect.signature(Models.limits).parameters == inspect.signature(AsyncModels.limits).parameters
assert inspect.getdoc(Models.limits).startswith("How much of a model may be used.")
"""
FIELD = """
from anthropic import types
assert types.ModelInfo.construct(languages=["en"]).languages == ["en"]
assert types.ModelInfo.construct().languages is None
"""


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The real inputs and what they give."""
    project = Project.real(tmp_path_factory.mktemp("before"))
    project.run()
    return project


def grown(project: Project, before: Project) -> set[str]:
    """The files that generation makes or changes, by name; the package is then whole."""
    said = project.run()
    after, old = project.files(), before.files()
    complete(project.root / "src" / "anthropic")

    assert said.stderr == ""
    return {Path(path).name for path in {*old, *after} if old.get(path) != after.get(path)}


def says(project: Project, program: str) -> str:
    """What a program that uses the package complains of."""
    environment = {**os.environ, "PYTHONPATH": str(project.root / "src")}
    command = [sys.executable, "-W", "error", "-c", f"import anthropic\nprint(anthropic.__file__)\n{program}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True)

    assert done.stdout.startswith(str(project.root))
    return done.stderr


def test_a_new_endpoint_becomes_methods_views_types_and_pages(tmp_path: Path, before: Project) -> None:
    project = Project.real(tmp_path)
    project.edit("openapi.yml", "\npaths:\n", f"\npaths:{ENDPOINT}")
    project.edit("openapi.yml", "\n  schemas:\n", f"\n  schemas:\n{SCHEMA}")
    project.edit("sdk.toml", "[types]\n", TYPES)
    project.edit("sdk.toml", "[resources.models.methods.list]\n", f"{METHOD}[resources.models.methods.list]\n")
    project.append("descriptions.toml", TEXT)

    changed = grown(project, before)

    types = {"model_limits.py", "model_limits_params.py", "__init__.py"}
    assert changed == {"models.py", "_views.py", "api.md", "operations.json", *types}
    assert "`client.models.limits(model_id, tier, …)`" in (project.root / "api.md").read_text("utf-8")
    operations = json.loads((project.root / "tests/contract/operations.json").read_text("utf-8"))["operations"]
    assert "models.limits" in [each["id"] for each in operations]
    assert says(project, CALLS) == ""


def test_a_new_field_is_there_at_once(tmp_path: Path, before: Project) -> None:
    project = Project.real(tmp_path)
    project.edit(
        "openapi.yml",
        "    ModelInfo:\n      type: object\n      properties:\n",
        "    ModelInfo:\n      type: object\n      properties:\n        languages: {type: array, items: {type: string}}\n",
    )

    changed = grown(project, before)

    assert changed == {"model_info.py", "operations.json"}
    assert says(project, FIELD) == ""
