# Derived from tests/faults/_async/test_bodies.py by scripts/unasync. Do not edit.
"""Answers with status 200 whose bodies are odd, coded, cut or huge."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib
from typing import Any, Dict, List

import pytest

import anthropic
from anthropic import Anthropic
from tests.faults.server import (
    END,
    JSON,
    KNOWN,
    MESSAGE,
    FaultServer,
    chunk,
    chunked,
    close,
    drip,
    fixed,
    head,
)
from tests.wire import HELLO, message_body

pytestmark = pytest.mark.anyio

HUGE = gzip.compress(b" " * 4_000_000, 9)
ODD = {
    "nothing": b"",
    "half of it": MESSAGE[:-20],
    "no UTF-8": b'{"id": "\xff\xfe\xfa',
    "10,000 levels": b'{"a":' * 10_000 + b"}" * 10_000,
    "a number of 10,000 digits": b'{"usage": ' + b"9" * 10_000 + b"}",
    "text after the end": MESSAGE + b"and more",
    "no JSON at all": b"<html>Sign in</html>",
}


@pytest.mark.parametrize("body", ODD.values(), ids=ODD)
@pytest.mark.parametrize("chunks", [False, True], ids=["fixed", "chunked"])
def test_an_unreadable_body_is_an_sdk_error_that_is_a_value_error(
    faults: FaultServer, client: Anthropic, body: bytes, chunks: bool
) -> None:
    faults.says(chunked([body] if body else []) if chunks else fixed(body))

    with pytest.raises(anthropic.APIResponseValidationError) as caught:
        client.messages.create(**HELLO)

    assert isinstance(caught.value, ValueError)
    assert caught.value.request_id == "req_1"
    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize(
    "kind",
    [
        "content-type: application/json; charset=utf-8",
        "CONTENT-TYPE: Application/JSON",
        "content-type: application/vnd.anthropic+json",
        "content-type: text/plain",
        "x-no-content-type: at all",
    ],
)
def test_json_is_read_whatever_it_is_called(faults: FaultServer, client: Anthropic, kind: str) -> None:
    faults.says(fixed(b"\xef\xbb\xbf" + MESSAGE, kind))

    reply = client.messages.create(**HELLO)

    assert (reply.id, reply._request_id) == ("msg_1", "req_1")


def test_what_does_not_fit_is_kept(faults: FaultServer, client: Anthropic) -> None:
    odd = {**message_body(), "stop_reason": "bored", "model": 3, "extra": {"a": [1]}, "usage": None}
    odd["content"] = [{"type": "hologram", "beam": "blue"}, {"type": "text"}]
    faults.says(fixed(json.dumps(odd)))

    reply: Any = client.messages.create(**HELLO)

    assert (reply.stop_reason, reply.model, reply.extra, reply.usage) == ("bored", 3, {"a": [1]}, None)
    assert [block.type for block in reply.content] == ["hologram", "text"]
    assert reply.content[0].beam == "blue"


CODED = {
    "gzip": gzip.compress(MESSAGE),
    "x-gzip": gzip.compress(MESSAGE),
    "gzip, identity": gzip.compress(MESSAGE),
    "deflate": zlib.compress(MESSAGE),
    "Deflate": zlib.compress(MESSAGE, wbits=-15),
    "deflate, gzip": gzip.compress(zlib.compress(MESSAGE)),
    "gzip, gzip, gzip, gzip, gzip": gzip.compress(gzip.compress(gzip.compress(gzip.compress(gzip.compress(MESSAGE))))),
}


@pytest.mark.parametrize("coding", CODED)
@pytest.mark.parametrize("size", [1, 100_000])
def test_codings_are_undone_whatever_the_pieces(faults: FaultServer, client: Anthropic, coding: str, size: int) -> None:
    body = CODED[coding]
    faults.says(
        chunked([body[at : at + size] for at in range(0, len(body), size)], JSON, f"content-encoding: {coding}")
    )

    assert (client.messages.create(**HELLO)).id == "msg_1"


BAD_CODES: Dict[str, Any] = {
    "not gzip at all": ("gzip", MESSAGE),
    "a gzip body without its checksum": ("gzip", gzip.compress(MESSAGE)[:-8]),
    "a gzip body with half of its checksum": ("gzip", gzip.compress(MESSAGE)[:-6]),
    "a gzip body with a wrong checksum": ("gzip", gzip.compress(MESSAGE)[:-8] + b"12345678"),
    "noise after a gzip body": ("gzip", gzip.compress(MESSAGE) + b"noise"),
    "not deflate at all": ("deflate", b"\xff\xff\xff\xff"),
    "a deflate body that ends early": ("deflate", zlib.compress(MESSAGE)[:-9]),
    "a coding that nobody knows": ("rot13", MESSAGE),
    "too many codings": (", ".join(["gzip"] * 6), MESSAGE),
}


@pytest.mark.parametrize("case", BAD_CODES.values(), ids=BAD_CODES)
def test_a_body_that_cannot_be_decoded_is_an_sdk_error(faults: FaultServer, client: Anthropic, case: Any) -> None:
    coding, body = case
    faults.says(fixed(body, JSON, f"content-encoding: {coding}"))

    with pytest.raises(anthropic.APIResponseValidationError, match="req_1"):
        client.messages.create(**HELLO)

    assert len(faults.requests) == 1


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (HUGE, "gzip"),
        (gzip.compress(HUGE), "gzip, gzip"),
        (zlib.compress(b" " * 4_000_000), "deflate"),
        (b" " * 4_000_000, "identity"),
    ],
    ids=["gzip", "twice", "deflate", "plain"],
)
def test_an_answer_has_a_largest_size(faults: FaultServer, client: Anthropic, body: bytes, coding: str) -> None:
    faults.says([fixed(body, JSON, f"content-encoding: {coding}")], fixed(MESSAGE))
    bounded = client.with_options(max_response_bytes=1_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(anthropic.APIResponseValidationError, match="more than 1000000 bytes"):
            bounded.messages.create(**HELLO)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert peak < (12_000_000 if coding == "identity" else 4_000_000)
    assert (bounded.messages.create(**HELLO)).id == "msg_1"


def test_a_plain_download_may_be_larger(faults: FaultServer, client: Anthropic) -> None:
    faults.says(fixed(b"x" * 2_000_000, "content-type: application/octet-stream"))

    content = client.with_options(max_response_bytes=1_000_000).beta.files.download("file_1")

    assert len(content.read()) == 2_000_000


def test_a_bomb_is_noticed_while_it_is_streamed(faults: FaultServer, client: Anthropic) -> None:
    faults.says(fixed(HUGE, JSON, "content-encoding: gzip"))
    bounded = client.with_options(max_response_bytes=1_000_000)

    with pytest.raises(anthropic.APIResponseValidationError):
        with bounded.messages.with_streaming_response.create(**HELLO) as response:
            [piece for piece in response.iter_bytes()]


def test_a_large_answer_takes_at_most_three_times_its_size(faults: FaultServer, client: Anthropic) -> None:
    text = "x" * 16_000_000
    faults.says(fixed(json.dumps(message_body(text))))
    tracemalloc.start()
    try:
        reply: Any = client.messages.create(**HELLO)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert reply.content[0].text == text
    assert peak < 3 * len(text)


def test_memory_is_constant_while_a_download_is_streamed(faults: FaultServer, client: Anthropic) -> None:
    faults.says([head(200, KNOWN, "content-length: 32000000"), *[b"x" * 1_000_000] * 32])
    tracemalloc.start()
    try:
        with client.beta.files.with_streaming_response.download("file_1") as response:
            size = sum([len(piece) for piece in response.iter_bytes()])
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert size == 32_000_000
    assert peak < 8_000_000


RESULT = {
    "custom_id": "a",
    "result": {"type": "errored", "error": {"type": "error", "error": {"type": "x", "message": "y"}}},
}
BATCH = {
    "id": "b",
    "type": "message_batch",
    "processing_status": "ended",
    "results_url": None,
    "request_counts": {"processing": 0, "succeeded": 0, "errored": 1, "canceled": 0, "expired": 0},
}


def results(faults: FaultServer, client: Anthropic, *answer: Any) -> List[Any]:
    faults.says(fixed(json.dumps({**BATCH, "results_url": f"{faults.url}/results"})), [*answer])
    return [each for each in client.messages.batches.results("b")]


LINES = "content-type: application/x-jsonl"


@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_results_come_whatever_the_pieces(faults: FaultServer, client: Anthropic, size: int) -> None:
    text = b"\n\r\n" + b"\n\n".join([json.dumps({**RESULT, "custom_id": "é"}, ensure_ascii=False).encode()] * 3)

    got = results(faults, client, chunked([text[at : at + size] for at in range(0, len(text), size)], LINES))

    assert [each.custom_id for each in got] == ["é"] * 3  # KD-17


def test_a_broken_line_of_results_is_an_sdk_error(faults: FaultServer, client: Anthropic) -> None:
    with pytest.raises(anthropic.APIResponseValidationError):
        results(faults, client, fixed(json.dumps(RESULT) + "\n{nope\n", LINES))


def test_results_that_are_cut_are_an_sdk_error(faults: FaultServer, client: Anthropic) -> None:
    with pytest.raises(anthropic.APIConnectionError):
        results(faults, client, fixed(json.dumps(RESULT) + "\n", LINES, length=9999), close)


def test_results_that_drip_in_coded_are_read(faults: FaultServer, client: Anthropic) -> None:
    body = gzip.compress(json.dumps(RESULT).encode())

    got = results(
        faults,
        client,
        head(200, LINES, "content-encoding: gzip", "transfer-encoding: chunked"),
        drip(chunk(body), every=0.0005),
        END,
    )

    assert len(got) == 1
