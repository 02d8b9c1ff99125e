"""The package against the public surface of version 0.79.0: every name, every signature, every field, every constant."""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import json
import re
from pathlib import Path
from typing import Any, Dict, List, Tuple

import pytest

SURFACE: Dict[str, Any] = json.loads(Path(__file__).with_name("surface.json").read_text("utf-8"))

INTENDED = {
    r"anthropic\._models\.BaseModel\.(model_)?construct": "the class parameter is spelled cls and keywords are listed",
    r"anthropic\._compat\.GenericModel|anthropic\._models\.GenericModel\(": "the seam to pydantic has no class of its own",
    r"anthropic\.lib\.streaming\..*\.(Beta)?MessageStreamManager\.__init__": "output_format may be left out in both colours",
    r"anthropic\.lib\._files\.(async_)?files_from_dir$": "they can be told to follow links, which they refuse otherwise",
}

ADDED = {
    r"anthropic\.lib\.bedrock\._client\.(Async)?AnthropicBedrock\.": {"api_key", "boto3_session"},
    r"anthropic\..*(Anthropic\w*|APIClient|BaseClient)\.": {
        "total_timeout", "attempt_timeout", "idle_timeout", "max_retry_after", "max_response_bytes",
        "http_client_factory",
    },
    r".*\.beta\.messages\.messages\.(Async)?Messages\.tool_runner": {"max_concurrent_tools"},
}  # fmt: skip
"""Keyword options that 0.79.0 lacks."""

MOVED = {"anthropic._utils._utils": "anthropic"}
"""Private modules whose names are reached from elsewhere here."""


def excused(name: str) -> bool:
    return any(re.match(pattern, name) for pattern in INTENDED)


def parameters(text: str) -> List[Tuple[str, str]]:
    """Names, kinds and presence of defaults, from a signature as text."""
    plain = re.sub(r"<[^>]*>", "0", text.replace("@classmethod ", "").replace("@staticmethod ", ""))
    node: Any = ast.parse(f"{plain}: ...").body[0]
    given = [(each.arg, "positional") for each in (*node.args.posonlyargs, *node.args.args)]
    pairs = zip(node.args.kwonlyargs, node.args.kw_defaults)
    return given + sorted((each.arg, "required" if default is None else "optional") for each, default in pairs)


def present(function: Any) -> List[Tuple[str, str]]:
    """The same of a function."""
    found = inspect.signature(function).parameters.values()
    given = [
        (each.name, "positional") for each in found if each.kind in (each.POSITIONAL_ONLY, each.POSITIONAL_OR_KEYWORD)
    ]
    named = [each for each in found if each.kind is each.KEYWORD_ONLY]
    return given + sorted((each.name, "required" if each.default is each.empty else "optional") for each in named)


def resolved(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(MOVED.get(module, module)), name)


NAMES = [
    (m, n, t)
    for m, names in SURFACE["modules"].items()
    for n, t in names.items()
    if not excused(t) and not excused(f"{m}.{n}")
]
CLASSES = [key for key in SURFACE["classes"] if not excused(key)]
SIGNATURES = [
    (key, member, text if isinstance(text, str) else text["signature"])
    for key in CLASSES
    for member, text in SURFACE["classes"][key].get("members", {}).items()
    if not excused(f"{key}.{member}")
]


@pytest.mark.parametrize("module", [m for m in SURFACE["modules"] if not excused(m)])
def test_every_name_of_a_module_is_there(module: str) -> None:
    missing = [name for m, name, _ in NAMES if m == module and not hasattr(importlib.import_module(module), name)]

    assert missing == []


@pytest.mark.parametrize("key", [key for key in CLASSES if SURFACE["classes"][key].get("fields")])
def test_the_fields_of_a_class_are_there_in_order(key: str) -> None:
    cls = resolved(key)
    wanted = list(SURFACE["classes"][key]["fields"])
    fields = list(getattr(cls, "model_fields", None) or [])
    if not fields:
        fields = [name for each in reversed(cls.__mro__) for name in vars(each).get("__annotations__", {})]
        fields += [
            name
            for name in wanted
            if isinstance(inspect.getattr_static(cls, name, None), (property, functools.cached_property))
        ]

    assert [name for name in dict.fromkeys(fields) if name in wanted] == wanted


BASES = [
    (key, base.partition("[")[0])
    for key in CLASSES
    for base in SURFACE["classes"][key].get("bases", ())
    if base.startswith("anthropic.") and not excused(f"{key}({base}")
]


@pytest.mark.parametrize(("key", "base"), BASES)
def test_a_class_extends_its_base(key: str, base: str) -> None:
    assert issubclass(resolved(key), resolved(base))


@pytest.mark.parametrize(("key", "member", "text"), SIGNATURES, ids=lambda value: str(value)[-60:])
def test_a_member_has_its_signature(key: str, member: str, text: str) -> None:
    if "def " not in text:
        assert member in {name for each in resolved(key).__mro__ for name in vars(each)} or hasattr(
            resolved(key), member
        )
        return
    static = inspect.getattr_static(resolved(key), member)

    more = {name for pattern, names in ADDED.items() if re.match(pattern, f"{key}.{member}") for name in names}

    assert [each for each in present(getattr(static, "__func__", static)) if each[0] not in more] == parameters(text)
    wanted = text.removeprefix("@classmethod ").startswith("async ")
    if key.startswith("anthropic.resources"):
        assert inspect.iscoroutinefunction(inspect.unwrap(static)) is wanted


@pytest.mark.parametrize("key", [key for key in SURFACE["functions"] if not excused(key)])
def test_a_function_has_its_signature(key: str) -> None:
    assert present(resolved(key)) == parameters(SURFACE["functions"][key])


@pytest.mark.parametrize(
    "key", [key for key in SURFACE["values"] if not excused(key) and "Omit" not in SURFACE["values"][key]]
)
def test_a_constant_has_its_value(key: str) -> None:
    assert repr(resolved(key)) == SURFACE["values"][key]


def test_all_but_what_is_excused_is_compared(capsys: pytest.CaptureFixture[str]) -> None:
    names = sum(len(names) for names in SURFACE["modules"].values())
    with capsys.disabled():
        print(
            f"\nsurface: {len(NAMES)} of {names} names, {len(CLASSES)} of {len(SURFACE['classes'])} classes, {len(SIGNATURES)} members"
        )

    assert len(NAMES) == names - 2  # the seam's generic model, of which two modules speak
    assert len(CLASSES) >= len(SURFACE["classes"]) - 1
