"""The programs that the README and the documentation show, each line of code on the line that it has on its page.

A block of the README stands alone. The blocks of any other page are one program, read from top to bottom.
"""

from __future__ import annotations

import re
from typing import Dict, Iterator, Tuple

from tests.house.sources import ROOT

__all__ = ["PAGES", "PROGRAMS"]

_BLOCK = re.compile(r"^```python[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)


def _blocks(page: str) -> Iterator[Tuple[int, str]]:
    """The blocks of Python on a page, each with the number of its first line."""
    for match in _BLOCK.finditer(page):
        yield page.count("\n", 0, match.start(1)) + 1, match[1]


def _program(page: str) -> str:
    """All blocks of a page."""
    text = ""
    for line, block in _blocks(page):
        text += "\n" * (line - 1 - text.count("\n")) + block
    return text


PAGES = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in sorted((ROOT / "docs").rglob("*.md"))}
_README = (ROOT / "README.md").read_text("utf-8")

PROGRAMS: Dict[str, str] = {
    **{f"README.md:{line}": "\n" * (line - 1) + block for line, block in _blocks(_README)},
    **{name: program for name, program in ((name, _program(page)) for name, page in PAGES.items()) if program},
}
