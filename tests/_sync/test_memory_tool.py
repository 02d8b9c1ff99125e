# Derived from tests/_async/test_memory_tool.py by scripts/unasync. Do not edit.
"""The memory tool: the base that subclasses build on, and the one that keeps its notes on the local disk."""

from __future__ import annotations

import os
import pickle
from pathlib import Path
from typing import Any, List

import pytest

from anthropic.lib.tools import BetaAbstractMemoryTool, BetaLocalFilesystemMemoryTool

pytestmark = pytest.mark.anyio


class Recorder(BetaAbstractMemoryTool):
    """Says which method was called, with what."""

    def view(self, command: Any) -> Any:
        return "view", command

    def create(self, command: Any) -> Any:
        return "create", command

    def str_replace(self, command: Any) -> Any:
        return "str_replace", command

    def insert(self, command: Any) -> Any:
        return "insert", command

    def delete(self, command: Any) -> Any:
        return "delete", command

    def rename(self, command: Any) -> Any:
        return "rename", command


INPUTS: List[Any] = [
    {"command": "view", "path": "/memories", "view_range": [1, 2]},
    {"command": "create", "path": "/memories/a", "file_text": "x"},
    {"command": "str_replace", "path": "/memories/a", "old_str": "x", "new_str": "y"},
    {"command": "insert", "path": "/memories/a", "insert_line": 0, "insert_text": "z"},
    {"command": "delete", "path": "/memories/a"},
    {"command": "rename", "old_path": "/memories/a", "new_path": "/memories/b"},
]


def test_the_api_is_told_of_the_tool_by_its_type() -> None:
    cached = Recorder(cache_control={"type": "ephemeral"})

    assert Recorder().to_dict() == {"type": "memory_20250818", "name": "memory"}  # MM-02
    assert cached.to_dict() == {
        "type": "memory_20250818",
        "name": "memory",
        "cache_control": {"type": "ephemeral"},
    }
    assert cached.name == "memory"  # TD-14


@pytest.mark.parametrize("given", INPUTS, ids=lambda given: given["command"])
def test_a_call_reaches_the_method_of_its_command(given: Any) -> None:
    called: Any = Recorder().call(given)

    assert called[0] == given["command"]  # MM-01, MM-03, MM-04
    assert type(called[1]).__name__.lower() == f"betamemorytool20250818{given['command'].replace('_', '')}command"
    assert called[1].to_dict() == given


def test_an_unknown_command_is_not_implemented() -> None:
    with pytest.raises(NotImplementedError, match="Unknown command: forget"):  # MM-03
        Recorder().call({"command": "forget", "path": "/memories"})


def test_an_unknown_command_that_is_typed_is_not_implemented_either() -> None:
    _, command = Recorder().call(INPUTS[4])  # type: ignore[misc]
    command.command = "forget"  # type: ignore[attr-defined]

    with pytest.raises(NotImplementedError, match="Unknown command: forget"):
        Recorder().execute(command)  # type: ignore[arg-type]


def test_clearing_is_up_to_the_subclass() -> None:
    with pytest.raises(NotImplementedError, match="clear_all_memory"):  # MM-05
        Recorder().clear_all_memory()


def test_a_subclass_has_to_have_all_commands() -> None:
    class Half(BetaAbstractMemoryTool):
        def view(self, command: Any) -> str:
            return ""

    with pytest.raises(TypeError, match="create.*delete.*insert.*rename.*str_replace"):
        Half()  # type: ignore[abstract]


class Notes:
    """A local tool, and the directory that it is about."""

    def __init__(self, base: Path, **limits: int) -> None:
        self.tool = BetaLocalFilesystemMemoryTool(base, **limits)
        self.root = base / "memories"

    def __call__(self, command: str, path: str, **more: Any) -> str:
        said = self.tool.call({"command": command, "path": f"/memories{path}", **more})
        assert isinstance(said, str)
        return said

    def rename(self, old: str, new: str) -> str:
        given = {"command": "rename", "old_path": f"/memories{old}", "new_path": f"/memories{new}"}
        said = self.tool.call(given)
        assert isinstance(said, str)
        return said

    @property
    def files(self) -> Any:
        found = (path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_text() for path in found}


