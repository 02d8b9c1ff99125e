"""Functions as tools: what the model is told of them, which cannot be tools, and how tools travel.

Annotations in this file are text, as in every module that imports `annotations` from the future.
"""

from __future__ import annotations

import copy
import functools
import pickle
from dataclasses import dataclass
from typing import Any, Callable, Dict, List, Optional

import cloudpickle
import pytest
from pydantic import BaseModel, Field
from pydantic.errors import PydanticInvalidForJsonSchema
from typing_extensions import Annotated, Literal, TypedDict

import anthropic
from anthropic import beta_async_tool, beta_tool
from anthropic.lib import tools
from anthropic.lib.tools import _beta_functions


def google(city: str, units: Literal["c", "f"] = "c", days: Optional[int] = None) -> str:
    """Look at the weather.

    It may rain.
    Or not.

    Args:
        city: Where,
            by name.
        units: Of temperature.

    Returns:
        The weather.
    """
    return f"{city} {units} {days}"


def numpy(city: str, units: Literal["c", "f"] = "c", days: Optional[int] = None) -> str:
    """Look at the weather.

    It may rain.
    Or not.

    Parameters
    ----------
    city : str
        Where,
        by name.
    units
        Of temperature.

    Returns
    -------
    str
        The weather.
    """
    return f"{city} {units} {days}"


def rest(city: str, units: Literal["c", "f"] = "c", days: Optional[int] = None) -> str:
    """Look at the weather.

    It may rain.
    Or not.

    :param city: Where,
        by name.
    :param units: Of temperature.
    :returns: The weather.
    """
    return f"{city} {units} {days}"


WEATHER = {
    "additionalProperties": False,
    "properties": {
        "city": {"description": "Where,\nby name.", "title": "City", "type": "string"},
        "units": {
            "default": "c",
            "description": "Of temperature.",
            "enum": ["c", "f"],
            "title": "Units",
            "type": "string",
        },
        "days": {"anyOf": [{"type": "integer"}, {"type": "null"}], "default": None, "title": "Days"},
    },
    "required": ["city"],
    "type": "object",
}


@pytest.mark.parametrize("function", [google, numpy, rest])
def test_the_docstring_tells_the_model(function: Any) -> None:
    assert beta_tool(function).to_dict() == {  # TD-04 to TD-08
        "name": function.__name__,
        "description": "Look at the weather.\n\nIt may rain.\nOr not.",
        "input_schema": WEATHER,
    }


def bare() -> int:
    return 1


def test_a_function_that_says_nothing_is_described_by_its_name() -> None:
    assert beta_tool(bare).to_dict() == {
        "name": "bare",
        "description": "",
        "input_schema": {"additionalProperties": False, "properties": {}, "type": "object"},
    }


class Place(BaseModel):
    """Where."""

    city: str


class Stay(TypedDict):
    nights: int


@dataclass
class Price:
    euros: float


def described(place: Place, near: Annotated[int, Field(description="In km.", ge=1)], by: Annotated[str, "bus"]) -> None:
    """Go.

    Args:
        place: To here.
        near: Not shown.
        by: With this.
    """


def test_an_annotation_describes_a_parameter_better_than_the_docstring() -> None:
    schema: Any = beta_tool(described).input_schema

    told = {name: parameter["description"] for name, parameter in schema["properties"].items()}
    assert told == {"place": "To here.", "near": "In km.", "by": "With this."}  # TD-07
    assert schema["properties"]["near"]["minimum"] == 1
    assert schema["properties"]["place"]["$ref"] == "#/$defs/Place"


def nested(place: Place, stay: Stay, price: Price, *, others: List[Place]) -> Any:
    return place, stay, price, others


def test_models_typed_dicts_and_dataclasses_are_described_and_built() -> None:
    tool = beta_tool(nested)
    stay = {"place": {"city": "Rome"}, "stay": {"nights": "2"}, "price": {"euros": 9}, "others": [{"city": "Bari"}]}

    schema: Any = tool.input_schema
    result: Any = tool.call(stay)

    assert sorted(schema["$defs"]) == ["Place", "Price", "Stay"]
    assert result == (Place(city="Rome"), {"nights": 2}, Price(euros=9), [Place(city="Bari")])


