"""All files of a directory, for uploads."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, List

import pytest

from anthropic import AsyncAnthropic
from anthropic.lib import async_files_from_dir
from tests.wire import Script, reply

pytestmark = pytest.mark.anyio


@pytest.fixture
def skill(tmp_path: Path) -> Path:
    folder = tmp_path / "skill"
    for name in ("b.md", "sub/a.py", "sub/deep/z", "a-b", ".hidden"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    (folder / "empty").mkdir()
    return folder


async def test_every_file_is_named_from_the_parent_on_in_a_stable_order(skill: Path) -> None:
    expected = [
        ("skill/.hidden", b".hidden"),
        ("skill/a-b", b"a-b"),
        ("skill/b.md", b"b.md"),
        ("skill/sub/a.py", b"sub/a.py"),
        ("skill/sub/deep/z", b"sub/deep/z"),
    ]

    for directory in (skill, str(skill), f"{skill}/", skill / "sub" / ".."):
        assert await async_files_from_dir(directory) == expected  # PK-11


async def test_the_working_directory_has_a_name_too(skill: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(skill / "sub" / "deep")

    assert await async_files_from_dir(".") == [("deep/z", b"sub/deep/z")]


@pytest.mark.parametrize(("name", "error"), [("none", FileNotFoundError), ("b.md", NotADirectoryError)])
async def test_what_is_no_directory_is_refused(skill: Path, name: str, error: Any) -> None:
    with pytest.raises(error, match="pass the directory that holds the files"):
        await async_files_from_dir(skill / name)


def linked(skill: Path, **links: str) -> None:
    for name, target in links.items():
        (skill / name).symlink_to(target)


async def names(skill: Path, **options: bool) -> List[Any]:
    found: Any = await async_files_from_dir(skill, **options)
    return [name for name, _ in found]


async def test_links_inside_are_followed(skill: Path) -> None:
    linked(skill, file="b.md", folder="sub/deep")

    found = await names(skill)

    assert {"skill/file", "skill/folder/z"} < set(found)
    assert (await async_files_from_dir(skill))[found.index("skill/file")] == ("skill/file", b"b.md")


@pytest.mark.parametrize("target", ["../secret", "../outside", "sub/../../secret", "../skill-too/x"])
async def test_a_link_that_leaves_is_refused_unless_it_may(skill: Path, target: str) -> None:
    (skill.parent / "secret").write_bytes(b"s")
    for folder in ("outside", "skill-too"):
        (skill.parent / folder).mkdir()
        (skill.parent / folder / "x").write_bytes(b"x")
    linked(skill / "sub", way=f"../{target}")

    with pytest.raises(ValueError, match="sub/way is a link to .* outside .* follow_symlinks=True"):
        await async_files_from_dir(skill)
    assert len(await names(skill, follow_symlinks=True)) == 6


async def test_a_link_that_leaves_by_way_of_another_is_refused(skill: Path) -> None:
    (skill.parent / "secret").write_bytes(b"s")
    linked(skill, one="two", two="../secret")

    with pytest.raises(ValueError, match="outside"):
        await async_files_from_dir(skill)


@pytest.mark.parametrize("allowed", [False, True])
async def test_loops_of_links_end(skill: Path, allowed: bool) -> None:
    linked(skill / "sub", up="..", here=".")
    linked(skill, other="sub")

    found = await names(skill, follow_symlinks=allowed)

    assert {"skill/sub/a.py", "skill/other/a.py"} < set(found)
    assert len(found) < 20


@pytest.mark.parametrize("target", ["none", "loop"])
async def test_a_link_to_nothing_is_an_error(skill: Path, target: str) -> None:
    linked(skill, loop=target)

    with pytest.raises(OSError, match="skill/loop"):
        await async_files_from_dir(skill)


async def test_the_directory_itself_may_be_a_link(skill: Path) -> None:
    linked(skill.parent, alias="skill/sub")

    assert await names(skill.parent / "alias") == ["alias/a.py", "alias/deep/z"]


async def test_a_pipe_does_not_block_and_is_left_out(skill: Path) -> None:
    os.mkfifo(skill / "pipe")

    assert "skill/pipe" not in await names(skill)


async def test_a_deep_and_wide_tree_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "wide"
    deep = folder.joinpath(*["d"] * 200)
    deep.mkdir(parents=True)
    for n in range(1000):
        (folder / f"{n:04}").write_bytes(b"")
    (deep / "end").write_bytes(b"")

    found = await names(folder)

    assert len(found) == 1001
    assert found == sorted(found)


async def test_a_skill_is_uploaded_from_its_directory(server: Script, client: AsyncAnthropic, skill: Path) -> None:
    server.says(reply({"id": "skill_1", "type": "skill"}))

    await client.beta.skills.create(display_title="t", files=await async_files_from_dir(skill))

    body = server.requests[0].read()
    assert body.count(b'name="files[]"; filename="skill/') == 5
