"""What the simulated model says."""

from __future__ import annotations

import json
from typing import Any, Dict, List

import httpx
import pytest

from anthropic.testing import SimulatedAPI
from tests.testing.wire import ask, check

WEATHER: Dict[str, Any] = {
    "name": "get_weather",
    "description": "The current weather in a city.",
    "input_schema": {
        "type": "object",
        "properties": {"city": {"type": "string"}, "unit": {"enum": ["celsius", "fahrenheit"]}},
        "required": ["city", "unit"],
    },
}
ADD: Dict[str, Any] = {
    "name": "add",
    "description": "Adds two numbers.",
    "input_schema": {"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}},
}


def message(http: httpx.Client, body: Dict[str, Any]) -> Dict[str, Any]:
    response = http.post("/v1/messages", json=body)
    assert response.status_code == 200, response.text
    reply: Dict[str, Any] = response.json()
    check("Message", reply)
    check("BetaMessage", reply)
    return reply


def kinds(reply: Dict[str, Any]) -> List[str]:
    return [block["type"] for block in reply["content"]]


def test_a_reply_quotes_the_prompt(http: httpx.Client) -> None:
    reply = message(http, ask("What a day"))

    assert kinds(reply) == ["text"]
    assert '"What a day"' in reply["content"][0]["text"]
    assert reply["stop_reason"] == "end_turn"


def test_the_same_request_gets_the_same_reply(http: httpx.Client) -> None:
    assert message(http, ask()) == message(http, ask())
    assert message(http, ask())["id"] != message(http, ask("Other"))["id"]


def test_a_reply_names_the_model_that_an_alias_stands_for(http: httpx.Client) -> None:
    assert message(http, ask(model="claude-haiku-4-5"))["model"] == "claude-haiku-4-5-20251001"


def test_a_conversation_is_answered_at_its_end(http: httpx.Client) -> None:
    turns = [("user", "One"), ("assistant", "Two"), ("user", [{"type": "text", "text": "Three"}])]
    reply = message(http, ask(messages=[{"role": role, "content": content} for role, content in turns]))

    assert '"Three"' in reply["content"][0]["text"]
    assert "turn 2" in reply["content"][0]["text"]


def test_as_many_words_as_the_prompt_asks_for(http: httpx.Client) -> None:
    assert len(message(http, ask("Write 300 words"))["content"][0]["text"].split()) == 300


@pytest.mark.parametrize("text", ["", "\ud800 alone", "\u2028 \x00 🙂"])
def test_any_text_comes_back(http: httpx.Client, text: str) -> None:
    body = ask([{"type": "text", "text": f"<{text}>"}])
    response = http.post("/v1/messages", content=json.dumps(body))

    assert f"<{text}>" in json.loads(response.content)["content"][0]["text"]


def test_a_reply_ends_at_max_tokens(http: httpx.Client) -> None:
    reply = message(http, ask(max_tokens=3))

    assert reply["stop_reason"] == "max_tokens"
    assert reply["usage"]["output_tokens"] == 3
    assert reply["content"][0]["text"] == "Hello from the"


def test_a_reply_ends_before_the_first_stop_sequence(http: httpx.Client) -> None:
    reply = message(http, ask(stop_sequences=["API", "simulated"]))

    assert (reply["stop_reason"], reply["stop_sequence"]) == ("stop_sequence", "simulated")
    assert reply["content"][0]["text"] == "Hello from the "


@pytest.mark.parametrize("thinking", [{"type": "enabled", "budget_tokens": 1024}, {"type": "adaptive"}])
def test_thoughts_come_first_when_asked_for(http: httpx.Client, thinking: Dict[str, Any]) -> None:
    reply = message(http, ask(max_tokens=2000, thinking=thinking))

    assert kinds(reply) == ["thinking", "text"]
    assert reply["content"][0]["signature"]


def test_a_tool_that_the_prompt_speaks_of_is_called(http: httpx.Client) -> None:
    reply = message(http, ask("What is the weather in Paris in fahrenheit?", tools=[ADD, WEATHER]))

    assert kinds(reply) == ["text", "tool_use"]
    assert reply["stop_reason"] == "tool_use"
    assert reply["content"][1]["name"] == "get_weather"
    assert reply["content"][1]["input"] == {"city": "Paris", "unit": "fahrenheit"}


def test_numbers_of_the_prompt_become_arguments(http: httpx.Client) -> None:
    reply = message(http, ask("Please add 2 and 40", tools=[ADD]))

    assert reply["content"][1]["input"] == {"a": 2, "b": 40}


def test_a_tool_that_nobody_speaks_of_is_not_called(http: httpx.Client) -> None:
    assert kinds(message(http, ask("Tell me a joke", tools=[WEATHER, ADD]))) == ["text"]


def test_several_tools_are_called_at_once_unless_forbidden(http: httpx.Client) -> None:
    prompt = "Add 2 and 3, then tell me the weather in Rome"
    one = {"type": "auto", "disable_parallel_tool_use": True}

    assert kinds(message(http, ask(prompt, tools=[WEATHER, ADD]))) == ["text", "tool_use", "tool_use"]
    assert kinds(message(http, ask(prompt, tools=[WEATHER, ADD], tool_choice=one))) == ["text", "tool_use"]


@pytest.mark.parametrize(
    ("choice", "names"),
    [
        ({"type": "any"}, ["get_weather"]),
        ({"type": "tool", "name": "add"}, ["add"]),
        ({"type": "none"}, []),
    ],
)
def test_tool_choice_decides(http: httpx.Client, choice: Dict[str, Any], names: List[str]) -> None:
    reply = message(http, ask("How is the weather?", tools=[ADD, WEATHER], tool_choice=choice))

    assert [block["name"] for block in reply["content"] if block["type"] == "tool_use"] == names
    assert reply["stop_reason"] == ("tool_use" if names else "end_turn")


def test_the_tools_of_the_api_itself_are_called_too(http: httpx.Client) -> None:
    tools = [{"type": "memory_20250818", "name": "memory"}, {"type": "web_search_20250305", "name": "web_search"}]
    reply = message(http, ask("Look into your memory and search the web", tools=tools))

    calls = [block for block in reply["content"] if block["type"] == "tool_use"]
    assert [(call["name"], call["input"]["command"]) for call in calls] == [("memory", "view")]


@pytest.mark.parametrize(("is_error", "verb"), [(False, "answered"), (True, "failed with")])
def test_the_result_of_a_tool_is_reported(http: httpx.Client, is_error: bool, verb: str) -> None:
    question = ask("The weather in Paris?", tools=[WEATHER])
    asked = message(http, question)
    call = asked["content"][-1]
    result = {"type": "tool_result", "tool_use_id": call["id"], "content": "18 degrees", "is_error": is_error}
    turns = [{"role": "assistant", "content": asked["content"]}, {"role": "user", "content": [result]}]
    reply = message(http, {**question, "messages": [*question["messages"], *turns]})

    assert reply["content"] == [{"type": "text", "text": f"get_weather {verb}: 18 degrees"}]
    assert reply["stop_reason"] == "end_turn"


def test_messages_of_one_role_are_joined(http: httpx.Client) -> None:
    turns = [{"role": "user", "content": text} for text in ("One", "Two")]

    assert '"One\nTwo"' in message(http, ask(messages=turns))["content"][0]["text"]


def test_a_call_that_does_not_fit_is_left_out(http: httpx.Client) -> None:
    reply = message(http, ask("The weather?", tools=[WEATHER], max_tokens=7))

    assert reply["stop_reason"] == "max_tokens"
    assert kinds(reply) == ["text"]


@pytest.mark.parametrize("field", ["output_config", "output_format"])
def test_an_output_schema_is_filled_in(http: httpx.Client, field: str) -> None:
    schema = {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer"}}}
    format = {"type": "json_schema", "schema": schema}
    body = ask("This is Ada, aged 36", **{field: {"format": format} if field == "output_config" else format})
    reply = http.post("/v1/messages?beta=true", json=body).json()

    assert json.loads(reply["content"][0]["text"]) == {"name": "Ada", "age": 36}


def test_tokens_are_counted_as_the_reply_counts_them(http: httpx.Client) -> None:
    body = ask("How long is this?", system="Be brief.", tools=[ADD])
    counted = http.post("/v1/messages/count_tokens", json={k: v for k, v in body.items() if k != "max_tokens"}).json()

    check("MessageTokensCount", counted)
    assert counted["input_tokens"] == message(http, body)["usage"]["input_tokens"]


def test_a_longer_prompt_has_more_tokens(http: httpx.Client) -> None:
    def count(content: Any) -> int:
        body = {"model": "claude-opus-4-6", "messages": [{"role": "user", "content": content}]}
        number: int = http.post("/v1/messages/count_tokens?beta=true", json=body).json()["input_tokens"]
        return number

    image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "A" * 50_000}}
    assert count("one") < count("one two") < count("one two " * 50) < 200
    assert 50 < count([image]) < 100


def test_text_completions(http: httpx.Client) -> None:
    body = {"model": "claude-opus-4-6", "max_tokens_to_sample": 50, "prompt": "\n\nHuman: Hi there\n\nAssistant:"}
    reply = http.post("/v1/complete", json=body).json()

    check("Completion", reply)
    assert '"Hi there"' in reply["completion"]
    assert reply["stop_reason"] == "stop_sequence"
    assert http.post("/v1/complete", json={**body, "max_tokens_to_sample": 2}).json()["stop_reason"] == "max_tokens"


def test_what_arrived_can_be_looked_at(api: SimulatedAPI, http: httpx.Client) -> None:
    response = http.post("/v1/messages?beta=true&a=1&a=2", json=ask(), headers={"X-Mine": "yes"})
    (request,) = api.requests

    assert (request.method, request.path) == ("POST", "/v1/messages")
    assert request.target == "/v1/messages?beta=true&a=1&a=2"
    assert request.query == {"beta": "true", "a": "2"}
    assert request.headers["x-mine"] == request.headers["X-MINE"] == "yes"
    assert "x-mine" in request.headers
    assert "x-yours" not in request.headers
    assert request.json == ask() == json.loads(request.body)
    assert request.request_id == response.headers["request-id"]
