"""A marked credential of a platform, driven through failures of calls and of the constructor, is found nowhere."""

from __future__ import annotations

from typing import Any, Dict

import httpx
import pytest

import anthropic
from tests.faults.leaks import leaks

MARK = "0mark0"
CLIENTS: Dict[str, Dict[str, Any]] = {
    "AnthropicBedrock": {
        "aws_access_key": "AKIA",
        "aws_secret_key": MARK,
        "aws_session_token": MARK,
        "aws_region": "r",
    },
    "AnthropicVertex": {"region": "us", "project_id": "p", "access_token": MARK},
    "AnthropicFoundry": {"resource": "r", "api_key": MARK},
}


def refuses(request: httpx.Request) -> httpx.Response:
    return httpx.Response(400, json={})


def breaks(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("refused")


@pytest.mark.parametrize("name", CLIENTS)
@pytest.mark.parametrize("answer", [refuses, breaks])
def test_no_failure_of_a_call_shows_it(name: str, answer: Any) -> None:
    http_client = httpx.Client(transport=httpx.MockTransport(answer))
    client = getattr(anthropic, name)(http_client=http_client, max_retries=0, **CLIENTS[name])

    with pytest.raises(anthropic.APIError) as caught:
        client.messages.create(model="m", max_tokens=9, messages=[])

    assert leaks(caught.value, MARK) == []
    assert MARK not in f"{client!r}{vars(client)!r}"


@pytest.mark.parametrize("name", CLIENTS)
@pytest.mark.parametrize("wrong", [{"max_retries": -1}, {"http_client": 3}, {"total_timeout": 0}], ids=str)
def test_no_failure_of_the_constructor_shows_it(name: str, wrong: Any) -> None:
    with pytest.raises((TypeError, ValueError)) as caught:
        getattr(anthropic, name)(**CLIENTS[name], **wrong)

    assert leaks(caught.value, MARK) == []
