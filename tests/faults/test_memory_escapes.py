"""Attacks on the local memory tool: nothing outside of its directory is read, written or listed, nothing blocks.

Everything but the races runs on both roads: names opened from descriptors, and the careful one by path that
platforms without such calls take.
"""

from __future__ import annotations

import itertools
import os
import shutil
import socket
import stat
import sys
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Sequence, Tuple

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from anthropic._disk.confined import HAS_DESCRIPTORS, ConfinedFolder
from anthropic._disk.memory_store import MemoryStore

SECRET, OUTSIDER = "the secret outside, not mine", "outsider"


class World:
    """A memory directory beside something that is none of its business."""

    def __init__(self, folder: Path, by_descriptor: bool) -> None:
        self.base, self.outside = folder / "base", folder / "outside"
        self.root = self.base / "memories"
        disk = ConfinedFolder(self.base, by_descriptor=by_descriptor)
        self.store = MemoryStore(disk, max_file_size=10_000, max_files=500)
        self.store.create("/memories/mine", "mine\n")
        self.store.create("/memories/d/note", "mine\n")
        (self.outside / "below").mkdir(parents=True)
        for path in (self.outside / "note", self.outside / OUTSIDER, self.outside / "below" / OUTSIDER):
            path.write_text(SECRET)
        self.before = self.seen_outside()

    def seen_outside(self) -> Dict[str, Any]:
        """All that is outside, to the inode and the time of the last change."""
        found = {}
        for path in [self.base, *self.base.parent.glob("*"), *self.outside.rglob("*")]:
            facts = path.lstat()
            text = path.read_text() if stat.S_ISREG(facts.st_mode) else ""
            changed = facts.st_mtime_ns if path.is_relative_to(self.outside) else 0
            found[str(path)] = (facts.st_ino, facts.st_mode, facts.st_nlink, changed, text)
        return found

    def attempts(self, path: str) -> List[Callable[[], str]]:
        """Every command, aimed at a path."""
        store = self.store
        return [
            lambda: store.view(path),
            lambda: store.create(path, "written"),
            lambda: store.str_replace(path, "the", "written"),
            lambda: store.insert(path, 0, "written"),
            lambda: store.rename(path, "/memories/stolen"),
            lambda: store.rename("/memories/mine", path),
            lambda: store.delete(path),
        ]

    def assert_untouched(self, *told: str) -> None:
        assert self.seen_outside() == self.before
        for text in told:
            assert SECRET not in text
            assert OUTSIDER not in text
            assert str(self.base.parent) not in text


@pytest.fixture(params=[True, False] if HAS_DESCRIPTORS else [False], ids=lambda has: "openat" if has else "paths")
def world(tmp_path: Path, request: Any) -> World:
    return World(tmp_path, request.param)


def outcome(attempt: Callable[[], str]) -> Tuple[bool, str]:
    """Whether something was done, and what was said."""
    try:
        return True, attempt()
    except (ValueError, OSError) as error:
        return False, repr(error)


@pytest.mark.parametrize(
    "path",
    [
        "/memories/../outside/note",
        "/memories/../../outside/note",
        "/memories/d/../../../outside/note",
        "/memories/./../outside/note",
        "/memories//../outside/note",
        "/memories/..",
        "/memories/d/..",
        "/memories/d/../..",
        "/memories/..\\outside\\note",
        "/memories\\..\\outside\\note",
        "/memories/%2e%2e/outside/note",
        "/memories/%2E%2E%2Foutside%2Fnote",
        "/memories/%252e%252e/outside/note",
        "/memories/..%2foutside/note",
        "/memories/..%c0%afoutside/note",
        "/memories/\uff0e\uff0e/outside/note",
        "/memories/\u2025/outside/note",
        "/memories/..\u200b/outside/note",
        "/memories/../outside/note\0",
        "/memories/d\0/../../outside/note",
        "/memories/d/note\0.md",
        "../outside/note",
        "/etc/passwd",
        "//etc/passwd",
        "/memoriesx/../outside/note",
        "/MEMORIES/../outside/note",
        "file:///etc/passwd",
        "\\\\?\\C:\\note",
        "/memories/C:/note",
        "/memories/" + "../" * 100 + "etc/passwd",
        "/memories/" + "a/" * 5000 + "b",
        "/memories/" + "a" * 5000,
        "/memories/" + "a" * 256,
        "/memories/" + "\U0001f600" * 64,
    ],
)
def test_no_spelling_of_a_path_leads_out(world: World, path: str) -> None:
    results = [outcome(attempt) for attempt in world.attempts(path)]

    assert [done for done, _ in results] == [False] * 7
    world.assert_untouched(*[text for _, text in results if path not in text])
    assert world.store.view("/memories/mine").endswith("\tmine")


