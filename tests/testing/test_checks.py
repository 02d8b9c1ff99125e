"""Requests that are refused, and what the answer says."""

from __future__ import annotations

from typing import Any, Dict

import httpx
import pytest

from anthropic.testing import SimulatedAPI
from anthropic.testing.checks import MAX_BODY, largest_body
from tests.testing.wire import ask, check

TOOL: Dict[str, Any] = {"name": "t", "input_schema": {"type": "object"}}
CALL: Dict[str, Any] = {
    "role": "assistant",
    "content": [{"type": "tool_use", "id": "toolu_1", "name": "t", "input": {}}],
}
RESULT: Dict[str, Any] = {
    "role": "user",
    "content": [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "x"}],
}
HELLO = {"role": "user", "content": "Hello"}

REFUSED = [
    ("model", ask(model=None)),
    ("model", ask(model="")),
    ("max_tokens", ask(max_tokens="10")),
    ("max_tokens", ask(max_tokens=True)),
    ("max_tokens", ask(max_tokens=1.5)),
    ("max_tokens", ask(max_tokens=0)),
    ("messages", ask(messages=[])),
    ("messages", ask(messages="Hello")),
    ("messages", ask(messages=[HELLO] * 100_001)),
    ("messages.0", ask(messages=["Hello"])),
    ("messages.0.role", ask(messages=[{"content": "Hello"}])),
    ("messages.0.content", ask(messages=[{"role": "user"}])),
    ("messages.0.content", ask("")),
    ("messages.0.content", ask({"type": "text"})),
    ("messages.0.content.0", ask(["Hello"])),
    ("messages.0.content.0.type", ask([{"text": "Hello"}])),
    ("messages.0.content.0.text", ask([{"type": "text"}])),
    ("messages.0.content.0.text", ask([{"type": "text", "text": ""}])),
    ("messages.0.name", ask(messages=[{**HELLO, "name": "Bob"}])),
    ("messages.0.role", ask(messages=[{"role": "system", "content": "Hello"}])),
    ("messages.0.role", ask(messages=[{"role": "assistant", "content": "Hello"}])),
    ("messages.1.content", ask(messages=[HELLO, {"role": "assistant", "content": "I say "}])),
    ("messages.0.content", ask(messages=[RESULT])),
    ("messages.2.content", ask(messages=[HELLO, CALL, HELLO])),
    ("messages.2.content", ask(messages=[HELLO, CALL, RESULT, RESULT])),
    ("system", ask(system=1)),
    ("system.0.type", ask(system=[{"type": "image"}])),
    ("stream", ask(stream="yes")),
    ("temperature", ask(temperature=1.1)),
    ("temperature", ask(temperature="hot")),
    ("top_p", ask(top_p=-1)),
    ("top_k", ask(top_k=-1)),
    ("stop_sequences", ask(stop_sequences="x")),
    ("stop_sequences.0", ask(stop_sequences=[" "])),
    ("metadata.user_id", ask(metadata={"user_id": 1})),
    ("service_tier", ask(service_tier="fast")),
    ("thinking.type", ask(thinking={})),
    ("thinking.budget_tokens", ask(thinking={"type": "enabled"})),
    ("thinking.budget_tokens", ask(thinking={"type": "enabled", "budget_tokens": 1023})),
    ("max_tokens", ask(thinking={"type": "enabled", "budget_tokens": 1024})),
    ("tools", ask(tools={})),
    ("tools.0", ask(tools=["t"])),
    ("tools.0.name", ask(tools=[{**TOOL, "name": "two words"}])),
    ("tools.0.input_schema", ask(tools=[{"name": "t"}])),
    ("tools.0.input_schema", ask(tools=[{"name": "t", "input_schema": {"type": "string"}}])),
    ("tools.1.name", ask(tools=[TOOL, TOOL])),
    ("tool_choice", ask(tool_choice={"type": "any"})),
    ("tool_choice.type", ask(tool_choice={"type": "some"}, tools=[TOOL])),
    ("tool_choice.name", ask(tool_choice={"type": "tool"}, tools=[TOOL])),
    ("tool_choice.name", ask(tool_choice={"type": "tool", "name": "u"}, tools=[TOOL])),
    ("max_token", ask(max_token=1)),
    ("speed", ask(speed="fast")),
]


def refused(response: httpx.Response, status: int, kind: str) -> str:
    """The message of an error, checked to be one."""
    body = response.json()
    assert response.status_code == status
    assert body["request_id"] == response.headers["request-id"]
    assert body["request_id"].startswith("req_")
    assert (body["type"], body["error"]["type"]) == ("error", kind)
    message: str = body["error"]["message"]
    return message


@pytest.mark.parametrize(("field", "body"), REFUSED)
def test_a_refusal_names_the_field(http: httpx.Client, field: str, body: Dict[str, Any]) -> None:
    response = http.post("/v1/messages", json=body)

    check("ErrorResponse", response.json())
    assert refused(response, 400, "invalid_request_error").startswith(f"{field}: ")


@pytest.mark.parametrize("field", ["model", "max_tokens", "messages"])
def test_a_missing_field_is_required(http: httpx.Client, field: str) -> None:
    body = {name: value for name, value in ask().items() if name != field}

    message = refused(http.post("/v1/messages", json=body), 400, "invalid_request_error")
    assert message == f"{field}: this field is required"


