"""What a scripted server answers to each operation, after the examples of `operations.json`."""

from __future__ import annotations

import json
from typing import List

import httpx

from tests.contract.calls import OPERATIONS, Operation
from tests.wire import events, reply, text_stream

__all__ = ["answers", "stream"]


def answers(operation: Operation) -> List[httpx.Response]:
    """The responses to the requests of one call."""
    if operation.answers == "lines":
        return [_source(operation), httpx.Response(200, content=json.dumps(operation.answer).encode() + b"\n")]
    if operation.answers == "binary":
        return [httpx.Response(200, content=b"hello")]
    return [reply(operation.answer)]


def _source(operation: Operation) -> httpx.Response:
    """The answer of the operation that tells where the results are."""
    above = operation.path.rpartition("/")[0]
    twin = next(
        each
        for each in OPERATIONS
        if (each.path, each.http, each.query["fixed"]) == (above, operation.http, operation.query["fixed"])
    )
    return reply({**twin.answer, operation.url_from: "http://api.test/results"})


def stream(operation: Operation) -> httpx.Response:
    """Events of the kind that the operation streams."""
    if operation.event == operation.returns:
        return events(*[(operation.answer["type"], operation.answer)] * 2)
    return text_stream("Hello", " there")
