"""Front door: functions as tools, where code in the wild imports them from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._utils._lazy import attach

if TYPE_CHECKING:
    from ..._async.builtin_tool import BetaAsyncBuiltinFunctionTool as BetaAsyncBuiltinFunctionTool
    from ..._async.function_tool import (
        BetaAsyncFunctionTool as BetaAsyncFunctionTool,
        BetaAsyncRunnableTool as BetaAsyncRunnableTool,
        beta_async_tool as beta_async_tool,
    )
    from ..._core.function_tool import (
        AsyncFunctionT as AsyncFunctionT,
        BaseFunctionTool as BaseFunctionTool,
        CallableT as CallableT,
        FunctionT as FunctionT,
    )
    from ..._core.tool_results import BetaFunctionToolResultType as BetaFunctionToolResultType
    from ..._sync.builtin_tool import BetaBuiltinFunctionTool as BetaBuiltinFunctionTool
    from ..._sync.function_tool import (
        BetaFunctionTool as BetaFunctionTool,
        BetaRunnableTool as BetaRunnableTool,
        beta_tool as beta_tool,
    )

__getattr__, __dir__ = attach(
    __name__,
    {
        "AsyncFunctionT": "..._core.function_tool",
        "BaseFunctionTool": "..._core.function_tool",
        "BetaAsyncBuiltinFunctionTool": "..._async.builtin_tool",
        "BetaAsyncFunctionTool": "..._async.function_tool",
        "BetaAsyncRunnableTool": "..._async.function_tool",
        "BetaBuiltinFunctionTool": "..._sync.builtin_tool",
        "BetaFunctionTool": "..._sync.function_tool",
        "BetaFunctionToolResultType": "..._core.tool_results",
        "BetaRunnableTool": "..._sync.function_tool",
        "CallableT": "..._core.function_tool",
        "FunctionT": "..._core.function_tool",
        "beta_async_tool": "..._async.function_tool",
        "beta_tool": "..._sync.function_tool",
    },
)
