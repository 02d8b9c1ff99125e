"""The base of tools whose schema the API knows already, such as the memory tool: only the running of them is yours."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .._core.tool_results import BetaFunctionToolResultType
    from ..types.beta import BetaToolUnionParam

__all__ = ["BetaAsyncBuiltinFunctionTool"]


class BetaAsyncBuiltinFunctionTool(ABC):
    """A tool that the API defines and you run. Hand instances to the tool runner among its `tools`."""

    @abstractmethod
    def to_dict(self) -> BetaToolUnionParam:
        """The tool as the API takes it."""

    @abstractmethod
    async def call(self, input: object) -> BetaFunctionToolResultType:
        """Run the tool.

        Args:
            input: What the model asks for.

        Returns:
            Text or blocks for the model.
        """

    @property
    def name(self) -> str:
        """The name that the model calls the tool by."""
        facts: Any = self.to_dict()
        name: str = facts["mcp_server_name"] if "mcp_server_name" in facts else facts["name"]
        return name
