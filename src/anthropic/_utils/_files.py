"""A file on disk, as the pair that uploads take."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["file_from_path"]


def file_from_path(path: str) -> tuple[str, bytes]:
    """The base name of the path and all of the file's bytes."""
    return os.path.basename(path), Path(path).read_bytes()


file_from_path.__module__ = "anthropic"
