"""The files that were uploaded: kept in memory, listed, given back, deleted."""

from __future__ import annotations

import threading
from datetime import datetime, timezone
from typing import TYPE_CHECKING, Dict, List, NamedTuple

from .multipart import parts
from .pages import page
from .problems import Problem, invalid
from .values import JSONObject, identifier

if TYPE_CHECKING:
    from .requests import RecordedRequest

__all__ = ["Uploads", "now"]


class _File(NamedTuple):
    about: JSONObject
    content: bytes


class Uploads:
    """The files of one simulated API."""

    def __init__(self) -> None:
        self._files: Dict[str, _File] = {}
        self._made = 0
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._files)

    def content(self, id: str) -> bytes:
        """What is in a file."""
        return self._found(id).content

    def add(self, filename: str, content: bytes, mime_type: str = "application/octet-stream") -> str:
        """Puts a file there, as if it had been uploaded; gives its id."""
        with self._lock:
            self._made += 1
            id = identifier("file", self._made, filename)
            about: JSONObject = {"id": id, "type": "file", "filename": filename, "mime_type": mime_type}
            about.update(size_bytes=len(content), created_at=now(), downloadable=True)
            self._files[id] = _File(about, content)
        return id

    def upload(self, request: RecordedRequest) -> JSONObject:
        """What `POST /v1/files` answers."""
        for part in parts(request.headers.get("content-type", ""), request.body):
            if part.name == "file":
                return self.about(self.add(part.filename or "upload", part.content, part.content_type))
        raise invalid("file", "this field is required")

    def about(self, id: str) -> JSONObject:
        """What `GET /v1/files/{id}` answers."""
        return self._found(id).about

    def page(self, query: Dict[str, str]) -> JSONObject:
        """What `GET /v1/files` answers: the newest first."""
        newest: List[JSONObject] = [file.about for file in reversed(list(self._files.values()))]
        return page(newest, query)

    def delete(self, id: str) -> JSONObject:
        """What `DELETE /v1/files/{id}` answers."""
        self._found(id)
        del self._files[id]
        return {"id": id, "type": "file_deleted"}

    def _found(self, id: str) -> _File:
        if id not in self._files:
            raise Problem(404, f"file_id: there is no file {id!r}")
        return self._files[id]


def now() -> str:
    """The time as the API writes it."""
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
