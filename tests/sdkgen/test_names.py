"""Every naming decision, as tables."""

from __future__ import annotations

import pytest

from sdkgen.names import class_name, local_name, python_name, relative, twin


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("max_tokens", "max_tokens"),
        ("anthropic-beta", "anthropic_beta"),
        ("files[]", "files"),
        ("class", "class_"),
        ("from", "from_"),
        ("2fa", "_2fa"),
        ("a.b c", "a_b_c"),
        ("--", "_"),
        ("type", "type"),
        ("schema", "schema"),
    ],
)
def test_a_wire_name_becomes_a_python_name(wire: str, name: str) -> None:
    assert python_name(wire) == name
    assert python_name(wire).isidentifier()


@pytest.mark.parametrize(
    ("key", "name"), [("Message", "Message"), ("ToolParam.InputSchema", "InputSchema"), ("beta.Params.Tool", "Tool")]
)
def test_a_type_is_named_by_the_last_part_of_its_key(key: str, name: str) -> None:
    assert local_name(key) == name


@pytest.mark.parametrize(("asynchronous", "name"), [(False, "Messages"), (True, "AsyncMessages")])
def test_classes_of_the_asynchronous_colour_have_a_prefix(asynchronous: bool, name: str) -> None:
    assert class_name("Messages", asynchronous) == name


@pytest.mark.parametrize(
    ("key", "other"),
    [("BetaUsage", "Usage"), ("beta.messages.create", "messages.create"), ("Usage", None), ("Be", None)],
)
def test_a_prefixed_key_has_a_twin_without_the_prefix(key: str, other: str | None) -> None:
    assert twin(key, {"Beta": "", "beta.": ""}) == other


@pytest.mark.parametrize(
    ("here", "there", "spelled"),
    [
        ("types.message", "types.usage", ".usage"),
        ("types.beta.beta_message", "types.model", "..model"),
        ("types.message", "types.beta.beta_message", ".beta.beta_message"),
        ("types.beta.messages.batch", "types.beta.usage", "..usage"),
        ("types.message", "_models", ".._models"),
        ("types.beta.beta_message", "_utils._properties", "..._utils._properties"),
        ("resources.messages.messages", "resources.messages.batches", ".batches"),
        ("resources.beta.messages.messages", "resources.messages.messages", "...messages.messages"),
    ],
)
def test_modules_import_each_other_relatively(here: str, there: str, spelled: str) -> None:
    assert relative(here, there) == spelled
