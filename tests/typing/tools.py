"""What users of tools see in their editor; never run, held by pyright and mypy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Coroutine, Dict, List, Union

import pydantic
from typing_extensions import assert_type

from anthropic import beta_async_tool, beta_tool, transform_schema
from anthropic.lib.tools import BetaAsyncFunctionTool, BetaFunctionTool, BetaFunctionToolResultType
from anthropic.types.beta import BetaTextBlockParam, BetaToolParam


class Place(pydantic.BaseModel):
    city: str


@dataclass
class Point:
    x: int


@beta_tool
def weather(city: str, *, days: int = 1) -> str:
    return city * days


@beta_tool(name="blocks", description="Blocks.", input_schema=Place, defer_loading=True)
def blocks(city: str) -> List[BetaTextBlockParam]:
    return [{"type": "text", "text": city}]


@beta_async_tool
async def waits(city: str) -> str:
    return city


@beta_async_tool(input_schema={"type": "object"})
async def options(city: str) -> Dict[str, int]:
    return {city: 1}


@beta_tool
def number(city: str) -> float:
    return len(city)


@beta_tool
def point(city: str) -> Point:
    return Point(len(city))


@beta_tool
def place(city: str) -> Union[Place, None]:
    return Place(city=city) if city else None


def decorated() -> None:
    assert_type(weather("Rome", days=2), str)
    assert_type(weather.func("Rome"), str)
    assert_type(weather.call({}), BetaFunctionToolResultType)
    assert_type(weather.to_dict(), BetaToolParam)
    assert_type(weather.name, str)
    assert_type(blocks.func("Rome"), List[BetaTextBlockParam])
    assert_type(number("Rome"), float)
    assert_type(point("Rome"), Point)
    assert_type(place("Rome"), Union[Place, None])


async def awaited() -> None:
    assert_type(await waits("Rome"), str)
    assert_type(await waits.call({}), BetaFunctionToolResultType)
    assert_type(await options("Rome"), Dict[str, int])


class Shop:
    @beta_tool
    def price(self, fruit: str, *, pounds: int = 1) -> float:
        return len(fruit) * pounds

    @beta_async_tool
    async def order(self, fruit: str) -> str:
        return fruit

    outside = weather


async def methods(shop: Shop) -> None:
    assert_type(shop.price("pear", pounds=2), float)
    assert_type(Shop.price(shop, "pear"), float)
    assert_type(shop.price.call({}), BetaFunctionToolResultType)
    assert_type(await shop.order("pear"), str)
    assert_type(shop.outside("Rome", days=2), str)


def held(tool: BetaFunctionTool[Callable[[str], str]]) -> None:
    assert_type(tool.func, Callable[[str], str])
    assert_type(tool("Rome"), str)


def held_async(tool: BetaAsyncFunctionTool[Callable[[str], Coroutine[Any, Any, str]]]) -> None:
    assert_type(tool.func, Callable[[str], Coroutine[Any, Any, str]])


def schemas() -> None:
    assert_type(transform_schema(Place), Dict[str, Any])
    assert_type(transform_schema({"type": "string"}), Dict[str, Any])
