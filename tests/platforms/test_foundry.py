"""Microsoft Foundry over real sockets: keys, tokens that end in mid-use, helpers, and the example."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from typing import Any, Dict, Iterator, List

import pytest

import anthropic
from anthropic import AnthropicFoundry, AsyncAnthropicFoundry
from anthropic.testing import SimulatedAPI
from tests.house.sources import ROOT
from tests.platforms.azure import KEY, FoundryResource

HELLO: Dict[str, Any] = {"model": "claude-x", "max_tokens": 9, "messages": [{"role": "user", "content": "Hi"}]}


@pytest.fixture
def resource() -> Iterator[FoundryResource]:
    with FoundryResource() as resource:
        yield resource


def test_a_key_opens_the_door(resource: FoundryResource) -> None:
    with AnthropicFoundry(base_url=resource.base_url, api_key=KEY) as client:
        plain = client.messages.create(**HELLO)
        beta = client.beta.messages.create(**HELLO, betas=["some"])
        with client.messages.stream(**HELLO) as stream:
            text = stream.get_final_text()

    assert (plain.id, beta.id, text) == ("msg_1", "msg_1", "hello")
    assert resource.statuses == [200, 200, 200]


def test_a_wrong_key_is_an_authentication_error(resource: FoundryResource) -> None:
    with AnthropicFoundry(base_url=resource.base_url, api_key="wrong") as client:
        with pytest.raises(anthropic.AuthenticationError, match="Access denied") as caught:
            client.messages.create(**HELLO)

    assert "wrong" not in str(caught.value)
    assert resource.statuses == [401]


def test_tokens_that_end_in_mid_use_are_replaced_between_tries(resource: FoundryResource) -> None:
    resource.uses, resource.busy = 1, 2
    with AnthropicFoundry(base_url=resource.base_url, azure_ad_token_provider=resource.token) as client:
        assert client.messages.create(**HELLO).id == "msg_1"

    assert resource.statuses == [503, 503, 200]
    assert len(resource.tokens) == 3  # FD-04


async def many_calls(resource: FoundryResource) -> List[str]:
    async def provider() -> str:
        await asyncio.sleep(0)
        return resource.token()

    async with AsyncAnthropicFoundry(base_url=resource.base_url, azure_ad_token_provider=provider) as client:
        replies = await asyncio.gather(*(client.messages.create(**HELLO) for _ in range(20)))
        stream = await client.messages.create(**HELLO, stream=True)
        return [*(reply.id for reply in replies), *[event.type async for event in stream]]


def test_many_calls_share_a_provider(resource: FoundryResource) -> None:
    resource.uses = 1000

    said = asyncio.run(many_calls(resource))

    assert said[:20] == ["msg_1"] * 20
    assert said[-1] == "message_stop"
    assert resource.statuses == [200] * 21


def test_the_example_runs() -> None:
    with SimulatedAPI(pace=0) as api:
        given = {"ANTHROPIC_FOUNDRY_BASE_URL": api.base_url, "ANTHROPIC_FOUNDRY_API_KEY": api.api_key}
        command = [sys.executable, "-W", "error", str(ROOT / "examples" / "30_foundry.py")]
        done = subprocess.run(command, env={**os.environ, **given}, capture_output=True, text=True, timeout=60)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.strip()
