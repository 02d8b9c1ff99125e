"""What a run writes, what it leaves alone, and what `--check` says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.sdkgen.conftest import NewProject
from tests.sdkgen.project import SOURCE, Project

SPEC = SOURCE / "sdkgen" / "spec"
PET = "src/tiny/types/pet.py"


def changed(before: dict[str, str], after: dict[str, str]) -> set[str]:
    """The paths that were written, made or deleted."""
    return {path for path in {*before, *after} if before.get(path) != after.get(path)}


def test_a_second_run_writes_nothing(project: NewProject) -> None:
    tiny = project("model")
    tiny.run()
    stamps = {path: path.stat().st_mtime_ns for path in tiny.root.rglob("*.py")}

    said = tiny.run()

    assert said.stdout == "0 files written, 0 deleted\n"
    assert {path: path.stat().st_mtime_ns for path in tiny.root.rglob("*.py")} == stamps


def test_one_property_changed_changes_exactly_the_file_that_carries_it(project: NewProject) -> None:
    tiny = project("model")
    tiny.run()
    before = tiny.files()
    tiny.edit("openapi.yml", "weight: {type: number}", "weight: {type: integer}")

    tiny.run()

    assert changed(before, tiny.files()) == {PET}
    assert "weight: Optional[int] = None" in tiny.files()[PET]


def test_one_property_of_the_real_description_changes_the_files_that_carry_it(tmp_path: Path) -> None:
    real = Project.real(tmp_path)
    real.run()
    before = real.files()
    real.edit(
        "openapi.yml", "properties: {input_tokens: {type: integer}}", "properties: {input_tokens: {type: number}}"
    )

    real.run()

    assert {Path(path).name for path in changed(before, real.files())} == {"message_tokens_count.py", "operations.json"}


def test_an_argument_more_changes_its_method_and_its_parameters(project: NewProject) -> None:
    tiny = project("stream")
    tiny.run()
    before = tiny.files()
    tiny.edit("openapi.yml", "loud: {type: boolean}", "loud: {type: boolean}\n                key: {type: string}")

    tiny.run()

    written = {path for path in changed(before, tiny.files()) if path.startswith("src/")}
    assert written == {"src/tiny/resources/songs.py", "src/tiny/types/song_create_params.py"}


def test_a_type_that_is_gone_takes_its_file_with_it(project: NewProject) -> None:
    tiny = project("model")
    tiny.run()
    tiny.edit("openapi.yml", "    BetaPet: {type: object, properties: {id: {type: string}}, required: [id]}\n", "")
    tiny.edit("sdk.toml", 'BetaPet = { module = "beta.beta_pet" }\n', "")

    said = tiny.run()

    assert said.stdout.endswith("2 deleted\n")
    assert not (tiny.package / "types" / "beta").exists()


def test_files_written_by_hand_are_left_alone(project: NewProject) -> None:
    tiny = project("model")
    tiny.run()
    mine = tiny.package / "types" / "mine.py"
    mine.write_text("# By hand.\n")

    tiny.run()

    assert mine.read_text() == "# By hand.\n"


def test_check_is_content_with_what_was_just_generated(project: NewProject) -> None:
    tiny = project("model")
    tiny.run()

    said = tiny.run("--check")

    assert (said.returncode, said.stderr) == (0, "")


def test_check_shows_the_first_difference_and_writes_nothing(project: NewProject) -> None:
    tiny = project("model")
    tiny.run()
    edited = tiny.root / PET
    edited.write_text(edited.read_text().replace("age: Optional[int]", "age: Optional[str]"))
    before = tiny.files()

    said = tiny.run("--check")

    assert said.returncode == 1
    assert "-    age: Optional[str] = None\n+    age: Optional[int] = None\n" in said.stderr
    assert tiny.files() == before


def test_check_names_a_file_that_is_missing(project: NewProject) -> None:
    tiny = project("model")
    tiny.run()
    os.remove(tiny.root / PET)

    said = tiny.run("--check")

    assert said.returncode == 1
    assert said.stderr == f"{tiny.root / PET}: this file is missing\n"


def test_check_names_a_file_that_nothing_generates_any_more(project: NewProject) -> None:
    tiny = project("model")
    tiny.run()
    (tiny.package / "types" / "old.py").write_text(tiny.files()[PET])

    said = tiny.run("--check")

    assert said.returncode == 1
    assert said.stderr == f"{tiny.package / 'types' / 'old.py'}: nothing generates this file any more\n"


def test_a_correction_changes_what_is_generated(project: NewProject) -> None:
    tiny = project("model")
    tiny.append(
        "patches.toml",
        '[[patch]]\npointer = "/components/schemas/Pet/properties/weight/type"\nreason = "Grams."\nvalue = "integer"\n',
    )

    tiny.run()

    assert "weight: Optional[int] = None" in tiny.files()[PET]


def test_the_command_line_ends_with_the_status(project: NewProject) -> None:
    broken = project("model")
    broken.edit("openapi.yml", "paths: {}", "paths: }")
    command = [sys.executable, "-m", "sdkgen", "--spec", str(broken.spec), "--root", str(broken.root)]

    said = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(SOURCE)})

    assert said.returncode == 2
    assert len(said.stderr.splitlines()) == 1


def test_the_generated_package_is_what_the_description_says() -> None:
    here = Project(SPEC, SOURCE.parent)

    said = here.run("--check")

    assert said.stderr == ""
    assert said.returncode == 0
