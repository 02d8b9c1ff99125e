"""Names of version 0.79.0 that programs import, and what they do here (DP-10)."""

from __future__ import annotations

import importlib
import subprocess
import sys

import httpx
import pytest

import anthropic
from tests.wire import HELLO, Script, message


@pytest.mark.parametrize(
    "path",
    [
        "anthropic.AnthropicBedrock",
        "anthropic.AsyncAnthropicBedrock",
        "anthropic.lib.bedrock.AnthropicBedrock",
        "anthropic.lib.bedrock.AsyncAnthropicBedrock",
        "anthropic.lib.bedrock._client.AnthropicBedrock",
        "anthropic.lib.bedrock._client.AsyncAnthropicBedrock",
        "anthropic.lib.bedrock._client.BaseBedrockClient",
        "anthropic.lib.bedrock._beta_messages.Messages",
        "anthropic.lib.bedrock._beta_messages.AsyncMessages",
        "anthropic.lib.bedrock._stream_decoder.AWSEventStreamDecoder",
        "anthropic.lib.bedrock._auth.get_auth_headers",
    ],
)
def test_a_name_is_where_programs_import_it_from(path: str) -> None:
    module, _, name = path.rpartition(".")

    assert callable(getattr(importlib.import_module(module), name))


def test_the_beta_methods_work_on_any_client(server: Script) -> None:
    from anthropic.lib.bedrock._beta_messages import Messages

    http_client = httpx.Client(transport=httpx.MockTransport(server))
    client = anthropic.AnthropicBedrock("s", "a", "eu-west-1", http_client=http_client)
    server.says(message("hello"))

    assert Messages(client).create(**HELLO).content[0].text == "hello"
    assert not isinstance(client.beta.messages, Messages)


def test_importing_the_client_loads_neither_boto3_nor_pydantic() -> None:
    program = (
        "import sys; from anthropic import AnthropicBedrock\n"
        "AnthropicBedrock('s', 'a', 'eu-west-1').messages.create\n"
        "assert not {'boto3', 'botocore', 'pydantic'} & set(sys.modules), sorted(sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_importing_the_package_loads_no_platform() -> None:
    program = "import sys, anthropic; assert not any('bedrock' in name for name in sys.modules)"

    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
