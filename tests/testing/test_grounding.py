"""Citations and searches: what a reply rests on, when the request allows it."""

from __future__ import annotations

from typing import Any, Dict, List

import httpx
import pytest

from tests.testing.test_messages import kinds, message
from tests.testing.wire import ask, check

DOCUMENT: Dict[str, Any] = {
    "type": "document",
    "title": "Fjords",
    "source": {"type": "text", "media_type": "text/plain", "data": "A fjord is deep. Glaciers carved it. It is cold."},
    "citations": {"enabled": True},
}
SEARCH: Dict[str, Any] = {"type": "web_search_20250305", "name": "web_search"}


def question(text: str, **document: Any) -> List[Dict[str, Any]]:
    return [{**DOCUMENT, **document}, {"type": "text", "text": text}]


def test_the_passage_that_a_prompt_speaks_of_is_cited(http: httpx.Client) -> None:
    reply = message(http, ask(question("What have glaciers to do with it?")))

    cited = reply["content"][0]["citations"][0]
    assert cited["cited_text"] == "Glaciers carved it."
    assert DOCUMENT["source"]["data"][cited["start_char_index"] : cited["end_char_index"]] == cited["cited_text"]
    assert cited["document_title"] == "Fjords"


def test_the_first_passage_is_cited_when_the_prompt_speaks_of_none(http: httpx.Client) -> None:
    reply = message(http, ask(question("Sum it up")))

    assert reply["content"][0]["citations"][0]["cited_text"] == "A fjord is deep."


@pytest.mark.parametrize("change", [{"citations": {"enabled": False}}, {"citations": None}])
def test_nothing_is_cited_when_citations_are_off(http: httpx.Client, change: Dict[str, Any]) -> None:
    reply = message(http, ask(question("Sum it up", **change)))

    assert "citations" not in reply["content"][0]


def test_an_index_counts_all_documents(http: httpx.Client) -> None:
    silent = {**DOCUMENT, "citations": {"enabled": False}}
    reply = message(http, ask([silent, *question("Sum it up")]))

    assert reply["content"][0]["citations"][0]["document_index"] == 1


def test_a_prompt_that_asks_for_a_search_gets_one(http: httpx.Client) -> None:
    reply = http.post("/v1/messages", json=ask("Search for fjords", tools=[SEARCH])).json()

    check("BetaMessage", reply)
    assert kinds(reply) == ["server_tool_use", "web_search_tool_result", "text", "text"]
    assert reply["content"][1]["tool_use_id"] == reply["content"][0]["id"]
    assert reply["content"][2]["citations"][0]["url"] == reply["content"][1]["content"][0]["url"]
    assert reply["usage"]["server_tool_use"] == {"web_search_requests": 1, "web_fetch_requests": 0}
    assert reply["stop_reason"] == "end_turn"


@pytest.mark.parametrize(
    "body",
    [
        ask("Search for fjords"),
        ask("Hello", tools=[SEARCH]),
        ask("Search for fjords", tools=[SEARCH], tool_choice={"type": "none"}),
    ],
    ids=["not offered", "not asked for", "refused"],
)
def test_else_nothing_is_searched(http: httpx.Client, body: Dict[str, Any]) -> None:
    reply = message(http, body)

    assert kinds(reply) == ["text"]
    assert "server_tool_use" not in reply["usage"]
