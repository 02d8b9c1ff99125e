"""Test your code without a network: run this file with `pytest examples/31_testing.py`; `chat_app/` has more.

The fixtures come with the package: a simulated API, and a client that speaks to it.
"""

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


def test_a_headline_is_in_capitals(anthropic_server: SimulatedAPI, anthropic_client: Anthropic) -> None:
    anthropic_server.script.reply("Dog bites man\n")

    assert headline(anthropic_client, "Yesterday, a dog ...") == "DOG BITES MAN"
    assert anthropic_server.requests[-1].json["system"] == "Write a headline."


def test_an_overload_is_survived(anthropic_server: SimulatedAPI, anthropic_client: Anthropic) -> None:
    anthropic_server.script.status(529, retry_after_ms=1).reply("Better late than never")

    assert headline(anthropic_client, "...") == "BETTER LATE THAN NEVER"


def test_a_long_overload_is_told(anthropic_server: SimulatedAPI, anthropic_client: Anthropic) -> None:
    anthropic_server.script.status(529, retry_after_ms=1, times=3)

    with pytest.raises(OverloadedError):
        headline(anthropic_client, "...")
