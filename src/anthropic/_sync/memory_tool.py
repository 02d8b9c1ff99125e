# Derived from src/anthropic/_async/memory_tool.py by scripts/unasync. Do not edit.
"""The memory tool: the API defines its commands, a subclass keeps the notes; one that keeps them on the local disk is here.

Nothing here knows a file system: what the commands mean on a disk is stated in `_disk/memory_store.py`.
"""

from __future__ import annotations

import os
from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Callable, Dict, Optional, Union

from .._disk.confined import ConfinedFolder
from .._disk.memory_store import MemoryStore
from . import _io
from .builtin_tool import BetaBuiltinFunctionTool

if TYPE_CHECKING:
    from .._core.tool_results import BetaFunctionToolResultType
    from ..types.beta import (
        BetaCacheControlEphemeralParam,
        BetaMemoryTool20250818Command,
        BetaMemoryTool20250818CreateCommand,
        BetaMemoryTool20250818DeleteCommand,
        BetaMemoryTool20250818InsertCommand,
        BetaMemoryTool20250818Param,
        BetaMemoryTool20250818RenameCommand,
        BetaMemoryTool20250818StrReplaceCommand,
        BetaMemoryTool20250818ViewCommand,
    )

__all__ = ["BetaAbstractMemoryTool", "BetaLocalFilesystemMemoryTool"]


class BetaAbstractMemoryTool(BetaBuiltinFunctionTool):
    """The base of memory tools: implement the commands for where you keep the notes, and hand it to the tool runner."""

    def __init__(self, *, cache_control: Optional[BetaCacheControlEphemeralParam] = None) -> None:
        """Make the tool.

        Args:
            cache_control: Ends a stretch of the prompt that is to be cached at this tool.
        """
        super().__init__()
        self._cache_control = cache_control

    def to_dict(self) -> BetaMemoryTool20250818Param:
        """The tool as the API takes it."""
        param: BetaMemoryTool20250818Param = {"type": "memory_20250818", "name": "memory"}
        if self._cache_control is not None:
            param["cache_control"] = self._cache_control
        return param

    def call(self, input: object) -> BetaFunctionToolResultType:
        """Carry out what the model asks for.

        Args:
            input: The input of the tool call: a command and what it needs.

        Raises:
            NotImplementedError: There is no such command.
            TypeError: Something that the command needs is of the wrong type.
            ValueError: Something that the command needs is missing.
        """
        from .._core.memory_commands import command_from  # pydantic loads with the first command

        return self.execute(command_from(input))

    def execute(self, command: BetaMemoryTool20250818Command) -> BetaFunctionToolResultType:
        """Carry out a command: the method of its name does.

        Raises:
            NotImplementedError: There is no such command.
        """
        methods: Dict[str, Callable[[Any], _io.Result[BetaFunctionToolResultType]]] = {
            "view": self.view,
            "create": self.create,
            "str_replace": self.str_replace,
            "insert": self.insert,
            "delete": self.delete,
            "rename": self.rename,
        }
        if command.command not in methods:
            from .._core.memory_commands import unknown  # pydantic loads with the first command

            raise unknown(command.command)
        return methods[command.command](command)

    @abstractmethod
    def view(self, command: BetaMemoryTool20250818ViewCommand) -> BetaFunctionToolResultType:
        """The text of a file, or what a directory holds."""

    @abstractmethod
    def create(self, command: BetaMemoryTool20250818CreateCommand) -> BetaFunctionToolResultType:
        """Write a new file; returns what to tell the model, as the other commands do."""

    @abstractmethod
    def str_replace(self, command: BetaMemoryTool20250818StrReplaceCommand) -> BetaFunctionToolResultType:
        """Replace a text that occurs once in a file."""

    @abstractmethod
    def insert(self, command: BetaMemoryTool20250818InsertCommand) -> BetaFunctionToolResultType:
        """Put text into a file, after one of its lines."""

    @abstractmethod
    def delete(self, command: BetaMemoryTool20250818DeleteCommand) -> BetaFunctionToolResultType:
        """Delete a file, or a directory with all that is in it."""

    @abstractmethod
    def rename(self, command: BetaMemoryTool20250818RenameCommand) -> BetaFunctionToolResultType:
        """Move a file or directory."""

    def clear_all_memory(self) -> BetaFunctionToolResultType:
        """Delete all notes. The model cannot ask for it; it is yours to call."""
        raise NotImplementedError(f"{type(self).__name__} does not implement clear_all_memory")


class BetaLocalFilesystemMemoryTool(BetaAbstractMemoryTool):
    """A memory tool that keeps its notes in a directory of the local disk, and never leaves it.

    `/memories/a` is the file `memories/a` below the base directory. Links are not followed, only the owner may read
    what is written, and a file is replaced as a whole or not at all.
    """

    def __init__(
        self,
        base_path: Union[str, os.PathLike[str]] = "./memory",
        *,
        cache_control: Optional[BetaCacheControlEphemeralParam] = None,
        max_file_size: int = 1_000_000,
        max_files: int = 1_000,
    ) -> None:
        """Make the tool; the directory is made when it is first used.

        Args:
            base_path: The directory that holds `memories`.
            cache_control: Ends a stretch of the prompt that is to be cached at this tool.
            max_file_size: How many bytes a file may have.
            max_files: How many files and directories there may be.
        """
        super().__init__(cache_control=cache_control)
        self._store = MemoryStore(ConfinedFolder(base_path), max_file_size=max_file_size, max_files=max_files)

    def view(self, command: BetaMemoryTool20250818ViewCommand) -> str:
        """A file's lines with their numbers, or the files of a directory with their sizes."""
        return _io.run_blocking(self._store.view, command.path, command.view_range)

    def create(self, command: BetaMemoryTool20250818CreateCommand) -> str:
        """Write a new file, with the directories that it lies in; there must be none of that name."""
        return _io.run_blocking(self._store.create, command.path, command.file_text)

    def str_replace(self, command: BetaMemoryTool20250818StrReplaceCommand) -> str:
        """Replace a text that occurs once in a file."""
        return _io.run_blocking(self._store.str_replace, command.path, command.old_str, command.new_str)

    def insert(self, command: BetaMemoryTool20250818InsertCommand) -> str:
        """Put lines into a file, after one of its lines."""
        return _io.run_blocking(self._store.insert, command.path, command.insert_line, command.insert_text)

    def delete(self, command: BetaMemoryTool20250818DeleteCommand) -> str:
        """Delete a file, or a directory with all that is in it; never the root."""
        return _io.run_blocking(self._store.delete, command.path)

    def rename(self, command: BetaMemoryTool20250818RenameCommand) -> str:
        """Move a file or directory to a path where nothing is."""
        return _io.run_blocking(self._store.rename, command.old_path, command.new_path)

    def clear_all_memory(self) -> str:
        """Delete all notes. The model cannot ask for it; it is yours to call."""
        return _io.run_blocking(self._store.clear)
