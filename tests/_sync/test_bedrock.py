# Derived from tests/_async/test_bedrock.py by scripts/unasync. Do not edit.
"""The Bedrock client over a scripted transport (BR-01 to BR-14, KD-07, KD-27)."""

from __future__ import annotations

import logging
import pickle
from typing import Any, List

import httpx
import pytest
from httpx import Client, MockTransport

import anthropic
from anthropic import AnthropicBedrock, AnthropicError, APIResponseValidationError, omit
from anthropic._core.interruptions import IncompleteStreamError
from tests.frames import chunk, exception, frames
from tests.wire import HELLO, Script, broken_after, failure, message, message_body, reply

pytestmark = pytest.mark.anyio

KEYS: Any = {"aws_access_key": "AKIA1", "aws_secret_key": "s3cr3t", "aws_session_token": "t0ken"}
START = chunk({"type": "message_start", "message": message_body("", content=[], stop_reason=None)})
PING = chunk({"type": "ping"})
STOP = chunk({"type": "message_stop"})


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def made(server: Script, **given: Any) -> AnthropicBedrock:
    http_client = Client(transport=MockTransport(server), follow_redirects=True)
    return AnthropicBedrock(**{"aws_region": "eu-west-1", "http_client": http_client, **given})


@pytest.fixture
def bedrock(server: Script) -> AnthropicBedrock:
    return made(server, **KEYS)


def kinds(client: AnthropicBedrock) -> List[str]:
    stream = client.messages.create(**HELLO, stream=True)
    return [event.type for event in stream]


def test_a_call_goes_to_its_model_in_its_region(server: Script, bedrock: AnthropicBedrock) -> None:
    server.says(message("hello"))

    answer: Any = bedrock.messages.create(**{**HELLO, "model": "anthropic.claude-v1:0"})

    assert answer.content[0].text == "hello"
    assert str(server.requests[0].url) == (
        "https://bedrock-runtime.eu-west-1.amazonaws.com/model/anthropic.claude-v1:0/invoke"
    )
    assert server.body == {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 16,
        "messages": [{"role": "user", "content": "Hello"}],
    }


def test_the_signature_and_the_other_headers_are_those_of_bedrock(server: Script, bedrock: AnthropicBedrock) -> None:
    server.says(message())

    bedrock.messages.create(**HELLO)
    names = [name.decode() for name, _ in server.requests[0].headers.raw]

    assert names[-3:] == ["X-Amz-Date", "X-Amz-Security-Token", "Authorization"]
    assert all(name == name.lower() for name in names[:-3])
    assert not {"x-api-key", "anthropic-version", "x-stainless-async"} & set(names)
    assert server.requests[0].headers["user-agent"] == f"{type(bedrock).__name__}/Python {anthropic.__version__}"


def test_arguments_may_be_given_by_position(server: Script) -> None:
    http_client = Client(transport=MockTransport(server))

    client = AnthropicBedrock(
        "secret", "key", "eu-west-3", "profile", "token", "http://here", 3.0, 5, {"a": "b"}, {"c": "d"}, http_client
    )

    assert (client.aws_secret_key, client.aws_access_key, client.aws_region) == ("secret", "key", "eu-west-3")
    assert (client.aws_profile, client.aws_session_token) == ("profile", "token")
    assert (str(client.base_url), client.timeout, client.max_retries) == ("http://here", 3.0, 5)
    assert client._client is http_client


def test_betas_are_in_the_body_and_the_header(server: Script) -> None:
    client = made(server, **KEYS, default_headers={"anthropic-beta": "one"})
    server.says(message())

    client.beta.messages.create(**HELLO, betas=["two", "one"], extra_headers={"anthropic-beta": "three"})

    assert sorted(server.body["anthropic_beta"]) == ["one", "three", "two"]
    assert sorted(server.requests[0].headers["anthropic-beta"].split(",")) == ["one", "three", "two"]
    assert server.requests[0].url.query == b""


def test_completions_are_served(server: Script, bedrock: AnthropicBedrock) -> None:
    server.says(reply({"type": "completion", "completion": " Hi", "stop_reason": "stop_sequence", "model": "m"}))

    answer = bedrock.completions.create(model="m", max_tokens_to_sample=3, prompt="x")

    assert answer.completion == " Hi"
    assert server.requests[0].url.path == "/model/m/invoke"


def test_the_events_of_frames_are_those_of_the_api(server: Script, bedrock: AnthropicBedrock) -> None:
    server.says(frames(START + PING + STOP))

    assert kinds(bedrock) == ["message_start", "message_stop"]
    assert server.requests[0].url.path.endswith("/invoke-with-response-stream")
    assert "stream" not in server.body


