# Derived from tests/_async/test_batches.py by scripts/unasync. Do not edit.
"""Batches from the first request to the last result: created, waited for, joined and downloaded."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List

import httpx
import pytest

import anthropic
from anthropic import Anthropic, BatchesIncompleteError, BatchResultsError, BatchTimeoutError
from anthropic.testing import SimulatedAPI
from anthropic.testing.answers import Answer, answer_json
from anthropic.testing.script import Behaviour
from tests.wire import HELLO, Script, broken_after, failure, reply

pytestmark = pytest.mark.anyio

QUICK: Dict[str, Any] = {"interval": 0.001}
KINDS = [
    pytest.param(lambda client: client.messages.batches, id="stable"),
    pytest.param(lambda client: client.beta.messages.batches, id="beta"),
]
Kind = Callable[[Anthropic], Any]


def batch(status: str = "ended", *, done: int = 2, waiting: int = 0, id: str = "batch_1") -> httpx.Response:
    """A batch of which so many requests are done."""
    ended = status == "ended"
    return reply(
        {
            "id": id,
            "created_at": "2024-01-02T00:00:00Z",
            "expires_at": "2024-01-03T00:00:00Z",
            "processing_status": status,
            "request_counts": {"canceled": 0, "errored": 0, "expired": 0, "processing": waiting, "succeeded": done},
            "results_url": f"http://api.test/v1/messages/batches/{id}/results" if ended else None,
            "type": "message_batch",
        }
    )


def line(id: str) -> bytes:
    return json.dumps({"custom_id": id, "result": {"type": "canceled"}}).encode() + b"\n"


def lines(*ids: str, status: int = 200, **headers: str) -> httpx.Response:
    """Results; `_` in header names stands for `-`."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=names, content=b"".join(map(line, ids)))


def requests(*ids: str) -> Iterator[Any]:
    for id in ids:
        yield {"custom_id": id, "params": HELLO}


def sent_ids(server: Script) -> List[List[str]]:
    """The ids in each batch that was sent."""
    bodies = [json.loads(request.content) for request in server.requests]
    return [[each["custom_id"] for each in body["requests"]] for body in bodies]


@pytest.mark.parametrize("batches", KINDS)
def test_waiting_ends_with_the_batch(server: Script, client: Anthropic, batches: Kind) -> None:
    server.says(batch("in_progress", done=0, waiting=2), batch("in_progress", done=0, waiting=1), batch())
    seen: List[int] = []

    ended = batches(client).wait("batch_1", **QUICK, on_progress=lambda b: seen.append(b.request_counts.processing))

    assert ended.processing_status == "ended"
    assert seen == [2, 1, 0]
    assert {request.url.path for request in server.requests} == {"/v1/messages/batches/batch_1"}


def test_a_coroutine_function_can_listen(server: Script, client: Anthropic) -> None:
    server.says(batch("in_progress"), batch())
    seen: List[str] = []

    def listen(batch: Any) -> None:
        seen.append(batch.processing_status)

    client.messages.batches.wait("batch_1", **QUICK, on_progress=listen)

    assert seen == ["in_progress", "ended"]


def test_a_wait_that_is_over_carries_the_last_state(server: Script, client: Anthropic) -> None:
    server.says(*[batch("in_progress", done=0, waiting=2)] * 50)

    with pytest.raises(BatchTimeoutError, match="batch_1 has not ended within 0.02 seconds; 0 of 2") as caught:
        client.messages.batches.wait("batch_1", **QUICK, max_wait=0.02)

    assert isinstance(caught.value, TimeoutError)
    assert caught.value.batch.request_counts.processing == 2


def test_one_look_is_taken_where_there_is_no_time_to_wait(server: Script, client: Anthropic) -> None:
    server.says(batch(), batch("in_progress"))

    ended = client.messages.batches.wait("batch_1", max_wait=0)

    assert ended.processing_status == "ended"
    with pytest.raises(BatchTimeoutError):
        client.messages.batches.wait("batch_1", max_wait=0)


def test_a_wait_in_which_no_look_succeeds_has_no_state(server: Script, client: Anthropic) -> None:
    server.says(failure(529))

    with pytest.raises(BatchTimeoutError, match="no look at it succeeded") as caught:
        client.with_options(max_retries=0).messages.batches.wait("batch_1", max_wait=0)

    assert caught.value.batch is None
    assert isinstance(caught.value.__cause__, anthropic.OverloadedError)


