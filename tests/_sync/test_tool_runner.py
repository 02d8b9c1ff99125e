# Derived from tests/_async/test_tool_runner.py by scripts/unasync. Do not edit.
"""The tool runner: `beta.messages.tool_runner()`."""

from __future__ import annotations

import logging
from typing import Any, Dict, List

import pydantic
import pytest

import anthropic
from anthropic import Anthropic, beta_tool
from anthropic.lib.tools import BetaStreamingToolRunner, BetaToolRunner
from tests.wire import HELLO, Script, events, failure, message, message_body, sse, text_stream

pytestmark = pytest.mark.anyio


@beta_tool
def add(a: int, b: int = 1) -> str:
    """Add two numbers."""
    return str(a + b)


@beta_tool
def fail() -> str:
    """Fail."""
    raise LookupError("no such thing")


def call(name: str = "add", id: str = "toolu_1", **input: Any) -> Dict[str, Any]:
    return {"type": "tool_use", "id": id, "name": name, "input": input}


def calls(*blocks: Dict[str, Any], stop: str = "tool_use", **fields: Any) -> Any:
    return message(content=list(blocks), stop_reason=stop, **fields)


def streamed(block: Dict[str, Any], input: str, stop: str = "tool_use") -> Any:
    start = message_body(content=[], stop_reason=None)
    delta = {"type": "input_json_delta", "partial_json": input}
    return events(
        ("message_start", {"type": "message_start", "message": start}),
        ("content_block_start", {"type": "content_block_start", "index": 0, "content_block": {**block, "input": {}}}),
        ("content_block_delta", {"type": "content_block_delta", "index": 0, "delta": delta}),
        ("content_block_stop", {"type": "content_block_stop", "index": 0}),
        ("message_delta", {"type": "message_delta", "delta": {"stop_reason": stop}, "usage": {"output_tokens": 5}}),
        ("message_stop", {"type": "message_stop"}),
    )


def test_tools_run_until_the_model_needs_no_more(server: Script, client: Anthropic) -> None:
    server.says(calls(call(a=2)), message("three"))
    runner = client.beta.messages.tool_runner(**HELLO, tools=[add])

    got = [reply.stop_reason for reply in runner]

    assert isinstance(runner, BetaToolRunner)  # TR-01
    assert got == ["tool_use", "end_turn"]  # TR-03, TR-04
    assert server.body["messages"][1]["role"] == "assistant"  # TR-09
    assert server.body["messages"][2] == {
        "role": "user",
        "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "3"}],  # TR-06
    }
    assert server.requests[0].headers["x-stainless-helper"] == "BetaToolRunner"  # TR-16
    assert "anthropic-beta" not in server.requests[0].headers  # KD-19
    assert server.body["tools"][0]["name"] == "add"


def test_the_last_reply_can_be_awaited(server: Script, client: Anthropic) -> None:
    server.says(calls(call(a=2)), message("three"))

    last: Any = client.beta.messages.tool_runner(**HELLO, tools=[add]).until_done()

    assert last.content[0].text == "three"  # TR-13


def test_the_callers_list_stays_as_it_is(server: Script, client: Anthropic) -> None:
    server.says(calls(call(a=2)), message("three"))
    messages: List[Any] = [{"role": "user", "content": "x"}]

    client.beta.messages.tool_runner(**{**HELLO, "messages": messages}, tools=[add]).until_done()

    assert len(messages) == 1  # TR-15


def test_results_keep_the_order_of_the_calls(server: Script, client: Anthropic) -> None:
    server.says(calls(call(a=1, id="toolu_1"), call(a=2, id="toolu_2"), call(a=3, id="toolu_3")), message("done"))

    client.beta.messages.tool_runner(**HELLO, tools=[add]).until_done()

    results = server.body["messages"][2]["content"]
    assert [(each["tool_use_id"], each["content"]) for each in results] == [
        ("toolu_1", "2"),
        ("toolu_2", "3"),
        ("toolu_3", "4"),
    ]


