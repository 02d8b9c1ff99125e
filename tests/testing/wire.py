"""What these tests send and how they read what comes back."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any, Dict, List, Tuple

import yaml
from jsonschema import Draft202012Validator

from anthropic.testing import SimulatedAPI

SPEC = Path(__file__).parents[2] / "src" / "sdkgen" / "spec" / "openapi.yml"


def ask(content: Any = "Hello, Claude", **fields: Any) -> Dict[str, Any]:
    """The body of a request for a message."""
    body: Dict[str, Any] = {"model": "claude-opus-4-6", "max_tokens": 1024}
    return {**body, "messages": [{"role": "user", "content": content}], **fields}


def events(body: str) -> List[Dict[str, Any]]:
    """The events of a stream, each checked to carry the name of its type."""
    found: List[Dict[str, Any]] = []
    for frame in body.split("\n\n")[:-1]:
        name, data = frame.split("\n")
        found.append(json.loads(data[len("data: ") :]))
        assert name == f"event: {found[-1]['type']}"
    return found


def head(api: SimulatedAPI, body: bytes, path: str = "/v1/messages", *, length: bool = True) -> bytes:
    """A whole POST request for a raw socket."""
    lines = [f"POST {path} HTTP/1.1", "host: here", f"x-api-key: {api.api_key}", "anthropic-version: 2023-06-01"]
    lines += [f"content-length: {len(body)}"] if length else []
    return "\r\n".join([*lines, "", ""]).encode() + body


def address(api: SimulatedAPI) -> Tuple[str, int]:
    host, _, port = api.base_url[len("http://") :].partition(":")
    return host, int(port)


def check(name: str, value: Any) -> None:
    """Fail unless the value is exactly what the description of the API calls by this name."""
    validator(name).validate(value)


@functools.lru_cache(maxsize=None)
def validator(name: str) -> Draft202012Validator:
    spec = yaml.safe_load(SPEC.read_text("utf-8"))
    components = closed(spec["components"])
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", "components": components})


def closed(schema: Any) -> Any:
    """The same schemas, which now refuse fields that they do not name."""
    if isinstance(schema, list):
        return [closed(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    changed = {key: closed(value) for key, value in schema.items()}
    if schema.get("type") == "object" and "properties" in schema:
        changed.setdefault("additionalProperties", False)
    return changed
