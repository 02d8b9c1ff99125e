"""What makes a generated package whole: the hand-written runtime, under that package's name."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from tests.house.sources import PACKAGE, Source, imports, sources


def complete(package: Path) -> None:
    """Copy into a generated package the modules of the runtime that it needs, with its name in the place of ours."""
    runtime = {name: source for name, source in sources(PACKAGE, package.name).items() if source.owner != "generated"}
    here = sources(package, package.name)
    pending = list(here.values())
    while pending:
        for name in _needs(pending.pop(), {*runtime, *here}) - here.keys():
            here[name] = _adopted(runtime[name], package)
            pending.append(here[name])
    (package / "py.typed").touch()


def _needs(source: Source, known: set[str]) -> set[str]:
    """The modules that a file imports, and the packages that hold them."""
    found = imports(source, known)
    return (found | {name.rpartition(".")[0] for name in found}) & known


def _adopted(source: Source, package: Path) -> Source:
    text = source.text.replace("anthropic", package.name).replace("Anthropic", package.name.title())
    path = package / source.path.relative_to(PACKAGE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return dataclasses.replace(source, path=path, text=text)