def test_a_failing_tool_is_told_to_the_model(
    server: Script, client: Anthropic, caplog: pytest.LogCaptureFixture
) -> None:
    server.says(calls(call("fail"), call(a="x", id="toolu_2")), message("sorry"))

    with caplog.at_level(logging.ERROR):
        client.beta.messages.tool_runner(**HELLO, tools=[add, fail]).until_done()

    first, second = server.body["messages"][2]["content"]
    assert (first["content"], first["is_error"]) == ("LookupError('no such thing')", True)  # TR-07
    assert second["is_error"] and "Invalid arguments for function add" in second["content"]  # TD-12
    assert caplog.records[0].exc_info is not None


def test_a_tool_that_nobody_has_is_warned_of(server: Script, client: Anthropic) -> None:
    server.says(calls(call("other")), message("sorry"))

    with pytest.warns(UserWarning, match="'other'.*Available tools: 'add'"):  # TR-08
        client.beta.messages.tool_runner(**HELLO, tools=[add]).until_done()

    assert server.body["messages"][2]["content"][0] == {
        "type": "tool_result",
        "tool_use_id": "toolu_1",
        "content": "Error: Tool 'other' not found",
        "is_error": True,
    }


@pytest.mark.parametrize("stop", ["max_tokens", "refusal", "model_context_window_exceeded"])
def test_the_calls_of_a_cut_reply_are_not_run(server: Script, client: Anthropic, stop: str) -> None:
    server.says(calls(call(a=2), stop=stop))

    last = client.beta.messages.tool_runner(**HELLO, tools=[fail]).until_done()

    assert last.stop_reason == stop  # KD-19
    assert len(server.requests) == 1


def test_a_paused_turn_is_resumed(server: Script, client: Anthropic) -> None:
    container = {"id": "container_1", "expires_at": "2026-01-01T00:00:00Z", "skills": None}
    server.says(message("wait", stop_reason="pause_turn", container=container), message("done"))

    last: Any = client.beta.messages.tool_runner(**HELLO, tools=[add]).until_done()

    assert last.content[0].text == "done"  # KD-19
    assert [each["role"] for each in server.body["messages"]] == ["user", "assistant"]
    assert server.body["container"] == "container_1"


def test_the_number_of_requests_can_be_limited(server: Script, client: Anthropic) -> None:
    server.says(calls(call(a=2)))

    last = client.beta.messages.tool_runner(**HELLO, tools=[add], max_iterations=1).until_done()

    assert last.stop_reason == "tool_use"
    with pytest.raises(RuntimeError, match="max_iterations"):
        client.beta.messages.tool_runner(**HELLO, tools=[add], max_iterations=0).until_done()


def test_tools_run_once_a_turn(server: Script, client: Anthropic) -> None:
    ran: List[int] = []

    @beta_tool
    def count() -> str:
        """Count."""
        ran.append(1)
        return "ok"

    server.says(calls(call("count")), message("done"))

    for _ in (runner := client.beta.messages.tool_runner(**HELLO, tools=[count])):
        first = runner.generate_tool_call_response()
        assert runner.generate_tool_call_response() == first  # TR-12

    assert ran == [1]


def test_messages_of_your_own_take_the_place_of_the_results(server: Script, client: Anthropic) -> None:
    server.says(calls(call(a=2)), message("done"))

    runner = client.beta.messages.tool_runner(**HELLO, tools=[add])
    for reply in runner:
        if reply.stop_reason == "tool_use":
            runner.append_messages(reply, {"role": "user", "content": "mine"})  # TR-10

    assert [each["content"] for each in server.body["messages"][::2]] == ["Hello", "mine"]


def test_the_arguments_can_be_changed_on_the_way(server: Script, client: Anthropic) -> None:
    server.says(calls(call(a=2)), message("done"))

    runner = client.beta.messages.tool_runner(**HELLO, tools=[add])
    for _ in runner:
        runner.set_messages_params(lambda params: {**params, "max_tokens": 99})  # TR-11

    assert server.body["max_tokens"] == 99
    assert len(server.body["messages"]) == 3


def test_options_go_with_every_request(server: Script, client: Anthropic) -> None:
    server.says(calls(call(a=2)), message("done"))

    client.beta.messages.tool_runner(
        **HELLO, tools=[add], extra_headers={"x-mine": "1"}, extra_query={"q": "2"}, extra_body={"top_k": 3}, timeout=9
    ).until_done()

    for request in server.requests:  # TR-17
        assert request.headers["x-mine"] == "1"
        assert request.url.params["q"] == "2"
        assert request.headers["x-stainless-timeout"] == "9"
    assert server.body["top_k"] == 3


