"""Front door: tools that run on your side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._utils._lazy import attach

if TYPE_CHECKING:
    from ..._async.builtin_tool import BetaAsyncBuiltinFunctionTool as BetaAsyncBuiltinFunctionTool
    from ..._async.function_tool import (
        BetaAsyncFunctionTool as BetaAsyncFunctionTool,
        beta_async_tool as beta_async_tool,
    )
    from ..._async.memory_tool import (
        BetaAsyncAbstractMemoryTool as BetaAsyncAbstractMemoryTool,
        BetaAsyncLocalFilesystemMemoryTool as BetaAsyncLocalFilesystemMemoryTool,
    )
    from ..._core.tool_results import BetaFunctionToolResultType as BetaFunctionToolResultType
    from ..._sync.builtin_tool import BetaBuiltinFunctionTool as BetaBuiltinFunctionTool
    from ..._sync.function_tool import (
        BetaFunctionTool as BetaFunctionTool,
        beta_tool as beta_tool,
    )
    from ..._sync.memory_tool import (
        BetaAbstractMemoryTool as BetaAbstractMemoryTool,
        BetaLocalFilesystemMemoryTool as BetaLocalFilesystemMemoryTool,
    )

__all__ = [
    "BetaAbstractMemoryTool",
    "BetaAsyncAbstractMemoryTool",
    "BetaAsyncBuiltinFunctionTool",
    "BetaAsyncFunctionTool",
    "BetaAsyncLocalFilesystemMemoryTool",
    "BetaBuiltinFunctionTool",
    "BetaFunctionTool",
    "BetaFunctionToolResultType",
    "BetaLocalFilesystemMemoryTool",
    "beta_async_tool",
    "beta_tool",
]

__getattr__, __dir__ = attach(
    __name__,
    {
        "BetaAbstractMemoryTool": "..._sync.memory_tool",
        "BetaAsyncAbstractMemoryTool": "..._async.memory_tool",
        "BetaAsyncBuiltinFunctionTool": "..._async.builtin_tool",
        "BetaAsyncFunctionTool": "..._async.function_tool",
        "BetaAsyncLocalFilesystemMemoryTool": "..._async.memory_tool",
        "BetaBuiltinFunctionTool": "..._sync.builtin_tool",
        "BetaFunctionTool": "..._sync.function_tool",
        "BetaFunctionToolResultType": "..._core.tool_results",
        "BetaLocalFilesystemMemoryTool": "..._sync.memory_tool",
        "beta_async_tool": "..._async.function_tool",
        "beta_tool": "..._sync.function_tool",
    },
)
