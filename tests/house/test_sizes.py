"""Nothing grows past what one reading can hold."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import median
from typing import List

import pytest

from tests.house.sources import ROOT, Source, functions, package, sources

HAND = [source for source in package().values() if source.owner == "hand"]
GENERATOR = list(sources(ROOT / "src" / "sdkgen", "sdkgen").values())
SUPPRESSION = re.compile(r"#\s*(type: ignore|pyright: ignore|noqa)(\[[^\]]+\]|: [A-Z]+\d+)?(.*)")


@pytest.mark.parametrize("source", HAND + GENERATOR, ids=lambda source: source.name)
def test_a_module_is_at_most_400_lines(source: Source) -> None:
    assert len(source.text.splitlines()) <= 400


def test_functions_are_short() -> None:
    found = [(s.name, node, lines) for s in HAND + GENERATOR for node, lines in functions(s.tree)]
    lengths = [lines for _, _, lines in found]
    long = [f"{name}:{node.lineno} has {lines} lines" for name, node, lines in found if lines > 60]  # type: ignore[attr-defined]

    assert long == []
    assert sum(lines <= 30 for lines in lengths) >= 0.9 * len(lengths)
    assert median(lengths) <= 10


def test_a_long_function_would_be_noticed() -> None:
    body = "\n".join(f"    x{n} = {n}" for n in range(61))

    assert [lines for _, lines in functions(ast.parse(f'def f():\n    """Doc."""\n{body}'))] == [61]


@pytest.mark.parametrize("path", sorted((ROOT / "scripts").iterdir()), ids=lambda path: path.name)
def test_a_script_is_one_verb_of_at_most_40_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 40
    assert path.stat().st_mode & 0o111


def undocumented(source: Source) -> List[str]:
    """Public modules, classes and functions without a docstring."""
    wrong = [] if ast.get_docstring(source.tree) else [source.name]
    for node in source.tree.body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_"):
            protocol = isinstance(node, ast.ClassDef) and any("Protocol" in ast.dump(base) for base in node.bases)
            members = node.body if isinstance(node, ast.ClassDef) and not protocol else []
            public = [m for m in members if isinstance(m, (ast.FunctionDef, ast.AsyncFunctionDef)) and m.name[0] != "_"]
            typed = [
                each
                for each in [node, *public]
                if not any("overload" in ast.dump(d) or "setter" in ast.dump(d) for d in each.decorator_list)
            ]
            wrong += [f"{source.name}.{each.name}" for each in typed if not ast.get_docstring(each)]
    return wrong


@pytest.mark.parametrize("source", HAND + GENERATOR, ids=lambda source: source.name)
def test_what_is_public_is_described(source: Source) -> None:
    assert undocumented(source) == []


def test_suppressions_are_few_and_name_their_rule() -> None:
    found = [(s.name, match) for s in HAND for match in SUPPRESSION.finditer(s.text)]
    nameless = [f"{name}: {match[0]}" for name, match in found if not match[2]]
    casts = sum(len(re.findall(r"\bcast\(", source.text)) for source in HAND)

    assert nameless == []
    assert len(found) <= 20
    assert casts <= 20
