"""Front door: the tool runners, where code in the wild imports them from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._utils._lazy import attach

if TYPE_CHECKING:
    from ..._async.tool_runner import (
        BaseAsyncToolRunner as BaseAsyncToolRunner,
        BetaAsyncStreamingToolRunner as BetaAsyncStreamingToolRunner,
        BetaAsyncToolRunner as BetaAsyncToolRunner,
    )
    from ..._core.compaction import CompactionControl as CompactionControl
    from ..._core.tool_loop import BaseToolRunner as BaseToolRunner, RunnerOptions as RequestOptions
    from ..._sync.tool_runner import (
        BaseSyncToolRunner as BaseSyncToolRunner,
        BetaStreamingToolRunner as BetaStreamingToolRunner,
        BetaToolRunner as BetaToolRunner,
    )

__all__ = [
    "BaseAsyncToolRunner",
    "BaseSyncToolRunner",
    "BaseToolRunner",
    "BetaAsyncStreamingToolRunner",
    "BetaAsyncToolRunner",
    "BetaStreamingToolRunner",
    "BetaToolRunner",
    "CompactionControl",
    "RequestOptions",
]

__getattr__, __dir__ = attach(
    __name__,
    {
        "BaseAsyncToolRunner": "..._async.tool_runner",
        "BaseSyncToolRunner": "..._sync.tool_runner",
        "BaseToolRunner": "..._core.tool_loop",
        "BetaAsyncStreamingToolRunner": "..._async.tool_runner",
        "BetaAsyncToolRunner": "..._async.tool_runner",
        "BetaStreamingToolRunner": "..._sync.tool_runner",
        "BetaToolRunner": "..._sync.tool_runner",
        "CompactionControl": "..._core.compaction",
        "RequestOptions": "..._core.tool_loop:RunnerOptions",
    },
)
