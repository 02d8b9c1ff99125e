"""Microsoft Foundry: where a resource lives, what signs a call, what a copy keeps."""

from __future__ import annotations

from typing import Any, List

import pytest
from httpx import AsyncClient, MockTransport

import anthropic
from anthropic import AsyncAnthropic, AsyncAnthropicFoundry
from tests.wire import HELLO, Script, failure, message, reply, text_stream

pytestmark = pytest.mark.anyio


def foundry(server: Script, **options: Any) -> AsyncAnthropicFoundry:
    http_client = AsyncClient(transport=MockTransport(server), follow_redirects=True)
    return AsyncAnthropicFoundry(**{"resource": "res", "http_client": http_client, **options})


async def test_a_resource_is_called_at_its_own_host(server: Script) -> None:
    server.says(message())

    await foundry(server, api_key="key").messages.create(**HELLO)

    assert str(server.requests[0].url) == "https://res.services.ai.azure.com/anthropic/v1/messages"  # FD-02
    assert server.requests[0].headers["anthropic-version"] == "2023-06-01"  # FD-07
    assert server.body["model"] == HELLO["model"]


async def test_the_key_goes_into_both_headers(server: Script) -> None:
    server.says(message())

    await foundry(server, api_key="key").messages.create(**HELLO)

    headers = server.requests[0].headers
    assert (headers["api-key"], headers["x-api-key"]) == ("key", "key")  # FD-03
    assert "authorization" not in headers


async def test_the_first_partys_credentials_stay_at_home(server: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "first-party")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "first-party")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://first-party.test")
    server.says(message())

    await foundry(server, azure_ad_token_provider=lambda: "token").messages.create(**HELLO)

    assert server.requests[0].url.host == "res.services.ai.azure.com"
    assert "first-party" not in str(server.requests[0].headers.raw)


async def test_the_environment_names_resource_and_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_FOUNDRY_RESOURCE", "from-env")
    monkeypatch.setenv("ANTHROPIC_FOUNDRY_API_KEY", "key-env")

    client = AsyncAnthropicFoundry()

    assert client.base_url.host == "from-env.services.ai.azure.com"  # EN-09
    assert client.api_key == "key-env"


async def test_an_argument_wins_over_the_variable_of_the_other_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_FOUNDRY_RESOURCE", "from-env")

    client = AsyncAnthropicFoundry(api_key="key", base_url="http://mine.test/anthropic")

    assert str(client.base_url) == "http://mine.test/anthropic/"
    assert client.resource is None


async def test_resource_and_base_url_exclude_each_other() -> None:
    with pytest.raises(ValueError, match="mutually exclusive"):  # FD-01
        AsyncAnthropicFoundry(api_key="key", resource="res", base_url="http://mine.test")


async def test_without_an_address_there_is_no_client() -> None:
    with pytest.raises(ValueError, match="ANTHROPIC_FOUNDRY_RESOURCE"):  # FD-05
        AsyncAnthropicFoundry(api_key="key")


async def test_without_credentials_there_is_no_client() -> None:
    with pytest.raises(anthropic.AnthropicError, match="Missing credentials.*ANTHROPIC_FOUNDRY_API_KEY"):  # FD-05
        AsyncAnthropicFoundry(resource="res")


@pytest.mark.parametrize("resource", ["evil.test/", "a.b", "a@b", "a:1", "a b", "é"])
async def test_a_resource_cannot_name_another_host(resource: str) -> None:
    with pytest.raises(ValueError, match="`resource`"):
        AsyncAnthropicFoundry(api_key="key", resource=resource)


async def test_the_provider_is_called_for_every_try(server: Script) -> None:
    tokens: List[str] = []

    def provider() -> str:
        tokens.append(f"token-{len(tokens)}")
        return tokens[-1]

    server.says(failure(500, retry_after_ms="1"), message())

    await foundry(server, azure_ad_token_provider=provider).messages.create(**HELLO)

    sent = [request.headers["authorization"] for request in server.requests]
    assert sent == ["Bearer token-0", "Bearer token-1"]  # FD-04


