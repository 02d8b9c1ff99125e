"""All files of a directory, as uploads take them.

Nothing is sent here, and nothing that lies outside is read unless links may lead there.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Iterator, List, Tuple, Union

from .._types import FileTypes

__all__ = ["read_files"]


def read_files(directory: Union[str, os.PathLike[str]], follow_symlinks: bool = False) -> List[FileTypes]:
    """Each file as its path from the directory's parent on, with slashes, and its bytes; in the order of the paths.

    Args:
        directory: The directory; its own path may lead through links.
        follow_symlinks: Read also what links lead to outside of it.

    Raises:
        OSError: The directory or what a link leads to is missing, or cannot be read.
        ValueError: A link leads out of the directory, and links are not to be followed.
    """
    root = Path(os.path.abspath(directory))
    if not root.exists():
        raise FileNotFoundError(f"There is no {root}; pass the directory that holds the files.")
    if not root.is_dir():
        raise NotADirectoryError(f"{root} is a file; pass the directory that holds the files.")
    found = sorted(_files(root, root.resolve(), follow_symlinks))
    return [("/".join((root.name, *names)), path.read_bytes()) for names, path in found]


def _files(root: Path, real_root: Path, follow_symlinks: bool) -> Iterator[Tuple[Tuple[str, ...], Path]]:
    """Every ordinary file, as the names that lead to it and where it really is.

    A link back to a directory that it lies in is not followed: what is there is being read already.
    """
    pending: List[Tuple[Tuple[str, ...], Path, Tuple[Path, ...]]] = [((), real_root, ())]
    while pending:
        names, folder, above = pending.pop()
        for name in os.listdir(folder):
            path, below = folder / name, (*names, name)
            mode = path.stat().st_mode
            if path.is_symlink():
                path = path.resolve()
                if not follow_symlinks and real_root not in (path, *path.parents):
                    raise ValueError(
                        f"{root.joinpath(*below)} is a link to {path}, outside of {root}. Take it away, "
                        "or pass follow_symlinks=True to read what links lead to."
                    )
            if stat.S_ISREG(mode):
                yield below, path
            elif stat.S_ISDIR(mode) and path not in (*above, folder):
                pending.append((below, path, (*above, folder)))
