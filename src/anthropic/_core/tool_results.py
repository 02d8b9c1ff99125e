"""What a tool may give back to the model, as the API takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, Union

if TYPE_CHECKING:
    from typing_extensions import TypeAlias

    from ..types.beta.beta_tool_result_block_param import Content

__all__ = ["BetaFunctionToolResultType"]

BetaFunctionToolResultType: TypeAlias = "Union[str, Iterable[Content]]"
"""Text, or blocks such as text and images."""
