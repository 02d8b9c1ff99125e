"""Every promise and every known defect has its tests."""

from __future__ import annotations

import ast
from collections import Counter
from functools import lru_cache
from typing import Any, Dict, List, Set

import pytest
import tomllib

from tests.house.sources import ROOT

MAP: Dict[str, Any] = tomllib.loads((ROOT / "tests" / "faults" / "promises.toml").read_text("utf-8"))
PROMISES: Dict[str, List[str]] = {f"{each['section']}: {each['row']}": each["tests"] for each in MAP["promise"]}
DEFECTS: Dict[str, List[str]] = MAP["defects"]

ROWS = {
    "Retries": 11,
    "Broken transport": 6,
    "Error answers": 4,
    "Success bodies": 7,
    "Streams": 17,
    "Cancellation, threads, loops, process": 7,
    "Redirects and requests built from user values": 6,
    "Secrets": 5,
    "Environment, proxies, TLS, files": 5,
    "Bedrock": 7,
}
"""The sections of the list of promises, and how many rows each has."""


@lru_cache(maxsize=None)
def names_in(path: str) -> Set[str]:
    """The names of the tests in a file."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}


def missing(test: str) -> bool:
    """Whether a test is not there, in either colour."""
    path, _, name = test.partition("::")
    paths = {path, path.replace("_async/", "_sync/")}
    return not all((ROOT / each).exists() and name in names_in(each) for each in paths)


def test_every_row_is_in_the_map_once() -> None:
    assert Counter(each["section"] for each in MAP["promise"]) == ROWS
    assert len(PROMISES) == sum(ROWS.values())
    assert all(each["says"] for each in MAP["promise"])


def test_every_defect_is_in_the_map() -> None:
    assert sorted(DEFECTS) == [f"KD-{number:02}" for number in range(1, 32)]


@pytest.mark.parametrize("row", [*PROMISES, *DEFECTS])
def test_a_row_has_tests_that_exist(row: str) -> None:
    named = {**PROMISES, **DEFECTS}[row]

    assert named
    assert [test for test in named if missing(test)] == []
