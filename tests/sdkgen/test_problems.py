"""Broken inputs are named with file and line, in one sentence; nobody has to read a traceback."""

from __future__ import annotations

import pytest

from tests.sdkgen.conftest import NewProject
from tests.sdkgen.project import Project


def complaint(project: Project) -> str:
    """What the generator says of the inputs, their folder left out."""
    outcome = project.run()

    assert outcome.returncode == 2
    assert project.files() == {}
    return outcome.stderr.strip().removeprefix(f"{project.spec}/")


EDITS = {
    "broken YAML": ("model", "openapi.yml", "paths: {}", "paths: }", "paths: }", "not valid YAML: "),
    "a key twice": (
        "model", "openapi.yml", "    Size: {", "    Pet: {}\n    Size: {", "    Pet: {}", "the key 'Pet' is given twice",
    ),
    "a reference that leads nowhere": (
        "model", "openapi.yml", "schemas/Size'}", "schemas/Weight'}", "schemas/Weight'}",
        "the reference '#/components/schemas/Weight' leads nowhere",
    ),
    "a union without one of its members": (
        "union", "openapi.yml", "schemas/Dog'}]", "schemas/Cow'}]", "schemas/Cow'}]",
        "the reference '#/components/schemas/Cow' leads nowhere",
    ),
    "invalid OpenAPI": (
        "model", "openapi.yml", ", version: '1'}", "}", "info:",
        "not valid OpenAPI: 'version' is a required property",
    ),
    "an unknown type": (
        "model", "openapi.yml", "weight: {type: number}", "weight: {type: heavy}", "heavy", "not valid OpenAPI: 'heavy'",
    ),
    "broken TOML": ("model", "sdk.toml", "[types]", "[types", "[types", "not valid TOML: "),
    "a missing key": (
        "model", "sdk.toml", 'Size = { module', 'Size = { name', "Size =", "types.Size lacks 'module'",
    ),
    "an unknown key": (
        "model", "sdk.toml", 'Size = {', 'Size = { colour = "red",', "Size =", "unknown key 'colour'; known here: ",
    ),
    "a module that Python cannot import": (
        "model", "sdk.toml", '"size"', '"my-size"', "Size =", "'my-size' cannot be a name in Python",
    ),
    "a schema without a module": (
        "model", "openapi.yml", "    Size: {", "    Shape: {type: string}\n    Size: {", "Shape:",
        "the schema 'Shape' has no module in sdk.toml",
    ),
    "a type without a schema": (
        "model", "sdk.toml", "[types]", '[types]\nShape = { module = "shape" }', "Shape =",
        "the type 'Shape' is not in openapi.yml",
    ),
    "an alias of nothing": (
        "union", "sdk.toml", 'target = "Animal"', 'target = "Beast"', "target =",
        "'Pet' is another name of 'Beast', which does not exist",
    ),
    "a mixin of nothing": (
        "model", "sdk.toml", "[mixins.Pet]", "[mixins.Beast]", "[mixins.Beast]", "the type 'Beast' does not exist",
    ),
    "an operation that does not exist": (
        "page", "sdk.toml", "methods.retrieve]", 'methods.retrieve]\noperation = "pets.find"', "methods.retrieve]",
        "the method pets.retrieve names the operation 'pets.find', which openapi.yml lacks",
    ),
    "a page that does not exist": (
        "page", "sdk.toml", 'page = "SyncPage"', 'page = "Scroll"', "Scroll", "the page 'Scroll' is not in [pages]",
    ),
    "a hook that does not exist": (
        "page", "sdk.toml", "methods.retrieve]", 'methods.retrieve]\nhooks = ["whistle"]', "hooks =",
        "the hook 'whistle' is not in [hooks]",
    ),
    "parameters without a module": (
        "page", "sdk.toml", 'PetListParams = {', 'PetsParams = {', "[types]",
        "the parameters 'PetListParams' of pets.list have no module",
    ),
    "a description of a field that does not exist": (
        "model", "descriptions.toml", "\nage =", "\nshoes =", "shoes =", "describes 'shoes' of 'Pet', which lacks it",
    ),
    "a description of an operation that does not exist": (
        "stream", "descriptions.toml", '."songs.create"]', '."songs.sing"]', "songs.sing",
        "describes 'songs.sing', which does not exist",
    ),
    "a client of a resource that does not exist": (
        "clients", "sdk.toml", 'resources = []', 'resources = ["cats"]', '"cats"',
        "the client Attic wants the resource 'cats', which is not generated",
    ),
    "a client that lacks what nobody has": (
        "clients", "sdk.toml", 'lacks = ["toys"]', 'lacks = ["cats"]', '"cats"',
        "the client Shop names the resource 'pets.cats', which is not generated",
    ),
    "a client based on nothing": (
        "clients", "sdk.toml", 'parent = "Tiny"', 'parent = "Big"', '"Big"',
        "the client Shop is based on the client 'Big', which does not exist",
    ),
    "an option in the place of nothing": (
        "clients", "sdk.toml", 'instead = ["base_url"]', 'instead = ["town"]', "[clients.Shop.options.street]",
        "the client Shop has no option 'town', which is to stand for another one",
    ),
    "a description that is no text": (
        "model", "descriptions.toml", '"Names one pet among all others."', "7", "id = 7",
        "fields.id is a int, where a str belongs",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", EDITS)
def test_a_broken_input_is_located(case: str, project: NewProject) -> None:
    tree, file, old, new, place, message = EDITS[case]
    broken = project(tree)
    broken.edit(file, old, new)
    line = 1 + next(i for i, text in enumerate((broken.spec / file).read_text("utf-8").splitlines()) if place in text)

    said = complaint(broken)

    assert said[: len(f"{file}:{line}: {message}")] == f"{file}:{line}: {message}"


def test_a_missing_table_is_named(project: NewProject) -> None:
    broken = project("model")
    broken.edit("sdk.toml", "[resources]", "")

    assert complaint(broken) == "sdk.toml: sdk.toml lacks 'resources'"


def test_modules_that_import_each_other_are_named_in_a_circle(project: NewProject) -> None:
    circular = project("union")
    circular.edit(
        "openapi.yml",
        "Cat: {type: object, properties: {type: {type: string, const: cat}}",
        "Cat: {type: object, properties: {owner: {$ref: '#/components/schemas/Owner'}, type: {type: string, const: cat}}",
    )

    said = complaint(circular)

    assert said.startswith("openapi.yml:")
    assert "these modules import each other: cat -> owner -> animal -> cat" in said


def test_a_missing_description_of_the_api_is_named(project: NewProject) -> None:
    empty = project("model")
    (empty.spec / "openapi.yml").unlink()

    assert complaint(empty) == "openapi.yml: cannot be read: No such file or directory"


def test_a_stream_that_no_argument_asks_for_is_located(project: NewProject) -> None:
    silent = project("stream")
    silent.edit("sdk.toml", 'switch = "stream"', 'switch = "sing"')

    assert complaint(silent).startswith(
        "openapi.yml:5: no argument asks for the stream; `switch` in [streams] is 'sing'"
    )


def test_an_empty_description_of_the_api_is_refused(project: NewProject) -> None:
    empty = project("model")
    (empty.spec / "openapi.yml").write_text("")

    assert complaint(empty) == "openapi.yml:1: an API description is a mapping"


def test_a_file_that_is_not_text_is_refused(project: NewProject) -> None:
    binary = project("model")
    (binary.spec / "sdk.toml").write_bytes(b"\xff\xfe")

    assert complaint(binary).startswith("sdk.toml: not UTF-8: ")


@pytest.mark.parametrize(
    ("patch", "expected"),
    [
        ('pointer = "/info/title"\nvalue = "x"', "patches.toml:1: patch.0 lacks 'reason'"),
        ('pointer = "/a/b/c"\nreason = "r"\nvalue = 1', "patches.toml:2: the correction of '/a/b/c' leads nowhere"),
        (
            'pointer = "/info/no"\nreason = "r"\nremove = true',
            "patches.toml:2: the correction of '/info/no' removes what does not exist",
        ),
        (
            'pointer = "/info/title"\nreason = "r"',
            "patches.toml:2: the correction of '/info/title' has neither `value` nor `remove`",
        ),
    ],
)
def test_a_correction_that_cannot_be_made_is_located(patch: str, expected: str, project: NewProject) -> None:
    corrected = project("model")
    corrected.append("patches.toml", f"[[patch]]\n{patch}\n")

    assert complaint(corrected) == expected