def test_further_arguments_are_allowed_where_the_function_takes_them() -> None:
    def function(first: int, **others: int) -> int:
        return first + sum(others.values())

    tool = beta_tool(function)

    schema: Any = tool.input_schema
    assert schema["additionalProperties"] == {"type": "integer"}
    assert list(schema["properties"]) == ["first"]
    assert tool.call({"first": 1, "second": "2"}) == 3


def test_local_types_are_known_although_annotations_are_text() -> None:
    class Local(BaseModel):
        value: int

    def function(local: Local, others: List["Local"]) -> NotImportedForChecking:  # type: ignore[name-defined]  # noqa: F821
        return local.value + len(others)

    tool = beta_tool(function)

    assert tool.call({"local": {"value": "3"}, "others": [{"value": 1}]}) == 4


def defaulted(size: int = Field(default=3, description="In cm.")) -> int:
    return size


def test_a_field_for_a_default_describes_the_parameter() -> None:
    tool = beta_tool(defaulted)

    schema: Any = tool.input_schema
    assert schema["properties"]["size"]["description"] == "In cm."
    assert tool.call({}) == 3


class Counter:
    def __init__(self, start: int = 0) -> None:
        self.start = start

    def plain(self, by: int) -> int:
        """Count."""
        return self.start + by

    @beta_tool
    def decorated(self, by: int) -> int:
        """Count on."""
        return self.start + by

    @beta_tool(name="renamed", description="Counts.")
    def optioned(self, by: int) -> int:
        return self.start + by

    @staticmethod
    @beta_tool
    def still(by: int) -> int:
        return by

    @classmethod
    def of_class(cls, by: int) -> int:
        return by

    def __call__(self, by: int) -> int:
        """Count when called."""
        return self.start + by


BY = {
    "additionalProperties": False,
    "properties": {"by": {"title": "By", "type": "integer"}},
    "required": ["by"],
    "type": "object",
}


@pytest.mark.parametrize(
    ("tool", "name", "description", "result"),
    [
        (beta_tool(Counter(1).plain), "plain", "Count.", 3),  # TD-10
        (Counter(1).decorated, "decorated", "Count on.", 3),
        (Counter(1).optioned, "renamed", "Counts.", 3),
        (Counter.still, "still", "", 2),
        (Counter(1).still, "still", "", 2),
        (beta_tool(Counter.of_class), "of_class", "", 2),
        (beta_tool(Counter(1)), "Counter", "Count when called.", 3),
        (beta_tool(functools.partial(Counter.plain, Counter(1))), "plain", "Count.", 3),
    ],
)
def test_methods_objects_and_partials_are_tools(tool: Any, name: str, description: str, result: int) -> None:
    assert tool.to_dict() == {"name": name, "description": description, "input_schema": BY}
    assert tool.call({"by": "2"}) == result


def test_a_method_of_a_derived_class_is_a_tool_of_its_instance() -> None:
    class Faster(Counter):
        pass

    tool: Any = Faster(5).decorated

    assert tool(1) == 6
    assert tool.call({"by": 1}) == 6


def test_a_function_from_elsewhere_does_not_become_a_method() -> None:
    class Box:
        weather = beta_tool(google)

    assert Box().weather is Box.weather
    assert Box().weather.call({"city": "Rome"}) == "Rome c None"


def test_an_argument_that_is_filled_in_is_not_asked_for() -> None:
    tool = beta_tool(functools.partial(google, "Rome", days=2), name="rome")

    schema: Any = tool.input_schema
    assert list(schema["properties"]) == ["units", "days"]
    assert tool.call({"units": "f"}) == "Rome f 2"


