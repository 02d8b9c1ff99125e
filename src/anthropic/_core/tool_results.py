"""What a function may give back to the model, and what the API takes for it."""

from __future__ import annotations

from collections.abc import Iterator, MappingView, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Dict, Iterable, List, Union

from typing_extensions import TypeGuard

from .._utils._guards import is_list, is_mapping

if TYPE_CHECKING:
    from typing_extensions import Protocol, TypeAlias

    from ..types.beta.beta_tool_result_block_param import Content

    class _Dataclass(Protocol):
        __dataclass_fields__: ClassVar[Dict[str, Any]]

    BetaFunctionToolResultType: TypeAlias = Union[str, Iterable[Content]]
    """Text, or blocks such as text and images: what the API takes as it is."""

    FunctionResult: TypeAlias = Union[BetaFunctionToolResultType, Iterable[object], float, _Dataclass, None]
    """What a function may return: text, blocks, or anything else that has a JSON form. Never something to await."""

__all__ = ["BetaFunctionToolResultType", "FunctionResult", "tool_content"]

_BLOCKS = frozenset({"document", "image", "search_result", "text", "tool_reference"})


def tool_content(value: object) -> Union[str, List[Any]]:
    """The content of a tool result: text and blocks as they are, anything else as JSON text.

    Raises:
        TypeError: The value is none of these.
    """
    if isinstance(value, str):
        return value
    if _is_block(value):
        return [value]
    parts = list(value) if _is_sequence(value) else value
    if is_list(parts) and all(map(_is_block, parts)):
        return parts
    from .._compat import json_text  # pydantic knows how to write models and dates

    try:
        return json_text(parts)
    except (TypeError, ValueError) as error:
        raise TypeError(
            f"A tool returned a value of type {type(value).__name__} that cannot be sent: {error}. "
            "Return text, content blocks, or what JSON can hold."
        ) from error


def _is_sequence(value: object) -> TypeGuard[Iterable[object]]:
    """Whether the value has parts in order, but is no list; bytes count as one value."""
    return isinstance(value, (Sequence, Iterator, MappingView)) and not isinstance(value, (list, bytes, bytearray))


def _is_block(value: object) -> bool:
    """Whether the value is a content block, as a dict or as a model."""
    kind = value.get("type") if is_mapping(value) else getattr(value, "type", None) if _is_model(value) else None
    return isinstance(kind, str) and kind in _BLOCKS


def _is_model(value: object) -> bool:
    from .._compat import is_model_type  # most results are text, for which pydantic need not load

    return is_model_type(type(value))


if not TYPE_CHECKING:

    def __getattr__(name: str) -> Any:
        """The types, for code that reads annotations while it runs; they are made of many others."""
        if name != "BetaFunctionToolResultType":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from ..types.beta.beta_tool_result_block_param import Content

        return Union[str, Iterable[Content]]