@pytest.fixture
def notes(tmp_path: Path) -> Notes:
    return Notes(tmp_path / "base")


def test_the_directory_is_made_when_it_is_first_looked_at(notes: Notes) -> None:
    assert not notes.root.exists()
    assert notes("view", "") == "/memories is empty."
    assert notes.root.is_dir()


def test_a_note_is_written_read_changed_moved_and_deleted(notes: Notes) -> None:
    notes("create", "/work/today.md", file_text="one\ntwo\n")
    notes("str_replace", "/work/today.md", old_str="two", new_str="2")
    notes("insert", "/work/today.md", insert_line=2, insert_text="three")
    notes.rename("/work/today.md", "/past/monday.md")

    assert notes.files == {"past/monday.md": "one\n2\nthree"}
    assert "     3\tthree" in notes("view", "/past/monday.md")
    assert "/memories/past/monday.md" in notes("view", "")
    notes("delete", "/past")
    assert notes.files == {}


def test_nothing_but_the_owner_may_read_what_is_written(notes: Notes) -> None:
    notes("create", "/sub/a", file_text="x")
    notes("insert", "/sub/a", insert_line=0, insert_text="y")

    assert (notes.root / "sub" / "a").stat().st_mode & 0o777 == 0o600
    assert (notes.root / "sub").stat().st_mode & 0o777 == 0o700
    assert notes.root.stat().st_mode & 0o777 == 0o700


def test_text_is_kept_to_the_byte(notes: Notes) -> None:
    notes("create", "/a", file_text="a\r\nb\u2028\0é\n")

    assert (notes.root / "a").read_bytes() == "a\r\nb\u2028\0é\n".encode()


def test_what_exists_is_neither_created_again_nor_moved_over(notes: Notes) -> None:
    notes("create", "/a", file_text="a")
    notes("create", "/b", file_text="b")

    again = (
        lambda: notes("create", "/a", file_text="z"),
        lambda: notes.rename("/a", "/b"),
        lambda: notes.rename("/a", "/a"),
    )
    for act in again:
        with pytest.raises(FileExistsError, match="exists already"):
            act()
    assert notes.files == {"a": "a", "b": "b"}


@pytest.mark.parametrize(
    ("command", "more"),
    [
        ("view", {}),
        ("str_replace", {"old_str": "a", "new_str": "b"}),
        ("insert", {"insert_line": 0, "insert_text": ""}),
        ("delete", {}),
    ],
)
def test_what_is_missing_is_told(notes: Notes, command: str, more: Any) -> None:
    with pytest.raises(FileNotFoundError, match="^/memories/no/ne does not exist"):
        notes(command, "/no/ne", **more)


def test_moving_what_is_missing_makes_no_directory(notes: Notes) -> None:
    with pytest.raises(FileNotFoundError, match="^/memories/none does not exist"):
        notes.rename("/none", "/new/none")
    assert not (notes.root / "new").exists()


def test_a_directory_is_no_file_and_a_file_no_directory(notes: Notes) -> None:
    notes("create", "/sub/a", file_text="x")

    with pytest.raises(IsADirectoryError, match="/memories/sub is a directory"):
        notes("insert", "/sub", insert_line=0, insert_text="")
    with pytest.raises(NotADirectoryError, match="/memories/sub/a/b leads through"):
        notes("create", "/sub/a/b", file_text="")
    with pytest.raises(ValueError, match="path of a directory"):
        notes("create", "/new/", file_text="")


def test_the_root_is_never_written_moved_or_deleted(notes: Notes) -> None:
    notes("create", "/a", file_text="a")

    for path in ("", "/"):
        for act in (
            lambda: notes("create", path, file_text=""),
            lambda: notes("delete", path),
            lambda: notes.rename(path, "/b"),
            lambda: notes.rename("/a", path),
        ):
            with pytest.raises(ValueError, match="memory directory itself"):
                act()
    assert notes.files == {"a": "a"}


def test_a_directory_does_not_move_into_itself(notes: Notes) -> None:
    notes("create", "/a/b", file_text="x")

    with pytest.raises(ValueError, match="into itself"):
        notes.rename("/a", "/a/c")
    assert notes.files == {"a/b": "x"}


