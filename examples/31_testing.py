"""Test your code without a network: run this file with `pytest examples/31_testing.py`."""

from collections.abc import Iterator

import pytest

from anthropic import Anthropic, OverloadedError
from anthropic.testing import SimulatedAPI


def headline(client: Anthropic, article: str) -> str:
    """The code under test."""
    message = client.messages.create(
        model="claude-haiku-4-5",
        max_tokens=64,
        system="Write a headline.",
        messages=[{"role": "user", "content": article}],
    )
    return message.text.strip().upper()


@pytest.fixture
def api() -> Iterator[SimulatedAPI]:
    with SimulatedAPI() as running:
        yield running


@pytest.fixture
def client(api: SimulatedAPI) -> Iterator[Anthropic]:
    with Anthropic(base_url=api.base_url, api_key=api.api_key) as client:
        yield client


def test_a_headline_is_in_capitals(api: SimulatedAPI, client: Anthropic) -> None:
    api.script.reply("Dog bites man\n")

    assert headline(client, "Yesterday, a dog ...") == "DOG BITES MAN"
    assert api.requests[-1].json["system"] == "Write a headline."


def test_an_overload_is_survived(api: SimulatedAPI, client: Anthropic) -> None:
    api.script.status(529, retry_after_ms=1).reply("Better late than never")

    assert headline(client, "...") == "BETTER LATE THAN NEVER"


def test_a_long_overload_is_told(api: SimulatedAPI, client: Anthropic) -> None:
    api.script.status(529, retry_after_ms=1, times=3)

    with pytest.raises(OverloadedError):
        headline(client, "...")
