"""What the model reads about its notes, and what its edits make of them.

Texts in, texts out: reading and writing files is somebody else's.
"""

from __future__ import annotations

import errno
import io
from collections import Counter
from typing import List, NamedTuple, Optional, Sequence, Tuple

__all__ = ["LISTED_LEVELS", "Entry", "failure", "file_view", "inserted", "listing", "replaced"]

LISTED_LEVELS = 2
_MAX_VIEW = 100_000
_MAX_LISTED = 1_000
_MAX_MATCHES = 20
_AROUND = 3

_REASONS = {
    errno.ENOENT: "{path} does not exist. View {root} to see what there is.",
    errno.EEXIST: "{path} exists already. Change it with str_replace or insert, choose another name, or delete it first.",
    errno.EISDIR: "{path} is a directory; only files have text.",
    errno.ENOTDIR: "{path} leads through something that is no directory, or through a link, and links are not followed.",
    errno.ELOOP: "{path} is a link, or no ordinary file, or a file with a second name; it is not touched.",
    errno.EFBIG: "{path} is too large to be read by this tool.",
    errno.ENAMETOOLONG: "{path} has a longer name than the disk can hold.",
    errno.EACCES: "{path} may not be touched: permission denied.",
    errno.ENOSPC: "There is no space left on the disk; {path} was left as it was.",
    errno.ENOTEMPTY: "{path} was being filled while it was deleted. Delete it again.",
}


class Entry(NamedTuple):
    """A file or directory of a listing.

    Attributes:
        names: Where it is, from the listed directory on.
        is_folder: Whether it is a directory.
        size: Its bytes.
    """

    names: Tuple[str, ...]
    is_folder: bool
    size: int


def failure(error: OSError, path: str, root: str) -> OSError:
    """The same kind of error in words for the model: without the place on the disk that the memory is kept at."""
    if error.errno is None:
        return error
    reason = _REASONS.get(error.errno, "{path} could not be used: {why}.")
    return type(error)(reason.format(path=path, root=root, why=error.strerror))


def file_view(path: str, text: str, view_range: Optional[Sequence[int]] = None) -> str:
    """A file's lines with their numbers, all or those of a range; cut where it gets too long.

    Raises:
        ValueError: The range is no range of the file's lines.
    """
    lines = _lines(text)
    if not lines:
        return f"{path} is empty."
    first, last = _range(view_range, len(lines))
    shown, cut = _numbered(lines, first, last, _MAX_VIEW)
    rest = f"\nLines {cut} to {last} are left out; view them with view_range [{cut}, {last}]." if cut <= last else ""
    return f"{path}, lines {first} to {cut - 1} of {len(lines)}:\n{shown}{rest}"


def _range(view_range: Optional[Sequence[int]], total: int) -> Tuple[int, int]:
    if view_range is None:
        return 1, total
    if len(view_range) != 2:
        raise ValueError("view_range takes two line numbers: the first and the last; -1 stands for the last of all.")
    first, last = view_range
    if not 1 <= first <= total:
        raise ValueError(f"view_range starts at line {first}, but the lines are numbered from 1 to {total}.")
    if last != -1 and last < first:
        raise ValueError(f"view_range ends at line {last}, before it starts at line {first}.")
    return first, total if last == -1 else min(last, total)


def _numbered(lines: List[str], first: int, last: int, room: int) -> Tuple[str, int]:
    """The lines with their numbers, one at least, and the first number that there was no room for."""
    shown: List[str] = []
    for number in range(first, last + 1):
        line = f"{number:6}\t{_bare(lines[number - 1])}"
        room -= len(line)
        if room < 0 and shown:
            return "\n".join(shown), number
        shown.append(line)
    return "\n".join(shown), last + 1


def _lines(text: str) -> List[str]:
    """The lines with their ends; only a line feed ends one, as editors count."""
    return io.StringIO(text, newline="\n").readlines()


def _bare(line: str) -> str:
    return line[:-1] if line.endswith("\n") else line


def _around(path: str, text: str, first: int, last: int) -> str:
    """What was said of an edit: the lines that it left, and some before and after."""
    lines = _lines(text)
    shown, _ = _numbered(lines, max(1, first - _AROUND), min(len(lines), last + _AROUND), _MAX_VIEW // 10)
    return f"{path} is changed. The lines around:\n{shown}" if shown else f"{path} is changed; it is empty now."


def replaced(path: str, text: str, old: str, new: str) -> Tuple[str, str]:
    """The text with the one occurrence replaced, and what to tell of it.

    Raises:
        ValueError: There is no occurrence, or more than one.
    """
    if not old:
        raise ValueError("old_str is empty; to add text, use insert.")
    found = _matches(text, old)
    if not found:
        raise ValueError(f"No match: old_str is not in {path}. It must repeat the text exactly, white space included.")
    if len(found) > 1:
        number = f"At least {_MAX_MATCHES}" if len(found) == _MAX_MATCHES else f"{len(found)}"
        where = ", ".join(map(str, _line_numbers(text, found)))
        raise ValueError(f"{number} matches of old_str in {path}, on lines {where}. Add text around it, to match once.")
    start = found[0]
    after = text[:start] + new + text[start + len(old) :]
    line = text.count("\n", 0, start) + 1
    return after, _around(path, after, line, line + new.count("\n"))


def _matches(text: str, old: str) -> List[int]:
    """Where the text occurs, overlapping occurrences too; not looked for beyond what is told."""
    found: List[int] = []
    start = text.find(old)
    while start >= 0 and len(found) < _MAX_MATCHES:
        found.append(start)
        start = text.find(old, start + 1)
    return found


def _line_numbers(text: str, positions: List[int]) -> List[int]:
    return [text.count("\n", 0, position) + 1 for position in positions]


def inserted(path: str, text: str, line: int, new: str) -> Tuple[str, str]:
    """The text with another put in after a line, as lines of its own, and what to tell of it.

    Raises:
        ValueError: There is no such line.
    """
    lines = _lines(text)
    if not 0 <= line <= len(lines):
        raise ValueError(f"insert_line is {line}, but {path} has lines 1 to {len(lines)}; 0 is the very beginning.")
    before, after = "".join(lines[:line]), "".join(lines[line:])
    if before and new and not before.endswith("\n"):
        before += "\n"
    if after and new and not new.endswith("\n"):
        new += "\n"
    return before + new + after, _around(path, before + new + after, line + 1, line + max(1, len(_lines(new))))


def listing(path: str, entries: Sequence[Entry]) -> str:
    """The files with their sizes and the directories with how much is in them, two levels deep.

    Args:
        path: The listed directory.
        entries: All that is in it, down to one level more than is shown.
    """
    inside = Counter(entry.names[:-1] for entry in entries)
    shown = sorted(entry for entry in entries if len(entry.names) <= LISTED_LEVELS)
    if not shown:
        return f"{path} is empty."
    lines = [f"{path}, {LISTED_LEVELS} levels deep:"]
    for names, is_folder, size in shown[:_MAX_LISTED]:
        where = "/".join([path, *names])
        lines.append(f"{_count(inside[names])}\t{where}/" if is_folder else f"{_size(size)}\t{where}")
    if len(shown) > _MAX_LISTED:
        lines.append(f"{len(shown) - _MAX_LISTED} more are left out; view the directories one by one.")
    return "\n".join(lines)


def _count(items: int) -> str:
    return "1 item" if items == 1 else f"{items} items"


def _size(size: int) -> str:
    """A number of bytes as people write it."""
    if size < 1024:
        return f"{size} B"
    return f"{size / 1024:.1f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"
