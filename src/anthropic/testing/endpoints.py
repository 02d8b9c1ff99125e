"""Which path and method is served by what, and with which checks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable, Dict, Iterable, Iterator, Mapping, Optional, Tuple

from . import events
from .answers import Answer, answer_json
from .checks import check_credentials, check_version, checked_body
from .models import Catalogue
from .problems import Problem
from .replies import completion, message
from .tokens import input_tokens

if TYPE_CHECKING:
    from .replies import Scripted
    from .requests import RecordedRequest
    from .values import JSONObject

    Endpoint = Callable[["RecordedRequest", Optional["Scripted"]], Answer]

__all__ = ["Endpoints"]

_MODEL_PREFIX = "/v1/models/"


class Endpoints:
    """The ordinary answers of the simulated API."""

    def __init__(self, api_key: str, models: Iterable[str], pace: float) -> None:
        self._api_key = api_key
        self._catalogue = Catalogue(models)
        self._pace = pace
        self._routes: Dict[str, Dict[str, Endpoint]] = {
            "/v1/messages": {"POST": self._messages},
            "/v1/messages/count_tokens": {"POST": self._count_tokens},
            "/v1/complete": {"POST": self._complete},
            "/v1/models": {"GET": self._models},
        }
        self._model_route: Dict[str, Endpoint] = {"GET": self._model}

    def answer(self, request: RecordedRequest, scripted: Optional[Scripted] = None) -> Answer:
        """The answer to a request; a `Problem` when it cannot be served."""
        endpoint = self._endpoint(request)
        check_credentials(request.headers, self._api_key)
        check_version(request.headers)
        return endpoint(request, scripted)

    def _endpoint(self, request: RecordedRequest) -> Endpoint:
        is_model = request.path.startswith(_MODEL_PREFIX) and len(request.path) > len(_MODEL_PREFIX)
        methods = self._model_route if is_model else self._routes.get(request.path)
        if methods is None:
            raise Problem(404, f"There is nothing at {request.path}")
        if request.method not in methods:
            allowed = ", ".join(methods)
            raise Problem(405, f"{request.path} takes {allowed}, not {request.method}", headers={"allow": allowed})
        return methods[request.method]

    def _messages(self, request: RecordedRequest, scripted: Optional[Scripted]) -> Answer:
        body, model = self._read(request, "model", "max_tokens", "messages")
        reply = message(body, model, scripted)
        return self._stream(events.message_events(reply)) if body.get("stream") else answer_json(reply)

    def _complete(self, request: RecordedRequest, scripted: Optional[Scripted]) -> Answer:
        body, model = self._read(request, "model", "max_tokens_to_sample", "prompt")
        reply = completion(body, model, scripted)
        return self._stream(events.completion_events(reply)) if body.get("stream") else answer_json(reply)

    def _count_tokens(self, request: RecordedRequest, scripted: Optional[Scripted]) -> Answer:
        body, _ = self._read(request, "model", "messages")
        return _scripted_json({"input_tokens": input_tokens(body)}, scripted)

    def _models(self, request: RecordedRequest, scripted: Optional[Scripted]) -> Answer:
        return _scripted_json(self._catalogue.page(request.query), scripted)

    def _model(self, request: RecordedRequest, scripted: Optional[Scripted]) -> Answer:
        return _scripted_json(self._catalogue.info(request.path[len(_MODEL_PREFIX) :]), scripted)

    def _read(self, request: RecordedRequest, *required: str) -> Tuple[JSONObject, str]:
        beta = request.query.get("beta") == "true" or "anthropic-beta" in request.headers
        body = checked_body(request.body, required, beta=beta)
        return body, self._catalogue.resolve(str(body["model"]))

    def _stream(self, told: Iterator[JSONObject]) -> Answer:
        chunks = events.cut(map(events.frame, told), self._pace)
        return Answer(
            200, {"content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache"}, chunks=chunks
        )


def _scripted_json(fields: JSONObject, scripted: Optional[Scripted]) -> Answer:
    return answer_json({**fields, **scripted} if isinstance(scripted, Mapping) else fields)
