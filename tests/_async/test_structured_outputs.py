"""Structured outputs: `parse()`, and streams that parse."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Union

import pydantic
import pytest

import anthropic
from anthropic import AsyncAnthropic
from anthropic._core.structured import OutputMismatchError
from tests.wire import HELLO, Script, message, reply, text_stream

pytestmark = pytest.mark.anyio


class Person(pydantic.BaseModel):
    name: str
    age: int


@dataclass
class Point:
    x: int
    y: int


ADA = '{"name": "Ada", "age": 36}'


async def test_the_schema_goes_out_and_the_type_comes_back(server: Script, client: AsyncAnthropic) -> None:
    server.says(message(ADA))

    parsed = await client.messages.parse(**HELLO, output_format=Person)

    assert parsed.parsed_output == Person(name="Ada", age=36)  # SO-02
    assert server.body["output_config"]["format"]["type"] == "json_schema"  # SO-01
    assert "output_format" not in server.body
    assert server.requests[0].headers["x-stainless-helper"] == "messages.parse"  # HD-19
    assert parsed._request_id == "req_1"  # SO-03
    assert type(parsed) is anthropic.types.ParsedMessage


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        (List[int], "[1, 2]", [1, 2]),
        (Point, '{"x": 1, "y": 2}', Point(1, 2)),
        (Union[int, str], '"x"', "x"),
        (int, "0", 0),
        (bool, "false", False),
        (str, '""', ""),
        (List[str], "[]", []),
        pytest.param(
            Dict[str, int], '{"a": 1}', {"a": 1}, marks=pytest.mark.filterwarnings("ignore:.* keys of any name")
        ),
    ],
)
async def test_any_type_will_do(server: Script, client: AsyncAnthropic, type_: Any, text: str, value: Any) -> None:
    server.says(message(text))

    parsed = await client.messages.parse(**HELLO, output_format=type_)

    assert parsed.parsed_output == value  # KD-15: values that are false are values
    assert type(parsed.parsed_output) is type(value)


async def test_other_output_settings_are_kept(server: Script, client: AsyncAnthropic) -> None:
    server.says(message(ADA))

    await client.messages.parse(**HELLO, output_format=Person, output_config={"effort": "low"})

    assert server.body["output_config"]["effort"] == "low"  # SO-06
    assert server.body["output_config"]["format"]["schema"]["additionalProperties"] is False


@pytest.mark.parametrize("nothing", [{}, {"output_format": None}])
async def test_without_a_type_nothing_is_parsed(server: Script, client: AsyncAnthropic, nothing: Any) -> None:
    server.says(message("plain"), text_stream("plain"))

    parsed = await client.messages.parse(**HELLO, **nothing)
    async with client.messages.stream(**HELLO, **nothing) as stream:
        streamed = await stream.get_final_message()

    assert parsed.parsed_output is None and streamed.parsed_output is None  # SO-05, KD-15
    assert "output_config" not in server.body


async def test_text_of_another_type_is_an_error_with_its_context(server: Script, client: AsyncAnthropic) -> None:
    server.says(message('{"name": 5}'))

    with pytest.raises(pydantic.ValidationError) as caught:  # SO-04
        await client.messages.parse(**HELLO, output_format=Person)

    error = caught.value
    assert isinstance(error, OutputMismatchError) and isinstance(error, anthropic.AnthropicError)
    assert (error.text, error.request_id) == ('{"name": 5}', "req_1")
    assert error.reply.content[0].text == '{"name": 5}'
    assert error.title == "Person" and {each["loc"] for each in error.errors()} == {("name",), ("age",)}
    assert "req_1" in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.text, again.request_id) == (OutputMismatchError, error.text, "req_1")
    assert again.errors() == error.errors()


@pytest.mark.parametrize("reason", ["max_tokens", "refusal", "tool_use", "pause_turn"])
async def test_a_reply_that_was_cut_is_given_as_it_is(server: Script, client: AsyncAnthropic, reason: Any) -> None:
    server.says(message('{"name": "A', stop_reason=reason))

    parsed = await client.messages.parse(**HELLO, output_format=Person)

    assert (parsed.parsed_output, parsed.stop_reason) == (None, reason)


async def test_streams_parse_at_the_end_of_a_block(server: Script, client: AsyncAnthropic) -> None:
    server.says(text_stream('{"name": "Ada"', ', "age": 36}'))

    async with client.messages.stream(**HELLO, output_format=Person) as stream:
        parsed = [event.content_block async for event in stream if event.type == "content_block_stop"]

    block: Any = parsed[0]
    assert block.parsed_output == Person(name="Ada", age=36)  # SO-07
    assert (await stream.get_final_message()).parsed_output == block.parsed_output


async def test_a_streamed_mismatch_is_raised_at_the_end(server: Script, client: AsyncAnthropic) -> None:
    server.says(text_stream("no json"))

    async with client.messages.stream(**HELLO, output_format=Person) as stream:
        await stream.until_done()
        with pytest.raises(OutputMismatchError):
            await stream.get_final_message()


async def test_partial_text_can_be_parsed_as_it_comes(server: Script, client: AsyncAnthropic) -> None:
    server.says(text_stream('{"name": "A', 'da"}'))

    async with client.messages.stream(**HELLO, output_format=Person) as stream:
        seen = [event.parsed_snapshot() async for event in stream if event.type == "text"]

    assert seen == [{"name": "A"}, {"name": "Ada"}]  # MS-06


async def test_a_format_of_your_own_is_sent_as_it_is(server: Script, client: AsyncAnthropic) -> None:
    mine: Any = {"type": "json_schema", "schema": {"type": "string"}}
    server.says(text_stream('"x"'), reply({"input_tokens": 3}), reply({"input_tokens": 3}))

    async with client.messages.stream(**HELLO, output_format=mine) as stream:
        assert (await stream.get_final_message()).parsed_output is None  # SO-08
    assert server.body["output_config"] == {"format": mine}
    short = {name: value for name, value in HELLO.items() if name != "max_tokens"}
    await client.messages.count_tokens(**short, output_format=mine)
    assert server.body["output_config"] == {"format": mine}  # SO-09
    await client.messages.count_tokens(**short, output_format=Person)

    assert server.body["output_config"]["format"]["schema"]["type"] == "object"


async def test_the_beta_method_asks_for_the_feature_and_warns(server: Script, client: AsyncAnthropic) -> None:
    server.says(message(ADA), message("plain"))

    with pytest.warns(DeprecationWarning, match="output_config") as caught:  # DW-03
        parsed = await client.beta.messages.parse(**HELLO, output_format=Person, betas=["a"])
    await client.beta.messages.parse(**HELLO)

    assert parsed.parsed_output == Person(name="Ada", age=36)
    assert caught[0].filename == __file__
    assert server.requests[0].headers["anthropic-beta"] == "a,structured-outputs-2025-12-15"  # SO-10
    assert "anthropic-beta" not in server.requests[1].headers


async def test_the_plain_beta_method_takes_schemas_only(server: Script, client: AsyncAnthropic) -> None:
    mine: Any = {"type": "json_schema", "schema": {"type": "string"}}
    server.says(message('"x"'))

    with pytest.warns(DeprecationWarning):
        await client.beta.messages.create(**HELLO, output_format=mine)  # SO-12
    with pytest.raises(TypeError, match=r"must use `beta.messages.parse\(\)` instead"):  # SO-11
        await client.beta.messages.create(**HELLO, output_format=Person)
    with pytest.raises(anthropic.AnthropicError, match="same thing"):  # SO-13
        await client.beta.messages.create(**HELLO, output_format=mine, output_config={"format": mine})

    assert server.body["output_config"] == {"format": mine}
    assert len(server.requests) == 1


async def test_parse_does_not_stream(client: AsyncAnthropic) -> None:
    with pytest.raises(TypeError, match=r"use `stream\(output_format=\.\.\.\)`"):  # SO-14
        await client.messages.parse(**HELLO, output_format=Person, stream=True)


async def test_parsed_messages_can_be_sent_back(server: Script, client: AsyncAnthropic) -> None:
    server.says(message(ADA), message("thanks"))
    parsed = await client.messages.parse(**HELLO, output_format=Person)

    await client.messages.create(**{**HELLO, "messages": [{"role": "assistant", "content": parsed.content}]})

    assert server.body["messages"][0]["content"] == [{"type": "text", "text": ADA, "citations": None}]  # KD-08


async def test_raw_responses_parse_into_the_type(server: Script, client: AsyncAnthropic) -> None:
    server.says(message(ADA))

    raw = await client.messages.with_raw_response.parse(**HELLO, output_format=Person)  # KD-28

    assert raw.parse().parsed_output == Person(name="Ada", age=36)


@pytest.mark.parametrize("odd", [5, "Person", object()])
async def test_what_is_no_type_is_refused_before_sending(client: AsyncAnthropic, odd: Any) -> None:
    with pytest.raises(TypeError):  # KD-15
        await client.messages.parse(**HELLO, output_format=odd)


@pytest.mark.parametrize("way", [lambda value: pickle.loads(pickle.dumps(value)), copy.copy, copy.deepcopy])
async def test_a_parsed_message_and_its_raw_response_survive_pickles_and_copies(
    server: Script, client: AsyncAnthropic, way: Callable[[Any], Any]
) -> None:
    server.says(message(ADA), message(ADA))
    parsed = await client.messages.parse(**HELLO, output_format=Person)
    raw = await client.messages.with_raw_response.parse(**HELLO, output_format=Person)

    assert way(parsed) == parsed
    assert way(raw).parse() == parsed  # KD-30
