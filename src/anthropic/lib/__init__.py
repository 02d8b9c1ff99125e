"""Front door: what stands on top of the API's own operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._utils._lazy import attach

if TYPE_CHECKING:
    from ._files import async_files_from_dir as async_files_from_dir, files_from_dir as files_from_dir

__getattr__, __dir__ = attach(
    __name__,
    {"async_files_from_dir": "._files", "files_from_dir": "._files"},
    ["streaming", "tools"],
)
