"""Lists that come in pages, and single models."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict

import pytest

from anthropic import AsyncAnthropic
from anthropic.pagination import AsyncPage
from anthropic.types import ModelInfo
from tests.wire import Script, reply

pytestmark = pytest.mark.anyio


def model(name: str) -> Dict[str, Any]:
    return {"id": name, "created_at": "2024-01-02T00:00:00Z", "display_name": name.upper(), "type": "model"}


def page(*names: str, more: Any = False) -> Any:
    data = [model(name) for name in names]
    return reply(
        {
            "data": data,
            "has_more": more,
            "first_id": names[0] if names else None,
            "last_id": names[-1] if names else None,
        }
    )


async def test_iterating_walks_all_pages(server: Script, client: AsyncAnthropic) -> None:
    server.says(page("a", "b", more=True), page("c"))

    names = [entry.id async for entry in client.models.list(limit=2)]

    assert names == ["a", "b", "c"]  # PG-02
    assert [request.url.query for request in server.requests] == [b"limit=2", b"limit=2&after_id=b"]  # PG-04


async def test_pages_go_backwards_from_before_id(server: Script, client: AsyncAnthropic) -> None:
    server.says(page("c", "d", more=True), page("a", "b"))

    names = [entry.id async for entry in client.models.list(before_id="e")]

    assert names == ["c", "d", "a", "b"]
    assert server.requests[1].url.query == b"before_id=c"


async def test_a_page_knows_its_successor(server: Script, client: AsyncAnthropic) -> None:
    server.says(page("a", more=True), page("b"))

    first = await client.models.list()
    info = first.next_page_info()
    second = await first.get_next_page()

    assert isinstance(first, AsyncPage)
    assert isinstance(first.data[0], ModelInfo)
    assert first.data[0].created_at == datetime(2024, 1, 2, tzinfo=timezone.utc)  # RP-08
    assert first.has_next_page()
    assert repr(info) == "PageInfo(params={'after_id': 'a'})"  # PG-08
    assert [entry.id for entry in second.data] == ["b"]
    with pytest.raises(RuntimeError, match="No next page expected"):  # PG-07
        await second.get_next_page()


async def test_an_empty_page_ends_the_list(server: Script, client: AsyncAnthropic) -> None:
    server.says(page(more=True))

    assert [entry async for entry in client.models.list()] == []  # PG-05


async def test_a_list_that_does_not_say_whether_more_follows_is_walked_on(
    server: Script, client: AsyncAnthropic
) -> None:
    server.says(page("a", more=None), page("b"))

    assert len([entry async for entry in client.models.list()]) == 2  # PG-05


async def test_further_pages_keep_the_options_of_the_call(server: Script, client: AsyncAnthropic) -> None:
    server.says(page("a", more=True), page("b"))

    async for _ in client.models.list(extra_headers={"X-Mine": "1"}, timeout=9, betas=["b1", "b2"]):
        pass

    assert [request.headers["x-mine"] for request in server.requests] == ["1", "1"]  # PG-10
    assert [request.headers["x-stainless-timeout"] for request in server.requests] == ["9", "9"]
    assert [request.headers["anthropic-beta"] for request in server.requests] == ["b1,b2", "b1,b2"]  # HD-21


async def test_a_model_is_retrieved_by_its_id(server: Script, client: AsyncAnthropic) -> None:
    server.says(reply(model("m")), reply(model("m")))

    got = await client.models.retrieve("claude?#/x")

    assert got.display_name == "M"
    assert server.requests[0].url.raw_path == b"/v1/models/claude%3F%23%2Fx"  # KD-10


@pytest.mark.parametrize("wrong", ["", ".", "..", "%2e%2e", "%2E."])
async def test_an_id_that_would_change_the_path_is_refused(server: Script, client: AsyncAnthropic, wrong: str) -> None:
    with pytest.raises(ValueError, match="`model_id` but received"):  # UR-11, KD-10
        await client.models.retrieve(wrong)
    assert server.requests == []
