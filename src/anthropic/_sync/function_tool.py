# Derived from src/anthropic/_async/function_tool.py by scripts/unasync. Do not edit.
"""Functions that the model can call: the decorator, and the tool that it makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Optional, Type, TypeVar, Union, overload

from .._core.function_tool import BaseFunctionTool, FunctionT
from .builtin_tool import BetaBuiltinFunctionTool

if TYPE_CHECKING:
    import pydantic
    from typing_extensions import Concatenate, ParamSpec, Self

    from .._core.function_tool import ResultT
    from .._core.tool_results import BetaFunctionToolResultType
    from ..types.beta.beta_tool_param import InputSchema
    from . import _io

    _P = ParamSpec("_P")
    _OwnerT = TypeVar("_OwnerT")

__all__ = ["BetaFunctionTool", "BetaRunnableTool", "beta_tool"]


class BetaFunctionTool(BaseFunctionTool[FunctionT]):
    """A function that the model can call. Hand it to the tool runner among its `tools`."""

    def call(self, input: object) -> BetaFunctionToolResultType:
        """Run the function with what the model asks for.

        Args:
            input: The arguments by name, as JSON has them; they are converted to what the function is annotated with.

        Returns:
            What the function returns. The tool runner writes as JSON what is neither text nor blocks.

        Raises:
            ValueError: The arguments do not fit the function.
        """
        function = self._plain_function()
        args, kwargs = self._parameters.arguments(input)
        result: BetaFunctionToolResultType = function(*args, **kwargs)
        return result

    @overload
    def __get__(
        self: BetaFunctionTool[Callable[Concatenate[_OwnerT, _P], ResultT]],
        instance: _OwnerT,
        owner: Optional[type] = None,
    ) -> BetaFunctionTool[Callable[_P, ResultT]]: ...

    @overload
    def __get__(self, instance: object, owner: Optional[type] = None) -> Self: ...

    def __get__(self, instance: object, owner: Optional[type] = None) -> BetaFunctionTool[Any]:
        """On an instance, the tool made of its own method."""
        return self._of(instance, owner)


@overload
def beta_tool(
    func: FunctionT,
    *,
    name: Optional[str] = None,
    description: Optional[str] = None,
    input_schema: Union[InputSchema, Type[pydantic.BaseModel], None] = None,
    defer_loading: Optional[bool] = None,
) -> BetaFunctionTool[FunctionT]: ...


@overload
def beta_tool(
    func: None = None,
    *,
    name: Optional[str] = None,
    description: Optional[str] = None,
    input_schema: Union[InputSchema, Type[pydantic.BaseModel], None] = None,
    defer_loading: Optional[bool] = None,
) -> Callable[[FunctionT], BetaFunctionTool[FunctionT]]: ...


def beta_tool(
    func: Optional[FunctionT] = None,
    *,
    name: Optional[str] = None,
    description: Optional[str] = None,
    input_schema: Union[InputSchema, Type[pydantic.BaseModel], None] = None,
    defer_loading: Optional[bool] = None,
) -> Union[BetaFunctionTool[FunctionT], Callable[[FunctionT], BetaFunctionTool[FunctionT]]]:
    """A tool that the model can call, made of a function: `@beta_tool`, or `@beta_tool(name=...)`.

    What the model is told comes from the function: its name, its docstring, its parameters with their annotations,
    and what the docstring says of each. The function is looked at when the tool is first used, and so a function
    that cannot be a tool is refused then.

    Args:
        func: The function; a method or any other object that can be called will do.
        name: What the model calls the tool, in place of the function's name.
        description: What the tool is for, in place of the docstring.
        input_schema: The JSON schema of the arguments, or a model that has it, in place of the signature's.
        defer_loading: Keep the tool out of the prompt until the tool search tool finds it.
    """

    def decorator(function: FunctionT) -> BetaFunctionTool[FunctionT]:
        return BetaFunctionTool(
            function, name=name, description=description, input_schema=input_schema, defer_loading=defer_loading
        )

    return decorator if func is None else decorator(func)


BetaRunnableTool = Union[BetaFunctionTool[Any], BetaBuiltinFunctionTool, "_io.BlockingTool"]
"""What the tool runner runs for the model."""