@pytest.mark.parametrize("kind", ["application/vnd.amazon.eventstream", "application/octet-stream", ""])
def test_frames_are_read_where_the_content_type_allows_it(server: Script, bedrock: AnthropicBedrock, kind: str) -> None:
    server.says(frames(START + STOP, kind))

    assert kinds(bedrock) == ["message_start", "message_stop"]


@pytest.mark.parametrize("kind", ["text/html", "application/json", "text/event-stream"])
def test_another_content_type_is_no_stream(server: Script, bedrock: AnthropicBedrock, kind: str) -> None:
    server.says(frames(b"<html></html>", kind))

    with pytest.raises(APIResponseValidationError, match=kind):
        kinds(bedrock)


@pytest.mark.parametrize("body", [b"<!DOCTYPE html><html></html>", START[:-1] + b"\0", START + b"x" * 20])
def test_bytes_that_are_no_frames_are_an_error(server: Script, bedrock: AnthropicBedrock, body: bytes) -> None:
    server.says(frames(body, ""))

    with pytest.raises(APIResponseValidationError):
        kinds(bedrock)


@pytest.mark.parametrize("body", [START, START + PING[:-1], START + PING[:4], PING[:4]])
def test_a_stream_that_is_cut_short_is_an_error(server: Script, bedrock: AnthropicBedrock, body: bytes) -> None:
    server.says(frames(body))

    with pytest.raises(IncompleteStreamError):
        kinds(bedrock)


def test_a_stream_that_breaks_off_is_a_connection_error(server: Script, bedrock: AnthropicBedrock) -> None:
    broken = broken_after(START, httpx.ReadError("reset"))
    broken.headers["content-type"] = "application/vnd.amazon.eventstream"
    server.says(broken)

    with pytest.raises(anthropic.APIConnectionError):
        kinds(bedrock)


def test_events_before_a_failure_are_given_first(server: Script, bedrock: AnthropicBedrock) -> None:
    server.says(frames(START + exception("throttlingException", "Slow down")))
    seen: List[str] = []

    with pytest.raises(anthropic.RateLimitError, match="throttlingException: Slow down") as caught:
        for event in bedrock.messages.create(**HELLO, stream=True):
            seen.append(event.type)

    assert seen == ["message_start"]
    assert (caught.value.status_code, caught.value.request_id) == (429, "req_aws")
    assert caught.value.response.is_closed


def test_every_attempt_is_signed(server: Script, bedrock: AnthropicBedrock, monkeypatch: pytest.MonkeyPatch) -> None:
    server.says(failure(500, retry_after_ms="1"), httpx.ConnectError("no"), message())

    bedrock.messages.create(**HELLO)

    assert [r.headers["x-stainless-retry-count"] for r in server.requests] == ["0", "1", "2"]
    assert len({r.headers["authorization"] for r in server.requests}) == 3


def test_a_request_changed_by_a_hook_is_signed_as_it_is_sent(server: Script) -> None:
    class Hooked(AnthropicBedrock):
        def _prepare_request(self, request: httpx.Request) -> None:
            request.headers["x-hook"] = "1"

    http_client = Client(transport=MockTransport(server))
    server.says(message())

    Hooked(**KEYS, aws_region="eu-west-1", http_client=http_client).messages.create(**HELLO)

    assert "x-hook" in server.requests[0].headers["authorization"]


def test_an_answer_of_another_origin_gets_no_signature(server: Script, bedrock: AnthropicBedrock) -> None:
    server.says(reply({}))

    bedrock.get("https://elsewhere.test/x", cast_to=object)

    assert not {"authorization", "x-amz-date", "x-amz-security-token"} & set(server.requests[0].headers)


def test_a_redirect_to_another_origin_takes_no_signature_along(server: Script, bedrock: AnthropicBedrock) -> None:
    server.says(httpx.Response(307, headers={"location": "https://elsewhere.test/x"}), message())

    bedrock.messages.create(**HELLO)

    assert not {"authorization", "x-amz-date", "x-amz-security-token"} & set(server.requests[1].headers)


@pytest.mark.parametrize("own", ["Bearer mine", omit])
def test_an_authorization_of_the_callers_own_is_left_alone(server: Script, bedrock: AnthropicBedrock, own: Any) -> None:
    server.says(message())

    bedrock.messages.create(**HELLO, extra_headers={"Authorization": own})

    assert server.requests[0].headers.get("authorization") == (None if own is omit else own)
    assert "x-amz-date" not in server.requests[0].headers