def test_passing_failures_are_sat_out(server: Script, client: Anthropic) -> None:
    failing = client.with_options(max_retries=1)
    server.says(failure(529, retry_after_ms="1"), failure(529, retry_after_ms="1"), batch("in_progress"))
    server.says(failure(500, retry_after_ms="1"), httpx.ConnectError("no"), batch())

    ended = failing.messages.batches.wait("batch_1", **QUICK)

    assert ended.id == "batch_1"


def test_too_many_failures_in_a_row_end_the_wait(server: Script, client: Anthropic) -> None:
    server.says(batch("in_progress"), failure(529))

    with pytest.raises(anthropic.OverloadedError):
        client.with_options(max_retries=0).messages.batches.wait("batch_1", **QUICK)


def test_a_batch_that_is_not_there_ends_the_wait_at_once(server: Script, client: Anthropic) -> None:
    server.says(failure(404, "not_found_error"))

    with pytest.raises(anthropic.NotFoundError):
        client.messages.batches.wait("batch_1", **QUICK)


def test_a_listeners_error_ends_the_wait(server: Script, client: Anthropic) -> None:
    server.says(batch("in_progress"))

    with pytest.raises(ZeroDivisionError):
        client.messages.batches.wait("batch_1", **QUICK, on_progress=lambda _: 1 / 0)


@pytest.mark.parametrize("batches", KINDS)
def test_results_are_found_by_id_in_the_callers_order(server: Script, client: Anthropic, batches: Kind) -> None:
    server.says(batch(), lines("d", "b", "a"))

    results = batches(client).results_by_id("batch_1", custom_ids=["a", "b", "c", "a"])

    assert list(results) == ["a", "b", "d"]
    assert results["a"].type == "canceled"
    assert results.missing == ["c"]


def test_without_ids_results_come_as_they_came(server: Script, client: Anthropic) -> None:
    server.says(batch(), lines("b", "a"))

    results = client.messages.batches.results_by_id("batch_1", extra_headers={"X-Mine": "1"})

    assert (list(results), results.missing) == (["b", "a"], [])
    assert [request.headers.get("x-mine") for request in server.requests] == [None, "1"]


@pytest.mark.parametrize("batches", KINDS)
def test_requests_are_cut_into_batches(server: Script, client: Anthropic, batches: Kind) -> None:
    server.says(batch(id="b1"), batch(id="b2"))
    told: List[str] = []

    made = batches(client).create_all(
        requests=requests("a", "b", "c"), max_requests=2, on_created=lambda batch: told.append(batch.id)
    )

    assert [each.id for each in made] == told == ["b1", "b2"]
    assert sent_ids(server) == [["a", "b"], ["c"]]


def test_requests_are_read_as_they_are_needed(server: Script, client: Anthropic) -> None:
    server.says(batch(id="b1"), batch(id="b2"))
    read: List[str] = []

    def reading() -> Iterator[Any]:
        for request in requests("a", "b", "c"):
            read.append(f"{request['custom_id']} after {len(server.requests)}")
            yield request

    client.messages.batches.create_all(requests=reading(), max_requests=1 + 1)

    assert read == ["a after 0", "b after 0", "c after 1"]


def test_without_requests_nothing_is_sent(server: Script, client: Anthropic) -> None:
    assert client.messages.batches.create_all(requests=[]) == []
    assert server.requests == []


def test_a_malformed_request_is_refused_before_it_is_sent(server: Script, client: Anthropic) -> None:
    with pytest.raises(ValueError, match=r"requests\[1\]: the `custom_id` 'a' was given before"):
        client.messages.batches.create_all(requests=requests("a", "a"))

    assert server.requests == []


def test_an_error_tells_which_batches_were_created(server: Script, client: Anthropic) -> None:
    server.says(batch(id="b1"), failure(400, "invalid_request_error"))

    with pytest.raises(BatchesIncompleteError, match="being worked on: b1") as caught:
        client.messages.batches.create_all(requests=requests("a", "b"), max_requests=1)

    assert [each.id for each in caught.value.batches] == ["b1"]
    assert isinstance(caught.value.__cause__, anthropic.BadRequestError)


@pytest.mark.parametrize("batches", KINDS)
def test_results_are_downloaded_whole(server: Script, client: Anthropic, tmp_path: Path, batches: Kind) -> None:
    server.says(batch(), batch(), lines("a", "b"))
    path = tmp_path / "results.jsonl"

    count = batches(client).download_results("batch_1", path=path)

    assert count == 2
    assert path.read_bytes() == line("a") + line("b")
    assert list(tmp_path.iterdir()) == [path]


