"""How a call becomes one of Bedrock (BR-02 to BR-05, BR-10)."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Any, Dict

import httpx
import pytest

from anthropic import AnthropicError, omit
from anthropic._core.headers import merge
from anthropic._exceptions import NotServedError
from anthropic._options import FinalRequestOptions
from anthropic.lib.bedrock._auth import get_auth_headers
from anthropic.lib.bedrock._rules import Bedrock
from anthropic.lib.bedrock._signature import Keys, signed

BODY: Dict[str, Any] = {"model": "m", "max_tokens": 1, "messages": []}


def rewritten(url: str = "/v1/messages", defaults: Any = {}, **fields: Any) -> FinalRequestOptions:
    options = FinalRequestOptions(method="post", url=url, **{"json_data": BODY, **fields})
    return Bedrock(aws_region="r").rewrite(options, merge(defaults, fields.get("headers", {})))


@pytest.mark.parametrize("url", ["/v1/messages", "/v1/messages?beta=true", "/v1/complete"])
def test_the_model_moves_from_the_body_to_the_path(url: str) -> None:
    options = rewritten(url)

    assert options.url == "/model/m/invoke"
    assert options.json_data == {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 1, "messages": []}
    assert BODY["model"] == "m"


def test_the_query_that_tells_beta_methods_apart_is_not_sent() -> None:
    assert rewritten(params={"beta": True, "x": 1}).params == {"x": 1}


def test_a_stream_has_a_path_of_its_own_and_no_flag() -> None:
    options: Any = rewritten(json_data={**BODY, "stream": True})

    assert options.url == "/model/m/invoke-with-response-stream"
    assert "stream" not in options.json_data


@pytest.mark.parametrize("flag", [False, None, omit])
def test_what_is_no_stream_is_invoked(flag: Any) -> None:
    options: Any = rewritten(json_data={**BODY, "stream": flag})

    assert options.url == "/model/m/invoke"
    assert "stream" not in options.json_data


@pytest.mark.parametrize(
    ("model", "segment"),
    [
        ("anthropic.claude-3-5-haiku-20241022-v1:0", "anthropic.claude-3-5-haiku-20241022-v1:0"),
        ("arn:aws:bedrock:us/é 1%2f", "arn:aws:bedrock:us%2F%C3%A9%201%252f"),
        ("../x?y#z", "..%2Fx%3Fy%23z"),
    ],
)
def test_a_model_is_one_segment_of_the_path(model: str, segment: str) -> None:
    assert rewritten(json_data={**BODY, "model": model}).url == f"/model/{segment}/invoke"


@pytest.mark.parametrize("model", ["", " ", ".", ".."])
def test_a_model_that_would_change_the_path_is_refused(model: str) -> None:
    with pytest.raises(ValueError, match="id or ARN"):
        rewritten(json_data={**BODY, "model": model})


def test_a_model_that_is_no_text_is_refused() -> None:
    with pytest.raises(TypeError, match="model"):
        rewritten(json_data={**BODY, "model": 3})


def test_a_version_in_the_body_is_kept() -> None:
    options: Any = rewritten(extra_json={"anthropic_version": "bedrock-2999"})

    assert options.json_data["anthropic_version"] == "bedrock-2999"
    assert options.extra_json is None


def test_an_extra_body_may_name_the_model() -> None:
    assert rewritten(extra_json={"model": "other"}).url == "/model/other/invoke"


def test_betas_of_every_source_are_in_the_body_once() -> None:
    options: Any = rewritten(
        defaults={"Anthropic-Beta": "one,two"},
        headers={"anthropic-beta": "two, three"},
        extra_json={"anthropic_beta": ["zero", "one"]},
    )

    assert options.json_data["anthropic_beta"] == ["zero", "one", "two", "three"]
    assert options.headers == {"anthropic-beta": "two, three"}


def test_betas_that_the_call_omits_are_not_in_the_body() -> None:
    options: Any = rewritten(defaults={"anthropic-beta": "one"}, headers={"anthropic-beta": omit})

    assert "anthropic_beta" not in options.json_data


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("/v1/messages/batches", "Batch API is not supported in Bedrock"),
        ("/v1/messages/batches/msgbatch_1/results", "Batch API is not supported in Bedrock"),
        ("/v1/messages/batches?beta=true", "Batch API is not supported in Bedrock"),
        ("/v1/messages/count_tokens", "token counting API is not supported in Bedrock"),
        ("/v1/models/m", "Models API is not supported in Bedrock"),
        ("/v1/files", "Files API is not supported in Bedrock"),
        ("/v1/skills?beta=true", "Skills API is not supported in Bedrock"),
    ],
)
def test_what_bedrock_does_not_serve_is_one_clear_error(url: str, words: str) -> None:
    with pytest.raises(NotServedError, match=words):
        Bedrock(aws_region="r").check_served(url)


def test_other_paths_stay_as_they_are() -> None:
    options: Any = rewritten("/model/x/converse")

    assert options.url == "/model/x/converse"
    assert options.json_data == {"anthropic_version": "bedrock-2023-05-31", **BODY}
    assert rewritten("/x", json_data=None).json_data is None


@pytest.mark.parametrize(
    ("given", "variables", "found"),
    [
        ("a", {"AWS_REGION": "b", "AWS_DEFAULT_REGION": "c"}, "a"),
        (None, {"AWS_REGION": "b", "AWS_DEFAULT_REGION": "c"}, "b"),
        (None, {"AWS_DEFAULT_REGION": "c"}, "c"),
        ("", {"AWS_REGION": "", "AWS_DEFAULT_REGION": "c"}, "c"),
    ],
)
def test_the_region_is_the_first_that_is_named(
    monkeypatch: pytest.MonkeyPatch, given: Any, variables: Dict[str, str], found: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert Bedrock(aws_region=given).aws_region == found


@pytest.mark.parametrize(("profile", "found"), [(None, "eu-north-1"), ("work", "eu-west-1")])
def test_a_region_that_only_a_profile_names_is_boto3s(tmp_path: Path, profile: Any, found: str) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "config").write_text("[default]\nregion = eu-north-1\n[profile work]\nregion = eu-west-1\n")

    assert Bedrock(aws_profile=profile).aws_region == found


@pytest.mark.parametrize("profile", [None, "nobody"])
def test_a_region_that_nobody_names_is_the_documented_one_with_a_warning(
    caplog: pytest.LogCaptureFixture, profile: Any
) -> None:
    assert Bedrock(aws_profile=profile).aws_region == "us-east-1"
    assert [(each.name, each.levelno) for each in caplog.records] == [
        ("anthropic.lib.bedrock._client", logging.WARNING)
    ]


def test_a_profile_of_the_environment_that_is_not_there_leaves_the_documented_region(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("AWS_PROFILE", "nobody")

    assert Bedrock().aws_region == "us-east-1"
    assert len(caplog.records) == 1


def test_without_boto3_the_region_is_the_documented_one(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(sys.modules, "boto3", None)

    assert Bedrock().aws_region == "us-east-1"
    assert len(caplog.records) == 1


def test_the_address_follows_the_region_unless_it_is_given() -> None:
    assert Bedrock(aws_region="eu-west-1").base_url == "https://bedrock-runtime.eu-west-1.amazonaws.com"
    assert Bedrock(aws_region="eu-west-1", base_url="http://here").base_url == "http://here"


@pytest.mark.parametrize("region", ["evil.test/#", "a.b", "eu west", "é"])
def test_a_region_that_would_change_the_host_is_refused(region: str) -> None:
    with pytest.raises(ValueError, match="aws_region"):
        Bedrock(aws_region=region)


KEYS = {"aws_access_key": "a", "aws_secret_key": "s"}


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({"api_key": " k\n", **KEYS}, "k"),
        ({"api_key": "k"}, "k"),
        ({}, "env"),
        (KEYS, Keys("a", "s")),
        ({**KEYS, "aws_session_token": "t"}, Keys("a", "s", "t")),
    ],
)
def test_an_api_key_signs_where_it_is_given_or_nothing_else_is(
    monkeypatch: pytest.MonkeyPatch, given: Any, found: Any
) -> None:
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "env")
    platform: Any = Bedrock(aws_region="r", **given)

    assert platform.credential.value == found
    assert not platform.fetches


def test_a_profile_wins_over_the_api_key_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_BEARER_TOKEN_BEDROCK", "env")

    assert Bedrock(aws_region="r", aws_profile="work").fetches


def test_an_api_key_that_no_header_may_carry_is_not_shown() -> None:
    with pytest.raises(ValueError, match="`api_key`") as caught:
        Bedrock(aws_region="r", api_key="se\ncret")

    assert "cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("status", "kind", "refused"),
    [
        (403, "ExpiredTokenException", True),
        (403, "ExpiredTokenException:http://internal.amazon.com/coral/", True),
        (403, "AccessDeniedException", False),
        (403, None, False),
        (500, "ExpiredTokenException", False),
    ],
)
def test_an_answer_says_whether_keys_have_expired(status: int, kind: Any, refused: bool) -> None:
    response = httpx.Response(status, headers={"x-amzn-errortype": kind} if kind else {})

    assert Bedrock(aws_region="r").refuses(response) is refused


def test_headers_for_a_request_of_ones_own_are_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: 1e9)
    headers = httpx.Headers({"Accept": "x", "Connection": "keep-alive"})

    found = get_auth_headers(
        method="POST",
        url="https://h.test/model/a%2Fb/invoke?x=1",
        headers=headers,
        aws_access_key="a",
        aws_secret_key="s",
        aws_session_token=None,
        region="eu-west-1",
        profile=None,
        data="{}",
    )

    assert found == dict(
        signed(
            [("host", "h.test"), ("content-length", "2"), ("accept", "x")],
            method="POST",
            target="/model/a%2Fb/invoke?x=1",
            body=b"{}",
            keys=Keys("a", "s"),
            region="eu-west-1",
            now=1e9,
        )
    )


def test_an_asynchronous_body_cannot_be_signed() -> None:
    async def body() -> Any:
        yield b"{}"

    platform: Any = Bedrock(aws_region="r", **KEYS)
    request = httpx.Request("POST", "https://h.test/", content=body())

    with pytest.raises(AnthropicError, match="signs the whole body"):
        platform.sign(request, platform.credential)
