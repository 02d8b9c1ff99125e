# Derived from tests/_async/test_function_tools.py by scripts/unasync. Do not edit.
"""Running a function for the model: what it is called with, what comes back, what is refused."""

from __future__ import annotations

from typing import Any, List

import pytest

from anthropic import beta_tool
from anthropic.lib.tools import BetaFunctionTool

pytestmark = pytest.mark.anyio


@beta_tool
def join(first: int, second: List[int], *, sign: str = "-") -> str:
    """Join numbers."""
    return sign.join(map(str, [first, *second]))


@beta_tool(name="given", description="Gives.", defer_loading=True)
def given(value: Any) -> Any:
    return value


class Adder:
    def __init__(self, start: int) -> None:
        self.start = start

    @beta_tool
    def add(self, by: int) -> int:
        """Add."""
        return self.start + by

    def __call__(self, by: int) -> int:
        return self.start + by


def test_a_decorated_function_is_a_tool() -> None:
    assert type(join) is type(given) is BetaFunctionTool  # TD-01
    assert given.to_dict()["defer_loading"] is True


def test_arguments_are_converted() -> None:
    assert join.call({"first": "1", "second": ["2", 3]}) == "1-2-3"  # TD-12


def test_arguments_by_name_only_are_given_by_name() -> None:
    assert join.call({"first": 1, "second": (), "sign": "+"}) == "1"


@pytest.mark.parametrize("value", [None, "text", 1.5, {"a": 1}, [{"type": "text", "text": "Hi"}]])
def test_what_a_function_returns_is_passed_on_as_it_is(value: Any) -> None:
    assert given.call({"value": value}) is value


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"first": "one", "second": []}, "first: Input should be a valid integer"),
        ({"first": 1, "second": [2, "two"]}, "second.1: Input should be a valid integer"),
        ({"first": 1}, "second: Missing required argument"),
        ({"first": 1, "second": [], "third": 3}, "third: Unexpected keyword argument"),
    ],
)
def test_wrong_arguments_are_refused_with_the_reason(arguments: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^Invalid arguments for function join: {problem}"):  # TD-12
        join.call(arguments)


@pytest.mark.parametrize("arguments", [None, [1], "text"])
def test_only_a_dictionary_of_arguments_will_do(arguments: Any) -> None:
    with pytest.raises(TypeError, match=f"Input must be a dictionary, got {type(arguments).__name__}"):  # TD-12
        join.call(arguments)


def test_an_error_of_the_function_is_not_one_of_its_arguments() -> None:
    @beta_tool
    def fails(value: int) -> str:
        raise ValueError(f"no {value}")

    with pytest.raises(ValueError, match="^no 1$"):
        fails.call({"value": 1})


def test_a_method_runs_on_its_instance() -> None:
    assert Adder(3).add.call({"by": "1"}) == 4
    assert beta_tool(Adder(5)).call({"by": 1}) == 6


def test_calling_a_tool_calls_the_function() -> None:
    assert join(1, [2]) == "1-2"  # TD-11
