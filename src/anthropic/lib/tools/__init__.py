"""Front door: tools that run on your side, and the runners that run them."""

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
    from ..._async.tool_runner import (
        BetaAsyncStreamingToolRunner as BetaAsyncStreamingToolRunner,
        BetaAsyncToolRunner as BetaAsyncToolRunner,
    )
    from ..._core.tool_results import BetaFunctionToolResultType as BetaFunctionToolResultType
    from ..._sync.builtin_tool import BetaBuiltinFunctionTool as BetaBuiltinFunctionTool
    from ..._sync.function_tool import BetaFunctionTool as BetaFunctionTool, beta_tool as beta_tool
    from ..._sync.memory_tool import (
        BetaAbstractMemoryTool as BetaAbstractMemoryTool,
        BetaLocalFilesystemMemoryTool as BetaLocalFilesystemMemoryTool,
    )
    from ..._sync.tool_runner import (
        BetaStreamingToolRunner as BetaStreamingToolRunner,
        BetaToolRunner as BetaToolRunner,
    )

__all__ = [
    "BetaAbstractMemoryTool", "BetaAsyncAbstractMemoryTool", "BetaAsyncBuiltinFunctionTool",
    "BetaAsyncFunctionTool", "BetaAsyncLocalFilesystemMemoryTool", "BetaAsyncStreamingToolRunner",
    "BetaAsyncToolRunner", "BetaBuiltinFunctionTool", "BetaFunctionTool", "BetaFunctionToolResultType",
    "BetaLocalFilesystemMemoryTool", "BetaStreamingToolRunner", "BetaToolRunner", "beta_async_tool", "beta_tool",
]  # fmt: skip

_HOLDERS = {
    "..._async.builtin_tool": "BetaAsyncBuiltinFunctionTool",
    "..._async.function_tool": "BetaAsyncFunctionTool beta_async_tool",
    "..._async.memory_tool": "BetaAsyncAbstractMemoryTool BetaAsyncLocalFilesystemMemoryTool",
    "..._async.tool_runner": "BetaAsyncStreamingToolRunner BetaAsyncToolRunner",
    "..._core.tool_results": "BetaFunctionToolResultType",
    "..._sync.builtin_tool": "BetaBuiltinFunctionTool",
    "..._sync.function_tool": "BetaFunctionTool beta_tool",
    "..._sync.memory_tool": "BetaAbstractMemoryTool BetaLocalFilesystemMemoryTool",
    "..._sync.tool_runner": "BetaStreamingToolRunner BetaToolRunner",
}

__getattr__, __dir__ = attach(__name__, {name: module for module, names in _HOLDERS.items() for name in names.split()})
