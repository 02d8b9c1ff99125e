"""The requests that came: counted, filtered, waited for, and shown without credentials."""

from __future__ import annotations

import threading
from typing import Any

import httpx
import pytest

from anthropic.testing import SimulatedAPI
from tests.testing.wire import ask


def test_a_request_tells_what_was_sent(api: SimulatedAPI, http: httpx.Client) -> None:
    http.post("/v1/messages?beta=true", json=ask("Hi"))
    last = api.requests[-1]

    assert (last.method, last.path, last.query) == ("POST", "/v1/messages", {"beta": "true"})
    assert last.json["messages"] == [{"role": "user", "content": "Hi"}]
    assert last.headers["X-Api-Key"] == api.api_key


def test_requests_are_counted_and_filtered(api: SimulatedAPI, http: httpx.Client) -> None:
    for _ in range(2):
        http.get("/v1/models")
    http.post("/v1/messages", json=ask())

    assert api.requests.count == len(api.requests) == 3
    assert api.requests.to("/v1/models").count == 2
    assert api.requests.to("/v1/models", "post").count == 0
    assert [each.method for each in api.requests[1:]] == ["GET", "POST"]


def test_requests_can_be_forgotten(api: SimulatedAPI, http: httpx.Client) -> None:
    http.get("/v1/models")
    api.requests.clear()

    assert not api.requests
    with pytest.raises(IndexError, match="there is no request -1: 0 came"):
        _ = api.requests[-1]


def test_a_test_waits_for_a_request(api: SimulatedAPI, http: httpx.Client) -> None:
    sender = threading.Timer(0.05, lambda: http.get("/v1/models"))
    sender.start()
    found = api.requests.wait_for(1)
    sender.join()

    assert found.path == "/v1/models"


def test_waiting_for_a_request_that_never_comes_ends(api: SimulatedAPI) -> None:
    with pytest.raises(TimeoutError, match="0 of 1 requests came within 0.01 seconds"):
        api.requests.wait_for(1, timeout=0.01)


@pytest.mark.parametrize(
    "headers",
    [
        {"x-api-key": "sk-ant-hidden"},
        {"Authorization": "Bearer sk-ant-hidden"},
        {"Cookie": "session=sk-ant-hidden"},
        {"x-amz-security-token": "sk-ant-hidden"},
        {"x-goog-api-key": "sk-ant-hidden"},
    ],
)
def test_credentials_are_not_shown(api: SimulatedAPI, http: httpx.Client, headers: Any) -> None:
    http.get("/v1/models?api_key=sk-ant-hidden&limit=3", headers=headers)

    assert "hidden" not in repr(api.requests)
    assert "limit=3" in repr(api.requests[-1])
    assert next(iter(headers.values())) in api.requests[-1].headers.values()
