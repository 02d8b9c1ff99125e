"""Values that arrive in pieces: what the first pieces make is put together when somebody asks.

Adding a piece costs the same however many came before. Nothing here knows events or messages.
"""

from __future__ import annotations

import json
from typing import Any, List, Optional, Tuple

from .._utils._guards import is_list

__all__ = ["INVALID_JSON", "GrowingJSON", "GrowingList", "GrowingText", "partial_json"]

INVALID_JSON = "INVALID_JSON"
"""The key that holds the raw text of an input that is not JSON, as the API's guide to fine-grained streaming has it."""


class GrowingText:
    """A text."""

    __slots__ = ("pieces", "_joined")
    kind = str
    """What a piece is."""

    def __init__(self, start: Any, strings_grow: bool = False) -> None:  # noqa: ARG002  # all kinds are made alike
        self.pieces: List[str] = [start] if start and isinstance(start, str) else []
        self._joined: Tuple[int, str] = (0, "")

    def value(self, count: int) -> str:
        """The text of the first pieces. Asked again, it goes on from where it was."""
        done, text = self._joined
        if count < done:
            return "".join(self.pieces[:count])
        if count > done:
            text = "".join((text, *self.pieces[done:count]))
            self._joined = count, text
        return text


class GrowingList:
    """A list."""

    __slots__ = ("pieces",)
    kind = object
    """What a piece is: anything."""

    def __init__(self, start: Any, strings_grow: bool = False) -> None:  # noqa: ARG002  # all kinds are made alike
        self.pieces: List[Any] = list(start) if is_list(start) else []

    def value(self, count: int) -> List[Any]:
        """The first pieces."""
        return self.pieces[:count]


class GrowingJSON:
    """A JSON object that is written while it is read.

    Attributes:
        strings_grow: Whether a string whose end has not come yet is shown as far as it goes, rather than not at all.
    """

    __slots__ = ("pieces", "strings_grow", "_start", "_text", "_whole")
    kind = str
    """What a piece is."""

    def __init__(self, start: Any, strings_grow: bool) -> None:
        self.pieces: List[str] = []
        self.strings_grow = strings_grow
        self._start: Any = start
        self._text = GrowingText("")
        self._text.pieces = self.pieces
        self._whole = 0

    def value(self, count: int) -> Any:
        """The object as far as the first pieces go; under `INVALID_JSON` their text, where they cannot become JSON.

        Each time it is another object: whoever changes it changes nobody else's.
        """
        text = self._text.value(count)
        if not text:
            return self._start
        try:
            if text.endswith("}"):
                whole = _whole_json(text)
                if whole is not None:
                    self._whole = count
                    return whole
            return partial_json(text, self.strings_grow)
        except (ValueError, RecursionError):
            return {INVALID_JSON: text}

    def problem(self, *, may_be_cut: bool) -> Optional[str]:
        """Why all pieces together are no JSON value, or begin none where they may be cut; `None` where nothing is wrong."""
        if self._whole == len(self.pieces) > 0:
            return None  # it was read as a whole before
        text = self._text.value(len(self.pieces))
        try:
            partial_json(text, self.strings_grow) if may_be_cut and text else json.loads(text or "null")
        except (ValueError, RecursionError) as error:
            return f"{error}: {text}"
        return None


def _whole_json(text: str) -> Any:
    """The JSON value that a text is; `None` where it is none."""
    import jiter  # only replies that use tools or structured outputs need it

    try:
        return jiter.from_json(text.encode())
    except ValueError:
        return None


def partial_json(text: str, strings_grow: bool) -> Any:
    """The JSON value that a text begins.

    Raises:
        ValueError: It begins none.
    """
    import jiter  # only replies that use tools or structured outputs need it

    try:
        return jiter.from_json(text.encode(), partial_mode="trailing-strings" if strings_grow else True)
    except ValueError:
        return json.loads(text)  # takes what jiter does not: halves of surrogate pairs