def test_a_docstring_that_is_given_to_a_partial_counts() -> None:
    rome = functools.partial(google, "Rome")
    rome.__doc__ = "Look at Rome."

    assert beta_tool(rome).description == "Look at Rome."


def test_options_come_before_what_the_function_says() -> None:
    schema = {"type": "object", "properties": {}}

    tool = beta_tool(google, name="sky", description="Looks up.", input_schema=schema, defer_loading=False)

    assert tool.to_dict() == {  # TD-02
        "name": "sky",
        "description": "Looks up.",
        "input_schema": schema,
        "defer_loading": False,
    }
    assert tool.input_schema is schema


@pytest.mark.parametrize("type_", [Place, Stay, Price])
def test_a_type_can_give_the_schema(type_: Any) -> None:
    schema: Any = beta_tool(google, input_schema=type_).to_dict()["input_schema"]

    assert schema["title"] == type_.__name__
    assert schema["type"] == "object"


def test_what_is_assigned_later_is_sent() -> None:
    tool = beta_tool(google)
    tool.name, tool.description, tool.input_schema = "sky", "Looks up.", {"type": "object"}

    assert tool.to_dict() == {"name": "sky", "description": "Looks up.", "input_schema": {"type": "object"}}


def test_a_tool_is_called_as_its_function() -> None:
    tool = beta_tool(google)

    assert tool(5, days="many") == "5 c many"  # type: ignore[arg-type]  # TD-11
    assert tool.func is tool.__call__ is google


def unknown_name(value: Missing) -> None:  # type: ignore[name-defined]  # noqa: F821
    """Cannot be."""


def unknown_type(first: int, callback: Callable[[int], int]) -> None:
    """Cannot be."""


def no_type(value: object()) -> None:  # type: ignore[valid-type]
    """Cannot be."""


def by_position(value: int, /) -> None:
    """Cannot be."""


def any_number(*values: int) -> None:
    """Cannot be."""


def mixed(*values: int, key: int) -> None:
    """Cannot be."""


@pytest.mark.parametrize(
    ("function", "reason"),
    [
        (unknown_name, "name 'Missing' is not defined"),
        (unknown_type, r"callback is typing.Callable\[\[int\], int\]"),
        (no_type, "<object object"),
        (by_position, "by position"),
        (any_number, "by position"),
        (mixed, "keyword-only"),  # TD-09
        (len, "by position"),
    ],
)
def test_a_function_that_the_model_cannot_call_is_refused_at_first_use(function: Any, reason: str) -> None:
    tool = beta_tool(function)

    for use in (tool.to_dict, lambda: tool.input_schema):
        with pytest.raises(
            TypeError, match=rf"{function.__name__}\(\) cannot be described.*{reason}.*Annotate"
        ) as caught:
            use()
        assert isinstance(caught.value, PydanticInvalidForJsonSchema)


def test_what_cannot_be_called_is_no_tool() -> None:
    value: Any = 5

    with pytest.raises(TypeError, match="not of 5"):
        beta_tool(value)


async def waits(value: int) -> int:
    return value


class Waits:
    async def __call__(self, value: int) -> int:
        return value


@pytest.mark.parametrize("function", [waits, Waits(), functools.partial(waits), Waits().__call__])
def test_a_coroutine_function_cannot_be_called_at_once(function: Any) -> None:
    with pytest.raises(RuntimeError, match="beta_async_tool"):  # TD-13
        beta_tool(function).call({"value": 1})


@pytest.mark.parametrize("function", [bare, Counter(), functools.partial(bare)])
async def test_a_plain_function_cannot_be_awaited(function: Any, anyio_backend: str) -> None:
    with pytest.raises(RuntimeError, match="`beta_tool`"):  # TD-13
        await beta_async_tool(function).call({"by": 1})


pytestmark = pytest.mark.anyio


@beta_tool
def by_name(city: str, days: int = 1) -> str:
    """Look.

    Args:
        city: Where.
    """
    return f"{city} {days}"


renamed = beta_tool(by_name.func, name="renamed", description="Again.", input_schema={"type": "object"})


