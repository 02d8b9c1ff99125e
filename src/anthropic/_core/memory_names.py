"""Which paths of the memory tool name something: the first wall around its directory.

Nothing here touches a disk. A path is never repaired: what is not plain is refused with the reason, so that the model
can say what it meant, and one file has one name on every platform.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Callable, Tuple

__all__ = ["MAX_DEPTH", "ROOT", "is_plain", "names", "path_of"]

ROOT = "/memories"
MAX_DEPTH = 16
_MAX_NAME_BYTES = 255
_MAX_PATH = _MAX_NAME_BYTES * MAX_DEPTH

_ENCODED = re.compile("%(?:25|2e|2f|5c|00)", re.IGNORECASE)
_SPECIAL = re.compile(r'[<>:"|?*\\]')
_DEVICE = re.compile("(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³]) *(?:[.]|$)", re.IGNORECASE)
_UNSEEN = frozenset(["Cc", "Cf", "Cs", "Zl", "Zp"])


def _is_disguised(name: str) -> bool:
    """Whether something that folds letters would read dots or separators where other characters stand."""
    folded = unicodedata.normalize("NFKC", name)
    return folded in (".", "..") or "/" in folded or "\\" in folded


_FLAWS: Tuple[Tuple[Callable[[str], object], str], ...] = (
    (lambda name: not name, "has an empty name in it"),
    (lambda name: name.startswith("."), "has a name that starts with a dot"),
    (lambda name: name != name.strip() or name.endswith("."), "has a name with a blank or a dot at its edge"),
    (lambda name: any(unicodedata.category(each) in _UNSEEN for each in name), "has characters that cannot be seen"),
    (_SPECIAL.search, 'has one of < > : " | ? * \\ in a name'),
    (_ENCODED.search, "has percent-encoded dots, separators or percent signs in a name; write plain characters"),
    (_is_disguised, "has characters that pass for dots or separators"),
    (_DEVICE.match, "has a name that some systems keep for devices"),
    (lambda name: len(name.encode()) > _MAX_NAME_BYTES, f"has a name of more than {_MAX_NAME_BYTES} bytes"),
)


def is_plain(name: str) -> bool:
    """Whether a path could have this name in it."""
    return not any(is_flawed(name) for is_flawed, _ in _FLAWS)


def names(path: str) -> Tuple[str, ...]:
    """The names below the root that a path is made of; none for the root itself. One slash may end it.

    Raises:
        ValueError: The path lies elsewhere, or is not plainly written.
    """
    if len(path) > _MAX_PATH:
        raise ValueError(f"A path of {len(path)} characters is too long; at most {_MAX_PATH} are possible.")
    if path in (ROOT, f"{ROOT}/"):
        return ()
    if not path.startswith(f"{ROOT}/"):
        raise ValueError(f"{path!r} is not in the memory directory; its paths start with {ROOT}/.")
    below = path[len(ROOT) + 1 :]
    parts = tuple((below[:-1] if below.endswith("/") else below).split("/"))
    if len(parts) > MAX_DEPTH:
        raise ValueError(f"{path!r} lies {len(parts)} levels deep; at most {MAX_DEPTH} are possible.")
    for name in parts:
        for is_flawed, flaw in _FLAWS:
            if is_flawed(name):
                raise ValueError(f"{path!r} {flaw}, which is refused. Choose another path.")
    return parts


def path_of(parts: Tuple[str, ...]) -> str:
    """The path of these names below the root, as the model writes it."""
    return "/".join([ROOT, *parts])
