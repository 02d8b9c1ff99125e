"""Whether what an example sends is what the description of the API takes."""

from __future__ import annotations

import functools
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from anthropic.testing import RecordedRequest
from tests.testing.wire import SPEC, closed

__all__ = ["check_request"]


def check_request(request: RecordedRequest) -> None:
    """Fail unless the method, the path and a body in JSON are described; fields that nobody describes are refused."""
    beta = "?beta=true" if request.query.get("beta") == "true" else ""
    paths = description()["paths"]
    path = next(path for path in (request.path + beta, request.path, *paths) if path in paths and fits(path, request))

    if request.body and request.headers.get("content-type") == "application/json":
        schema = paths[path][request.method.lower()]["requestBody"]["content"]["application/json"]["schema"]
        Draft202012Validator({**closed(schema), "components": components()}).validate(request.json)


def fits(path: str, request: RecordedRequest) -> bool:
    parts, given = path.split("?")[0].split("/"), request.path.split("/")
    alike = all(part == other or part.startswith("{") for part, other in zip(parts, given))
    return alike and len(parts) == len(given) and request.method.lower() in description()["paths"][path]


@functools.lru_cache(maxsize=None)
def description() -> Any:
    return yaml.safe_load(SPEC.read_text("utf-8"))


@functools.lru_cache(maxsize=None)
def components() -> Any:
    return closed(description()["components"])
