"""The sync half is the async half, token by token, and `--check` notices everything that is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sdkgen import unasync

NAMES = {"AsyncThing": "Thing", "AsyncIterator": "Iterator", "aclose": "close", "__aenter__": "__enter__"}
USES_ALL = "async def __aenter__(thing: AsyncThing) -> AsyncIterator:\n    await thing.aclose()\n"


def derived(source: str) -> str:
    text, _ = unasync.derive(source, "here.py", NAMES)
    return text.partition("\n")[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose sync half is up to date."""
    rows = "".join(f'{name} = "{value}"\n' for name, value in NAMES.items())
    (tmp_path / "pyproject.toml").write_text(
        f'[tool.unasync]\nkept = ["_sync/io.py"]\nalone = ["_async/only"]\ntrees = {{ "_async" = "_sync" }}\n\n[tool.unasync.names]\n{rows}'
    )
    files = {
        "_async/a.py": USES_ALL,
        "_async/io.py": "A = 1\n",
        "_sync/io.py": "B = 2\n",
        "_async/only/b.py": "C = 3\n",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    assert unasync.main([]) == 0
    return tmp_path


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("async def f(): ...\n", "def f(): ...\n"),
        ("async  def f(): ...\n", "def f(): ...\n"),
        ("async with a as b: ...\n", "with a as b: ...\n"),
        ("async for a in b: ...\n", "for a in b: ...\n"),
        ("x = [a async for a in b]\n", "x = [a for a in b]\n"),
        ("return await x\n", "return x\n"),
        ("y = (await x).y + await z()\n", "y = (x).y + z()\n"),
        ("async with AsyncThing() as x:  # AsyncThing\n", "with Thing() as x:  # Thing\n"),
    ],
)
def test_the_colour_falls_away(source: str, expected: str) -> None:
    assert derived(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('x: "Optional[AsyncThing]"\n', 'x: "Optional[Thing]"\n'),
        ('"""Give an `AsyncThing`; aclose() it."""\n', '"""Give an `Thing`; close() it."""\n'),
        ('f"{x.aclose()} AsyncThing"\n', 'f"{x.close()} Thing"\n'),
        ("x._AsyncThing = AsyncThings\n", "x._AsyncThing = AsyncThings\n"),
        ('"async and await are words"\n', '"async and await are words"\n'),
    ],
)
def test_whole_words_of_the_table_are_replaced_in_code_strings_and_comments(source: str, expected: str) -> None:
    assert derived(source) == expected


def test_everything_else_keeps_its_layout() -> None:
    source = 'x = {  "a" : 1,   # why\n\n     "b": [ "é", ] }\n'

    assert derived(source) == source


def test_the_first_line_names_the_source() -> None:
    text, _ = unasync.derive("x = 1\n", "src/_async/x.py", NAMES)

    assert text.startswith("# Derived from src/_async/x.py by scripts/unasync. Do not edit.\n")


def test_the_names_that_were_needed_are_reported() -> None:
    _, used = unasync.derive('a: "AsyncThing"\nb.aclose()\n', "here.py", NAMES)

    assert used == {"AsyncThing", "aclose"}


@pytest.mark.parametrize(
    ("source", "message"), [("x = (\n", "here.py: not Python"), ('x = 1\nf"{await y}"\n', "here.py:2: await inside")]
)
def test_a_source_that_cannot_be_derived_is_refused_by_name(source: str, message: str) -> None:
    with pytest.raises(unasync.UnasyncError, match=message):
        derived(source)


def test_the_derived_file_is_formatted(project: Path) -> None:
    lines = (project / "_sync/a.py").read_text().splitlines()

    assert lines[1:] == ["def __enter__(thing: Thing) -> Iterator:", "    thing.close()"]


def test_a_fresh_sync_half_passes_the_check(project: Path) -> None:
    assert unasync.check(project) == []


def test_a_file_kept_by_hand_is_left_alone(project: Path) -> None:
    assert (project / "_sync/io.py").read_text() == "B = 2\n"


def test_one_differing_byte_fails(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "_sync/a.py"
    path.write_text(path.read_text() + "\n")

    assert unasync.main(["--check"]) == 1
    assert "_sync/a.py: differs from what its source says; run scripts/unasync" in capsys.readouterr().out


def test_windows_line_ends_are_a_difference(project: Path) -> None:
    path = project / "_sync/a.py"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert len(unasync.check(project)) == 1


def test_a_missing_file_fails(project: Path) -> None:
    (project / "_sync/a.py").unlink()

    assert len(unasync.check(project)) == 1


def test_an_orphan_fails_and_is_deleted(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    orphan = project / "_sync/old.py"
    orphan.write_text("x = 1\n")

    assert unasync.main(["--check"]) == 1
    assert "_sync/old.py: no async file stands behind it" in capsys.readouterr().out
    assert unasync.write(project) == ["_sync/old.py"]
    assert not orphan.exists()


def test_an_unused_name_fails(project: Path) -> None:
    table = project / "pyproject.toml"
    table.write_text(table.read_text() + 'AsyncGhost = "Ghost"\n')

    assert unasync.check(project) == ["pyproject.toml: [tool.unasync.names] AsyncGhost: no async file has it"]


def test_a_kept_file_that_is_gone_fails(project: Path) -> None:
    (project / "_sync/io.py").unlink()

    assert unasync.check(project) == ["_sync/io.py: kept by hand, but not there"]


def test_what_stands_alone_has_no_sync_half(project: Path) -> None:
    assert not (project / "_sync/only").exists()


def test_a_sync_half_of_what_stands_alone_is_an_orphan(project: Path) -> None:
    (project / "_sync/only").mkdir()
    (project / "_sync/only/b.py").write_text("C = 3\n")

    assert unasync.check(project) == ["_sync/only/b.py: no async file stands behind it"]


def test_what_stands_alone_and_is_gone_fails(project: Path) -> None:
    (project / "_async/only/b.py").unlink()
    (project / "_async/only").rmdir()

    assert unasync.check(project) == ["_async/only: stands alone, but not there"]


def test_the_check_writes_nothing(project: Path) -> None:
    path = project / "_sync/a.py"
    path.write_text("wrong\n")

    unasync.main(["--check"])

    assert path.read_text() == "wrong\n"


def test_a_project_without_a_table_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    monkeypatch.chdir(tmp_path)

    assert unasync.main([]) == 1
    assert "no usable [tool.unasync] table" in capsys.readouterr().out
