"""A marked credential of each platform, driven through failures of calls and of the constructor, is found nowhere."""

from __future__ import annotations

import asyncio
import json
import logging
from pathlib import Path
from typing import Any, Callable, Dict, List

import httpx
import pytest

import anthropic
from tests.faults.leaks import leaks

MARK = "0mark0"
BROKEN = {"line break": f"{MARK}\n{MARK}", "null": f"{MARK}\0", "escape": f"\x1b{MARK}", "umlaut": f"{MARK}ü"}
BEDROCK: Dict[str, Any] = {"aws_region": "r", "aws_access_key": "AKIA", "aws_secret_key": "secret"}
VERTEX: Dict[str, Any] = {"region": "us", "project_id": "p"}
FOUNDRY: Dict[str, Any] = {"resource": "r"}


async def coroutine() -> str:
    return MARK


CLIENTS: Dict[str, Any] = {
    "key": ("Anthropic", {"api_key": MARK}),
    "bearer": ("Anthropic", {"auth_token": MARK}),
    "AWS keys": ("AnthropicBedrock", {**BEDROCK, "aws_secret_key": MARK, "aws_session_token": MARK}),
    "Bedrock key": ("AnthropicBedrock", {"aws_region": "r", "api_key": MARK}),
    "Google token": ("AnthropicVertex", {**VERTEX, "access_token": MARK}),
    "Google function": ("AnthropicVertex", {**VERTEX, "access_token": lambda: MARK}),
    "Azure key": ("AnthropicFoundry", {**FOUNDRY, "api_key": MARK}),
    "Azure function": ("AnthropicFoundry", {**FOUNDRY, "azure_ad_token_provider": lambda: MARK}),
    "both of Azure": ("AnthropicFoundry", {**FOUNDRY, "api_key": MARK, "azure_ad_token_provider": lambda: MARK}),
}
EACH = pytest.mark.parametrize(("name", "given"), CLIENTS.values(), ids=CLIENTS)
COLOUR = pytest.mark.parametrize("colour", ["", "Async"], ids=["sync", "async"])
HELLO: Dict[str, Any] = {"model": "m", "max_tokens": 9, "messages": []}


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


def answers(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"type": "message"})


def refuses(request: httpx.Request) -> httpx.Response:
    return httpx.Response(400, json={})