def test_a_failed_request_leaves_the_conversation_as_it_is(server: Script, client: Anthropic) -> None:
    server.says(calls(call(a=2)), failure(400, "invalid_request_error"), message("done"))
    runner = client.beta.messages.tool_runner(**HELLO, tools=[add])

    runner.__next__()
    with pytest.raises(anthropic.BadRequestError):
        runner.__next__()
    last = runner.__next__()  # TR-14

    assert last.stop_reason == "end_turn"
    assert len(server.body["messages"]) == 3


def test_streams_are_run_as_well(server: Script, client: Anthropic) -> None:
    server.says(streamed(call(), '{"a": 2}'), text_stream("three"))
    runner = client.beta.messages.tool_runner(**HELLO, tools=[add], stream=True)
    texts: List[str] = []

    for stream in runner:
        texts += [text for text in stream.text_stream]  # TR-19

    assert isinstance(runner, BetaStreamingToolRunner)
    assert texts == ["three"]
    assert server.body["messages"][2]["content"][0]["content"] == "3"
    assert stream.response.is_closed


def test_streams_that_nobody_reads_are_read_by_the_runner(server: Script, client: Anthropic) -> None:
    server.says(streamed(call(), '{"a": 2}'), text_stream("three"))

    last: Any = client.beta.messages.tool_runner(**HELLO, tools=[add], stream=True).until_done()

    assert last.content[0].text == "three"


def test_broken_input_is_told_to_the_model(server: Script, client: Anthropic) -> None:
    server.says(streamed(call(), '{"a": nonsense}'), text_stream("sorry"))

    client.beta.messages.tool_runner(**HELLO, tools=[add], stream=True).until_done()

    result = server.body["messages"][2]["content"][0]
    assert result["is_error"] and "Invalid arguments" in result["content"]


def test_replies_are_parsed_into_a_type(server: Script, client: Anthropic) -> None:
    class Sum(pydantic.BaseModel):
        total: int

    server.says(calls(call(a=2)), message('{"total": 3}'))

    with pytest.warns(DeprecationWarning):
        last = client.beta.messages.tool_runner(**HELLO, tools=[add], output_format=Sum).until_done()

    assert last.parsed_output == Sum(total=3)
    assert server.requests[0].headers["anthropic-beta"] == "structured-outputs-2025-12-15"


def test_a_long_conversation_is_summarised(server: Script, client: Anthropic, caplog: pytest.LogCaptureFixture) -> None:
    long = {"input_tokens": 900, "output_tokens": 100}
    server.says(calls(call("fail"), usage=long), message("In short."), message("done", usage=long))

    with caplog.at_level(logging.INFO):
        client.beta.messages.tool_runner(
            **HELLO,
            tools=[fail],
            system="Be brief.",
            compaction_control={"enabled": True, "context_token_threshold": 1000, "summary_prompt": "Sum up."},
        ).until_done()

    import json

    bodies = [json.loads(request.content) for request in server.requests]
    assert len(bodies) == 3  # KD-19: a finished conversation is not summarised
    assert bodies[1]["messages"] == [*HELLO["messages"], {"role": "user", "content": "Sum up."}]  # CP-03, CP-04
    assert "tools" not in bodies[1] and "system" not in bodies[1]
    assert server.requests[1].headers["x-stainless-helper"] == "compaction"
    assert bodies[2]["messages"] == [{"role": "user", "content": [{"type": "text", "text": "In short."}]}]  # CP-05
    assert sum(record.name == "anthropic.lib.tools._beta_runner" for record in caplog.records) == 2  # CP-07


def test_plain_descriptions_go_after_the_runnable_tools(server: Script, client: Anthropic) -> None:
    server.says(message("done"))
    described: Any = {"type": "web_search_20250305", "name": "web_search"}

    client.beta.messages.tool_runner(**HELLO, tools=[described, add]).until_done()

    assert [each["name"] for each in server.body["tools"]] == ["add", "web_search"]  # TR-02