def test_moves_do_not_make_trees_too_deep(notes: Notes) -> None:
    notes("create", "/a" * 16, file_text="x")

    with pytest.raises(ValueError, match="levels deep"):
        notes.rename("/a", "/b/a")
    notes.rename("/a", "/b")
    assert list(notes.files) == ["b" + "/a" * 15]


def test_files_have_a_greatest_size(tmp_path: Path) -> None:
    notes = Notes(tmp_path, max_file_size=4)
    notes("create", "/a", file_text="äö")

    for act in (
        lambda: notes("create", "/b", file_text="12345"),
        lambda: notes("insert", "/a", insert_line=0, insert_text="x"),
        lambda: notes("str_replace", "/a", old_str="ä", new_str="äa"),
    ):
        with pytest.raises(ValueError, match="at most 4"):
            act()
    assert notes.files == {"a": "äö"}


def test_a_large_file_that_somebody_else_put_there_is_not_read(tmp_path: Path) -> None:
    notes = Notes(tmp_path, max_file_size=4)
    notes("view", "")
    (notes.root / "big").write_text("12345")

    with pytest.raises(OSError, match="/memories/big is too large"):
        notes("view", "/big")


def test_there_is_a_greatest_number_of_files_and_directories(tmp_path: Path) -> None:
    notes = Notes(tmp_path, max_files=3)
    notes("create", "/d/a", file_text="")

    with pytest.raises(ValueError, match="takes 3 files"):
        notes("create", "/e/b", file_text="")
    with pytest.raises(ValueError, match="takes 3 files"):
        notes.rename("/d/a", "/x/y/a")
    notes("create", "/d/b", file_text="")
    notes.rename("/d/b", "/b")
    with pytest.raises(ValueError, match="Delete some first"):
        notes("create", "/d/c", file_text="")
    assert notes.files == {"d/a": "", "b": ""}
    assert sorted(os.listdir(notes.root)) == ["b", "d"]


def test_clearing_leaves_the_empty_directory(notes: Notes) -> None:
    notes("create", "/a/b/c", file_text="x")
    (notes.root / ".left.tmp").write_text("x")

    assert notes.tool.clear_all_memory() == "/memories is empty."
    assert list(notes.root.iterdir()) == []


def test_clearing_what_was_never_used_is_no_error(notes: Notes) -> None:
    assert notes.tool.clear_all_memory() == "/memories is empty."


def test_a_failed_write_leaves_the_old_text_and_nothing_else(notes: Notes) -> None:
    notes("create", "/a", file_text="a")

    with pytest.raises(ValueError, match="surrogate"):
        notes("insert", "/a", insert_line=0, insert_text="\ud800")
    assert os.listdir(notes.root) == ["a"]
    assert notes.files == {"a": "a"}


def test_what_is_no_text_is_told_without_its_bytes(notes: Notes) -> None:
    notes("view", "")
    (notes.root / "a").write_bytes(b"\xffsecret")

    with pytest.raises(ValueError, match="^/memories/a is not text in UTF-8") as caught:
        notes("view", "/a")
    assert "secret" not in repr(caught.value)


def test_no_error_names_the_place_on_the_disk(notes: Notes) -> None:
    notes("create", "/a", file_text="a")

    for act in (
        lambda: notes("view", "/none"),
        lambda: notes("delete", "/none/b"),
        lambda: notes("create", "/a/b", file_text=""),
        lambda: notes("create", "/" + "é" * 120 + "/a", file_text="x" * 2_000_000),
    ):
        with pytest.raises((OSError, ValueError), match="/memories") as caught:
            act()
        assert str(notes.root.parent) not in repr(caught.value)


def test_a_base_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    notes = Notes(tmp_path / "file")

    with pytest.raises(NotADirectoryError, match="/memories leads through"):
        notes("view", "")


def test_the_working_directory_may_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    tool = BetaLocalFilesystemMemoryTool()
    monkeypatch.chdir("/")

    tool.call({"command": "create", "path": "/memories/a", "file_text": "x"})

    assert (tmp_path / "memory" / "memories" / "a").read_text() == "x"


def test_a_tool_can_be_pickled(notes: Notes) -> None:
    notes("create", "/a", file_text="x")

    copy = pickle.loads(pickle.dumps(notes.tool))  # KD-30

    assert "x" in copy.call({"command": "view", "path": "/memories/a"})
