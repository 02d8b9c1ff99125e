"""Options that the environment stands in for; read when a client is made, and never after."""

from __future__ import annotations

import os
from typing import Optional, Union

from .._http import URL
from .._types import NotGiven

__all__ = ["address", "setting"]


def setting(given: Union[str, NotGiven, None], variable: str, *instead: object) -> Optional[str]:
    """The argument, else the environment variable, unless something else was given instead; what is empty counts as unset."""
    if given:
        return given
    return None if any(instead) else os.environ.get(variable) or None


def address(given: "Union[str, URL, None]", variable: str, *instead: object) -> Optional[str]:
    """The same of a base URL."""
    return setting(str(given or ""), variable, *instead)
