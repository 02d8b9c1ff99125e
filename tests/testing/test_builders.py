"""What a script lets the model say: builders, sequences, functions, conditions, strictness."""

from __future__ import annotations

import json
from typing import Any, Dict

import httpx
import pytest
from pydantic import BaseModel

from anthropic.testing import (
    ALWAYS,
    RecordedRequest,
    Script,
    ScriptError,
    SimulatedAPI,
    error,
    message,
    structured,
    text,
    thinking,
    tool_use,
)
from tests.testing.test_streams import streamed, told
from tests.testing.wire import ask, check


class City(BaseModel):
    name: str


def reply(http: httpx.Client, content: Any = "Hi", **fields: Any) -> Dict[str, Any]:
    answer: Dict[str, Any] = http.post("/v1/messages", json=ask(content, **fields)).json()
    return answer


def said(http: httpx.Client, content: Any = "Hi", **fields: Any) -> str:
    words: str = reply(http, content, **fields)["content"][0]["text"]
    return words


def test_blocks_make_one_message(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.reply(thinking("Paris."), "I will look.", tool_use("get_weather", {"city": "Paris"}), times=2)
    whole = reply(http, "Hello, Claude")

    check("Message", whole)
    assert [block["type"] for block in whole["content"]] == ["thinking", "text", "tool_use"]
    assert whole["stop_reason"] == "tool_use"
    assert told(streamed(http, ask())) == whole


def test_a_message_has_its_stop_reason_and_usage(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.reply(message("Cut", stop_reason="max_tokens", usage={"output_tokens": 64}, id="msg_mine"))
    whole = reply(http)

    check("Message", whole)
    assert (whole["stop_reason"], whole["id"]) == ("max_tokens", "msg_mine")
    assert whole["usage"]["output_tokens"] == 64
    assert whole["usage"]["input_tokens"] > 0


@pytest.mark.parametrize("value", [{"name": "Paris"}, City(name="Paris")])
def test_a_structured_output_is_json(api: SimulatedAPI, http: httpx.Client, value: object) -> None:
    api.script.reply(structured(value))

    assert City(**json.loads(said(http))) == City(name="Paris")


def test_replies_are_given_one_by_one(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.replies("one", text("two"), error(400, message="no"), lambda request: "four")

    assert [said(http), said(http)] == ["one", "two"]
    assert reply(http)["error"]["message"] == "no"
    assert said(http) == "four"


def test_a_function_decides_when_the_request_is_there(api: SimulatedAPI, http: httpx.Client) -> None:
    def shout(request: RecordedRequest) -> Any:
        content = request.json["messages"][0]["content"]  # type: ignore[index, call-overload]
        return error(418) if content == "tea" else content.upper()  # type: ignore[union-attr]

    api.script.reply(shout, times=ALWAYS)

    assert [said(http, "a"), said(http, "b")] == ["A", "B"]
    assert http.post("/v1/messages", json=ask("tea")).status_code == 418
    assert api.script.pending == 0


def test_a_reply_waits_for_the_request_it_is_for(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.when(says="weather").reply("Sunny").when(path="/v1/messages").reply("Yes?")
    api.script.when(lambda request: request.headers.get("x-mine") == "1", model="claude-haiku-4-5").status(403)

    assert http.get("/v1/models").status_code == 200
    assert said(http, "Hello") != "Sunny"
    assert said(http, "The weather?") == "Sunny"
    assert http.post("/v1/messages", json=ask(model="claude-haiku-4-5"), headers={"x-mine": "1"}).status_code == 403


def test_conditions_must_be_given(api: SimulatedAPI) -> None:
    with pytest.raises(TypeError, match="at least one condition"):
        api.script.when()


@pytest.mark.parametrize("content", [(), ("text", error(500)), (lambda request: "x", "y")])
def test_what_makes_no_reply_is_refused(content: Any) -> None:
    with pytest.raises(TypeError, match=r"reply\(\)"):
        Script().reply(*content)


def test_seconds_to_wait_are_told(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.status(429, retry_after=2)

    assert http.post("/v1/messages", json=ask()).headers["retry-after"] == "2"


def test_a_strict_script_says_when_it_has_run_dry(http: httpx.Client, api: SimulatedAPI) -> None:
    api.script.strict = True
    api.script.reply("only").when(says="tea").reply("Milk?")
    said(http)
    refused = http.post("/v1/messages", json=ask())

    assert refused.status_code == 500
    assert refused.headers["x-should-retry"] == "false"
    assert "nothing for POST /v1/messages: 1 request(s) met" in refused.json()["error"]["message"]
    assert "waiting: reply('Milk?') for says='tea'" in refused.json()["error"]["message"]
    with pytest.raises(ScriptError, match="nothing for POST /v1/messages"):
        api.script.check()
    api.script.clear()


def test_a_strict_script_complains_of_what_was_never_asked_for() -> None:
    with pytest.raises(ScriptError, match=r"(?s)No request asked.*reply\('hello'\) for any request, 2 time"):
        with SimulatedAPI(Script(strict=True).reply("hello", times=2)):
            pass


def test_a_strict_script_that_was_met_is_content() -> None:
    with SimulatedAPI(Script(strict=True).reply("hello")) as api:
        headers = {"x-api-key": api.api_key, "anthropic-version": "2023-06-01"}
        status = httpx.post(f"{api.base_url}/v1/messages", json=ask(), headers=headers).status_code

    assert status == 200


def test_a_failing_block_is_not_hidden_by_the_script() -> None:
    with pytest.raises(ZeroDivisionError):
        with SimulatedAPI(Script(strict=True).reply("hello")):
            raise ZeroDivisionError
