# Derived from tests/_async/test_sending.py by scripts/unasync. Do not edit.
"""Requests go past the steps of the HTTP library's `send` where these have nothing to do, and nobody can tell."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any, Callable, Dict, List
from unittest import mock

import httpx
import pytest

import anthropic
from anthropic import Anthropic
from anthropic._http import only_passes_on
from tests.wire import HELLO, Script, message

pytestmark = pytest.mark.anyio

KINDS: Dict[str, Callable[..., httpx.Client]] = {
    "default": anthropic.DefaultHttpxClient,
    "plain": httpx.Client,
}
kinds = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


class Counting(httpx.Client):
    """Counts what goes through its own `send`."""

    sent = 0

    def send(self, *arguments: Any, **options: Any) -> httpx.Response:
        self.sent += 1
        return super().send(*arguments, **options)


def client(http_client: httpx.Client) -> Anthropic:
    return Anthropic(api_key="key", http_client=http_client, max_retries=0)


@kinds
def test_the_steps_have_the_names_that_are_looked_at(kind: Callable[..., httpx.Client]) -> None:
    with kind() as http_client:
        assert only_passes_on(http_client)


def test_a_class_of_its_own_is_asked(server: Script) -> None:
    server.says(message())
    http_client = Counting(transport=httpx.MockTransport(server))
    client(http_client).messages.create(**HELLO)

    assert http_client.sent == 1


@kinds
@pytest.mark.parametrize("step", ["send", "_send_single_request", "_transport_for_url"])
def test_an_instance_whose_method_was_replaced_is_asked(
    server: Script, kind: Callable[..., httpx.Client], step: str
) -> None:
    seen: List[str] = []
    http_client: Any = kind(transport=httpx.MockTransport(server))
    original = getattr(http_client, step)

    def traced(*arguments: Any, **options: Any) -> Any:
        seen.append(step)
        return original(*arguments, **options)

    setattr(http_client, step, traced)
    server.says(message())
    client(http_client).messages.create(**HELLO)

    assert seen == [step]


@kinds
def test_a_class_whose_method_was_replaced_is_asked(
    server: Script, kind: Callable[..., httpx.Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: List[str] = []
    original = httpx.Client.send

    def traced(self: Any, *arguments: Any, **options: Any) -> Any:
        seen.append("send")
        return original(self, *arguments, **options)

    monkeypatch.setattr(httpx.Client, "send", traced)
    server.says(message())
    client(kind(transport=httpx.MockTransport(server))).messages.create(**HELLO)

    assert seen == ["send"]


@kinds
def test_hooks_and_authentication_of_the_http_client_work(server: Script, kind: Callable[..., httpx.Client]) -> None:
    seen: List[str] = []

    def asked(request: httpx.Request) -> None:
        seen.append(request.method)

    def answered(response: httpx.Response) -> None:
        seen.append(str(response.status_code))

    hooks: Dict[str, List[Any]] = {"request": [asked], "response": [answered]}
    server.says(message())
    transport = httpx.MockTransport(server)
    client(kind(transport=transport, event_hooks=hooks, auth=("me", "pass"))).messages.create(**HELLO)

    assert seen == ["POST", "200"]
    assert server.requests[0].headers["authorization"].startswith("Basic ")


@kinds
def test_the_response_knows_what_it_would_have_known(
    server: Script, kind: Callable[..., httpx.Client], caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"set-cookie": "session=1", "content-type": "text/json"}
    server.says(httpx.Response(200, stream=httpx.ByteStream(b"{}"), headers=headers))
    http_client = kind(transport=httpx.MockTransport(server), default_encoding="latin-1")
    with caplog.at_level(logging.INFO, "httpx"):
        raw = client(http_client).messages.with_raw_response.create(**HELLO)
    response = raw.http_response

    assert response.request is raw.http_request
    assert response.elapsed > timedelta()
    assert response.is_closed
    assert response.encoding == "latin-1"
    assert http_client.cookies["session"] == "1"
    assert [record.getMessage() for record in caplog.records] == [
        'HTTP Request: POST https://api.anthropic.com/v1/messages "HTTP/1.1 200 OK"'
    ]


@kinds
@pytest.mark.parametrize("hooked", [False, True])
def test_a_response_that_is_given_twice_is_looked_at_twice(
    server: Script, kind: Callable[..., httpx.Client], hooked: bool
) -> None:
    def answered(response: httpx.Response) -> None:
        response.headers["request-id"] += " hooked"

    hooks: Dict[str, List[Any]] = {"response": [answered] if hooked else []}
    http_client = kind(transport=httpx.MockTransport(server), event_hooks=hooks)
    answer = message()
    server.says(answer, answer)
    first = client(http_client).messages.create(**HELLO)
    answer.headers["request-id"] = "req_2"
    second = client(http_client).messages.create(**HELLO)

    rest = " hooked" if hooked else ""
    assert (first._request_id, second._request_id) == (f"req_1{rest}", f"req_2{rest}")


@kinds
def test_a_hook_that_speaks_of_event_loops_fails_once(server: Script, kind: Callable[..., httpx.Client]) -> None:
    def answered(response: httpx.Response) -> None:
        raise RuntimeError("A lock of mine is bound to a different event loop.")

    http_client = kind(transport=httpx.MockTransport(server), event_hooks={"response": [answered]})
    server.says(message())

    with pytest.raises(RuntimeError, match="A lock of mine"):
        Anthropic(api_key="key", http_client=http_client).messages.create(**HELLO)
    assert len(server.requests) == 1


def test_what_is_changed_in_a_response_before_it_is_parsed_counts(server: Script, client: Anthropic) -> None:
    server.says(message())
    raw = client.messages.with_raw_response.create(**HELLO)
    raw.http_response.headers["request-id"] = "mine"

    assert (raw.request_id, raw.parse()._request_id) == ("mine", "mine")


@kinds
def test_a_failure_knows_its_request(kind: Callable[..., httpx.Client]) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadError("gone")

    with pytest.raises(anthropic.APIConnectionError) as caught:
        client(kind(transport=httpx.MockTransport(refuse))).messages.create(**HELLO)
    cause: Any = caught.value.__cause__

    assert cause.request is caught.value.request


@kinds
def test_a_closed_http_client_sends_nothing(server: Script, kind: Callable[..., httpx.Client]) -> None:
    http_client = kind(transport=httpx.MockTransport(server))
    http_client.close()

    with pytest.raises(anthropic.APIConnectionError):
        client(http_client).messages.create(**HELLO)
    assert server.requests == []


def test_a_mock_of_the_class_is_asked(server: Script) -> None:
    http_client = mock.create_autospec(httpx.Client, instance=True)
    http_client.timeout = httpx.Timeout(5)
    http_client.headers = httpx.Headers()
    http_client.build_request.side_effect = httpx.Client().build_request
    answer = message()
    answer.request = httpx.Request("POST", "https://api.anthropic.com")
    http_client.send.return_value = answer

    client(http_client).messages.create(**HELLO)

    assert http_client.send.called
