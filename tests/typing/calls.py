"""What users see in their editor; never run, held by pyright and mypy."""

from __future__ import annotations

from typing import List, Union

from typing_extensions import assert_type

import anthropic
from anthropic import Anthropic, AsyncAnthropic, AsyncStream, Stream
from anthropic._legacy_response import LegacyAPIResponse
from anthropic._response import APIResponse
from anthropic.pagination import AsyncPage, SyncPage
from anthropic.types import (
    Completion,
    ContentBlock,
    Message,
    MessageParam,
    MessageTokensCount,
    ModelInfo,
    RawMessageStreamEvent,
    TextBlock,
    ToolUseBlock,
)

MESSAGES: List[MessageParam] = [{"role": "user", "content": "Hi"}]


def create(client: Anthropic, flag: bool) -> None:
    assert_type(client.messages.create(max_tokens=1, messages=MESSAGES, model="m"), Message)
    assert_type(client.messages.create(max_tokens=1, messages=MESSAGES, model="m", stream=False), Message)
    assert_type(
        client.messages.create(max_tokens=1, messages=MESSAGES, model="m", stream=True), Stream[RawMessageStreamEvent]
    )
    assert_type(
        client.messages.create(max_tokens=1, messages=MESSAGES, model="m", stream=flag),
        Union[Message, Stream[RawMessageStreamEvent]],
    )
    assert_type(client.messages.count_tokens(messages=MESSAGES, model="m"), MessageTokensCount)
    assert_type(client.completions.create(max_tokens_to_sample=1, model="m", prompt="p"), Completion)


async def create_async(client: AsyncAnthropic, flag: bool) -> None:
    assert_type(await client.messages.create(max_tokens=1, messages=MESSAGES, model="m"), Message)
    assert_type(
        await client.messages.create(max_tokens=1, messages=MESSAGES, model="m", stream=True),
        AsyncStream[RawMessageStreamEvent],
    )
    assert_type(
        await client.messages.create(max_tokens=1, messages=MESSAGES, model="m", stream=flag),
        Union[Message, AsyncStream[RawMessageStreamEvent]],
    )


def narrowing(message: Message, block: ContentBlock) -> None:
    assert_type(message.content, List[ContentBlock])
    if block.type == "text":
        assert_type(block, TextBlock)
        assert_type(block.text, str)
    elif block.type == "tool_use":
        assert_type(block, ToolUseBlock)


def events(stream: Stream[RawMessageStreamEvent]) -> None:
    for event in stream:
        assert_type(event, RawMessageStreamEvent)
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            assert_type(event.delta.text, str)
        elif event.type == "message_start":
            assert_type(event.message, Message)


def pages(client: Anthropic) -> None:
    page = client.models.list(limit=1)
    assert_type(page, SyncPage[ModelInfo])
    assert_type(page.get_next_page(), SyncPage[ModelInfo])
    for model in page:
        assert_type(model, ModelInfo)
    assert_type(client.models.retrieve("m"), ModelInfo)


async def pages_async(client: AsyncAnthropic) -> None:
    page = await client.models.list(limit=1)
    assert_type(page, AsyncPage[ModelInfo])
    assert_type(await page.get_next_page(), AsyncPage[ModelInfo])
    async for model in client.models.list():
        assert_type(model, ModelInfo)
    async for model in page:
        assert_type(model, ModelInfo)


def copies(client: Anthropic) -> None:
    assert_type(client.with_options(max_retries=1), Anthropic)
    with client as same:
        assert_type(same, Anthropic)


def errors(error: anthropic.APIStatusError) -> None:
    assert_type(error.status_code, int)
    assert_type(error.request_id, Union[str, None])
    assert_type(error.type, Union[str, None])
    assert_type(error.retry_after, Union[float, None])


def raw(client: Anthropic) -> None:
    assert_type(client.get("/x", cast_to=Message), Message)
    assert_type(client.post("/x", cast_to=str, body={}), str)


def views(client: Anthropic) -> None:
    raw_message = client.messages.with_raw_response.create(max_tokens=1, messages=MESSAGES, model="m")
    assert_type(raw_message, LegacyAPIResponse[Message])
    assert_type(raw_message.parse(), Message)
    assert_type(
        client.with_raw_response.messages.create(max_tokens=1, messages=MESSAGES, model="m", stream=True),
        LegacyAPIResponse[Stream[RawMessageStreamEvent]],
    )
    with client.messages.with_streaming_response.create(max_tokens=1, messages=MESSAGES, model="m") as response:
        assert_type(response, APIResponse[Message])
    assert_type(client.models.with_raw_response.list().parse(), SyncPage[ModelInfo])


async def views_async(client: AsyncAnthropic) -> None:
    raw_page = await client.models.with_raw_response.list()
    assert_type(raw_page.parse(), AsyncPage[ModelInfo])
    async with client.messages.with_streaming_response.create(max_tokens=1, messages=MESSAGES, model="m") as response:
        assert_type(await response.parse(), Message)
