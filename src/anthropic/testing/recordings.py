"""The file of a recording: requests and what was answered, for people to read and for a test to replay.

JSON is kept as JSON, an event stream event by event, other bytes as text or base64. No secret gets in: of the headers
only harmless ones are kept, and in bodies every field is masked that holds a credential.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Mapping, Optional

from .answers import Answer, Chunk
from .multipart import Part, is_form, parts
from .redaction import REQUEST_HEADERS, RESPONSE_HEADERS, credentials, kept_headers, masked_query, redacted, without
from .requests import RecordedRequest
from .values import JSON, JSONObject, dump, load, objects

__all__ = ["Exchange", "RecordingError", "exchange", "load_file", "request_parts", "save_file"]

FORMAT = "anthropic.testing/1"
_WIDTH = 110


class RecordingError(Exception):
    """A file that holds no recording."""


@dataclass(frozen=True)
class Exchange:
    """One request and its answer, as they are written down."""

    request: JSONObject
    response: JSONObject

    def answer(self) -> Answer:
        """The answer, as it is sent again."""
        told = self.response
        status, given = told.get("status"), told.get("headers")
        headers = {name: str(value) for name, value in given.items()} if isinstance(given, dict) else {}
        status = status if isinstance(status, int) else 200
        if "events" in told:
            return Answer(status, headers, chunks=[Chunk(_frame(event)) for event in objects(told["events"])])
        return Answer(status, headers, _bytes(told))


def exchange(request: RecordedRequest, status: int, headers: Mapping[str, str], body: bytes) -> Exchange:
    """What is written down of a request and its answer."""
    told: JSONObject = {"status": status, "headers": {**kept_headers(headers, RESPONSE_HEADERS)}}
    told.update(_told(headers.get("content-type", ""), body))
    return Exchange(request_parts(request), _clean(told, request))


def request_parts(request: RecordedRequest) -> JSONObject:
    """What is written down of a request, and what requests are compared by."""
    masked = RecordedRequest(request.method, masked_query(request.target), request.headers, b"", "")
    told: JSONObject = {"method": request.method, "path": request.path, "query": {**masked.query}}
    kept = kept_headers(request.headers, REQUEST_HEADERS)
    content_type = kept.pop("content-type", "")
    told["headers"] = {**kept}
    told.update(_told(content_type, request.body))
    return _clean({name: value for name, value in told.items() if value != {}}, request)


def load_file(path: Path) -> List[Exchange]:
    """The exchanges in a file; a `RecordingError` when it holds none."""
    try:
        value = load(path.read_bytes())
    except ValueError as error:
        raise RecordingError(f"{path} is not JSON: {error}") from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise RecordingError(f'{path} is no recording: expected {{"format": "{FORMAT}", "exchanges": [...]}}')
    found: List[Exchange] = []
    for index, entry in enumerate(objects(value.get("exchanges"))):
        request, response = entry.get("request"), entry.get("response")
        if not isinstance(request, dict) or not isinstance(response, dict):
            raise RecordingError(f"{path}: exchange {index} needs a request and a response")
        found.append(Exchange(request, response))
    return found


def save_file(path: Path, exchanges: List[Exchange]) -> None:
    """Writes a file of exchanges, whole or not at all."""
    listed: List[JSON] = [{"request": each.request, "response": each.response} for each in exchanges]
    text = _laid_out({"format": FORMAT, "exchanges": listed})
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(f"{text}\n", "utf-8")
    draft.replace(path)


def _clean(value: JSONObject, request: RecordedRequest) -> JSONObject:
    """Without the fields that hold secrets, and without the caller's credentials wherever they may stand."""
    text = without(dump(redacted(value)).decode(), credentials(request.headers))
    clean = load(text.encode())
    return clean if isinstance(clean, dict) else {}


def _told(content_type: str, body: bytes) -> JSONObject:
    """A body, in the most readable form that keeps all of it."""
    if not body:
        return {}
    if is_form(content_type):
        return {"form": [_field(part) for part in parts(content_type, body)]}
    if content_type.startswith("text/event-stream"):
        return {"events": [_event(frame) for frame in body.decode().replace("\r\n", "\n").split("\n\n") if frame]}
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(body).decode()}
    parsed = _json(text) if "json" in content_type and "jsonl" not in content_type else None
    return {"text": text} if parsed is None else {"json": parsed}


def _json(text: str) -> JSON:
    try:
        return load(text.encode())
    except ValueError:
        return None


def _field(part: Part) -> JSONObject:
    shown: JSONObject = {"name": part.name, "filename": part.filename, "type": part.content_type}
    return {**shown, **_told("", part.content)}


def _event(frame: str) -> JSONObject:
    told: Dict[str, JSON] = {}
    data: List[str] = []
    for line in frame.split("\n"):
        name, _, rest = line.partition(":")
        rest = rest[1:] if rest.startswith(" ") else rest
        if name == "data":
            data.append(rest)
        else:
            told[name] = rest
    if not data:
        return told
    text = "\n".join(data)
    value = _json(text)
    if value is not None and isinstance(value, dict) and value.get("type") == told.get("event"):
        return {"data": value}
    return {**told, "data": text if value is None else value}


def _frame(event: JSONObject) -> bytes:
    data: Optional[JSON] = event.get("data")
    lines = [f"{name}: {value}" for name, value in event.items() if name != "data"]
    if isinstance(data, dict) and not lines:
        lines.append(f"event: {data.get('type')}")
    if isinstance(data, str):
        lines += [f"data: {line}" for line in data.split("\n")]
    elif data is not None:
        lines.append(f"data: {dump(data).decode()}")
    return ("\n".join(lines) + "\n\n").encode()


def _bytes(told: JSONObject) -> bytes:
    if "json" in told:
        return dump(told["json"])
    if "base64" in told:
        return base64.b64decode(str(told["base64"]))
    return str(told.get("text", "")).encode()


def _laid_out(value: JSON, indent: str = "") -> str:
    """JSON text in which whatever fits on a line, and every event, is on one line."""
    line = json.dumps(value, ensure_ascii=False)
    deeper = indent + "  "
    if len(line) + len(indent) <= _WIDTH or not isinstance(value, (dict, list)):
        return line
    if isinstance(value, list):
        return "[\n" + ",\n".join(deeper + _laid_out(item, deeper) for item in value) + f"\n{indent}]"
    if set(value) <= {"event", "data", "id"}:
        return line
    shown = (f"{deeper}{json.dumps(name)}: {_laid_out(item, deeper)}" for name, item in value.items())
    return "{\n" + ",\n".join(shown) + f"\n{indent}}}"
