"""Front door: the files of a directory, where code in the wild imports them from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._utils._lazy import attach

if TYPE_CHECKING:
    from .._async.directory_files import async_files_from_dir as async_files_from_dir
    from .._sync.directory_files import files_from_dir as files_from_dir

__getattr__, __dir__ = attach(
    __name__,
    {"async_files_from_dir": ".._async.directory_files", "files_from_dir": ".._sync.directory_files"},
)
