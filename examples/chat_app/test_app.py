"""The tests of the chat app: no network, no account."""

from __future__ import annotations

import asyncio
import datetime

import pytest

import app
from anthropic import Anthropic, AsyncAnthropic
from anthropic.testing import SimulatedAPI, tool_use

TODAY = datetime.date(2026, 1, 31)


@pytest.fixture
def chat(anthropic_client: Anthropic) -> app.Chat:
    return app.Chat(anthropic_client, TODAY)


def test_a_reply_is_streamed(anthropic_server: SimulatedAPI, chat: app.Chat) -> None:
    anthropic_server.script.reply("Good morning to you, too!")

    pieces = list(chat.say("Good morning"))

    assert len(pieces) > 1
    assert "".join(pieces) == "Good morning to you, too!"
    assert anthropic_server.requests[-1].json["stream"] is True


def test_what_was_said_is_sent_again(anthropic_server: SimulatedAPI, chat: app.Chat) -> None:
    anthropic_server.script.replies("Hello Ada.", "You are Ada.")

    list(chat.say("I am Ada"))
    list(chat.say("Who am I?"))

    sent = anthropic_server.requests[-1].json["messages"]
    assert isinstance(sent, list)
    assert len(sent) == 3


def test_the_clock_is_asked(anthropic_server: SimulatedAPI, chat: app.Chat) -> None:
    anthropic_server.script.strict = True
    anthropic_server.script.reply(tool_use("clock", id="toolu_1")).reply("It is the last of January.")

    said = "".join(chat.say("What day is it?"))

    assert said == "It is the last of January."
    assert b"2026-01-31" in anthropic_server.requests[-1].body


def test_an_overload_in_the_middle_is_no_turn(anthropic_server: SimulatedAPI, chat: app.Chat) -> None:
    anthropic_server.script.overload(after=5)

    said = "".join(chat.say("Hello"))

    assert said.endswith("[Sorry, that did not work: overloaded_error]")
    assert chat.turns == []


def test_a_busy_api_is_asked_again(anthropic_server: SimulatedAPI, chat: app.Chat) -> None:
    anthropic_server.script.status(529, retry_after_ms=1, times=2).reply("Here I am.")

    assert "".join(chat.say("Hello")) == "Here I am."
    assert anthropic_server.requests.count == 3


def test_a_conversation_gets_a_title(anthropic_server: SimulatedAPI, async_anthropic_client: AsyncAnthropic) -> None:
    anthropic_server.script.when(says="title").reply("A Fine Day")

    assert asyncio.run(app.title(async_anthropic_client, [])) == "A Fine Day"


@pytest.mark.anthropic_replay("exchanges/greeting.json", complete=True)
def test_a_recorded_greeting(chat: app.Chat) -> None:
    assert "Ada" in "".join(chat.say("Greet Ada, please."))
    assert "Grace" in "".join(chat.say("And now Grace."))
