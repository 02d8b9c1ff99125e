"""The results of a batch, found by the ids of its requests."""

from __future__ import annotations

from typing import Dict, Iterable, List, Mapping, Optional, TypeVar

__all__ = ["BatchResults", "in_order", "is_continued"]

_T = TypeVar("_T")


class BatchResults(Dict[str, _T]):
    """Results by `custom_id`.

    Attributes:
        missing: The ids that were asked for and have no result, in the order they were asked for.
    """

    missing: List[str]

    def __init__(self, results: Mapping[str, _T], missing: Iterable[str] = ()) -> None:
        super().__init__(results)
        self.missing = list(missing)


def in_order(found: Mapping[str, _T], custom_ids: Optional[Iterable[str]]) -> BatchResults[_T]:
    """The results in the order of the ids, after them those that were not asked for, in the order they came."""
    asked = [] if custom_ids is None else list(dict.fromkeys(custom_ids))
    wanted = {id: found[id] for id in asked if id in found}
    return BatchResults({**wanted, **found}, (id for id in asked if id not in found))


def is_continued(status: int, headers: Mapping[str, str], start: int) -> bool:
    """Whether a body goes on at the byte that was asked for (RFC 9110, 14.4), as bytes of the file itself."""
    place = headers.get("content-range", "").strip().lower()
    plain = headers.get("content-encoding", "identity").strip().lower() in ("", "identity")
    return status == 206 and plain and place.startswith(f"bytes {start}-")
