"""A file of results that grows line by line beside its place, and is put there when it is whole.

What a broken download leaves is found again by the next one: its whole lines are kept, the rest is cut off.
"""

from __future__ import annotations

import os
from typing import Any, Dict, Optional, Set, Union

from .._exceptions import BatchResultsError
from .._json import MalformedJSON, loads
from .._utils._guards import is_dict

__all__ = ["ResultFile", "UnfitLineError"]


class UnfitLineError(BatchResultsError):
    """What came is not a line of results."""


class ResultFile:
    """The results of one batch on their way to a file.

    Attributes:
        size: How many bytes of whole lines were written.
        part: Where they are until the file is whole.
    """

    size: int

    def __init__(self, path: Union[str, "os.PathLike[str]"], batch_id: str) -> None:
        self._path = os.fspath(path)
        self.part = f"{self._path}.{batch_id}.part"
        self._ids: Set[str] = set()
        self._pending = b""
        self._file = open(self.part, "a+b")
        try:
            self._take_up()
        except BaseException:
            self._file.close()
            raise

    def __len__(self) -> int:
        return len(self._ids)

    def _take_up(self) -> None:
        """Go on after the last line that is whole."""
        self._file.seek(0)
        self.size = 0
        for line in self._file:
            id = _custom_id(line) if line.endswith(b"\n") else None
            if id is None or id in self._ids:
                break
            self._ids.add(id)
            self.size += len(line)
        self._file.truncate(self.size)

    def begin(self) -> None:
        """A new body begins, at a line; what is left of a line of the last one is forgotten."""
        self._pending = b""

    def write(self, piece: bytes) -> None:
        """Take a piece of a body; lines that are there already are skipped.

        Raises:
            UnfitLineError: A line is no result.
        """
        *lines, self._pending = (self._pending + piece).split(b"\n")
        fresh: Dict[str, bytes] = {}
        try:
            for line in lines:
                if line.strip():
                    fresh.setdefault(_checked_id(line), line + b"\n")
        finally:
            new = {id: line for id, line in fresh.items() if id not in self._ids}
            written = b"".join(new.values())
            self._file.write(written)
            self._ids.update(new)
            self.size += len(written)

    def end(self) -> None:
        """The body came to its end; its last line need not have an end of its own.

        Raises:
            UnfitLineError: The last line is no result.
        """
        self.write(b"\n")

    def finish(self) -> None:
        """Put the file in its place, all at once.

        Raises:
            BatchResultsError: Somebody else wrote to it, too.
        """
        self._file.flush()
        if os.fstat(self._file.fileno()).st_size != self.size:
            raise BatchResultsError(
                f"Another download writes to {self.part} at the same time. Let one of them end, and call "
                "`download_results()` again."
            )
        os.fsync(self._file.fileno())
        self._file.close()
        os.replace(self.part, self._path)

    def close(self) -> None:
        """Keep what was written for the next try."""
        if not self._file.closed:
            self._file.close()
            if not self.size:
                os.unlink(self.part)

    def fault(self, batch_id: str, expected: Optional[int]) -> Optional[BatchResultsError]:
        """What stands for a file that holds too little or too much; `None` when it is whole."""
        if expected is None or len(self) == expected:
            return None
        return BatchResultsError(
            f"The batch {batch_id} has {expected} results, and {len(self)} came. They are kept in {self.part}: call "
            "`download_results()` again to go on, or remove the file to begin anew.",
            expected=expected,
            received=len(self),
        )


def _checked_id(line: bytes) -> str:
    id = _custom_id(line)
    if id is None:
        raise UnfitLineError(f"A line of {len(line)} bytes is no result.")
    return id


def _custom_id(line: bytes) -> Optional[str]:
    """The id that a line of results tells; `None` where it is no such line."""
    try:
        value: Any = loads(line)
    except MalformedJSON:
        return None
    id: Any = value.get("custom_id") if is_dict(value) else None
    return id if isinstance(id, str) else None