PIECES = [
    "..",
    ".",
    "/",
    "\\",
    "a",
    "d",
    "note",
    "memories",
    "outside",
    "%2e",
    "%2f",
    "\0",
    "\uff0e",
    "~",
    " ",
    ":",
    "\u0301",
]


@given(path=st.lists(st.sampled_from(PIECES), max_size=8).map("".join), which=st.integers(0, 6), rooted=st.booleans())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_made_up_path_leads_out(world: World, path: str, which: int, rooted: bool) -> None:
    _, said = outcome(world.attempts(f"/memories/{path}" if rooted else path)[which])

    assert SECRET not in said
    assert world.seen_outside() == world.before
    assert os.listdir(world.base) == ["memories"]


LINKS = {
    "to a file outside": "../../outside/note",
    "to a directory outside": "../../outside",
    "to what does not exist outside": "../../outside/new",
    "to a file inside": "mine",
    "to a directory inside": "d",
    "to the root": ".",
    "to its parent": "..",
    "to itself": "link",
    "to a link": "link2",
    "to a device that never ends": "/dev/zero",
    "to nothing": "nowhere",
}


@pytest.mark.parametrize("target", LINKS.values(), ids=LINKS)
@pytest.mark.parametrize("below", ["", "/note", "/new", "/below/outsider"])
def test_no_link_is_followed(world: World, target: str, below: str) -> None:
    (world.root / "link").symlink_to(target)
    (world.root / "link2").symlink_to("../../outside")

    results = [outcome(attempt) for attempt in world.attempts(f"/memories/link{below}")]

    assert [done for done, _ in results] == [False] * 7
    world.assert_untouched(*[text.replace("/below/outsider", "") for _, text in results])
    assert sorted(os.listdir(world.root)) == ["d", "link", "link2", "mine"]
    assert not (world.root / "nowhere").exists()


def test_an_absolute_link_is_not_followed_either(world: World) -> None:
    (world.root / "link").symlink_to(world.outside)
    (world.root / "file").symlink_to(world.outside / "note")

    results = [outcome(each) for path in ("link/note", "link", "file") for each in world.attempts(f"/memories/{path}")]

    assert not any(done for done, _ in results)
    world.assert_untouched(*[text for _, text in results])


def test_links_are_not_listed(world: World) -> None:
    (world.root / OUTSIDER).symlink_to("../../outside")
    (world.root / "d" / OUTSIDER).symlink_to("../../../outside/note")
    (world.root / "d" / f"dangling-{OUTSIDER}").symlink_to("nowhere")

    world.assert_untouched(world.store.view("/memories"), world.store.view("/memories/d"))


def test_deleting_and_clearing_take_links_away_and_not_what_they_lead_to(world: World) -> None:
    for folder in (world.root, world.root / "d"):
        (folder / "file").symlink_to(world.outside / "note")
        (folder / "folder").symlink_to(world.outside)
        (folder / "dangling").symlink_to("nowhere")

    world.store.delete("/memories/d")
    world.store.clear()

    world.assert_untouched()
    assert os.listdir(world.root) == []


def test_a_root_that_became_a_link_is_not_used(world: World) -> None:
    world.root.rename(world.root.with_name("moved"))
    world.root.symlink_to(world.outside)
    world.before = world.seen_outside()

    results = [outcome(each) for path in ("note", "new", "below") for each in world.attempts(f"/memories/{path}")]
    results += [outcome(lambda: world.store.view("/memories")), outcome(world.store.clear)]

    assert [text for done, text in results if done and text != "/memories is empty."] == []
    world.assert_untouched(*[text for _, text in results])


def test_a_base_that_became_a_link_is_not_used(world: World) -> None:
    world.base.rename(world.base.with_name("moved"))
    (world.outside / "memories").mkdir()
    (world.outside / "memories" / "note").write_text(SECRET)
    world.base.symlink_to(world.outside)

    results = [outcome(attempt) for attempt in world.attempts("/memories/note")]

    assert not any(done for done, _ in results)
    assert (world.outside / "memories" / "note").read_text() == SECRET


