"""What is written by hand is written once.

The measure: lines of code, imports and comments left out, that stand in a run of at least six whose like stands somewhere
else too. Two runs are alike when they differ in names and spaces only, and in names always in the same way.
"""

from __future__ import annotations

import ast
import io
import keyword
import tokenize
from pathlib import Path
from typing import Dict, List, Mapping, NamedTuple, Sequence, Set, Tuple

import pytest

from tests.house.sources import DERIVED, GENERATED, ROOT

RUN = 6
MOST = 0.08
_PLACES = ("src", "tests", "examples")
_LAYOUT = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}

Place = Tuple[str, int]
"""A file and a line of it."""


class Line(NamedTuple):
    """A line of code: where it stands, and its words with whether each is a name."""

    number: int
    words: Tuple[Tuple[bool, str], ...]


def handwritten() -> Dict[str, str]:
    """The text of every file that a person wrote."""
    paths = [path for place in _PLACES for path in sorted((ROOT / place).rglob("*.py"))]
    texts = {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in paths}
    return {path: text for path, text in texts.items() if GENERATED not in text[:200] and not text.startswith(DERIVED)}


def code(text: str) -> List[Line]:
    """The lines of code of a file."""
    rows: Dict[int, List[Tuple[bool, str]]] = {}
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in _LAYOUT:
            is_name = token.type == tokenize.NAME and not keyword.iskeyword(token.string)
            rows.setdefault(token.start[0], []).append((is_name, token.string))
    imports = {number for node in ast.walk(ast.parse(text)) for number in _lines_of_import(node)}
    return [Line(number, tuple(words)) for number, words in sorted(rows.items()) if number not in imports]


def _lines_of_import(node: ast.AST) -> Sequence[int]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return range(node.lineno, (node.end_lineno or node.lineno) + 1)
    return ()


def likeness(run: Sequence[Line]) -> Tuple[object, ...]:
    """What two runs that are alike have in common: every name is the number of its first use."""
    numbers: Dict[str, int] = {}
    return tuple(
        tuple(numbers.setdefault(word, len(numbers)) if is_name else word for is_name, word in line.words)
        for line in run
    )


def repetition(texts: Mapping[str, str]) -> Tuple[Set[Place], int]:
    """The lines that are repeated, and how many lines there are."""
    runs: Dict[Tuple[object, ...], List[List[Place]]] = {}
    total = 0
    for path, text in texts.items():
        lines = code(text)
        total += len(lines)
        for start in range(len(lines) - RUN + 1):
            run = lines[start : start + RUN]
            runs.setdefault(likeness(run), []).append([(path, line.number) for line in run])
    return {place for alike in runs.values() if len(alike) > 1 for run in alike for place in run}, total


def test_little_is_written_twice(capsys: pytest.CaptureFixture[str]) -> None:
    repeated, total = repetition(handwritten())
    share = len(repeated) / total
    with capsys.disabled():
        print(f"\nrepetition: {share:.1%} of {total} lines by hand")

    assert share <= MOST, sorted(repeated)


def test_a_planted_copy_is_noticed() -> None:
    text = Path(__file__).read_text("utf-8")
    renamed = text.replace("rows", "found").replace("token ", "each ").replace("    ", "  ")

    before, total = repetition({"one.py": text})
    after, _ = repetition({"one.py": text, "two.py": renamed})

    assert before == set()
    assert len(after) > 1.9 * total  # not the line above, whose strings were renamed as well


def test_names_that_change_places_are_no_copy() -> None:
    swap = "a = b\nb = c\nc = a\na = c\nb = a\nc = b\n"

    assert repetition({"one.py": swap, "two.py": swap.replace("b = a", "a = b")})[0] == set()
