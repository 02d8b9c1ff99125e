"""Imports go down, never in circles, and never through a front door."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Dict, List, Set

import pytest

from tests.house.sources import Source, front_doors, imports, package, sources


def upward(modules: Dict[str, Source]) -> List[str]:
    """Imports that lead to a higher floor or to a front door."""
    wrong = []
    for source in modules.values():
        floor = source.floor
        for target in sorted(imports(source, set(modules))) if floor is not None else ():
            above = modules[target].floor
            if modules[target].is_front_door and not modules[target].path.name.startswith("__init__"):
                wrong.append(f"{source.name} goes through the front door {target}")
            elif above is not None and above > floor:
                wrong.append(f"{source.name} (floor {floor}) imports {target} (floor {above})")
    return wrong


def circle(edges: Dict[str, Set[str]]) -> List[str]:
    """The modules of one import circle, or nothing."""
    done: Set[str] = set()

    def visit(name: str, trail: List[str]) -> List[str]:
        if name in trail:
            return [*trail[trail.index(name) :], name]
        if name not in done:
            for target in sorted(edges.get(name, ())):
                found = visit(target, [*trail, name])
                if found:
                    return found
            done.add(name)
        return []

    return next((found for name in sorted(edges) if (found := visit(name, []))), [])


def edges_of(modules: Dict[str, Source]) -> Dict[str, Set[str]]:
    inside = {name: source for name, source in modules.items() if not source.is_front_door}
    lazy = {name for name, source in inside.items() if source.path.name == "__init__.py"}
    edges = {name: imports(source, set(inside)) - lazy for name, source in inside.items() if name not in lazy}
    # A generated class names its views in annotations and loads them when one is first touched: a view cannot come
    # first, and what it imports in turn is held by all the other edges.
    views = {name for name in edges if name.endswith(("._views", "._client_views")) and is_generated(inside[name])}
    return {
        name: found - views if is_generated(inside[name]) and name not in views else found
        for name, found in edges.items()
    }


def is_generated(source: Source) -> bool:
    return source.owner == "generated"


def test_imports_go_down() -> None:
    assert upward(package()) == []


def test_there_is_no_import_circle() -> None:
    assert circle(edges_of(package())) == []


def test_testing_stands_beside_the_house() -> None:
    modules = package()
    inside = {name for name in modules if name.startswith("anthropic.testing")}

    public = {"anthropic", "anthropic._utils._lazy"}  # what any user has, and how a package loads lazily
    reached = {target for name in inside for target in imports(modules[name], set(modules))}
    reaching = [
        n for n, s in modules.items() if n not in inside | front_doors(modules) and imports(s, set(modules)) & inside
    ]

    assert reached <= inside | public
    assert reaching == []


@pytest.fixture
def crooked(tmp_path: Path) -> Dict[str, Source]:
    for name, text in {
        "_types.py": "from ._core import retry",
        "_core/__init__.py": "",
        "_core/retry.py": "from .._streaming import Stream\nfrom . import status",
        "_core/status.py": "def f():\n    from .retry import delay",
        "_streaming.py": '"""Front door: streams."""',
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    return sources(tmp_path)


def test_a_crooked_house_is_noticed(crooked: Dict[str, Source]) -> None:
    assert upward(crooked) == [
        "anthropic._core.retry goes through the front door anthropic._streaming",
        "anthropic._types (floor 0) imports anthropic._core.retry (floor 3)",
    ]
    assert circle(edges_of(crooked)) == ["anthropic._core.retry", "anthropic._core.status", "anthropic._core.retry"]


def foreign(modules: Dict[str, Source], library: str) -> Set[str]:
    """The modules that import a library when they run, rather than for annotations."""
    found = set()
    for name, source in modules.items():
        tree = source.tree
        blocks = [
            node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
        ]
        unused = {id(node) for block in blocks for node in ast.walk(block)}
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)) and id(node) not in unused:
                names = [getattr(node, "module", None), *(alias.name for alias in node.names)]
                if library in names and not getattr(node, "level", 0):
                    found.add(name)
    return found


def test_each_foreign_library_has_one_seam() -> None:
    http = {"anthropic._http", "anthropic._constants", "anthropic._types"}  # the last two when a name of theirs is read
    beside = {f"anthropic.testing.{name}" for name in ("inprocess", "_async.transport", "_sync.transport")}

    assert foreign(package(), "httpx") <= http | beside
    sending = {"anthropic._async.", "anthropic._sync."}
    pool = {f"{colour}{module}" for colour in sending for module in ("_homes", "connection", "route", "transport")}
    assert foreign(package(), "httpcore") | foreign(package(), "h11") <= pool | {"anthropic._network"}
    assert foreign(package(), "pydantic") <= {"anthropic._compat", "anthropic._models", "anthropic._core.pages"}
    assert foreign(package(), "pydantic_core") <= {"anthropic._schema"}
    assert all(name.startswith("anthropic._async.aiohttp.") for name in foreign(package(), "aiohttp"))
