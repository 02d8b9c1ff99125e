"""A path tells who owns a file, and what may stand in it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Dict, List

from tests.house.sources import Source, front_doors, package

GENERATED_PLACES = (
    "anthropic.types",
    "anthropic.resources",
    "anthropic._client",
    "anthropic._wire",
    "anthropic.__init__",
)

PLATFORMS = ("anthropic.lib.bedrock", "anthropic.lib.foundry", "anthropic.lib.vertex")


def expected_owner(source: Source) -> str:
    clients = {place for name in PLATFORMS for place in (name, f"{name}._client")}
    if source.name == "anthropic" or source.name.startswith(GENERATED_PLACES) or source.name in clients:
        return "generated"
    if source.name.startswith("anthropic.testing._sync"):
        return "derived"
    if source.name.startswith("anthropic._sync") and source.path.name not in ("_homes.py", "_io.py", "__init__.py"):
        return "derived"
    return "hand"


def asynchronous(source: Source) -> List[str]:
    """The coroutines and asynchronous generators that a file defines."""
    return [node.name for node in ast.walk(source.tree) if isinstance(node, ast.AsyncFunctionDef)]


def shape(source: Source) -> Dict[str, List[str]]:
    """The public functions of a file and their parameters, whatever the colour."""
    tops = [node for node in source.tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    return {node.name: [argument.arg for argument in node.args.args] for node in tops if not node.name.startswith("_")}


def test_the_first_lines_agree_with_the_path() -> None:
    wrong = [
        f"{s.path}: {s.owner}, not {expected_owner(s)}" for s in package().values() if s.owner != expected_owner(s)
    ]

    assert wrong == []


def test_coroutines_are_written_in_one_place_only() -> None:
    wrong = [
        f"{source.name}.{name}"
        for source in package().values()
        if source.owner != "generated" and not source.name.startswith(("anthropic._async", "anthropic.testing._async"))
        for name in asynchronous(source)
    ]

    assert wrong == []


def test_a_coroutine_elsewhere_would_be_noticed() -> None:
    assert asynchronous(Source("x", Path("x.py"), "class A:\n    async def f(self): ...")) == ["f"]


def test_the_hand_kept_pairs_agree() -> None:
    modules = package()

    assert shape(modules["anthropic._async._io"]) == shape(modules["anthropic._sync._io"])
    assert shape(modules["anthropic._async._homes"]) == shape(modules["anthropic._sync._homes"])


def test_front_doors_only_re_export() -> None:
    for name in front_doors(package()):
        source = package()[name]
        if source.owner == "hand":
            defined = [node for node in ast.walk(source.tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))]

            assert defined == [], name
            assert len(source.text.splitlines()) <= 60, name
