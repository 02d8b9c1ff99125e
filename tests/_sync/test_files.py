# Derived from tests/_async/test_files.py by scripts/unasync. Do not edit.
"""Uploads, and results that come line by line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, List

import httpx
import pytest

import anthropic
from anthropic import Anthropic
from tests.wire import Script, failure, reply

pytestmark = pytest.mark.anyio

FILE = {
    "id": "file_1",
    "created_at": "2024-01-02T00:00:00Z",
    "filename": "a.txt",
    "mime_type": "text/plain",
    "size_bytes": 2,
    "type": "file",
}
SKILL = {
    "id": "skill_1",
    "created_at": "2024-01-02T00:00:00Z",
    "display_title": "t",
    "latest_version": "1",
    "source": "custom",
    "type": "skill",
    "updated_at": "2024-01-02T00:00:00Z",
}
BATCH = {
    "id": "batch_1",
    "created_at": "2024-01-02T00:00:00Z",
    "expires_at": "2024-01-03T00:00:00Z",
    "processing_status": "ended",
    "request_counts": {"canceled": 0, "errored": 0, "expired": 0, "processing": 0, "succeeded": 2},
    "results_url": "http://api.test/v1/messages/batches/batch_1/results",
    "type": "message_batch",
}


@pytest.mark.parametrize(
    ("form", "disposition"),
    [
        (lambda path: b"hi", b'name="file"; filename="upload"'),  # FI-03
        (lambda path: path, b'name="file"; filename="a.txt"\r\nContent-Type: text/plain'),  # FI-02
        (lambda path: path.open("rb"), b'name="file"; filename="a.txt"'),  # FI-04
        (lambda path: ("b.txt", b"hi"), b'name="file"; filename="b.txt"'),
        (lambda path: ("b.txt", path), b'name="file"; filename="b.txt"'),  # KD-23
        (lambda path: (None, b"hi"), b'name="file"'),  # FI-05
        (lambda path: ("b.bin", b"hi", "x/y"), b'filename="b.bin"\r\nContent-Type: x/y'),
    ],
)
def test_every_form_of_a_file_is_one_part(
    server: Script, client: Anthropic, tmp_path: Path, form: Callable[[Path], Any], disposition: bytes
) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"hi")
    file = form(path)
    server.says(failure(500, retry_after_ms="1"), reply(FILE))

    try:
        got = client.beta.files.upload(file=file)
    finally:
        if hasattr(file, "close"):
            file.close()

    for request in server.requests:
        body = request.read()
        assert disposition in body
        assert body.count(b"Content-Disposition") == 1
        assert b"\r\n\r\nhi\r\n" in body
        assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert got.filename == "a.txt"
    assert server.requests[0].headers["anthropic-beta"] == "files-api-2025-04-14"  # HD-23
    assert server.requests[0].url.query == b"beta=true"  # UR-09


@pytest.mark.parametrize("wrong", ["a.txt", 3, ("a.txt",), ("a", "b")])
def test_what_is_no_file_is_refused_before_sending(server: Script, client: Anthropic, wrong: Any) -> None:
    with pytest.raises(RuntimeError, match="Expected entry at `file` to be bytes"):  # FI-06
        client.beta.files.upload(file=wrong)
    assert server.requests == []


def test_missing_files_and_directories_are_refused_before_sending(
    server: Script, client: Anthropic, tmp_path: Path
) -> None:
    with pytest.raises(FileNotFoundError):
        client.beta.files.upload(file=tmp_path / "none")
    with pytest.raises(IsADirectoryError):
        client.beta.files.upload(file=tmp_path)
    assert server.requests == []


def test_a_skill_is_a_form_with_each_file_once(server: Script, client: Anthropic) -> None:
    server.says(reply(SKILL), reply(SKILL))

    client.beta.skills.create(display_title="t", files=[("s/a.md", b"A"), ("s/b.md", b"B")])
    client.beta.skills.create(display_title="t", betas=["mine"])

    body = server.requests[0].read()
    assert body.count(b'name="files[]"; filename="s/') == 2  # FI-09, KD-22
    assert body.count(b"Content-Disposition") == 3
    assert b'name="display_title"\r\n\r\nt\r\n' in body
    assert server.requests[1].headers["content-type"].startswith("multipart/form-data; boundary=")  # BD-15
    assert server.requests[1].headers["anthropic-beta"] == "mine,skills-2025-10-02"  # HD-23


def lines(*texts: str, cut: bool = False) -> httpx.Response:
    body = "".join(f"{text}\n" for text in texts)
    return httpx.Response(200, headers={"content-type": "application/x-jsonl"}, text=body[:-5] if cut else body)


def results(client: Anthropic) -> List[str]:
    decoder = client.messages.batches.results("batch_1")
    return [result.custom_id for result in decoder]


def test_results_come_typed_line_by_line(server: Script, client: Anthropic) -> None:
    one, two = ('{"custom_id":"%s","result":{"type":"expired"}}' % name for name in "ab")
    server.says(reply(BATCH), lines(one, "", "  ", two))

    assert results(client) == ["a", "b"]  # RS-30 to RS-32, KD-17
    assert server.requests[1].headers["accept"] == "application/binary"  # HD-17
    assert server.requests[1].headers["x-api-key"] == "key"


def test_results_elsewhere_do_not_get_the_key(server: Script, client: Anthropic) -> None:
    server.says(reply({**BATCH, "results_url": "http://elsewhere.test/x"}), lines())

    assert results(client) == []
    assert "x-api-key" not in server.requests[1].headers  # KD-02


def test_a_batch_without_results_says_what_it_is_doing(server: Script, client: Anthropic) -> None:
    server.says(reply({**BATCH, "results_url": None, "processing_status": "in_progress"}))

    with pytest.raises(anthropic.AnthropicError, match="in_progress"):  # RS-30
        results(client)


def test_a_download_that_is_cut_short_is_an_error(server: Script, client: Anthropic) -> None:
    server.says(reply(BATCH), lines('{"custom_id":"a","result":{"type":"expired"}}', cut=True))

    with pytest.raises(anthropic.APIResponseValidationError, match="cut short"):
        results(client)


def test_a_file_is_downloaded(server: Script, client: Anthropic, tmp_path: Path) -> None:
    server.says(httpx.Response(200, content=b"\x00\x01"))

    file = client.beta.files.download("file/1")
    file.write_to_file(tmp_path / "copy")

    assert (tmp_path / "copy").read_bytes() == b"\x00\x01"
    assert server.requests[0].url.raw_path == b"/v1/files/file%2F1/content?beta=true"
    assert server.requests[0].headers["accept"] == "application/binary"
