"""Files with state, through the real client."""

from __future__ import annotations

import os

import pytest

from anthropic import Anthropic, BadRequestError, NotFoundError
from anthropic.testing import SimulatedAPI
from anthropic.testing.multipart import parts
from anthropic.testing.problems import Problem
from tests.testing.wire import check


@pytest.mark.parametrize("content", [b"hello", b"", b"\r\n--\r\n\n\r\x00\xff" * 3, os.urandom(100_000)])
def test_a_file_comes_back_as_it_was(api: SimulatedAPI, client: Anthropic, content: bytes) -> None:
    about = client.beta.files.upload(file=("notes.txt", content, "text/plain"))

    assert (about.filename, about.mime_type, about.size_bytes) == ("notes.txt", "text/plain", len(content))
    assert client.beta.files.download(about.id).read() == content
    assert api.files.content(about.id) == content


def test_metadata_are_as_the_api_describes_them(client: Anthropic) -> None:
    id = client.beta.files.upload(file=("ä.txt", b"x")).id

    check("FileMetadata", client.beta.files.with_raw_response.retrieve_metadata(id).http_response.json())


def test_files_are_listed_newest_first_and_deleted(api: SimulatedAPI, client: Anthropic) -> None:
    ids = [client.beta.files.upload(file=(f"{n}.txt", b"x")).id for n in range(3)]
    client.beta.files.delete(ids[1])

    assert [file.id for file in client.beta.files.list(limit=1)] == [ids[2], ids[0]]
    assert len(api.files) == 2
    with pytest.raises(NotFoundError):
        client.beta.files.download(ids[1])


def test_a_test_puts_a_file_there(api: SimulatedAPI, client: Anthropic) -> None:
    id = api.files.add("report.csv", b"a,b", "text/csv")

    assert client.beta.files.retrieve_metadata(id).mime_type == "text/csv"


def test_an_upload_without_a_file_is_refused(client: Anthropic) -> None:
    with pytest.raises(BadRequestError, match="multipart/form-data"):
        client.post("/v1/files", cast_to=object, body={})


@pytest.mark.parametrize("body", [b"--b\r\nno end", b"--b\r\n"])
def test_a_form_that_is_none_is_refused(body: bytes) -> None:
    with pytest.raises(Problem, match="a part has no headers"):
        parts("multipart/form-data; boundary=b", body)