@pytest.mark.parametrize("body", [b"", b"{", b"NaN", b"\xff\xfe", b"[" * 100_000])
def test_a_body_has_to_be_json(http: httpx.Client, body: bytes) -> None:
    message = refused(http.post("/v1/messages", content=body), 400, "invalid_request_error")

    assert "not JSON" in message


def test_a_body_has_to_be_an_object(http: httpx.Client) -> None:
    assert "object" in refused(http.post("/v1/messages", json=[]), 400, "invalid_request_error")


@pytest.mark.parametrize(
    "fields", [{"inference_geo": None}, {"speed": "fast"}, {"container": None}, {"context_management": {}}]
)
def test_beta_fields_are_taken_by_beta_requests(http: httpx.Client, fields: Dict[str, Any]) -> None:
    assert http.post("/v1/messages?beta=true", json=ask(**fields)).status_code == 200
    assert http.post("/v1/messages", json=ask(**fields), headers={"anthropic-beta": "x"}).status_code == 200


def test_results_may_come_in_several_messages(http: httpx.Client) -> None:
    calls = {"role": "assistant", "content": [{**CALL["content"][0], "id": id} for id in ("toolu_1", "toolu_2")]}
    second = {"role": "user", "content": [{**RESULT["content"][0], "tool_use_id": "toolu_2"}]}

    assert http.post("/v1/messages", json=ask(messages=[HELLO, calls, RESULT, second])).status_code == 200
    assert http.post("/v1/messages", json=ask(messages=[HELLO, calls, RESULT])).status_code == 400


def test_count_tokens_takes_no_max_tokens(http: httpx.Client) -> None:
    message = refused(http.post("/v1/messages/count_tokens", json=ask()), 400, "invalid_request_error")

    assert message.startswith("max_tokens: ")


@pytest.mark.parametrize("headers", [{"x-api-key": ""}, {"x-api-key": "sk-wrong"}])
def test_the_key_has_to_be_right(http: httpx.Client, headers: Dict[str, str]) -> None:
    response = http.post("/v1/messages", json=ask(), headers=headers)

    check("ErrorResponse", response.json())
    assert "x-api-key" in refused(response, 401, "authentication_error")


def test_the_key_may_be_a_bearer_token(api: SimulatedAPI, http: httpx.Client) -> None:
    headers = {"x-api-key": "", "authorization": f"Bearer {api.api_key}"}

    assert http.post("/v1/messages", json=ask(), headers=headers).status_code == 200


def test_the_version_has_to_be_there(http: httpx.Client) -> None:
    response = http.post("/v1/messages", json=ask(), headers={"anthropic-version": ""})

    assert "anthropic-version" in refused(response, 400, "invalid_request_error")


def test_an_unknown_model_is_not_found(http: httpx.Client) -> None:
    response = http.post("/v1/messages", json=ask(model="no-such-model"))

    check("ErrorResponse", response.json())
    assert "no-such-model" in refused(response, 404, "not_found_error")


@pytest.mark.parametrize("path", ["/", "/v1", "/v1/message", "/v1/messages/", "/v1/models/"])
def test_an_unknown_path_is_not_found(http: httpx.Client, path: str) -> None:
    assert path in refused(http.post(path, json=ask()), 404, "not_found_error")


@pytest.mark.parametrize(("method", "path", "allowed"), [("GET", "/v1/messages", "POST"), ("PUT", "/v1/models", "GET")])
def test_a_wrong_method_is_refused(http: httpx.Client, method: str, path: str, allowed: str) -> None:
    response = http.request(method, path)

    assert allowed in refused(response, 405, "invalid_request_error")
    assert response.headers["allow"] == allowed


def test_a_body_over_the_limit_is_too_large_and_the_connection_goes_on(http: httpx.Client) -> None:
    response = http.post("/v1/messages", content=b"x" * (MAX_BODY + 1))

    refused(response, 413, "request_too_large")
    assert http.post("/v1/messages", json=ask()).status_code == 200


def test_a_body_at_the_limit_is_read(api: SimulatedAPI, http: httpx.Client) -> None:
    http.post("/v1/messages", content=b"x" * MAX_BODY)

    assert len(api.requests[0].body) == MAX_BODY


def test_a_deeply_nested_body_is_refused(http: httpx.Client) -> None:
    deep = b'{"model": "claude-opus-4-6", "max_tokens": 9, "messages": [{"role": "user", "content": [{"type": "x", "x": %b}]}]}'
    nested = b"[" * 900 + b"]" * 900

    assert http.post("/v1/messages", content=deep % nested).status_code in (200, 400)


def test_a_batch_and_a_file_may_be_larger() -> None:
    assert [largest_body(path) // 2**20 for path in ("/v1/messages", "/v1/messages/batches", "/v1/files")] == [
        32,
        256,
        500,
    ]


def test_a_body_is_as_large_without_a_socket(api: SimulatedAPI) -> None:
    headers = {"x-api-key": api.api_key, "anthropic-version": "2023-06-01"}
    with api.http_client() as client:
        answer = client.post(f"{api.base_url}/v1/messages", content=b"x" * (MAX_BODY + 1), headers=headers)

    assert answer.status_code == 413
