"""What the simulated API offers, and the ordinary answer of each endpoint."""

from __future__ import annotations

import re
from typing import (
    TYPE_CHECKING,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    NamedTuple,
    Optional,
    Pattern,
    Tuple,
)

from . import events
from .answers import Answer, answer_json
from .batches import Batches
from .checks import check_credentials, check_size, check_version, checked_body, json_object
from .models import Catalogue
from .problems import Problem
from .replies import completion, message
from .tokens import input_tokens
from .uploads import Uploads
from .values import as_object, dump

if TYPE_CHECKING:
    from .blocks import Content
    from .requests import RecordedRequest
    from .values import JSONObject

__all__ = ["Endpoints"]


class _Asked(NamedTuple):
    """What an endpoint needs to answer."""

    request: RecordedRequest
    id: str
    scripted: Optional[Content]


if TYPE_CHECKING:
    Endpoint = Callable[[_Asked], Answer]


class Endpoints:
    """The ordinary answers of the simulated API."""

    def __init__(self, api_key: str, models: Iterable[str], pace: float, batch_polls: int) -> None:
        self.batches: Batches = Batches(self._processed, batch_polls)
        """The batches that were created."""
        self.files: Uploads = Uploads()
        """The files that were uploaded."""
        self._api_key = api_key
        self._catalogue = Catalogue(models)
        self._pace = pace
        self._routes = self._table()

    def answer(self, request: RecordedRequest, scripted: Optional[Content] = None) -> Answer:
        """The answer to a request; a `Problem` when it cannot be served."""
        endpoint, id = self._endpoint(request)
        check_size(request.path, len(request.body))
        check_credentials(request.headers, self._api_key)
        check_version(request.headers)
        return endpoint(_Asked(request, id, scripted))

    def _table(self) -> List[Tuple[Pattern[str], Dict[str, Endpoint]]]:
        files, batches = self.files, self.batches
        table: Dict[str, Dict[str, Endpoint]] = {
            "/v1/messages": {"POST": self._messages},
            "/v1/messages/count_tokens": {"POST": self._count_tokens},
            "/v1/complete": {"POST": self._complete},
            "/v1/models": {"GET": _json(lambda asked: self._catalogue.page(asked.request.query))},
            "/v1/models/(.+)": {"GET": _json(lambda asked: self._catalogue.info(asked.id))},
            "/v1/messages/batches": {
                "GET": _json(lambda asked: batches.page(asked.request.query)),
                "POST": _json(lambda asked: batches.create(json_object(asked.request.body), _origin(asked.request))),
            },
            "/v1/messages/batches/([^/]+)": {
                "GET": _json(lambda asked: batches.poll(asked.id)),
                "DELETE": _json(lambda asked: batches.delete(asked.id)),
            },
            "/v1/messages/batches/([^/]+)/cancel": {"POST": _json(lambda asked: batches.cancel(asked.id))},
            "/v1/messages/batches/([^/]+)/results": {
                "GET": lambda asked: Answer(200, {"content-type": "application/x-jsonl"}, batches.results(asked.id))
            },
            "/v1/files": {
                "GET": _json(lambda asked: files.page(asked.request.query)),
                "POST": _json(lambda asked: files.upload(asked.request)),
            },
            "/v1/files/([^/]+)": {
                "GET": _json(lambda asked: files.about(asked.id)),
                "DELETE": _json(lambda asked: files.delete(asked.id)),
            },
            "/v1/files/([^/]+)/content": {
                "GET": lambda asked: Answer(200, _content_type(files.about(asked.id)), files.content(asked.id))
            },
        }
        return [(re.compile(path), methods) for path, methods in table.items()]

    def _endpoint(self, request: RecordedRequest) -> Tuple[Endpoint, str]:
        for path, methods in self._routes:
            match = path.fullmatch(request.path)
            if match and request.method in methods:
                return methods[request.method], match[1] if path.groups else ""
            if match:
                allowed = ", ".join(methods)
                raise Problem(405, f"{request.path} takes {allowed}, not {request.method}", headers={"allow": allowed})
        raise Problem(404, f"There is nothing at {request.path}")

    def _messages(self, asked: _Asked) -> Answer:
        body, model = self._read(asked.request, "model", "max_tokens", "messages")
        reply = message(body, model, asked.scripted)
        return self._stream(events.message_events(reply)) if body.get("stream") else answer_json(reply)

    def _complete(self, asked: _Asked) -> Answer:
        body, model = self._read(asked.request, "model", "max_tokens_to_sample", "prompt")
        reply = completion(body, model, asked.scripted)
        return self._stream(events.completion_events(reply)) if body.get("stream") else answer_json(reply)

    def _count_tokens(self, asked: _Asked) -> Answer:
        body, _ = self._read(asked.request, "model", "messages")
        return _json(lambda _: {"input_tokens": input_tokens(body)})(asked)

    def _processed(self, params: JSONObject, scripted: Optional[Content]) -> JSONObject:
        body = checked_body(dump(params), ("model", "max_tokens", "messages"), beta=True)
        return message(body, self._catalogue.resolve(str(body["model"])), scripted)

    def _read(self, request: RecordedRequest, *required: str) -> Tuple[JSONObject, str]:
        beta = request.query.get("beta") == "true" or "anthropic-beta" in request.headers
        body = checked_body(request.body, required, beta=beta)
        return body, self._catalogue.resolve(str(body["model"]))

    def _stream(self, told: Iterator[JSONObject]) -> Answer:
        chunks = events.cut(map(events.frame, told), self._pace)
        return Answer(
            200, {"content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache"}, chunks=chunks
        )


def _json(value: Callable[[_Asked], JSONObject]) -> Endpoint:
    """An endpoint that answers with a value; a script may change fields of it."""

    def answer(asked: _Asked) -> Answer:
        changed = as_object(asked.scripted) if isinstance(asked.scripted, Mapping) else {}
        return answer_json({**value(asked), **changed})

    return answer


def _content_type(file: JSONObject) -> Dict[str, str]:
    return {"content-type": str(file["mime_type"])}


def _origin(request: RecordedRequest) -> str:
    return f"{request.scheme}://{request.headers.get('host', 'localhost')}"