def test_a_second_name_of_a_file_outside_is_neither_read_nor_written(world: World) -> None:
    os.link(world.outside / "note", world.root / OUTSIDER)
    os.link(world.outside / "note", world.root / "d" / OUTSIDER)
    world.before = world.seen_outside()
    path = f"/memories/{OUTSIDER}"

    results = [outcome(attempt) for attempt in world.attempts(path)[:4]]

    assert not any(done for done, _ in results)
    world.assert_untouched(*[text.replace(path, "") for _, text in results], world.store.view("/memories"))
    world.store.delete(path)
    world.store.delete("/memories/d")
    assert (world.outside / "note").read_text() == SECRET


@pytest.mark.timeout(10)
def test_pipes_and_sockets_neither_block_nor_show(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(world.root / "pipe")
    monkeypatch.chdir(world.root)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")

        results = [
            outcome(each) for path in ("pipe", "socket", "pipe/a") for each in world.attempts(f"/memories/{path}")
        ]

    assert not any(done for done, _ in results)
    assert "pipe" not in world.store.view("/memories")
    assert "socket" not in world.store.view("/memories")


def test_hidden_files_are_out_of_reach(world: World) -> None:
    (world.root / ".ssh").mkdir()
    (world.root / ".ssh" / "key").write_text(SECRET)

    results = [outcome(attempt) for attempt in world.attempts("/memories/.ssh/key")]

    assert not any(done for done, _ in results)
    assert ".ssh" not in world.store.view("/memories")


def test_names_that_differ_in_case_or_normal_form_stay_what_they_are(world: World) -> None:
    world.store.rename("/memories/mine", "/memories/Mine")
    world.store.create("/memories/\u00e9", "composed")
    outcome(lambda: world.store.create("/memories/e\u0301", "decomposed"))
    outcome(lambda: world.store.create("/memories/mine", "another"))

    assert world.store.view("/memories/Mine").endswith("\tmine")
    assert world.store.view("/memories/\u00e9").endswith("\tcomposed")
    world.assert_untouched()


def test_a_name_as_long_as_the_disk_can_hold_works(world: World) -> None:
    path = "/memories/" + "n" * 255

    world.store.create(path, "x\n")
    world.store.insert(path, 1, "y")

    assert world.store.view(path).endswith("\ty")


def test_a_tree_deeper_than_paths_can_be_is_deleted(world: World) -> None:
    folder = os.open(world.root, os.O_RDONLY)
    for _ in range(150):
        os.mkdir("n" * 200, dir_fd=folder)
        folder, above = os.open("n" * 200, os.O_RDONLY, dir_fd=folder), folder
        os.close(above)
    os.close(folder)

    done, said = outcome(world.store.clear)

    world.assert_untouched()
    assert done is (world.store.view("/memories") == "/memories is empty."), said


def test_refusals_leave_no_descriptor_open(world: World) -> None:
    (world.root / "link").symlink_to("../../outside")
    os.mkfifo(world.root / "pipe")

    def lowest_free() -> int:
        free = os.open(os.devnull, os.O_RDONLY)
        os.close(free)
        return free

    free = lowest_free()
    for path in ("link", "link/a", "pipe", "none", "none/a", "mine/a", "d", ".."):
        for attempt in world.attempts(f"/memories/{path}"):
            outcome(attempt)

    assert lowest_free() == free


def swapped(true: Path, replaced_by: Callable[[Path], object], stop: threading.Event) -> None:
    """Replace a file or directory by something else, and back, as fast as that goes."""
    spare, other = true.with_name(".spare"), true.with_name(".other")

    def put(path: Path) -> None:
        while os.path.lexists(path):
            with suppress(OSError):
                path.rename(true)
                return
            shutil.rmtree(true, ignore_errors=True)  # a command made a directory in between

    while not stop.is_set():
        replaced_by(other)
        true.rename(spare)
        put(other)
        true.unlink()
        put(spare)


@contextmanager
def swapping(true: Path, replaced_by: Callable[[Path], object]) -> Iterator[None]:
    """Have another thread swap as long as this lasts."""
    stop = threading.Event()
    swapper = threading.Thread(target=swapped, args=(true, replaced_by, stop))
    swapper.start()
    try:
        yield
    finally:
        stop.set()
        swapper.join()


def trials(most: int, seconds: float, results: Sequence[Tuple[bool, str]] = ((True, ""),)) -> Iterator[int]:
    """Numbers, until there were that many or the time is up, but not before one of the results was a success."""
    end = time.monotonic() + seconds

    def goes_on(number: int) -> bool:
        return (number < most and time.monotonic() < end) or not any(done for done, _ in results)

    return itertools.takewhile(goes_on, range(20 * most))


@pytest.fixture
def eager_threads() -> Iterator[None]:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


RACES: Dict[str, Callable[[MemoryStore, int], str]] = {
    "viewing a file": lambda store, n: store.view("/memories/d/note"),
    "viewing a directory": lambda store, n: store.view("/memories/d"),
    "viewing what is above": lambda store, n: store.view("/memories"),
    "creating": lambda store, n: store.create(f"/memories/d/new{n}", "x"),
    "replacing": lambda store, n: store.str_replace("/memories/d/note", "mine" if n % 2 else "mine!", "mine!"),
    "inserting": lambda store, n: store.insert("/memories/d/note", 0, "" if n % 9 else "more"),
    "moving out": lambda store, n: store.rename("/memories/d/note", f"/memories/moved{n}"),
    "moving in": lambda store, n: store.rename("/memories/mine", f"/memories/d/moved{n}"),
    "deleting a file": lambda store, n: store.delete("/memories/d/note"),
    "deleting what is around": lambda store, n: store.delete("/memories/d/below"),
}


@pytest.mark.parametrize("race", RACES)
def test_swapping_links_in_while_commands_run_leads_nowhere(tmp_path: Path, eager_threads: None, race: str) -> None:
    world = World(tmp_path, by_descriptor=True)
    held = os.open(world.root / "d", os.O_RDONLY | os.O_DIRECTORY)
    results: List[Tuple[bool, str]] = []
    with swapping(world.root / "d", lambda link: link.symlink_to("../../outside")):
        for n in trials(2000, 0.8, results):
            refill(world, held)
            results.append(outcome(lambda: RACES[race](world.store, n)))
    os.close(held)

    world.assert_untouched(*[said for _, said in results])
    assert any(done for done, _ in results)


def refill(world: World, held: int) -> None:
    """Put back what a trial took away; empty what trials fill."""
    for name in os.listdir(held):
        if name.startswith(("new", "moved")):
            os.unlink(name, dir_fd=held)
    for name in world.root.glob("moved*"):
        name.unlink()
    (world.root / "mine").write_text("mine\n")
    with open(os.open("note", os.O_CREAT | os.O_WRONLY | os.O_TRUNC, dir_fd=held), "w") as note:
        note.write("mine\n")
    with suppress(FileExistsError):
        os.mkdir("below", dir_fd=held)
    os.close(os.open(f"below/{OUTSIDER[:3]}", os.O_CREAT | os.O_WRONLY, dir_fd=held))


@pytest.mark.parametrize("replacement", ["link", "pipe"])
def test_a_file_that_is_swapped_while_it_is_opened_is_not_read(
    tmp_path: Path, eager_threads: None, replacement: str
) -> None:
    world = World(tmp_path, by_descriptor=HAS_DESCRIPTORS)
    results: List[Tuple[bool, str]] = []

    def replace(path: Path) -> None:
        os.mkfifo(path) if replacement == "pipe" else path.symlink_to(world.outside / "note")

    with swapping(world.root / "d" / "note", replace):
        for _ in trials(3000, 1, results):
            results.append(outcome(lambda: world.store.view("/memories/d/note")))

    world.assert_untouched(*[text for _, text in results])
    assert {text for done, text in results if done} == {"/memories/d/note, lines 1 to 1 of 1:\n     1\tmine"}


def test_a_view_never_sees_half_a_file(tmp_path: Path, eager_threads: None) -> None:
    world = World(tmp_path, by_descriptor=HAS_DESCRIPTORS)
    small, large = "x" * 10, "x" * 9000
    world.store.create("/memories/whole", small)
    stop = threading.Event()

    def rewrite() -> None:
        while not stop.is_set():
            world.store.str_replace("/memories/whole", small, large)
            world.store.str_replace("/memories/whole", large, small)

    writer = threading.Thread(target=rewrite)
    writer.start()
    seen = {world.store.view("/memories/whole").count("x") for _ in trials(3000, seconds=1)}
    stop.set()
    writer.join()

    assert seen <= {len(small), len(large)}


def test_edits_at_the_same_time_all_count(tmp_path: Path) -> None:
    world = World(tmp_path, by_descriptor=HAS_DESCRIPTORS)
    world.store.create("/memories/log", "")

    def add(number: int) -> None:
        for n in range(10):
            world.store.insert("/memories/log", 0, f"{number}-{n}")

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len((world.root / "log").read_text().split()) == 80