def test_an_api_key_is_sent_as_a_bearer_token(server: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "from-environment")
    server.says(message(), message(), message())

    made(server, api_key="given").messages.create(**HELLO)
    made(server).messages.create(**HELLO)
    made(server, **KEYS).messages.create(**HELLO)

    assert [r.headers["authorization"][:23] for r in server.requests] == [
        "Bearer given",
        "Bearer from-environment",
        "AWS4-HMAC-SHA256 Creden",
    ]


@pytest.mark.parametrize("max_retries", [0, 2])
def test_without_credentials_nothing_is_sent(server: Script, max_retries: int) -> None:
    with pytest.raises(RuntimeError, match="could not resolve credentials") as caught:
        made(server, max_retries=max_retries).messages.create(**HELLO)

    assert isinstance(caught.value, AnthropicError)
    assert server.requests == []


def test_what_bedrock_does_not_serve_is_one_clear_error(server: Script, bedrock: AnthropicBedrock) -> None:
    with pytest.raises(AnthropicError, match="Batch API is not supported in Bedrock"):
        bedrock.post("/v1/messages/batches", cast_to=object, body={"requests": []})
    with pytest.raises(AnthropicError, match="not supported in Bedrock"):
        bedrock.messages.count_tokens(model="m", messages=[])
    with pytest.raises(AnthropicError, match="not supported in Bedrock"):
        bedrock.messages.batches.create(requests=[])

    assert server.requests == []


@pytest.mark.parametrize("model", ["", "..", "."])
def test_a_model_that_would_change_the_path_is_refused(server: Script, bedrock: AnthropicBedrock, model: str) -> None:
    with pytest.raises(ValueError, match="model"):
        bedrock.messages.create(**{**HELLO, "model": model})

    assert server.requests == []


def test_a_copy_moves_to_another_region_and_keeps_the_rest(server: Script) -> None:
    client = made(server, aws_profile="work", timeout=7.0, default_headers={"a": "b"})

    copy = client.copy(aws_region="us-west-2")

    assert copy.aws_region == "us-west-2"
    assert str(copy.base_url) == "https://bedrock-runtime.us-west-2.amazonaws.com"
    assert (copy.aws_profile, copy.timeout, copy._client) == ("work", 7.0, client._client)
    assert str(client.base_url) == "https://bedrock-runtime.eu-west-1.amazonaws.com"


def test_a_copy_keeps_an_address_that_was_given(server: Script) -> None:
    client = made(server, **KEYS, base_url="http://gateway.test/aws")

    copy = client.with_options(aws_region="us-west-2")

    assert str(copy.base_url).rstrip("/") == "http://gateway.test/aws"
    assert copy.aws_region == "us-west-2"


def test_the_environment_may_name_the_address(server: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_BEDROCK_BASE_URL", "http://gateway.test")
    server.says(message())

    made(server, **KEYS).messages.create(**HELLO)

    assert server.requests[0].url.host == "gateway.test"


def test_keys_that_a_program_replaces_are_the_ones_that_sign(server: Script, bedrock: AnthropicBedrock) -> None:
    server.says(message())

    bedrock.aws_session_token = "renewed"
    bedrock.messages.create(**HELLO)

    assert server.requests[0].headers["x-amz-security-token"] == "renewed"


def test_secrets_show_neither_in_logs_nor_in_errors_nor_in_what_is_printed(
    server: Script, bedrock: AnthropicBedrock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.says(failure(400))

    with pytest.raises(anthropic.BadRequestError) as caught:
        bedrock.messages.create(**HELLO)
    shown = f"{caplog.text} {caught.value!r} {caught.value} {bedrock!r} {bedrock._platform!r} {bedrock._credentials!r}"

    assert not any(value in shown for value in KEYS.values())
    assert not any(value.encode() in pickle.dumps(caught.value) for value in KEYS.values())


def test_responses_can_be_had_raw_or_read_on_demand(server: Script, bedrock: AnthropicBedrock) -> None:
    server.says(message("raw"), frames(START + STOP), message("demand"))

    raw: Any = bedrock.messages.with_raw_response.create(**HELLO)
    streamed: Any = bedrock.messages.with_raw_response.create(**HELLO, stream=True)
    with bedrock.messages.with_streaming_response.create(**HELLO) as response:
        demanded: Any = response.parse()

    assert raw.parse().content[0].text == "raw"
    assert [event.type for event in streamed.parse()] == ["message_start", "message_stop"]
    assert demanded.content[0].text == "demand"
