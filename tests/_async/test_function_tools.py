"""Running a function for the model: what it is called with, what comes back, what is refused."""

from __future__ import annotations

from typing import Any, List

import pytest

from anthropic import beta_async_tool
from anthropic.lib.tools import BetaAsyncFunctionTool

pytestmark = pytest.mark.anyio


@beta_async_tool
async def join(first: int, second: List[int], *, sign: str = "-") -> str:
    """Join numbers."""
    return sign.join(map(str, [first, *second]))


@beta_async_tool(name="given", description="Gives.", defer_loading=True)
async def given(value: Any) -> Any:
    return value


class Adder:
    def __init__(self, start: int) -> None:
        self.start = start

    @beta_async_tool
    async def add(self, by: int) -> int:
        """Add."""
        return self.start + by

    async def __call__(self, by: int) -> int:
        return self.start + by


def test_a_decorated_function_is_a_tool() -> None:
    assert type(join) is type(given) is BetaAsyncFunctionTool  # TD-01
    assert given.to_dict()["defer_loading"] is True


async def test_arguments_are_converted() -> None:
    assert await join.call({"first": "1", "second": ["2", 3]}) == "1-2-3"  # TD-12


async def test_arguments_by_name_only_are_given_by_name() -> None:
    assert await join.call({"first": 1, "second": (), "sign": "+"}) == "1"


@pytest.mark.parametrize("value", [None, "text", 1.5, {"a": 1}, [{"type": "text", "text": "Hi"}]])
async def test_what_a_function_returns_is_passed_on_as_it_is(value: Any) -> None:
    assert await given.call({"value": value}) is value


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ({"first": "one", "second": []}, "first: Input should be a valid integer"),
        ({"first": 1, "second": [2, "two"]}, "second.1: Input should be a valid integer"),
        ({"first": 1}, "second: Missing required argument"),
        ({"first": 1, "second": [], "third": 3}, "third: Unexpected keyword argument"),
    ],
)
async def test_wrong_arguments_are_refused_with_the_reason(arguments: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=f"^Invalid arguments for function join: {problem}"):  # TD-12
        await join.call(arguments)


@pytest.mark.parametrize("arguments", [None, [1], "text"])
async def test_only_a_dictionary_of_arguments_will_do(arguments: Any) -> None:
    with pytest.raises(TypeError, match=f"Input must be a dictionary, got {type(arguments).__name__}"):  # TD-12
        await join.call(arguments)


async def test_an_error_of_the_function_is_not_one_of_its_arguments() -> None:
    @beta_async_tool
    async def fails(value: int) -> str:
        raise ValueError(f"no {value}")

    with pytest.raises(ValueError, match="^no 1$"):
        await fails.call({"value": 1})


async def test_a_method_runs_on_its_instance() -> None:
    assert await Adder(3).add.call({"by": "1"}) == 4
    assert await beta_async_tool(Adder(5)).call({"by": 1}) == 6


async def test_calling_a_tool_calls_the_function() -> None:
    assert await join(1, [2]) == "1-2"  # TD-11
