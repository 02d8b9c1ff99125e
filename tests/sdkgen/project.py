"""A project in a temporary folder: tiny inputs in, the generator's files and words out."""

from __future__ import annotations

import io
import shutil
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from sdkgen.__main__ import main

TREES = Path(__file__).parent / "trees"
SOURCE = Path(__file__).parents[2] / "src"


@dataclass(frozen=True)
class Said:
    """What a run left behind: its exit status and its words."""

    returncode: int
    stdout: str
    stderr: str


@dataclass
class Project:
    """The inputs below `spec`, what is generated below `root`.

    Attributes:
        spec: The folder of the inputs.
        root: The project's root.
    """

    spec: Path
    root: Path

    @classmethod
    def of(cls, tree: str, folder: Path) -> Project:
        """A project with the inputs of one of the trees; nothing is generated yet."""
        project = cls(folder / "spec", folder / "root")
        shutil.copytree(TREES / tree, project.spec, ignore=shutil.ignore_patterns("expected"))
        project.root.mkdir()
        return project

    @classmethod
    def real(cls, folder: Path) -> Project:
        """A project with a copy of the real inputs; nothing is generated yet."""
        project = cls(folder / "spec", folder / "root")
        shutil.copytree(SOURCE / "sdkgen" / "spec", project.spec)
        project.root.mkdir()
        return project

    @property
    def package(self) -> Path:
        """Where the package is generated."""
        return self.root / "src" / "tiny"

    def run(self, *options: str) -> Said:
        """The generator, called as its command line calls it."""
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = main(["--spec", str(self.spec), "--root", str(self.root), *options])
        return Said(status, out.getvalue(), err.getvalue())

    def edit(self, name: str, old: str, new: str) -> None:
        """Change an input file; the old text has to be there."""
        text = (self.spec / name).read_text("utf-8")
        if old not in text:
            raise ValueError(f"{name} does not hold {old!r}")
        (self.spec / name).write_text(text.replace(old, new, 1), "utf-8")

    def append(self, name: str, text: str) -> None:
        """Add lines to an input file, which need not exist."""
        with (self.spec / name).open("a", encoding="utf-8") as file:
            file.write(text)

    def files(self) -> dict[str, str]:
        """Every generated file below the root, by its path."""
        return {
            str(path.relative_to(self.root)): path.read_text("utf-8")
            for path in sorted(self.root.rglob("*"))
            if path.is_file()
        }