def breaks(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused")


def call(colour: str, name: str, answer: Callable[[httpx.Request], httpx.Response], **given: Any) -> Any:
    """A new client, and what one of its calls gives."""
    transport = httpx.MockTransport(answer)
    http_client: Any = httpx.AsyncClient(transport=transport) if colour else httpx.Client(transport=transport)
    client = getattr(anthropic, colour + name)(http_client=http_client, max_retries=0, **given)
    reply = client.messages.create(**HELLO)
    return client, asyncio.run(done(reply)) if colour else reply


async def done(reply: Any) -> Any:
    return await reply


def attempted(colour: str, name: str, **given: Any) -> None:
    """A call, wherever it fails: when the client is made or when it signs."""
    call(colour, name, answers, **given)


@EACH
@COLOUR
@pytest.mark.parametrize("answer", [refuses, breaks])
def test_no_failure_of_a_call_shows_it(
    name: str, given: Any, colour: str, answer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    with pytest.raises(anthropic.APIError) as caught:
        call(colour, name, answer, **given)

    assert leaks(caught.value, MARK) == []
    assert MARK not in caplog.text


@EACH
@COLOUR
def test_no_request_or_client_shows_it(name: str, given: Any, colour: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    seen: List[httpx.Request] = []

    client, _ = call(colour, name, lambda request: seen.append(request) or answers(request), **given)

    [request] = seen
    sent = "".join(f"{name}={value}" for name, value in request.headers.items())
    assert MARK in sent or "x-amz-date" in request.headers  # signatures do not hold the secret that made them
    shown = [request, request.headers, request.headers.raw, request.headers.multi_items(), vars(request)]
    assert MARK not in f"{shown!r}{client!r}{vars(client)!r}{vars(client._platform)!r}{client.auth_headers!r}"
    assert MARK not in caplog.text


@EACH
@pytest.mark.parametrize("wrong", [{"max_retries": -1}, {"http_client": 3}, {"total_timeout": 0}], ids=str)
def test_no_failure_of_the_constructor_shows_it(name: str, given: Any, wrong: Any) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        getattr(anthropic, name)(**given, **wrong)

    assert leaks(caught.value, MARK) == []


OPTIONS = [
    ("AnthropicBedrock", BEDROCK, "aws_access_key"),
    ("AnthropicBedrock", BEDROCK, "aws_secret_key"),
    ("AnthropicBedrock", BEDROCK, "aws_session_token"),
    ("AnthropicBedrock", {"aws_region": "r"}, "api_key"),
    ("AnthropicVertex", VERTEX, "access_token"),
    ("AnthropicFoundry", FOUNDRY, "api_key"),
]


@pytest.mark.parametrize(("name", "given", "option"), OPTIONS, ids=lambda each: each if isinstance(each, str) else "")
@COLOUR
@pytest.mark.parametrize("value", BROKEN.values(), ids=BROKEN)
def test_an_option_that_cannot_be_sent_is_refused(name: str, given: Any, option: str, colour: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"`{option}` holds characters") as caught:
        attempted(colour, name, **{**given, option: value})

    assert leaks(caught.value, MARK) == []


@pytest.mark.parametrize(
    ("name", "given", "option"), OPTIONS[:-1], ids=lambda each: each if isinstance(each, str) else ""
)
def test_an_option_that_is_changed_to_it_is_refused(name: str, given: Any, option: str) -> None:
    http_client = httpx.Client(transport=httpx.MockTransport(answers))
    client = getattr(anthropic, name)(http_client=http_client, **{option: "good", **given})

    with pytest.raises(ValueError) as caught:
        setattr(client, option, BROKEN["line break"])
        client.messages.create(**HELLO)

    assert leaks(caught.value, MARK) == []
    assert MARK not in f"{client!r}{vars(client)!r}{vars(client._platform)!r}"


@pytest.mark.parametrize(
    ("name", "given", "option"),
    [("AnthropicVertex", VERTEX, "access_token"), ("AnthropicFoundry", FOUNDRY, "azure_ad_token_provider")],
)
@COLOUR
@pytest.mark.parametrize("value", BROKEN.values(), ids=BROKEN)
def test_a_token_that_a_function_gives_and_that_cannot_be_sent_is_refused(
    name: str, given: Any, option: str, colour: str, value: str
) -> None:
    with pytest.raises(ValueError, match="`token` holds characters") as caught:
        attempted(colour, name, **given, **{option: lambda: value})

    assert leaks(caught.value, MARK) == []


VARIABLES = [
    ("AnthropicBedrock", {"aws_region": "r"}, "AWS_BEARER_TOKEN_BEDROCK"),
    ("AnthropicBedrock", {"aws_region": "r"}, "AWS_ACCESS_KEY_ID"),
    ("AnthropicBedrock", {"aws_region": "r"}, "AWS_SECRET_ACCESS_KEY"),
    ("AnthropicBedrock", {"aws_region": "r"}, "AWS_SESSION_TOKEN"),
    ("AnthropicFoundry", FOUNDRY, "ANTHROPIC_FOUNDRY_API_KEY"),
]


@pytest.mark.parametrize(
    ("name", "given", "variable"), VARIABLES, ids=lambda each: each if isinstance(each, str) else ""
)
@COLOUR
@pytest.mark.parametrize("value", [BROKEN["line break"], BROKEN["escape"]], ids=["line break", "escape"])
def test_a_variable_that_cannot_be_sent_is_refused(
    name: str, given: Any, variable: str, colour: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "BEARER" not in variable and name == "AnthropicBedrock":
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIA")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv(variable, value)

    with pytest.raises((ValueError, anthropic.AnthropicError), match="holds characters that no HTTP header") as caught:
        attempted(colour, name, **given)

    assert leaks(caught.value, MARK) == []


FILES = {
    "access key": f"aws_access_key_id = \x1b{MARK}\naws_secret_access_key = s",
    "secret": f"aws_access_key_id = A\naws_secret_access_key = \x1b{MARK}",
    "two lines": f"aws_access_key_id = A\naws_secret_access_key = {MARK}\n  {MARK}",
    "token": f"aws_access_key_id = A\naws_secret_access_key = s\naws_session_token = \x1b{MARK}",
    "half": f"aws_access_key_id = A\naws_session_token = {MARK}",
    "no secret": f"aws_access_key_id = A\naws_secret_access_key =\naws_session_token = {MARK}",
    "broken line": f"aws_access_key_id = A\naws_secret_access_key = {MARK}\n{MARK}",
}


@pytest.mark.parametrize("text", FILES.values(), ids=FILES)
@COLOUR
def test_a_file_of_keys_that_cannot_be_sent_is_refused(text: str, colour: str, tmp_path: Path) -> None:
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws" / "credentials").write_text(f"[default]\n{text}\n")

    with pytest.raises(anthropic.AnthropicError) as caught:
        attempted(colour, "AnthropicBedrock", aws_region="r")

    assert leaks(caught.value, MARK) == []


class Given:
    """Credentials as google-auth has them."""

    valid, expiry, project_id = True, None, "p"

    def __init__(self, token: str) -> None:
        self.token = token


@COLOUR
@pytest.mark.parametrize("value", BROKEN.values(), ids=BROKEN)
def test_a_token_of_google_auth_that_cannot_be_sent_is_refused(colour: str, value: str) -> None:
    with pytest.raises(ValueError, match="`token` holds characters") as caught:
        attempted(colour, "AnthropicVertex", region="us", credentials=Given(value))

    assert leaks(caught.value, MARK) == []


@pytest.mark.parametrize("key", [MARK, f"-----BEGIN PRIVATE KEY-----\n{MARK}\n-----END PRIVATE KEY-----\n"])
@COLOUR
def test_a_service_account_with_a_broken_key_is_refused(
    key: str, colour: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = {"type": "service_account", "client_email": "a", "token_uri": "http://a.test", "private_key": key}
    (tmp_path / "account.json").write_text(json.dumps(account))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "account.json"))

    with pytest.raises(anthropic.AnthropicError, match="gcloud auth") as caught:
        attempted(colour, "AnthropicVertex", **VERTEX)

    assert leaks(caught.value, MARK) == []


def test_a_line_break_at_the_end_of_a_credential_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIA\n")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret\n")
    seen: List[httpx.Request] = []

    call("", "AnthropicBedrock", lambda request: seen.append(request) or answers(request), aws_region="r")

    assert "Credential=AKIA/" in seen[0].headers["authorization"]
