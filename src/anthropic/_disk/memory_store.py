"""The memory tool's commands, carried out in a directory of the local disk.

`_core/memory_names` says what a path means, `_core/memory_text` what an edit makes of a text and how it is told,
`confined` that nothing leads out. Commands of one process follow each other; other processes never see half a file.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import contextmanager
from itertools import islice
from typing import Callable, Generator, Iterator, Optional, Sequence, Tuple

from .._core.memory_names import MAX_DEPTH, ROOT, is_plain, names, path_of
from .._core.memory_text import LISTED_LEVELS, Entry, failure, file_view, inserted, listing, replaced
from .._utils._locks import Lock
from .confined import ConfinedFolder, Names, Place, is_link

__all__ = ["MemoryStore"]

_TOP = (ROOT[1:],)
_one_at_a_time = Lock()
"""Shared by all stores, as two may be of one directory; kept out of them, as a lock cannot be pickled."""


@contextmanager
def _told(path: str) -> Generator[None, None, None]:
    """Put failures into words for the model."""
    try:
        yield
    except OSError as error:
        raise failure(error, path, ROOT) from None


def _bytes(path: str, text: str, limit: int) -> bytes:
    try:
        data = text.encode()
    except UnicodeEncodeError:
        raise ValueError(f"The text for {path} has half of a surrogate pair in it, which no file can hold.") from None
    if len(data) > limit:
        raise ValueError(f"{path} would have {len(data)} bytes; at most {limit} are possible. Use several files.")
    return data


class MemoryStore:
    """Notes below a base directory: `/memories/a` is the file `memories/a` in it.

    Each method takes paths as the model writes them and returns what to tell the model; it raises `ValueError` for
    what cannot be done, and the `OSError` that fits for what the disk says, never with a path of the disk in it.
    """

    def __init__(self, disk: ConfinedFolder, *, max_file_size: int, max_files: int) -> None:
        self._disk = disk
        self._max_file_size = max_file_size
        self._max_files = max_files

    @contextmanager
    def _parent(self, below: Names, *, make: bool = False) -> Generator[Tuple[Place, str], None, None]:
        """The directory that something is in, open, and its name there; failures are told."""
        full = (*_TOP, *below)
        with _told(path_of(below)), self._disk.folder(full[:-1], make=make or not below) as place:
            if not below:
                place.make_folder(full[-1])
            yield place, full[-1]

    def view(self, path: str, view_range: Optional[Sequence[int]] = None) -> str:
        """A file's lines, or what a directory holds."""
        below = names(path)
        with self._parent(below) as (place, name):
            if stat.S_ISDIR(place.look_at_own(name).st_mode):
                return listing(path_of(below), list(self._entries(below)))
            return file_view(path_of(below), self._text(place, name, path_of(below)), view_range)

    def _entries(self, below: Names) -> Iterator[Entry]:
        """What a view would show; links, hidden files and the like are not told of."""
        start = len(_TOP) + len(below)
        for found, facts in self._disk.walk((*_TOP, *below), LISTED_LEVELS + 1):
            is_folder = stat.S_ISDIR(facts.st_mode)
            is_file = stat.S_ISREG(facts.st_mode) and facts.st_nlink == 1
            if (is_folder or is_file) and not is_link(facts) and all(map(is_plain, found[start:])):
                yield Entry(found[start:], is_folder, facts.st_size)

    def _text(self, place: Place, name: str, path: str) -> str:
        try:
            return place.read(name, self._max_file_size).decode()
        except UnicodeDecodeError:
            raise ValueError(f"{path} is not text in UTF-8; this tool keeps text only.") from None

    def create(self, path: str, text: str) -> str:
        """Write a new file, with the directories that it lies in."""
        below = _proper(path)
        if path.endswith("/"):
            raise ValueError(f"{path} is the path of a directory. Directories come with the files in them.")
        data = _bytes(path, text, self._max_file_size)
        with _one_at_a_time:
            self._check_room(below)
            with self._parent(below, make=True) as (place, name):
                if place.has(name):
                    raise FileExistsError(errno.EEXIST, "exists")
                place.write(name, data)
        return f"{path} is written: {len(data)} bytes."

    def _check_room(self, below: Names) -> None:
        """Refuse to make more files and directories than are allowed."""
        there = {found for found, _ in islice(self._disk.walk(_TOP), self._max_files + 1)}
        full = (*_TOP, *below)
        new = {full[:count] for count in range(len(_TOP) + 1, len(full) + 1)} - there
        if new and len(there) + len(new) > self._max_files:
            raise ValueError(
                f"The memory directory is full: it takes {self._max_files} files and directories. Delete some first."
            )

    def str_replace(self, path: str, old: str, new: str) -> str:
        """Replace a text that occurs once in a file."""
        return self._edit(path, lambda shown, text: replaced(shown, text, old, new))

    def insert(self, path: str, line: int, text: str) -> str:
        """Put lines into a file, after one of its lines."""
        return self._edit(path, lambda shown, before: inserted(shown, before, line, text))

    def _edit(self, path: str, edited: Callable[[str, str], Tuple[str, str]]) -> str:
        below = names(path)
        shown = path_of(below)
        with _one_at_a_time, self._parent(below) as (place, name):
            text, told = edited(shown, self._text(place, name, shown))
            place.write(name, _bytes(shown, text, self._max_file_size))
        return told

    def delete(self, path: str) -> str:
        """Delete a file, or a directory with all that is in it."""
        below = _proper(path)
        with _one_at_a_time, self._parent(below) as (place, name):
            facts = place.look_at_own(name)
            if stat.S_ISDIR(facts.st_mode):
                self._disk.remove_below((*_TOP, *below))
            place.remove(name, facts)
            place.settle()
        return f"{path_of(below)} is deleted."

    def rename(self, old_path: str, new_path: str) -> str:
        """Move a file or directory to a path where nothing is, with the directories that it will lie in."""
        old, new = _proper(old_path), _proper(new_path)
        if old == new[: len(old)] and old != new:
            raise ValueError(f"{path_of(old)} cannot be moved into itself.")
        with _one_at_a_time, self._parent(old) as (place, name):
            facts = place.look_at_own(name)
            height = max((len(found) for found, _ in self._disk.walk((*_TOP, *old))), default=0) - len(_TOP) - len(old)
            if len(new) + height > MAX_DEPTH:
                raise ValueError(f"What is in {path_of(old)} would lie more than {MAX_DEPTH} levels deep there.")
            self._check_room(new[:-1])
            with self._parent(new, make=True) as (target, new_name):
                if target.has(new_name) and (old == new or not os.path.samestat(facts, target.look(new_name))):
                    raise FileExistsError(errno.EEXIST, "exists")
                place.move(name, target, new_name)
        return f"{path_of(old)} is now {path_of(new)}."

    def clear(self) -> str:
        """Delete everything but the directory itself, hidden leftovers too."""
        with _one_at_a_time, _told(ROOT):
            self._disk.remove_below(_TOP)
        return f"{ROOT} is empty."


def _proper(path: str) -> Names:
    """The names of something below the root, which itself is never written, moved or deleted."""
    below = names(path)
    if not below:
        raise ValueError(f"{ROOT} is the memory directory itself; only what is in it can be created, moved or deleted.")
    return below
