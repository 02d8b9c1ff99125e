"""What the model gets for a value that a tool returned."""

from __future__ import annotations

import datetime
import json
from dataclasses import dataclass
from typing import Any, List, Union, get_args, get_type_hints

import pytest
from pydantic import BaseModel

from anthropic._core import tool_results
from anthropic._core.tool_results import tool_content
from anthropic.lib.tools import BetaFunctionToolResultType
from anthropic.types.beta import BetaTextBlock
from anthropic.types.beta.beta_tool_result_block_param import Content

TEXT = {"type": "text", "text": "Hi"}
IMAGE = {"type": "image", "source": {"type": "url", "url": "http://x"}}
MODEL = BetaTextBlock(type="text", text="Hi")


class Weather(BaseModel):
    city: str
    day: datetime.date


@dataclass
class Point:
    x: float
    tags: List[str]


@pytest.mark.parametrize("value", ["", "text", [], [TEXT], [TEXT, IMAGE, MODEL]])
def test_text_and_blocks_pass_as_they_are(value: Any) -> None:
    assert tool_content(value) is value  # TR-06


@pytest.mark.parametrize(
    ("value", "blocks"),
    [((TEXT, IMAGE), [TEXT, IMAGE]), (iter([TEXT]), [TEXT]), (TEXT, [TEXT]), (MODEL, [MODEL])],
)
def test_blocks_come_in_a_list(value: Any, blocks: List[Any]) -> None:
    assert tool_content(value) == blocks


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (1.5, "1.5"),
        ({"city": "Zürich"}, '{"city":"Zürich"}'),
        ({"type": "dog", "name": "Rex"}, '{"type":"dog","name":"Rex"}'),
        ({"type": ["text"]}, '{"type":["text"]}'),
        ([1, 2], "[1,2]"),
        ([TEXT, "text"], '[{"type":"text","text":"Hi"},"text"]'),
        ([{"type": "dog"}], '[{"type":"dog"}]'),
        ((1, 2), "[1,2]"),
        ((number for number in (1, 2)), "[1,2]"),
        (range(2), "[0,1]"),
        ({"a": 1}.values(), "[1]"),
        (b"text", '"text"'),
        ({3}, "[3]"),
        (Weather(city="Rome", day=datetime.date(2026, 1, 2)), '{"city":"Rome","day":"2026-01-02"}'),
        ([Weather(city="Rome", day=datetime.date(2026, 1, 2))], '[{"city":"Rome","day":"2026-01-02"}]'),
        (Point(1.0, ["a"]), '{"x":1.0,"tags":["a"]}'),
        ({"at": datetime.datetime(2026, 1, 2, 3)}, '{"at":"2026-01-02T03:00:00"}'),
    ],
)
def test_anything_else_becomes_json_text(value: Any, text: str) -> None:
    content = tool_content(value)

    assert content == text
    json.loads(content)


@pytest.mark.parametrize("value", [object(), {"a": object()}, b"\xff"])
def test_what_has_no_json_form_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match=f"of type {type(value).__name__} that cannot be sent"):
        tool_content(value)


def test_all_blocks_of_the_api_are_known() -> None:
    kinds = {kind for block in get_args(Content) for kind in get_args(get_args(get_type_hints(block)["type"])[0])}
    kinds |= {kind for block in get_args(Content) for kind in get_args(get_type_hints(block)["type"])}

    assert {kind for kind in kinds if isinstance(kind, str)} == tool_results._BLOCKS


def test_the_type_of_results_can_be_used_in_programs() -> None:
    assert get_args(Union[BetaFunctionToolResultType, None])[0] is str
