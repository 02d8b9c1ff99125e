"""A directory that nothing leads out of: every name below it is opened from its parent, and no link is followed.

What was checked is what is used, whatever others rename or link meanwhile: directories are held open by descriptor and
names are only ever looked up inside of them (`openat`). Where a platform has no such calls, every step is looked at
and the place where it ends is compared with the place that was meant. Only ordinary files are read; what would block,
such as a pipe, never is.
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from contextlib import contextmanager, suppress
from typing import Generator, Iterator, List, NamedTuple, Optional, Tuple, Union

__all__ = ["HAS_DESCRIPTORS", "ConfinedFolder", "Names", "Place", "is_link"]

Names = Tuple[str, ...]

HAS_DESCRIPTORS = (
    {os.mkdir, os.open, os.rename, os.rmdir, os.stat, os.unlink} <= os.supports_dir_fd
    and os.listdir in os.supports_fd
    and hasattr(os, "O_NOFOLLOW")
)
_FILE_MODE, _FOLDER_MODE = 0o600, 0o700
_NAME_SURROGATE = 0x20000000
"""The bit of a Windows reparse point that stands for another place: links and junctions."""


def _flags(*names: str) -> int:
    """The flags that the platform has of these."""
    found = 0
    for name in ("O_CLOEXEC", "O_NOINHERIT", "O_NOFOLLOW", "O_BINARY", *names):
        found |= getattr(os, name, 0)
    return found


_READ = _flags("O_RDONLY", "O_NONBLOCK", "O_NOCTTY")
_WRITE = _flags("O_WRONLY", "O_CREAT", "O_EXCL")
_FOLDER = _flags("O_RDONLY", "O_DIRECTORY", "O_NONBLOCK")


def _refused(why: str) -> OSError:
    """The error of links and of files that are not ordinary."""
    return OSError(errno.ELOOP, why)


def is_link(facts: os.stat_result) -> bool:
    """Whether it stands for another place."""
    return stat.S_ISLNK(facts.st_mode) or bool(getattr(facts, "st_reparse_tag", 0) & _NAME_SURROGATE)


class Place(NamedTuple):
    """A directory that is open; the names that its methods take are names in it.

    Attributes:
        fd: Its descriptor; `None` where the platform opens by path only.
        path: Its path, for such a platform.
    """

    fd: Optional[int]
    path: str

    def _at(self, name: str) -> str:
        return os.path.join(self.path, name) if self.fd is None else name

    def names(self) -> List[str]:
        """All that is in it."""
        return os.listdir(self.path if self.fd is None else self.fd)

    def look(self, name: str) -> os.stat_result:
        """What there is of this name, the link itself where it is one."""
        return os.stat(self._at(name), dir_fd=self.fd, follow_symlinks=False)

    def look_at_own(self, name: str) -> os.stat_result:
        """What there is of this name: a directory or an ordinary file.

        Raises:
            OSError: It is a link, a pipe, a device.
        """
        facts = self.look(name)
        if is_link(facts) or not (stat.S_ISREG(facts.st_mode) or stat.S_ISDIR(facts.st_mode)):
            raise _refused("a link, or no ordinary file")
        return facts

    def has(self, name: str) -> bool:
        """Whether there is something of this name, a dangling link too."""
        with suppress(FileNotFoundError):
            self.look(name)
            return True
        return False

    def read(self, name: str, limit: int) -> bytes:
        """The bytes of an ordinary file that has no other name, for that may lie outside.

        Raises:
            OSError: It is something else, or longer than the limit.
        """
        seen = self.look_at_own(name)
        fd = os.open(self._at(name), _READ, dir_fd=self.fd)
        try:
            facts = os.fstat(fd)
            if stat.S_ISDIR(facts.st_mode):
                raise IsADirectoryError(errno.EISDIR, "a directory")
            if not stat.S_ISREG(facts.st_mode) or facts.st_nlink > 1:
                raise _refused("no ordinary file, or one with another name")
            if self.fd is None and not os.path.samestat(seen, facts):
                raise _refused("replaced while it was opened")
            with open(fd, "rb", closefd=False) as file:
                data = file.read(limit + 1)
        finally:
            os.close(fd)
        if len(data) > limit:
            raise OSError(errno.EFBIG, "larger than the limit")
        return data

    def write(self, name: str, data: bytes) -> None:
        """Put a file there, at once and whole; a file or link of that name is replaced, not written through."""
        temporary = f".{secrets.token_hex(8)}.tmp"
        handle = os.open(self._at(temporary), _WRITE, _FILE_MODE, dir_fd=self.fd)
        try:
            with open(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(self._at(temporary), self._at(name), src_dir_fd=self.fd, dst_dir_fd=self.fd)
        except BaseException:
            with suppress(OSError):
                os.unlink(self._at(temporary), dir_fd=self.fd)
            raise
        self.settle()

    def make_folder(self, name: str) -> None:
        """Make a directory, unless there is something of that name."""
        with suppress(FileExistsError):
            os.mkdir(self._at(name), _FOLDER_MODE, dir_fd=self.fd)

    def remove(self, name: str, facts: os.stat_result) -> None:
        """Remove a directory that is empty, or anything else; a link and not what it leads to."""
        remove = os.rmdir if stat.S_ISDIR(facts.st_mode) else os.unlink
        remove(self._at(name), dir_fd=self.fd)

    def move(self, name: str, target: Place, new_name: str) -> None:
        """Move a file or directory to another directory that is open."""
        os.rename(self._at(name), target._at(new_name), src_dir_fd=self.fd, dst_dir_fd=target.fd)
        self.settle()
        target.settle()

    def settle(self) -> None:
        """Have the names that changed survive a crash; not every file system can."""
        if self.fd is not None:
            with suppress(OSError):
                os.fsync(self.fd)


class ConfinedFolder:
    """The directory. It is made when it is first needed; its own path may lead through links, that was the caller's choice."""

    def __init__(self, path: Union[str, os.PathLike[str]], *, by_descriptor: bool = HAS_DESCRIPTORS) -> None:
        self.path = os.path.realpath(path)
        self._by_descriptor = by_descriptor

    @contextmanager
    def folder(self, names: Names, *, make: bool = False) -> Generator[Place, None, None]:
        """The directory at the end of these names, open.

        Args:
            names: The way to it.
            make: Make the directories that are missing.

        Raises:
            OSError: There is none, or the way leads through something else than directories.
        """
        if make:
            with suppress(FileExistsError):  # something else of that name is noticed when it is opened
                os.makedirs(self.path, _FOLDER_MODE)
        place = Place(os.open(self.path, _FOLDER), self.path) if self._by_descriptor else Place(None, self.path)
        try:
            for name in names:
                if make:
                    place.make_folder(name)
                place = self._step(place, name)
            yield place
        finally:
            if place.fd is not None:
                os.close(place.fd)

    def _step(self, place: Place, name: str) -> Place:
        """The directory of that name, in place of its parent."""
        path = os.path.join(place.path, name)
        if place.fd is not None:
            fd = os.open(name, _FOLDER, dir_fd=place.fd)
            os.close(place.fd)
            return Place(fd, path)
        facts = place.look(name)
        if is_link(facts) or not stat.S_ISDIR(facts.st_mode):
            raise NotADirectoryError(errno.ENOTDIR, "no directory")
        if os.path.normcase(os.path.realpath(path)) != os.path.normcase(path):
            raise _refused("leads elsewhere")
        return Place(None, path)

    def walk(self, names: Names, levels: int = -1) -> Iterator[Tuple[Names, os.stat_result]]:
        """Everything below a directory, each directory before what is in it.

        What cannot be listed is as if it were empty: it went, or was replaced by something else.
        """
        pending = [names]
        while pending:
            at = pending.pop()
            found: List[Tuple[Names, os.stat_result]] = []
            with suppress(OSError), self.folder(at) as place:
                for name in place.names():
                    with suppress(FileNotFoundError):
                        found.append(((*at, name), place.look(name)))
            yield from found
            if levels < 0 or len(at) - len(names) + 1 < levels:
                pending += [below for below, facts in found if stat.S_ISDIR(facts.st_mode) and not is_link(facts)]

    def remove_below(self, names: Names) -> None:
        """Remove everything below a directory, and nothing that a link in it leads to."""
        for below, facts in reversed(list(self.walk(names))):
            with suppress(FileNotFoundError), self.folder(below[:-1]) as place:
                place.remove(below[-1], facts)
