"""What users of a platform see in their editor; never run, held by pyright and mypy."""

from __future__ import annotations

from typing import List, Optional, Union

from typing_extensions import assert_type

from anthropic import (
    Anthropic,
    AnthropicBedrock,
    AnthropicFoundry,
    AnthropicVertex,
    AsyncAnthropicBedrock,
    AsyncAnthropicFoundry,
    AsyncAnthropicVertex,
    AsyncStream,
    Stream,
)
from anthropic.lib.bedrock._credentials import Session
from anthropic.lib.foundry import BetaFoundryMessages, MessagesFoundry
from anthropic.types import Message, MessageParam, MessageTokensCount, RawMessageStreamEvent
from anthropic.types.beta import BetaMessage

MESSAGES: List[MessageParam] = [{"role": "user", "content": "Hi"}]


def bedrock(client: AnthropicBedrock, session: Session) -> None:
    assert_type(client.messages.create(max_tokens=1, messages=MESSAGES, model="m"), Message)
    assert_type(
        client.messages.create(max_tokens=1, messages=MESSAGES, model="m", stream=True),
        Stream[RawMessageStreamEvent],
    )
    assert_type(client.beta.messages.create(max_tokens=1, messages=[], model="m"), BetaMessage)
    assert_type(client.aws_region, str)
    assert_type(client.aws_profile, Optional[str])
    assert_type(client.with_options(aws_region="eu-west-1", timeout=3), AnthropicBedrock)
    AnthropicBedrock("secret", "key", "eu-west-1")
    AnthropicBedrock(api_key="key")
    AnthropicBedrock(boto3_session=session)


async def bedrock_asynchronously(client: AsyncAnthropicBedrock) -> None:
    assert_type(
        await client.messages.create(max_tokens=1, messages=MESSAGES, model="m", stream=True),
        AsyncStream[RawMessageStreamEvent],
    )
    assert_type(client.copy(aws_region="eu-west-1"), AsyncAnthropicBedrock)


def vertex(client: AnthropicVertex, flag: bool) -> None:
    assert_type(client.messages.create(max_tokens=1, messages=MESSAGES, model="m"), Message)
    assert_type(
        client.messages.create(max_tokens=1, messages=MESSAGES, model="m", stream=flag),
        Union[Message, Stream[RawMessageStreamEvent]],
    )
    assert_type(client.messages.count_tokens(messages=MESSAGES, model="m"), MessageTokensCount)
    assert_type(client.region, str)
    assert_type(client.project_id, Optional[str])
    assert_type(client.with_options(region="eu", timeout=3), AnthropicVertex)
    client.models  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


async def vertex_asynchronously(client: AsyncAnthropicVertex) -> None:
    assert_type(await client.beta.messages.create(max_tokens=1, messages=[], model="m"), BetaMessage)
    assert_type(
        await client.messages.create(max_tokens=1, messages=MESSAGES, model="m", stream=True),
        AsyncStream[RawMessageStreamEvent],
    )


def foundry(client: AnthropicFoundry) -> Anthropic:
    assert_type(client.messages, MessagesFoundry)
    assert_type(client.beta.messages, BetaFoundryMessages)
    assert_type(client.messages.batches, None)
    assert_type(client.models, None)
    assert_type(client.resource, Optional[str])
    assert_type(client.copy(api_key="k"), AnthropicFoundry)
    return client


async def token() -> str:
    return "token"


def constructors() -> None:
    AnthropicFoundry(resource="r", azure_ad_token_provider=lambda: "token")
    AsyncAnthropicFoundry(resource="r", azure_ad_token_provider=token)
    AnthropicFoundry(resource="r", azure_ad_token_provider=token)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    AnthropicVertex(region="us", access_token=lambda: "token")
    AsyncAnthropicVertex(region="us", access_token=token)
