"""Lists that are given page by page, as the API does it: `limit`, `after_id`, `before_id`."""

from __future__ import annotations

from typing import Dict, List, Optional

from .problems import invalid
from .values import JSON, JSONObject

__all__ = ["page"]

_DEFAULT_LIMIT = 20
_MAX_LIMIT = 1000


def page(items: List[JSONObject], query: Dict[str, str]) -> JSONObject:
    """One page of a list."""
    ids = [str(item["id"]) for item in items]
    limit = _limit(query.get("limit"))
    after, before = query.get("after_id"), query.get("before_id")
    if after is not None and before is not None:
        raise invalid("before_id", "give after_id or before_id, not both")
    if before is not None:
        end = _position(ids, "before_id", before)
        return _slice(items, max(0, end - limit), end, has_more=end > limit)
    start = 0 if after is None else _position(ids, "after_id", after) + 1
    return _slice(items, start, start + limit, has_more=start + limit < len(ids))


def _position(ids: List[str], field: str, id: str) -> int:
    if id not in ids:
        raise invalid(field, f"nothing on the list has the id {id!r}")
    return ids.index(id)


def _slice(items: List[JSONObject], start: int, end: int, *, has_more: bool) -> JSONObject:
    data: List[JSON] = [*items[start:end]]
    ids = [item["id"] for item in items[start:end]]
    return {
        "data": data,
        "has_more": has_more,
        "first_id": ids[0] if ids else None,
        "last_id": ids[-1] if ids else None,
    }


def _limit(given: Optional[str]) -> int:
    if given is None:
        return _DEFAULT_LIMIT
    if not (given.isascii() and given.isdigit() and len(given) <= 4 and 1 <= int(given) <= _MAX_LIMIT):
        raise invalid("limit", f"give a whole number from 1 to {_MAX_LIMIT}, not {given!r}")
    return int(given)
