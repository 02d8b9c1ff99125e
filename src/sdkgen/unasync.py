"""The sync half of the package, derived from the async half token by token.

It knows nothing of Python's grammar: `async` and `await` fall away, names are replaced by the table
`[tool.unasync]` in pyproject.toml, and ruff lays the result out anew. What no table can say is kept by hand.
"""

from __future__ import annotations

import argparse
import difflib
import io
import re
import subprocess
import sys
import tempfile
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import tomllib

__all__ = ["Table", "UnasyncError", "check", "derive", "main", "write"]

_COLOUR_WORDS = frozenset({"async", "await"})
_TEXT_TOKENS = frozenset({tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING)})
_AWAITING_F_STRING = re.compile(r"""^[rR]?[fF][rR]?["'].*\{[^}]*\bawait\b""", re.DOTALL)
_SHOWN_LINES = 20


class UnasyncError(Exception):
    """A table or a source that cannot be used; the message names the file."""


@dataclass(frozen=True)
class Table:
    """Which folders are derived from which, by what names.

    Attributes:
        names: A name of the async half to its name in the sync half.
        trees: An async folder to its sync folder, relative to the project.
        kept: Files of a sync folder that are written by hand.
        alone: Files or folders of an async folder that have no sync half.
    """

    names: Mapping[str, str]
    trees: Mapping[str, str]
    kept: frozenset[str]
    alone: frozenset[str] = frozenset()

    @classmethod
    def load(cls, root: Path) -> Table:
        """The table in the project's pyproject.toml."""
        path = root / "pyproject.toml"
        try:
            section = tomllib.loads(path.read_text("utf-8"))["tool"]["unasync"]
            kept, alone = frozenset(section["kept"]), frozenset(section.get("alone", ()))
            return cls(dict(section["names"]), dict(section["trees"]), kept, alone)
        except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
            raise UnasyncError(f"{path}: no usable [tool.unasync] table: {error!r}") from error


def derive(source: str, path: str, names: Mapping[str, str]) -> tuple[str, set[str]]:
    """The sync text of an async module, not yet formatted, and the names of the table that it used."""
    words = re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b")
    used: set[str] = set()

    def replacement(match: re.Match[str]) -> str:
        used.add(match[0])
        return names[match[0]]

    starts = [0]
    for line in io.StringIO(source):
        starts.append(starts[-1] + len(line))
    pieces = [f"# Derived from {path} by scripts/unasync. Do not edit.\n"]
    done = 0
    for token in _tokens(source, path):
        start, end = (starts[row - 1] + column for row, column in (token.start, token.end))
        if token.type == tokenize.NAME and token.string in _COLOUR_WORDS:
            pieces.append(source[done:start])
            done = _after_blanks(source, end)
        elif token.type == tokenize.NAME or token.type in _TEXT_TOKENS:
            pieces += [source[done:start], words.sub(replacement, source[start:end])]
            done = end
    return "".join([*pieces, source[done:]]), used


def _tokens(source: str, path: str) -> Iterator[tokenize.TokenInfo]:
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            if token.type == tokenize.STRING and _AWAITING_F_STRING.match(token.string):
                raise UnasyncError(f"{path}:{token.start[0]}: await inside an f-string; name the value first")
            yield token
    except (tokenize.TokenError, SyntaxError) as error:
        raise UnasyncError(f"{path}: not Python: {error}") from error


def _after_blanks(source: str, position: int) -> int:
    while source[position] in " \t":
        position += 1
    return position


def derived_files(root: Path, table: Table) -> tuple[dict[str, str], set[str]]:
    """Every derived file with its formatted text, and the names of the table that were used."""
    texts: dict[str, str] = {}
    used: set[str] = set()
    for source_tree, target_tree in table.trees.items():
        for path in sorted((root / source_tree).rglob("*.py")):
            target = f"{target_tree}/{path.relative_to(root / source_tree).as_posix()}"
            source = path.relative_to(root).as_posix()
            if target not in table.kept and not _stands_alone(source, table):
                texts[target], new = derive(path.read_text("utf-8"), source, table.names)
                used |= new
    return _formatted(texts, root), used


def _stands_alone(source: str, table: Table) -> bool:
    return any(source == name or source.startswith(f"{name}/") for name in table.alone)


def _formatted(texts: Mapping[str, str], root: Path) -> dict[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in texts.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        for command in (["check", "--fix-only", "--select", "I"], ["format"]):
            _ruff(*command, "--config", str(root / "pyproject.toml"), folder)
        return {name: Path(folder, name).read_text("utf-8") for name in texts}


def _ruff(*arguments: str) -> None:
    command = [sys.executable, "-m", "ruff", *arguments, "--quiet", "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UnasyncError(f"ruff cannot format what was derived:\n{done.stdout}{done.stderr}")


def _orphans(root: Path, table: Table, wanted: Mapping[str, str]) -> list[str]:
    present = (path for tree in table.trees.values() for path in (root / tree).rglob("*.py"))
    names = {path.relative_to(root).as_posix() for path in present}
    return sorted(names - wanted.keys() - table.kept)


def write(root: Path) -> list[str]:
    """Bring the sync half up to date; the files that changed."""
    table = Table.load(root)
    wanted, _ = derived_files(root, table)
    orphans = _orphans(root, table, wanted)
    for name in orphans:
        (root / name).unlink()
    changed = [name for name, text in wanted.items() if _text(root / name) != text]
    for name in changed:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(wanted[name], "utf-8")
    return [*orphans, *changed]


def check(root: Path) -> list[str]:
    """What is wrong with the sync half: unused names, orphans, files that are named and gone, files that differ."""
    table = Table.load(root)
    wanted, used = derived_files(root, table)
    problems = [
        f"pyproject.toml: [tool.unasync.names] {name}: no async file has it" for name in sorted({*table.names} - used)
    ]
    problems += [f"{name}: no async file stands behind it" for name in _orphans(root, table, wanted)]
    problems += [f"{name}: kept by hand, but not there" for name in sorted(table.kept) if not (root / name).exists()]
    problems += [f"{name}: stands alone, but not there" for name in sorted(table.alone) if not (root / name).exists()]
    for name, text in wanted.items():
        present = _text(root / name)
        if present != text:
            problems.append(
                f"{name}: differs from what its source says; run scripts/unasync\n{_difference(present, text)}"
            )
    return problems


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8") if path.exists() else ""


def _difference(present: str, wanted: str) -> str:
    lines = difflib.unified_diff(present.splitlines(), wanted.splitlines(), "present", "derived", lineterm="", n=1)
    return "\n".join([line for line, _ in zip(lines, range(_SHOWN_LINES), strict=False)])


def main(arguments: list[str] | None = None) -> int:
    """The command: derive, or with `--check` only compare."""
    parser = argparse.ArgumentParser(prog="scripts/unasync", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; fail if something would change")
    only_check = parser.parse_args(arguments).check
    try:
        lines = check(Path.cwd()) if only_check else write(Path.cwd())
    except UnasyncError as error:
        lines, only_check = [str(error)], True
    print(*lines, sep="\n", end="\n" if lines else "")
    return int(only_check and bool(lines))


if __name__ == "__main__":
    sys.exit(main())
