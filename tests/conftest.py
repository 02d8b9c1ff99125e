"""What all tests share: a clean environment, a scripted server, the backends of asynchronous tests."""

from __future__ import annotations

from typing import Any

import pytest

from anthropic._compat import PYDANTIC_V1
from tests.wire import Script

_TAKES_PYDANTIC_2 = (
    "costs function_tool function_tools json_schema structured_outputs tool_runner decode encode".split()
)
_TAKES_PYDANTIC_1 = ["pydantic1"]
collect_ignore_glob = (
    [f"*/test_{name}.py" for name in _TAKES_PYDANTIC_2] if PYDANTIC_V1 else [f"*{name}*" for name in _TAKES_PYDANTIC_1]
)
"""What only one major of pydantic can do: describe types and build strict validators, or refuse to. See `scripts/pydantic1`."""

VARIABLES = (
    "ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "ANTHROPIC_LOG",
    "ANTHROPIC_FOUNDRY_API_KEY", "ANTHROPIC_FOUNDRY_RESOURCE", "ANTHROPIC_FOUNDRY_BASE_URL",
    "ANTHROPIC_VERTEX_PROJECT_ID", "ANTHROPIC_VERTEX_BASE_URL", "CLOUD_ML_REGION",
    "ANTHROPIC_BEDROCK_BASE_URL", "AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN", "AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION",
    "GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT",
)  # fmt: skip


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def server() -> Script:
    return Script()


@pytest.fixture(params=["asyncio", "trio"])
def anyio_backend(request: Any) -> str:
    name: str = request.param
    return name
