"""Projects for the tests of the generator."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

import pytest

from tests.sdkgen.project import Project

NewProject = Callable[[str], Project]


@pytest.fixture
def project(tmp_path: Path) -> NewProject:
    """Makes a project with the inputs of one tree."""
    return lambda tree: Project.of(tree, tmp_path)
