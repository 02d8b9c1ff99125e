"""Batches with state: in progress for as many polls as you say, then ended, with a result for each request."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta, timezone
from typing import Callable, Dict, List, Optional, Set, Union

from .blocks import Content, Failure, fields
from .pages import page
from .problems import Problem, error_body, invalid
from .uploads import now
from .values import JSONObject, dump, identifier, objects

__all__ = ["Batches"]

_HOURS = 24
_MOST_REQUESTS = 100_000
_KINDS = ("processing", "succeeded", "errored", "canceled", "expired")

Process = Callable[[JSONObject, Optional[Content]], JSONObject]
"""Answers the parameters of one request; raises a `Problem` when it cannot."""


class Batches:
    """The batches of one simulated API."""

    def __init__(self, process: Process, polls: int) -> None:
        self.polls: int = polls
        """How often a batch created from now on is still in progress when it is asked for."""
        self._process = process
        self._batches: Dict[str, _Batch] = {}
        self._scripted: Dict[str, Union[Content, Failure, None]] = {}
        self._made = 0
        self._lock = threading.Lock()

    def reply(self, custom_id: str, *content: Content) -> Batches:
        """Scripts the message that a request of any batch succeeds with."""
        self._scripted[custom_id] = fields(content)
        return self

    def fail(self, custom_id: str, error: Failure) -> Batches:
        """Scripts the error that a request of any batch ends with."""
        self._scripted[custom_id] = error
        return self

    def expire(self, custom_id: str) -> Batches:
        """Has a request of any batch expire."""
        self._scripted[custom_id] = None
        return self

    def end(self, id: str) -> None:
        """Ends a batch now, however many polls it had left."""
        self._found(id).polls = 0

    def create(self, body: JSONObject, origin: str) -> JSONObject:
        """What `POST /v1/messages/batches` answers."""
        requests = _checked(body)
        with self._lock:
            self._made += 1
            batch = _Batch(identifier("msgbatch", self._made), requests, self.polls, origin)
            self._batches[batch.id] = batch
        return batch.told()

    def poll(self, id: str) -> JSONObject:
        """What `GET /v1/messages/batches/{id}` answers; each time is a poll."""
        batch = self._found(id)
        with self._lock:
            if not batch.ended_at and (batch.polls <= 0 or batch.canceled_at):
                batch.end(self._results(batch))
            batch.polls -= 1
            return batch.told()

    def cancel(self, id: str) -> JSONObject:
        """What `POST /v1/messages/batches/{id}/cancel` answers; the next poll finds the batch ended."""
        batch = self._found(id)
        if not batch.ended_at:
            batch.canceled_at = batch.canceled_at or now()
        return batch.told()

    def delete(self, id: str) -> JSONObject:
        """What `DELETE /v1/messages/batches/{id}` answers."""
        if not self._found(id).ended_at:
            raise Problem(400, "message_batch_id: only a batch that has ended can be deleted; cancel it first")
        del self._batches[id]
        return {"id": id, "type": "message_batch_deleted"}

    def page(self, query: Dict[str, str]) -> JSONObject:
        """What `GET /v1/messages/batches` answers: the newest first."""
        return page([batch.told() for batch in reversed(list(self._batches.values()))], query)

    def results(self, id: str) -> bytes:
        """What `GET /v1/messages/batches/{id}/results` answers: a line of JSON for each request."""
        batch = self._found(id)
        if not batch.ended_at:
            raise Problem(404, f"message_batch_id: {id!r} has no results yet; it is {batch.status}")
        return b"".join(dump(result) + b"\n" for result in batch.results)

    def _results(self, batch: _Batch) -> List[JSONObject]:
        return [
            {"custom_id": request["custom_id"], "result": self._result(request, bool(batch.canceled_at))}
            for request in batch.requests
        ]

    def _result(self, request: JSONObject, canceled: bool) -> JSONObject:
        custom_id, params = str(request["custom_id"]), request["params"]
        scripted = self._scripted.get(custom_id, "")
        if canceled:
            return {"type": "canceled"}
        if scripted is None:
            return {"type": "expired"}
        try:
            if isinstance(scripted, Failure):
                raise Problem(scripted.status, scripted.message, type=scripted.type)
            given = params if isinstance(params, dict) else {}
            return {"type": "succeeded", "message": self._process(given, scripted or None)}
        except Problem as problem:
            return {"type": "errored", "error": error_body(problem.type, problem.message, None)}

    def _found(self, id: str) -> _Batch:
        if id not in self._batches:
            raise Problem(404, f"message_batch_id: there is no batch {id!r}")
        return self._batches[id]


class _Batch:
    """One batch and how far it is."""

    def __init__(self, id: str, requests: List[JSONObject], polls: int, origin: str) -> None:
        self.id = id
        self.requests = requests
        self.polls = polls
        self.results: List[JSONObject] = []
        self.canceled_at = ""
        self.ended_at = ""
        self._origin = origin
        self._created = datetime.now(timezone.utc)

    @property
    def status(self) -> str:
        return "ended" if self.ended_at else "canceling" if self.canceled_at else "in_progress"

    def end(self, results: List[JSONObject]) -> None:
        self.results = results
        self.ended_at = now()

    def told(self) -> JSONObject:
        expires = self._created + timedelta(hours=_HOURS)
        url = f"{self._origin}/v1/messages/batches/{self.id}/results"
        return {
            "id": self.id,
            "type": "message_batch",
            "processing_status": self.status,
            "request_counts": self._counts(),
            "created_at": self._created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "expires_at": expires.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "ended_at": self.ended_at or None,
            "cancel_initiated_at": self.canceled_at or None,
            "archived_at": None,
            "results_url": url if self.ended_at else None,
        }

    def _counts(self) -> JSONObject:
        kinds = [result["type"] for line in self.results if isinstance(result := line["result"], dict)]
        waiting = len(self.requests) - len(kinds)
        return {kind: kinds.count(kind) + (waiting if kind == "processing" else 0) for kind in _KINDS}


def _checked(body: JSONObject) -> List[JSONObject]:
    requests = objects(body.get("requests"))
    if not requests:
        raise invalid("requests", "give a list of at least one request")
    if len(requests) > _MOST_REQUESTS:
        raise invalid("requests", f"give at most {_MOST_REQUESTS} requests, not {len(requests)}")
    seen: Set[str] = set()
    for index, request in enumerate(requests):
        id = request.get("custom_id")
        if not isinstance(id, str) or not 1 <= len(id) <= 64:
            raise invalid(f"requests.{index}.custom_id", "give 1 to 64 characters")
        if not isinstance(request.get("params"), dict):
            raise invalid(f"requests.{index}.params", "give an object")
        if id in seen:
            raise invalid(f"requests.{index}.custom_id", f"two requests have the id {id!r}")
        seen.add(id)
    return requests
