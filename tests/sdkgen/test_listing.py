"""The page of the API and the table of operations lead where they say."""

from __future__ import annotations

import importlib
import json
import re
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

import anthropic

ROOT = Path(__file__).parents[2]
OPERATIONS: list[dict[str, Any]] = json.loads((ROOT / "tests/contract/operations.json").read_text("utf-8"))[
    "operations"
]
EACH = pytest.mark.parametrize("operation", OPERATIONS, ids=[operation["id"] for operation in OPERATIONS])


def test_every_link_of_the_page_leads_to_a_file() -> None:
    links = re.findall(r"\]\(([^)]+)\)", (ROOT / "api.md").read_text("utf-8"))

    assert len(links) > 300
    assert [link for link in links if not (ROOT / link).is_file()] == []


@EACH
def test_the_methods_of_an_operation_take_the_arguments_it_lists(operation: dict[str, Any]) -> None:
    for target in operation["python"].values():
        module, _, path = target.partition(":")
        cls, _, name = path.partition(".")
        method = getattr(getattr(importlib.import_module(module), cls), name)

        assert set(operation["arguments"]["all"]) <= set(method.__annotations__)


@EACH
def test_an_example_answer_is_one(operation: dict[str, Any]) -> None:
    items = operation["answer"]["data"] if operation["answers"] == "page" else [operation["answer"]]

    assert operation["answers"] in ("json", "page", "lines", "binary")
    assert (operation["returns"] is None) == (operation["answers"] == "binary")
    for item in items if operation["returns"] else ():
        attrgetter(operation["returns"])(anthropic).model_validate_json(json.dumps(item), strict=True)