async def test_a_provider_may_be_a_coroutine_function(server: Script) -> None:
    async def provider() -> str:
        return "token"

    server.says(message())

    await foundry(server, azure_ad_token_provider=provider).messages.create(**HELLO)

    assert server.requests[0].headers["authorization"] == "Bearer token"  # FD-04


@pytest.mark.parametrize("token", ["", "  ", None, 7, "sec\nret", "sécret"])
async def test_a_token_that_cannot_be_sent_is_refused_unseen(server: Script, token: Any) -> None:
    client = foundry(server, azure_ad_token_provider=lambda: token)

    with pytest.raises(ValueError, match="token") as caught:  # FD-04
        await client.messages.create(**HELLO)

    assert "ret" not in str(caught.value)
    assert server.requests == []


async def test_an_own_authorization_is_left_alone(server: Script) -> None:
    client = foundry(server, azure_ad_token_provider=lambda: "token")
    server.says(message())

    await client.messages.create(**HELLO, extra_headers={"authorization": "Bearer mine"})

    assert server.requests[0].headers["authorization"] == "Bearer mine"


async def test_the_token_stays_at_the_base_urls_origin(server: Script) -> None:
    client = foundry(server, api_key="key", azure_ad_token_provider=lambda: "token")
    server.says(reply({}))

    await client.get("http://elsewhere.test/x", cast_to=object)

    assert not {"authorization", "api-key", "x-api-key"} & set(server.requests[0].headers)


async def test_what_foundry_lacks_is_none() -> None:
    client = AsyncAnthropicFoundry(resource="res", api_key="key")

    assert client.models is client.messages.batches is client.beta.messages.batches is None  # FD-06


async def test_raw_responses_work_as_at_home(server: Script) -> None:
    server.says(message())

    raw = await foundry(server, api_key="key").with_raw_response.messages.create(**HELLO)

    assert raw.status_code == 200  # FD-07
    assert server.requests[0].headers["user-agent"].startswith("AsyncAnthropicFoundry/Python")


async def test_helpers_work_as_at_home(server: Script) -> None:
    server.says(text_stream("hel", "lo"))

    async with foundry(server, api_key="key").messages.stream(**HELLO) as stream:
        text = await stream.get_final_text()

    assert text == "hello"
    assert server.requests[0].headers["x-stainless-stream-helper"] == "messages"


async def test_it_passes_for_a_client_of_the_api() -> None:
    assert isinstance(AsyncAnthropicFoundry(resource="res", api_key="key"), AsyncAnthropic)


async def test_a_copy_keeps_all_that_signs_a_call(server: Script) -> None:
    client = foundry(
        server,
        api_key="key",
        azure_ad_token_provider=lambda: "token",
        default_headers={"x-mine": "1"},
        _strict_response_validation=True,
    )
    server.says(message())

    copied = client.with_options(max_retries=5)
    await copied.messages.create(**HELLO)

    sent = server.requests[0].headers
    assert (sent["authorization"], sent["api-key"], sent["x-mine"]) == ("Bearer token", "key", "1")  # KD-07
    assert (copied.resource, copied.max_retries, copied._strict_response_validation) == ("res", 5, True)


async def test_a_copy_may_go_elsewhere(server: Script) -> None:
    copied = foundry(server, api_key="key").copy(base_url="http://other.test")

    assert (str(copied.base_url), copied.resource) == ("http://other.test", None)


async def test_a_copy_takes_another_token(server: Script) -> None:
    server.says(message())

    await foundry(server, api_key="key").copy(auth_token="other").messages.create(**HELLO)

    assert server.requests[0].headers["authorization"] == "Bearer other"


async def test_an_assigned_base_url_survives_a_copy(server: Script) -> None:
    client = foundry(server, api_key="key")
    client.base_url = "http://other.test/x"

    assert str(client.copy().base_url) == "http://other.test/x/"
