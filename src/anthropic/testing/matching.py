"""Which recorded exchange answers a request, and in what a request differs from those that were recorded.

Order and case of headers play no part, nor does the order of fields in JSON.
"""

from __future__ import annotations

import difflib
import json
from typing import List, Optional, Tuple

from .recordings import Exchange
from .values import JSONObject

__all__ = ["difference", "first_match"]

_SHOWN_LINES = 40


def first_match(request: JSONObject, exchanges: List[Exchange]) -> Optional[Exchange]:
    """The first exchange whose request is this one."""
    return next((exchange for exchange in exchanges if exchange.request == request), None)


def difference(request: JSONObject, left: List[Exchange], played: List[Exchange]) -> str:
    """Why no recorded exchange answers a request: it was asked once already, or it differs from the most similar one."""
    if first_match(request, played):
        return "It was recorded, but fewer times than it is now made."
    if not left:
        return f"Nothing is left in the recording; {len(played)} exchange(s) were replayed."
    wanted = _lines(request)
    nearest = max(left, key=lambda exchange: _likeness(request, exchange.request))
    lines = list(difflib.unified_diff(_lines(nearest.request), wanted, "recorded", "now", n=2, lineterm=""))
    more = [f"... and {len(lines) - _SHOWN_LINES} more lines"] if len(lines) > _SHOWN_LINES else []
    return "\n".join(["It differs from the recorded request most like it:", *lines[:_SHOWN_LINES], *more])


def _likeness(one: JSONObject, other: JSONObject) -> Tuple[bool, float]:
    same_place = (one.get("method"), one.get("path")) == (other.get("method"), other.get("path"))
    return same_place, difflib.SequenceMatcher(None, _lines(one), _lines(other)).ratio()


def _lines(value: JSONObject) -> List[str]:
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False).splitlines()
