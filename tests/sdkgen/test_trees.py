"""Tiny descriptions, and exactly what becomes of them.

`UPDATE_TREES=1 pytest tests/sdkgen/test_trees.py` writes the expected files anew; read the difference before you commit.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.sdkgen.conftest import NewProject
from tests.sdkgen.project import TREES

OWNED = ("types", "resources", "lib")
PAGES = ("api.md", "operations.json")


@pytest.mark.parametrize("tree", sorted(path.name for path in TREES.iterdir()))
def test_a_tiny_description_becomes_the_expected_tree(tree: str, project: NewProject) -> None:
    tiny = project(tree)
    status = tiny.run()
    generated = below(tiny.package, "") | pages(tiny.root)
    if os.environ.get("UPDATE_TREES"):
        update(TREES / tree / "expected", generated)

    assert status.stderr == ""
    expected = TREES / tree / "expected"
    assert below(expected, ".txt") | pages(expected) == generated


def below(folder: Path, suffix: str) -> dict[str, str]:
    """The files of types, resources and clients that hold more than a table of lazy names."""
    paths = [path for owned in OWNED for path in sorted((folder / owned).rglob(f"*.py{suffix}"))]
    paths += sorted(folder.glob(f"_client*.py{suffix}"))
    found = {str(path.relative_to(folder)).removesuffix(suffix): path.read_text("utf-8") for path in paths}
    return {path: text for path, text in found.items() if "__all__ = []" not in text}


def pages(folder: Path) -> dict[str, str]:
    """What is said of operations, where there are any."""
    found = {path.name: path.read_text("utf-8") for name in PAGES for path in folder.rglob(name)}
    return found if '"operations": []' not in found.get("operations.json", "") else {}


def update(folder: Path, files: dict[str, str]) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    for path, text in files.items():
        place = folder / (path if path in PAGES else f"{path}.txt")
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, "utf-8")
