"""JSON text into Python values, and one error for whatever is none."""

from __future__ import annotations

import json
from typing import Any

__all__ = ["MalformedJSON", "loads"]


class MalformedJSON(ValueError):
    """The bytes are no JSON value that this process can hold."""


def loads(data: bytes) -> Any:
    """The JSON text as Python values; a byte order mark is skipped, broken UTF-8 is replaced.

    Raises:
        MalformedJSON: The bytes are not JSON, or nest too deeply.
    """
    try:
        return json.loads(data.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise MalformedJSON(str(error)) from None
