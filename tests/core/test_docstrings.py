"""What is read out of docstrings."""

from __future__ import annotations

from typing import Any

import docstring_parser
import pytest

from anthropic._core.docstrings import docstring_of


def described(text: str) -> Any:
    def function() -> None: ...

    function.__doc__ = text
    return docstring_of(function)


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("", ""),
        ("One line.", "One line."),
        ("One\n    two.\n\n    Three.\n\n    Four.", "One\n\ntwo.\n\nThree.\n\nFour."),  # TD-06
        ("\n\n    Late.\n    ", "Late."),
    ],
)
def test_a_description_is_the_short_and_the_long_one(text: str, description: str) -> None:
    assert described(text).description == description


def test_a_parameter_without_a_description_has_none() -> None:
    assert described("Do.\n\nArgs:\n    a (int, optional): First.\n    b:\n").parameters == {"a": "First."}


def test_epydoc_is_read_too() -> None:
    assert described("Do.\n\n@param a: First.").parameters == {"a": "First."}


def test_a_docstring_that_nobody_can_parse_is_the_description(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> None:
        raise docstring_parser.ParseError(text)

    monkeypatch.setattr(docstring_parser, "parse", broken)

    assert described("Do.\n\n    This way.").description == "Do.\n\nThis way."
