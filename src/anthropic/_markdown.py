"""Text that a model wrote, as Markdown that shows it and runs nothing.

Notebooks render Markdown with the HTML in it, and a model may have been talked into writing some. So what could begin
a tag is shown as it is. Code is left alone only where every dialect agrees that it is code.
"""

from __future__ import annotations

import re
from typing import List

__all__ = ["code", "fenced", "rendered"]

_FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,})")
_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)([^`|\n]+)\1(?!`)")
_RUNS = re.compile(r"(\]\(\s*<?\s*|\]:\s*<?\s*)(?=(?:javascript|vbscript|data)\s*:)", re.IGNORECASE)
"""The beginning of a link whose target is a program."""
_TAG = re.compile(r"<(?=[A-Za-z/!?])")


def rendered(text: str) -> str:
    """The text to be rendered: fences that it opens are closed, and no HTML is left in it."""
    parts: List[str] = []
    prose: List[str] = []
    fence = ""
    for line in re.split("\r\n|[\r\n]", text):
        opening = _FENCE.match(line)
        if fence:
            closes = re.match(rf" {{0,3}}{fence}{fence[0]}*[ \t]*\Z", line)
            parts.append(line.rstrip() if closes else line)
            if closes:
                fence = ""
        elif opening:
            parts += [_shown("\n".join(prose)), line] if prose else [line]
            prose, fence = [], opening[1]
        else:
            prose.append(line)
    return "\n".join([*parts, *([_shown("\n".join(prose))] if prose else []), *([fence] if fence else [])])


def _shown(prose: str) -> str:
    """Text outside of fences, without tags and without links that run something."""
    parts: List[str] = []
    end = 0
    for span in _SPAN.finditer(prose):
        parts += [_TAG.sub("&lt;", prose[end : span.start()]), _spelled(span[2]) if _TAG.search(span[0]) else span[0]]
        end = span.end()
    return _RUNS.sub(r"\1#", "".join([*parts, _TAG.sub("&lt;", prose[end:])]))


def _spelled(content: str) -> str:
    """A span of code that holds a tag, so written that it is none for renderers, either, that see no span there."""
    letters = (each if each.isalnum() or each == " " else f"&#{ord(each)};" for each in content)
    return f"<code>{''.join(letters)}</code>"


def fenced(text: str, language: str) -> str:
    """The text as a block of code, whatever it holds."""
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}{language}\n{text}\n{fence}"


def code(text: str) -> str:
    """The text as code in a line, whatever it holds."""
    text = text or " "
    ticks = "`" * (_longest_run(text) + 1)
    return f"{ticks} {' '.join(text.split())} {ticks}" if len(ticks) > 1 else f"`{' '.join(text.split()) or ' '}`"


def _longest_run(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
