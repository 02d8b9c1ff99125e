"""Batches with state, through the real client."""

from __future__ import annotations

from typing import Any, Dict, List

import httpx
import pytest

from anthropic import Anthropic, BadRequestError, NotFoundError
from anthropic.testing import SimulatedAPI, error
from tests.testing.wire import check

PARAMS: Any = {"model": "claude-haiku-4-5", "max_tokens": 64, "messages": [{"role": "user", "content": "Hi"}]}


def asked(*ids: str) -> List[Any]:
    return [{"custom_id": id, "params": PARAMS} for id in ids]


def test_a_batch_ends_after_some_polls(api: SimulatedAPI, client: Anthropic) -> None:
    api.batches.polls = 2
    batch = client.messages.batches.create(requests=asked("a", "b"))
    states = [client.messages.batches.retrieve(batch.id).processing_status for _ in range(3)]

    assert batch.request_counts.processing == 2
    assert states == ["in_progress", "in_progress", "ended"]


def test_every_state_is_as_the_api_describes_it(api: SimulatedAPI, client: Anthropic) -> None:
    batch = client.messages.batches.create(requests=asked("a"))
    for _ in range(2):
        raw = client.messages.batches.with_raw_response.retrieve(batch.id)

        check("MessageBatch", raw.http_response.json())


def test_the_results_of_a_batch(api: SimulatedAPI, client: Anthropic) -> None:
    api.batches.polls = 0
    api.batches.reply("a", "Scripted").fail("b", error(529)).expire("c")
    requests = [*asked("a", "b", "c", "d"), {"custom_id": "e", "params": {**PARAMS, "model": "nobody"}}]
    batch = client.messages.batches.create(requests=requests)
    results = {each.custom_id: each.result for each in client.messages.batches.results(batch.id)}
    counts = client.messages.batches.retrieve(batch.id).request_counts

    assert [result.type for result in results.values()] == ["succeeded", "errored", "expired", "succeeded", "errored"]
    assert results["a"].message.content[0].text == "Scripted"  # type: ignore[union-attr]
    assert results["b"].error.error.type == "overloaded_error"  # type: ignore[union-attr]
    assert results["e"].error.error.type == "not_found_error"  # type: ignore[union-attr]
    assert (counts.succeeded, counts.errored, counts.expired, counts.processing) == (2, 2, 1, 0)


def test_a_line_of_the_results_is_as_the_api_describes_it(api: SimulatedAPI, client: Anthropic) -> None:
    api.batches.polls = 0
    batch = client.messages.batches.create(requests=asked("a"))
    client.messages.batches.retrieve(batch.id)
    headers = {"x-api-key": api.api_key, "anthropic-version": "2023-06-01"}
    line = httpx.get(f"{api.base_url}/v1/messages/batches/{batch.id}/results", headers=headers).json()

    check("MessageBatchIndividualResponse", line)


def test_a_batch_is_cancelled(api: SimulatedAPI, client: Anthropic) -> None:
    batch = client.messages.batches.create(requests=asked("a"))
    cancelled = client.messages.batches.cancel(batch.id)
    ended = client.messages.batches.retrieve(batch.id)

    assert cancelled.processing_status == "canceling"
    assert (ended.processing_status, ended.request_counts.canceled) == ("ended", 1)
    assert [each.result.type for each in client.messages.batches.results(batch.id)] == ["canceled"]


def test_a_batch_is_ended_by_the_test(api: SimulatedAPI, client: Anthropic) -> None:
    api.batches.polls = 1000
    batch = client.messages.batches.create(requests=asked("a"))
    api.batches.end(batch.id)

    assert client.messages.batches.retrieve(batch.id).processing_status == "ended"


def test_batches_are_listed_newest_first_and_deleted(api: SimulatedAPI, client: Anthropic) -> None:
    api.batches.polls = 0
    ids = [client.messages.batches.create(requests=asked("a")).id for _ in range(3)]
    with pytest.raises(BadRequestError, match="cancel it first"):
        client.messages.batches.delete(ids[1])
    client.messages.batches.retrieve(ids[1])
    client.messages.batches.delete(ids[1])

    assert [batch.id for batch in client.messages.batches.list(limit=1)] == [ids[2], ids[0]]
    with pytest.raises(NotFoundError):
        client.messages.batches.retrieve(ids[1])


@pytest.mark.parametrize(
    ("requests", "field"),
    [
        ([], "requests"),
        ([{"custom_id": "", "params": PARAMS}], "requests.0.custom_id"),
        ([{"custom_id": "a"}], "requests.0.params"),
        (asked("a", "a"), "requests.1.custom_id"),
        (asked("a") * 100_001, "at most 100000 requests"),
    ],
)
def test_a_batch_is_checked(client: Anthropic, requests: List[Dict[str, Any]], field: str) -> None:
    with pytest.raises(BadRequestError, match=field):
        client.messages.batches.create(requests=requests)  # type: ignore[arg-type]
