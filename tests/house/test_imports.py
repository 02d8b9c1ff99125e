"""What each step of a program loads, counted in processes of their own."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, Set

from anthropic.testing import SimulatedAPI

REPORT = "\nimport json, sys; print(json.dumps(sorted(sys.modules)))"
BEFORE = "import sys\n"


def loaded(program: str) -> Set[str]:
    """The modules that a program has loaded at its end, beyond a bare interpreter's."""

    def run(text: str) -> Any:
        command = [sys.executable, "-c", text + REPORT]
        return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[-1])

    return set(run(program)) - set(run(""))


def own(modules: Set[str], below: str = "anthropic") -> Set[str]:
    return {name for name in modules if name == below or name.startswith(f"{below}.")}


def test_importing_the_package_loads_next_to_nothing() -> None:
    modules = loaded("import anthropic")

    assert not modules & {"httpx", "pydantic", "typing_extensions", "asyncio", "anyio", "ssl", "aiohttp", "logging"}
    assert len(own(modules)) <= 10


def test_importing_a_client_loads_no_model() -> None:
    modules = loaded("from anthropic import Anthropic, AsyncAnthropic\nAnthropic(api_key='x').messages.create")

    assert "pydantic" not in modules
    assert own(modules, "anthropic.types") <= {"anthropic.types"}
    assert not own(modules, "anthropic.testing")


def test_the_first_call_loads_only_the_types_that_it_touches() -> None:
    with SimulatedAPI(pace=0) as api:
        modules = loaded(
            "from anthropic import Anthropic\n"
            f"client = Anthropic(base_url={api.base_url!r}, api_key={api.api_key!r})\n"
            "client.messages.create(max_tokens=9, model='claude-haiku-4-5', messages=[{'role': 'user', 'content': 'Hi'}])"
        )

    types = own(modules, "anthropic.types")
    assert "anthropic.types.message" in types
    assert len(types) <= 40
    assert not any(name.endswith(("_param", "_params")) for name in types)
    assert not own(modules, "anthropic.types.beta")
    assert "anthropic.types.raw_message_stream_event" not in types
    assert not modules & {"aiohttp", "anthropic.resources.models", "anthropic._transform"}


def test_making_a_tool_loads_neither_pydantic_nor_httpx() -> None:
    modules = loaded("from anthropic import beta_tool\n@beta_tool\ndef f(a: int) -> str: return ''\nf.name, f.func")

    assert not modules & {"pydantic", "httpx", "docstring_parser", "asyncio", "anthropic.types.beta"}
    assert len(own(modules)) <= 20


def test_transforming_a_schema_loads_no_pydantic() -> None:
    modules = loaded("from anthropic import transform_schema\ntransform_schema({'type': 'string'})")

    assert "pydantic" not in modules


def test_no_extra_loads_before_it_is_used() -> None:
    modules = loaded(
        "from anthropic import *\nclient = AsyncAnthropic(api_key='x')\n"
        "client.messages.create, client._client, DefaultAioHttpClient.__name__"
    )

    assert not modules & {"aiohttp", "httpx_aiohttp", "boto3", "botocore", "google.auth"}  # KD-29


def test_a_name_can_be_set_and_deleted_on_the_package() -> None:
    modules = loaded(
        "import anthropic\nanthropic.Anthropic = 1\ndel anthropic.Anthropic\nassert isinstance(anthropic.Anthropic, type)"
    )

    assert "anthropic._client" in modules
