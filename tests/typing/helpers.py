"""What users of the message helpers see in their editor; never run, held by pyright and mypy."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import List, Optional, Union

import pydantic
from typing_extensions import assert_type

from anthropic import (
    Anthropic,
    APIStatusError,
    AsyncAnthropic,
    AsyncMessageStream,
    BatchResults,
    MessageStream,
    RateLimit,
    RateLimits,
    beta_async_tool,
    beta_tool,
)
from anthropic.lib.streaming import BetaMessageStream
from anthropic.lib.tools import (
    BetaAsyncStreamingToolRunner,
    BetaAsyncToolRunner,
    BetaStreamingToolRunner,
    BetaToolRunner,
)
from anthropic.types import Message, MessageParam, ParsedMessage, ToolUseBlock
from anthropic.types.beta import BetaMessage, BetaMessageParam, BetaToolUseBlock
from anthropic.types.beta.messages import BetaMessageBatch, BetaMessageBatchResult
from anthropic.types.beta.parsed_beta_message import ParsedBetaMessage
from anthropic.types.messages import MessageBatch, MessageBatchResult

MESSAGES: List[MessageParam] = [{"role": "user", "content": "Hi"}]
BETA_MESSAGES: List[BetaMessageParam] = [{"role": "user", "content": "Hi"}]


class Person(pydantic.BaseModel):
    """A type to parse into."""

    name: str


@beta_tool
def add(a: int, b: int) -> str:
    """Add."""
    return str(a + b)


@beta_async_tool
async def add_later(a: int, b: int) -> str:
    """Add."""
    return str(a + b)


def streams(client: Anthropic) -> None:
    with client.messages.stream(max_tokens=1, messages=MESSAGES, model="m") as stream:
        assert_type(stream, MessageStream[None])
        for text in stream.text_stream:
            assert_type(text, str)
        for event in stream:
            if event.type == "text":
                assert_type(event.snapshot, str)
            elif event.type == "input_json":
                assert_type(event.snapshot, object)
            elif event.type == "content_block_stop":
                assert_type(event.index, int)
        assert_type(stream.get_final_message(), ParsedMessage[None])
        assert_type(stream.current_message_snapshot, ParsedMessage[None])
        assert_type(stream.get_final_text(), str)
    with client.messages.stream(max_tokens=1, messages=MESSAGES, model="m", output_format=Person) as parsing:
        assert_type(parsing.get_final_message(), ParsedMessage[Person])
        assert_type(parsing.get_final_message().parsed_output, Optional[Person])
    with client.beta.messages.stream(max_tokens=1, messages=BETA_MESSAGES, model="m", output_format=Person) as beta:
        assert_type(beta, BetaMessageStream[Person])
        assert_type(beta.get_final_message(), ParsedBetaMessage[Person])


async def streams_async(client: AsyncAnthropic) -> None:
    async with client.messages.stream(max_tokens=1, messages=MESSAGES, model="m", output_format=Person) as stream:
        assert_type(stream, AsyncMessageStream[Person])
        async for text in stream.text_stream:
            assert_type(text, str)
        assert_type(await stream.get_final_message(), ParsedMessage[Person])


def parsing(client: Anthropic) -> None:
    parsed = client.messages.parse(max_tokens=1, messages=MESSAGES, model="m", output_format=Person)
    assert_type(parsed, ParsedMessage[Person])
    assert_type(parsed.parsed_output, Optional[Person])
    for block in parsed.content:
        if block.type == "text":
            assert_type(block.parsed_output, Optional[Person])
    numbers = client.beta.messages.parse(max_tokens=1, messages=BETA_MESSAGES, model="m", output_format=List[int])
    assert_type(numbers, ParsedBetaMessage[List[int]])
    raw = client.messages.with_raw_response.parse(max_tokens=1, messages=MESSAGES, model="m", output_format=Person)
    assert_type(raw.parse(), ParsedMessage[Person])


def running(client: Anthropic, flag: bool) -> None:
    runner = client.beta.messages.tool_runner(max_tokens=1, messages=BETA_MESSAGES, model="m", tools=[add])
    assert_type(runner, BetaToolRunner[None])
    for message in runner:
        assert_type(message, ParsedBetaMessage[None])
    assert_type(runner.until_done(), ParsedBetaMessage[None])
    assert_type(runner.generate_tool_call_response(), Optional[BetaMessageParam])
    streaming = client.beta.messages.tool_runner(
        max_tokens=1, messages=BETA_MESSAGES, model="m", tools=[add], stream=True, output_format=Person
    )
    assert_type(streaming, BetaStreamingToolRunner[Person])
    for stream in streaming:
        assert_type(stream, BetaMessageStream[Person])
    assert_type(
        client.beta.messages.tool_runner(
            max_tokens=1, messages=BETA_MESSAGES, model="m", tools=[add], stream=flag, output_format=Person
        ),
        Union[BetaToolRunner[Person], BetaStreamingToolRunner[Person]],
    )


async def running_async(client: AsyncAnthropic) -> None:
    runner = client.beta.messages.tool_runner(max_tokens=1, messages=BETA_MESSAGES, model="m", tools=[add_later])
    assert_type(runner, BetaAsyncToolRunner[None])
    assert_type(await runner.until_done(), ParsedBetaMessage[None])
    streaming = client.beta.messages.tool_runner(
        max_tokens=1, messages=BETA_MESSAGES, model="m", tools=[add_later, add], stream=True
    )
    assert_type(streaming, BetaAsyncStreamingToolRunner[None])


def views(stable: Message, beta: BetaMessage, parsed: ParsedMessage[Person]) -> None:
    assert_type(stable.text, str)
    assert_type(stable.tool_uses, List[ToolUseBlock])
    assert_type(stable.to_param(), MessageParam)
    assert_type(beta.text, str)
    assert_type(beta.tool_uses, List[BetaToolUseBlock])
    assert_type(beta.to_param(), BetaMessageParam)
    assert_type(parsed.to_param(), MessageParam)


def limits(client: Anthropic, error: APIStatusError) -> None:
    raw = client.messages.with_raw_response.create(max_tokens=1, messages=MESSAGES, model="m")
    assert_type(raw.rate_limits, RateLimits)
    assert_type(error.rate_limits.tokens, Optional[RateLimit])
    if error.rate_limits.requests is not None:
        assert_type(error.rate_limits.requests.remaining, Optional[int])
        assert_type(error.rate_limits.requests.reset, Optional[datetime])


def batches(client: Anthropic) -> None:
    stable = client.messages.batches
    assert_type(stable.wait("b", max_wait=None, on_progress=lambda batch: batch.request_counts), MessageBatch)
    assert_type(stable.create_all(requests=[]), List[MessageBatch])
    assert_type(stable.results_by_id("b", custom_ids=["a"]), BatchResults[MessageBatchResult])
    assert_type(stable.results_by_id("b").missing, List[str])
    assert_type(stable.download_results("b", path="results.jsonl"), int)
    beta = client.beta.messages.batches
    assert_type(beta.wait("b", progress=True, betas=["x"]), BetaMessageBatch)
    assert_type(beta.results_by_id("b"), BatchResults[BetaMessageBatchResult])


async def batches_async(client: AsyncAnthropic) -> None:
    async def listen(batch: MessageBatch) -> None:
        assert_type(batch, MessageBatch)

    stable = client.messages.batches
    assert_type(await stable.wait("b", on_progress=listen), MessageBatch)
    assert_type(await stable.create_all(requests=[], on_created=listen), List[MessageBatch])
    assert_type(await stable.results_by_id("b"), BatchResults[MessageBatchResult])
    assert_type(await stable.download_results("b", path=Path("results.jsonl")), int)