def test_the_calls_of_a_broken_stream_are_not_run(server: Script, client: Anthropic) -> None:
    ran: List[int] = []

    @beta_tool
    def count(a: int) -> str:
        """Count."""
        ran.append(a)
        return "ok"

    whole = streamed(call("count"), '{"a": 123}').content
    server.says(
        sse(whole.partition(b"event: content_block_stop")[0]), streamed(call("count"), '{"a": 7}'), text_stream("x")
    )
    runner = client.beta.messages.tool_runner(**HELLO, tools=[count], stream=True)

    runner.__next__()
    with pytest.raises(anthropic.APIConnectionError, match="ended before"):
        runner.__next__()
    last: Any = runner.until_done()

    assert ran == [7]  # the turn was asked again, nothing of the broken one was run or kept
    assert len(server.body["messages"]) == 3
    assert last.content[0].text == "x"


def test_a_streamed_reply_of_another_type_is_an_error(server: Script, client: Anthropic) -> None:
    class Sum(pydantic.BaseModel):
        total: int

    server.says(text_stream("nope"))

    with pytest.warns(DeprecationWarning), pytest.raises(pydantic.ValidationError) as caught:
        client.beta.messages.tool_runner(**HELLO, tools=[add], stream=True, output_format=Sum).until_done()

    error: Any = caught.value
    assert error.request_id == "req_1"


def test_results_that_are_appended_by_hand_are_not_computed_again(server: Script, client: Anthropic) -> None:
    ran: List[int] = []

    @beta_tool
    def count() -> str:
        """Count."""
        ran.append(1)
        return "ok"

    server.says(calls(call("count")), message("done"))
    runner = client.beta.messages.tool_runner(**HELLO, tools=[count])
    for reply in runner:
        results = runner.generate_tool_call_response()
        if results is not None:
            runner.append_messages(reply, results)

    assert ran == [1]  # TR-10 with TR-12
    assert len(server.body["messages"]) == 3


def test_nothing_is_summarised_where_nothing_may_follow(server: Script, client: Anthropic) -> None:
    server.says(calls(call(a=2), usage={"input_tokens": 900, "output_tokens": 100}))

    client.beta.messages.tool_runner(
        **HELLO,
        tools=[add],
        max_iterations=1,
        compaction_control={"enabled": True, "context_token_threshold": 1000},
    ).until_done()

    assert len(server.requests) == 1


def test_half_a_summary_does_not_take_the_place_of_the_history(server: Script, client: Anthropic) -> None:
    long = {"input_tokens": 900, "output_tokens": 100}
    server.says(calls(call(a=2), usage=long), message("half", stop_reason="max_tokens"))
    control: Any = {"enabled": True, "context_token_threshold": 1000}
    runner = client.beta.messages.tool_runner(**HELLO, tools=[add], compaction_control=control)

    with pytest.raises(ValueError, match="max_tokens"):
        runner.until_done()

    assert runner._params["messages"] == HELLO["messages"]


def test_what_is_no_tool_is_refused_at_once(client: Anthropic) -> None:
    def plain() -> str:
        """Not decorated."""
        return "x"

    odd: Any = plain
    with pytest.raises(TypeError, match="beta_tool"):
        client.beta.messages.tool_runner(**HELLO, tools=[odd])


def test_messages_from_a_generator_are_kept(server: Script, client: Anthropic) -> None:
    server.says(calls(call(a=2)), message("done"))
    runner = client.beta.messages.tool_runner(**HELLO, tools=[add])
    runner.set_messages_params(lambda params: {**params, "messages": (each for each in params["messages"])})

    runner.until_done()

    assert [each["role"] for each in server.body["messages"]] == ["user", "assistant", "user"]


def test_a_closed_runner_gives_its_connection_back_and_asks_no_more(server: Script, client: Anthropic) -> None:
    server.says(streamed(call(), '{"a": 2}'))

    with client.beta.messages.tool_runner(**HELLO, tools=[add], stream=True) as runner:
        for stream in runner:
            break
    runner.close()

    assert stream.response.is_closed
    assert [item for item in runner] == []
    with pytest.raises(RuntimeError, match="the runner was closed"):
        runner.until_done()
    assert len(server.requests) == 1


def test_a_closed_runner_still_has_its_last_reply(server: Script, client: Anthropic) -> None:
    server.says(message("hello"))
    runner = client.beta.messages.tool_runner(**HELLO, tools=[add])

    last = runner.until_done()
    runner.close()

    assert runner.until_done() is last
