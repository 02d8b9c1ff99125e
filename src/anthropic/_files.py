"""Files as callers give them, into the parts of a multipart form."""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import Any, List, Tuple, cast

from ._types import HttpxFileTypes
from ._utils._guards import is_mapping, is_tuple

__all__ = ["check_file", "to_httpx_files"]

_FORMS = (
    "bytes, an open binary file, an os.PathLike, or a tuple of a name, one of these and, if you like, "
    "a media type and headers"
)


def to_httpx_files(files: Any) -> List[Tuple[str, HttpxFileTypes]]:
    """The files with every path read; open files stay open and are read when they are sent.

    Args:
        files: A mapping of field names to files, or pairs of both: `RequestFiles`.

    Raises:
        OSError: A path cannot be read.
        RuntimeError: A file is of no form that can be sent.
    """
    pairs = files.items() if is_mapping(files) else files
    return [(field, _part(field, file)) for field, file in pairs]


def check_file(field: str, file: object) -> None:
    """Refuse a file of no form that can be sent.

    Raises:
        RuntimeError: It is a `str`, a number, or something else that holds no bytes.
    """
    content: object = file
    if is_tuple(file):
        content = file[1] if 2 <= len(file) <= 4 else None
    if not isinstance(content, (bytes, bytearray, io.IOBase, os.PathLike)) and not hasattr(content, "read"):
        raise RuntimeError(
            f"Expected entry at `{field}` to be {_FORMS}, but received a {type(content).__name__} instead."
        )


def _part(field: str, file: Any) -> Any:
    check_file(field, file)
    if is_tuple(file):
        return (file[0], _content(file[1]), *file[2:])
    if isinstance(file, os.PathLike):
        path = Path(cast("os.PathLike[str]", file))
        return path.name, _content(path)
    return _content(file)


def _content(content: Any) -> Any:
    if isinstance(content, os.PathLike):
        path = Path(cast("os.PathLike[str]", content))
        if path.is_dir():
            raise IsADirectoryError(f"{path} is a directory; a file is sent as one part. Send its files one by one.")
        return path.read_bytes()
    if hasattr(content, "read") and not (hasattr(content, "seekable") and content.seekable()):
        content = content.read()  # what cannot be rewound could not be sent again
    return bytes(content) if isinstance(content, bytearray) else content