def test_a_broken_download_goes_on_where_it_broke(server: Script, client: Anthropic, tmp_path: Path) -> None:
    place = len(line("a"))
    server.says(batch(), batch(), broken_after(line("a") + line("b")[:5], httpx.ReadError("gone")))
    server.says(batch(), lines("b", status=206, content_range=f"bytes {place}-{2 * place - 1}/{2 * place}"))
    path = tmp_path / "results.jsonl"

    client.messages.batches.download_results("batch_1", path=path)

    assert path.read_bytes() == line("a") + line("b")
    assert server.requests[-1].headers["range"] == f"bytes={place}-"
    assert server.requests[-1].headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    "again",
    [
        pytest.param([lines("b", "a")], id="the server sends all of it, in another order"),
        pytest.param([failure(416), batch(), lines("a", "b")], id="the server refuses the range"),
        pytest.param(
            [lines("b", status=206), batch(), lines("a", "b")], id="the server sends a part of its own choice"
        ),
        pytest.param(
            [
                httpx.Response(206, headers={"content-range": f"bytes {len(line('a'))}-"}, content=line("b")[3:]),
                batch(),
                lines("a", "b"),
            ],
            id="the part begins within a line",
        ),
    ],
)
def test_without_a_usable_range_lines_that_are_there_are_skipped(
    server: Script, client: Anthropic, tmp_path: Path, again: List[httpx.Response]
) -> None:
    server.says(batch(), batch(), broken_after(line("a"), httpx.ReadError("gone")), batch(), *again)
    path = tmp_path / "results.jsonl"

    client.messages.batches.download_results("batch_1", path=path)

    assert path.read_bytes() == line("a") + line("b")


def test_another_download_goes_on_with_what_is_there(server: Script, client: Anthropic, tmp_path: Path) -> None:
    hasty = client.with_options(max_retries=0)
    path = tmp_path / "results.jsonl"
    server.says(batch(), batch(), broken_after(line("a") + line("b")[:9], httpx.ReadError("gone")))
    with pytest.raises(anthropic.APIConnectionError):
        hasty.messages.batches.download_results("batch_1", path=path)
    assert not path.exists()
    server.says(batch(), batch(), lines("a", "b"))

    hasty.messages.batches.download_results("batch_1", path=path)

    assert path.read_bytes() == line("a") + line("b")
    assert server.requests[-1].headers["range"] == f"bytes={len(line('a'))}-"


def test_a_download_over_a_real_connection_that_drops_is_completed(tmp_path: Path) -> None:
    path = tmp_path / "results.jsonl"
    body = b"".join(line(f"request-{number}") for number in range(5000))
    with SimulatedAPI(pace=0) as api:
        ended = {**json.loads(batch(done=5000).content), "results_url": f"{api.base_url}/results"}
        tell = Behaviour(lambda _: answer_json(ended))
        whole = Behaviour(lambda _: Answer(200, body=body))
        for piece in (replace(whole, cut=100_000), replace(whole, cut=200_000, reset=True), whole):
            api.script.add(tell, times=1 if api.script.pending else 2).add(piece)
        with Anthropic(api_key=api.api_key, base_url=api.base_url) as client:
            count = client.messages.batches.download_results("batch_1", path=path)

    assert count == 5000
    assert path.read_bytes() == body


def test_results_that_are_lost_are_told(server: Script, client: Anthropic, tmp_path: Path) -> None:
    server.says(batch(done=3), batch(), lines("a", "a"))
    path = tmp_path / "results.jsonl"

    with pytest.raises(BatchResultsError, match="has 3 results, and 1 came") as caught:
        client.with_options(max_retries=0).messages.batches.download_results("batch_1", path=path)

    assert (caught.value.expected, caught.value.received) == (3, 1)
    assert not path.exists()


def test_a_batch_without_results_leaves_no_file(server: Script, client: Anthropic, tmp_path: Path) -> None:
    server.says(batch("in_progress"), batch("in_progress"))

    with pytest.raises(anthropic.AnthropicError, match="no `results_url` yet"):
        client.messages.batches.download_results("batch_1", path=tmp_path / "results.jsonl")

    assert list(tmp_path.iterdir()) == []