TOOLS = [
    (by_name, {"city": "Rome"}, "Rome 1"),
    (renamed, {"city": "Rome"}, "Rome 1"),
    (beta_tool(google, name="sky", defer_loading=True), {"city": "Rome"}, "Rome c None"),
    (beta_tool(Counter(1).plain), {"by": 1}, 2),
    (Counter(1).decorated, {"by": 1}, 2),
    (Counter(1).optioned, {"by": 1}, 2),
    (Counter.still, {"by": 1}, 1),
]


@pytest.mark.parametrize(("tool", "arguments", "result"), TOOLS, ids=lambda value: str(value)[:40])
@pytest.mark.parametrize(
    "travel", [copy.copy, copy.deepcopy, lambda tool: pickle.loads(pickle.dumps(tool))], ids=["copy", "deep", "pickle"]
)
def test_a_tool_survives_copies_and_pickles(
    tool: Any, arguments: Dict[str, int], result: Any, travel: Callable[[Any], Any]
) -> None:
    arrived = travel(tool)  # KD-30

    assert arrived is not tool
    assert arrived.to_dict() == tool.to_dict()
    assert arrived.call(arguments) == result


def test_a_decorated_function_is_pickled_by_its_name() -> None:
    pickled = pickle.dumps(by_name)

    assert b"by_name" in pickled
    assert pickle.loads(pickled).func is by_name.func


def test_a_local_function_travels_by_value_with_its_types() -> None:
    class Local(BaseModel):
        value: int

    @beta_tool
    def function(local: Local) -> int:
        """Local."""
        return local.value

    arrived = pickle.loads(cloudpickle.dumps(function))

    assert arrived.to_dict() == function.to_dict()
    assert arrived.call({"local": {"value": 2}}) == 2


def test_a_function_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    pickled = pickle.dumps(by_name)
    monkeypatch.delitem(globals(), "by_name")

    with pytest.raises(AttributeError, match=r"by_name, of which a tool was made, is gone"):
        pickle.loads(pickled)


def test_a_tool_shows_its_name() -> None:
    assert repr(by_name) == "<BetaFunctionTool by_name>"


def test_an_attribute_that_does_not_exist_is_missed() -> None:
    tool: Any = by_name

    with pytest.raises(AttributeError, match="'BetaFunctionTool' object has no attribute 'nothing'"):
        _ = tool.nothing


@pytest.mark.parametrize(
    "name",
    [
        "BetaAsyncBuiltinFunctionTool",
        "BetaAsyncFunctionTool",
        "BetaBuiltinFunctionTool",
        "BetaFunctionTool",
        "BetaFunctionToolResultType",
        "beta_async_tool",
        "beta_tool",
    ],
)
def test_the_names_stand_at_their_places(name: str) -> None:
    assert getattr(tools, name) == getattr(_beta_functions, name)  # TD-16


def test_the_decorators_stand_at_the_root() -> None:
    assert (anthropic.beta_tool, anthropic.beta_async_tool) == (tools.beta_tool, tools.beta_async_tool)


@pytest.mark.parametrize("schema", [5, "object", [int]])
def test_an_input_schema_is_a_schema_or_a_model(schema: Any) -> None:
    with pytest.raises(TypeError, match="`input_schema` of add is a JSON schema or a pydantic model class, not"):
        beta_tool(name="add", input_schema=schema)(lambda: "")


def test_an_input_schema_describes_an_object() -> None:
    tool = beta_tool(name="add", input_schema=int)(lambda: "")  # type: ignore[arg-type]

    with pytest.raises(TypeError, match="has to describe an object, which int is not"):
        tool.to_dict()


def test_changing_what_the_api_is_told_changes_no_tool() -> None:
    tool = beta_tool(name="add", input_schema={"type": "object", "properties": {}})(lambda: "")

    told: Any = tool.to_dict()["input_schema"]
    told["properties"]["a"] = 1

    assert tool.to_dict()["input_schema"] == {"type": "object", "properties": {}}
