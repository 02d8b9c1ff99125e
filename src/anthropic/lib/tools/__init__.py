"""Tools that run on your side, for the tool runner; loaded when first touched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._utils._lazy import attach

if TYPE_CHECKING:
    from ._beta_builtin_memory_tool import (
        BetaAbstractMemoryTool as BetaAbstractMemoryTool,
        BetaAsyncAbstractMemoryTool as BetaAsyncAbstractMemoryTool,
        BetaAsyncLocalFilesystemMemoryTool as BetaAsyncLocalFilesystemMemoryTool,
        BetaLocalFilesystemMemoryTool as BetaLocalFilesystemMemoryTool,
    )

__getattr__, __dir__ = attach(
    __name__,
    {
        "BetaAbstractMemoryTool": "._beta_builtin_memory_tool",
        "BetaAsyncAbstractMemoryTool": "._beta_builtin_memory_tool",
        "BetaAsyncLocalFilesystemMemoryTool": "._beta_builtin_memory_tool",
        "BetaLocalFilesystemMemoryTool": "._beta_builtin_memory_tool",
    },
)
