"""Tables over the rules of the memory tool: paths, commands, views, edits."""

from __future__ import annotations

import errno
from typing import Any, Tuple

import pytest

from anthropic._core import memory_text
from anthropic._core.memory_commands import command_from
from anthropic._core.memory_names import MAX_DEPTH, is_plain, names, path_of
from anthropic._core.memory_text import Entry, file_view, inserted, listing, replaced
from anthropic.types.beta import BetaMemoryTool20250818InsertCommand, BetaMemoryTool20250818ViewCommand

TEXT = "one\ntwo\nthree\n"


@pytest.mark.parametrize(
    ("path", "parts"),
    [
        ("/memories", ()),
        ("/memories/", ()),
        ("/memories/a.md", ("a.md",)),
        ("/memories/a/b c/d", ("a", "b c", "d")),
        ("/memories/a/", ("a",)),
        ("/memories/größe-名前：一", ("größe-名前：一",)),
        ("/memories/50%", ("50%",)),
        ("/memories/console.log", ("console.log",)),
        ("/memories/" + "x" * 255, ("x" * 255,)),
    ],
)
def test_a_plain_path_is_its_names(path: str, parts: Tuple[str, ...]) -> None:
    assert names(path) == parts
    assert path_of(parts) == path.rstrip("/")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("", "start with /memories/"),
        ("/", "start with /memories/"),
        ("memories/a", "start with /memories/"),
        ("/Memories/a", "start with /memories/"),
        ("/memoriesa", "start with /memories/"),
        ("//memories/a", "start with /memories/"),
        ("/etc/passwd", "start with /memories/"),
        ("\\memories\\a", "start with /memories/"),
        ("C:\\memories\\a", "start with /memories/"),
        ("file:///memories/a", "start with /memories/"),
        ("/memories/..", "starts with a dot"),
        ("/memories/.", "starts with a dot"),
        ("/memories/../memories/a", "starts with a dot"),
        ("/memories/a/../../b", "starts with a dot"),
        ("/memories/.hidden", "starts with a dot"),
        ("/memories/...", "starts with a dot"),
        ("/memories//a", "empty name"),
        ("/memories//", "empty name"),
        ("/memories/a//", "empty name"),
        ("/memories/ ..", "blank or a dot at its edge"),
        ("/memories/a.", "blank or a dot at its edge"),
        ("/memories/a\u00a0", "blank or a dot at its edge"),
        ("/memories/a\0b", "cannot be seen"),
        ("/memories/a\nb", "cannot be seen"),
        ("/memories/a\u202eb", "cannot be seen"),
        ("/memories/\u200b..x", "cannot be seen"),
        ("/memories/a\ud800", "cannot be seen"),
        ("/memories/..\\..\\a", "starts with a dot"),
        ("/memories/a\\..\\b", "one of <"),
        ("/memories/a:stream", "one of <"),
        ("/memories/*", "one of <"),
        ("/memories/%2e%2e/a", "percent-encoded"),
        ("/memories/a%2Fb", "percent-encoded"),
        ("/memories/%252e", "percent-encoded"),
        ("/memories/a%00", "percent-encoded"),
        ("/memories/\uff0e\uff0e/a", "pass for dots"),
        ("/memories/\u2025/a", "pass for dots"),
        ("/memories/a\uff0fb", "pass for dots"),
        ("/memories/NUL", "keep for devices"),
        ("/memories/com1.txt", "keep for devices"),
        ("/memories/" + "é" * 128, "more than 255 bytes"),
        ("/memories/" + "x" * 10_000, "too long"),
        ("/memories" + "/d" * (MAX_DEPTH + 1), "levels deep"),
    ],
)
def test_any_other_path_is_refused_with_the_reason(path: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        names(path)


def test_names_that_no_path_could_have_are_not_plain() -> None:
    assert [is_plain(name) for name in ("a", ".a", "a\udcff", "")] == [True, False, False, False]


def test_the_input_of_a_call_becomes_a_typed_command() -> None:
    command = command_from({"command": "view", "path": "/memories", "view_range": [1, -1]})

    assert isinstance(command, BetaMemoryTool20250818ViewCommand)
    assert command.view_range == [1, -1]
    assert command_from(command) == command


def test_fields_that_nobody_knows_yet_are_kept() -> None:
    command: Any = command_from({"command": "view", "path": "/memories", "depth": 3})

    assert command.depth == 3


@pytest.mark.parametrize(
    ("given", "error", "why"),
    [
        ({"command": "view"}, ValueError, "view command needs path"),
        ({"command": "create"}, ValueError, "needs file_text and path"),
        ({"command": "rename", "old_path": "a"}, ValueError, "needs new_path"),
        ({"command": "view", "path": 3}, TypeError, "takes text as path, not 3"),
        ({"command": "view", "path": None}, TypeError, "takes text as path, not None"),
        ({"command": "view", "path": "a", "view_range": [1, "2"]}, TypeError, "a list of whole numbers as view_range"),
        ({"command": "view", "path": "a", "view_range": 1}, TypeError, "a list of whole numbers as view_range"),
        ({"command": "insert", "path": "a", "insert_line": "3", "insert_text": ""}, TypeError, "a whole number"),
        ({"command": "insert", "path": "a", "insert_line": True, "insert_text": ""}, TypeError, "a whole number"),
        ({"command": "forget"}, NotImplementedError, "Unknown command: forget. The memory tool has view, create"),
        ({"command": ["view"]}, NotImplementedError, "Unknown command"),
        ({}, NotImplementedError, "Unknown command: None"),  # MM-03
        (None, TypeError, "takes an object with a command, not NoneType"),
        ('{"command":"view"}', TypeError, "not str"),
        ([], TypeError, "not list"),
    ],
)
def test_a_malformed_input_says_what_is_missing(given: Any, error: Any, why: str) -> None:
    with pytest.raises(error, match=why):
        command_from(given)


def test_a_missing_range_is_no_range() -> None:
    assert command_from({"command": "view", "path": "/memories", "view_range": None})
    assert isinstance(
        command_from({"command": "insert", "path": "a", "insert_line": 0, "insert_text": ""}),
        BetaMemoryTool20250818InsertCommand,
    )


@pytest.mark.parametrize(
    ("view_range", "head", "numbers"),
    [
        (None, "lines 1 to 3 of 3", [1, 2, 3]),
        ([2, 3], "lines 2 to 3 of 3", [2, 3]),
        ([2, -1], "lines 2 to 3 of 3", [2, 3]),
        ([3, 99], "lines 3 to 3 of 3", [3]),
    ],
)
def test_a_view_numbers_the_lines(view_range: Any, head: str, numbers: Any) -> None:
    first, *lines = file_view("/memories/a", TEXT, view_range).splitlines()

    assert first == f"/memories/a, {head}:"
    assert [int(line.split("\t")[0]) for line in lines] == numbers
    assert lines[-1].endswith("\tthree")


@pytest.mark.parametrize("view_range", [[], [1], [1, 2, 3], [0, 1], [4, 5], [-1, 2], [3, 2]])
def test_a_range_outside_of_the_file_is_refused(view_range: Any) -> None:
    with pytest.raises(ValueError, match="view_range"):
        file_view("/memories/a", TEXT, view_range)


def test_an_empty_file_is_told_to_be_empty() -> None:
    assert file_view("/memories/a", "", [1, 2]) == "/memories/a is empty."


def test_only_a_line_feed_ends_a_line() -> None:
    assert "lines 1 to 2 of 2" in file_view("/memories/a", "a\u2028b\x0cc\rd\ne")


def test_a_long_view_is_cut_and_says_how_to_go_on() -> None:
    shown = file_view("/memories/a", ("x" * 999 + "\n") * 1000)

    assert len(shown) < 101_000
    assert shown.endswith("Lines 100 to 1000 are left out; view them with view_range [100, 1000].")
    assert file_view("/memories/a", ("x" * 999 + "\n") * 1000, [100, 1000]).startswith("/memories/a, lines 100 to 198")


def test_one_line_is_shown_however_long() -> None:
    assert len(file_view("/memories/a", "x" * 200_000)) > 200_000


def test_a_replacement_shows_the_lines_around() -> None:
    text, told = replaced("/memories/a", TEXT, "two", "2\n2b")

    assert text == "one\n2\n2b\nthree\n"
    assert told.splitlines()[1:] == ["     1\tone", "     2\t2", "     3\t2b", "     4\tthree"]


@pytest.mark.parametrize(
    ("text", "old", "why"),
    [
        (TEXT, "four", "No match: old_str is not in /memories/a"),
        (TEXT, "", "old_str is empty"),
        (TEXT, "o", "2 matches of old_str in /memories/a, on lines 1, 2"),
        ("aaa", "aa", "2 matches"),
        ("a" * 1_000_000, "a" * 1000, "At least 20 matches"),
    ],
)
def test_a_replacement_needs_exactly_one_match(text: str, old: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        replaced("/memories/a", text, old, "new")


def test_replacing_everything_by_nothing_leaves_an_empty_file() -> None:
    assert replaced("/memories/a", "x", "x", "") == ("", "/memories/a is changed; it is empty now.")


@pytest.mark.parametrize(
    ("text", "line", "new", "after"),
    [
        (TEXT, 0, "zero", "zero\none\ntwo\nthree\n"),
        (TEXT, 1, "x\n", "one\nx\ntwo\nthree\n"),
        (TEXT, 3, "four", "one\ntwo\nthree\nfour"),
        ("one", 1, "two", "one\ntwo"),
        ("", 0, "one", "one"),
        ("one", 1, "", "one"),
    ],
)
def test_an_insertion_keeps_lines_apart(text: str, line: int, new: str, after: str) -> None:
    assert inserted("/memories/a", text, line, new)[0] == after


@pytest.mark.parametrize("line", [-1, 4])
def test_an_insertion_after_no_line_is_refused(line: int) -> None:
    with pytest.raises(ValueError, match="lines 1 to 3"):
        inserted("/memories/a", TEXT, line, "x")


def test_a_listing_has_sizes_and_counts_two_levels_deep() -> None:
    entries = [
        Entry(("sub",), True, 0),
        Entry(("sub", "deep"), True, 0),
        Entry(("sub", "deep", "hidden"), False, 9),
        Entry(("b",), False, 2048),
        Entry(("a",), False, 3_000_000),
    ]

    assert listing("/memories", entries).splitlines() == [
        "/memories, 2 levels deep:",
        "2.9 MB\t/memories/a",
        "2.0 KB\t/memories/b",
        "1 item\t/memories/sub/",
        "1 item\t/memories/sub/deep/",
    ]


def test_a_long_listing_is_cut() -> None:
    lines = listing("/memories", [Entry((f"{n}",), False, 1) for n in range(1005)]).splitlines()

    assert len(lines) == 1002
    assert lines[-1].startswith("5 more are left out")


def test_a_failure_names_the_path_of_the_model_and_no_other() -> None:
    told = memory_text.failure(OSError(errno.ENOENT, "x", "/home/me/secret"), "/memories/a", "/memories")

    assert type(told) is FileNotFoundError
    assert str(told) == "/memories/a does not exist. View /memories to see what there is."


def test_a_rare_failure_is_told_in_the_words_of_the_system() -> None:
    told = memory_text.failure(OSError(errno.EIO, "Input/output error"), "/memories/a", "/memories")

    assert str(told) == "/memories/a could not be used: Input/output error."
    assert memory_text.failure(told, "/memories", "/memories") is told
