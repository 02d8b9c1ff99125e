"""The parts of a form as a file is uploaded in. It reads whole bodies only, and keeps every byte of a file."""

from __future__ import annotations

import re
from email.parser import BytesHeaderParser
from typing import List, NamedTuple, Optional

from .problems import Problem

__all__ = ["Part", "is_form", "parts"]

_BOUNDARY = re.compile(r'boundary="?([^";]+)"?')


class Part(NamedTuple):
    """One field of a form."""

    name: str
    filename: Optional[str]
    content_type: str
    content: bytes


def is_form(content_type: str) -> bool:
    """Whether a body of this type is a form with parts."""
    return content_type.lower().startswith("multipart/form-data")


def parts(content_type: str, body: bytes) -> List[Part]:
    """The fields of a form; a 400 when it is none."""
    boundary = _BOUNDARY.search(content_type) if is_form(content_type) else None
    if boundary is None:
        raise Problem(400, "content-type: send multipart/form-data with a boundary")
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary[1].encode("latin-1"))
    return [_part(piece) for piece in pieces[1:] if not piece.startswith(b"--")]


def _part(piece: bytes) -> Part:
    head, blank, content = piece.partition(b"\r\n\r\n")
    if not blank:
        raise Problem(400, "The body is not a form: a part has no headers")
    headers = BytesHeaderParser().parsebytes(head.lstrip(b"\r\n") + b"\r\n\r\n")
    name = headers.get_param("name", "", "content-disposition")
    return Part(str(name), headers.get_filename(), headers.get_content_type(), content)
