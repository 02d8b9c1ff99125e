# Derived from src/anthropic/_async/directory_files.py by scripts/unasync. Do not edit.
"""The files of a directory, for uploads; what belongs to it is stated in `_disk/directory.py`."""

from __future__ import annotations

import os
from typing import List, Union

from .._disk.directory import read_files
from .._types import FileTypes
from . import _io

__all__ = ["files_from_dir"]


def files_from_dir(directory: Union[str, os.PathLike[str]], *, follow_symlinks: bool = False) -> List[FileTypes]:
    """All files of a directory and of the directories in it, as uploads take them: `client.beta.skills.create(files=...)`.

    Each is named by its path from the directory's parent on, such as `my_skill/docs/a.md`. Pipes, sockets and devices
    are left out.

    Args:
        directory: The directory.
        follow_symlinks: Read also what links lead to outside of it.

    Raises:
        OSError: The directory or what a link leads to is missing, or cannot be read.
        ValueError: A link leads out of the directory, and links are not to be followed.
    """
    return _io.run_blocking(read_files, directory, follow_symlinks)
