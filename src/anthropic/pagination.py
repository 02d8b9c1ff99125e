"""Front door: the page types that lists return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._utils._lazy import attach

if TYPE_CHECKING:
    from ._async.pages import (
        AsyncPage as AsyncPage,
        AsyncPageCursor as AsyncPageCursor,
        AsyncTokenPage as AsyncTokenPage,
        BaseAsyncPage as BaseAsyncPage,
    )
    from ._core.pages import BasePage as BasePage
    from ._sync.pages import (
        BaseSyncPage as BaseSyncPage,
        SyncPage as SyncPage,
        SyncPageCursor as SyncPageCursor,
        SyncTokenPage as SyncTokenPage,
    )

__all__ = ["SyncPage", "AsyncPage", "SyncTokenPage", "AsyncTokenPage", "SyncPageCursor", "AsyncPageCursor"]

__getattr__, __dir__ = attach(
    __name__,
    {
        "AsyncPage": "._async.pages",
        "AsyncPageCursor": "._async.pages",
        "AsyncTokenPage": "._async.pages",
        "BaseAsyncPage": "._async.pages",
        "BasePage": "._core.pages",
        "BaseSyncPage": "._sync.pages",
        "SyncPage": "._sync.pages",
        "SyncPageCursor": "._sync.pages",
        "SyncTokenPage": "._sync.pages",
    },
)
