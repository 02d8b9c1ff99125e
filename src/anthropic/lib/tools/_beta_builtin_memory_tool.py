"""Front door: the memory tools, where code in the wild imports them from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._utils._lazy import attach

if TYPE_CHECKING:
    from ..._async.memory_tool import (
        BetaAsyncAbstractMemoryTool as BetaAsyncAbstractMemoryTool,
        BetaAsyncLocalFilesystemMemoryTool as BetaAsyncLocalFilesystemMemoryTool,
    )
    from ..._sync.memory_tool import (
        BetaAbstractMemoryTool as BetaAbstractMemoryTool,
        BetaLocalFilesystemMemoryTool as BetaLocalFilesystemMemoryTool,
    )

__getattr__, __dir__ = attach(
    __name__,
    {
        "BetaAbstractMemoryTool": "..._sync.memory_tool",
        "BetaAsyncAbstractMemoryTool": "..._async.memory_tool",
        "BetaAsyncLocalFilesystemMemoryTool": "..._async.memory_tool",
        "BetaLocalFilesystemMemoryTool": "..._sync.memory_tool",
    },
)
