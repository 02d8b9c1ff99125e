"""Which arguments of a method are files, and forms that are multipart even without any."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Dict, List, Tuple

from .._files import check_file
from .._types import FileTypes
from .._utils._given import is_given

__all__ = ["Forced", "form_files"]


class Forced(Dict[str, Any]):
    """No files, and a multipart form all the same: the HTTP library looks whether this is true."""

    def __bool__(self) -> bool:
        return True


def form_files(arguments: "Mapping[str, Any]") -> List[Tuple[str, FileTypes]]:
    """The parts of a form from the file arguments of a method; each file once.

    Args:
        arguments: The name of each part, and the file, files, `None` or omitted value for it.

    Raises:
        RuntimeError: A file is of no form that can be sent.
    """
    parts: List[Tuple[str, FileTypes]] = []
    for name, value in arguments.items():
        if value is None or not is_given(value):
            continue
        for file in value if name.endswith("[]") else (value,):
            check_file(name.partition("[")[0], file)
            parts.append((name, file))
    return parts
