"""Sockets that somebody else goes on using: a parent process, or nobody, as their event loop has ended.

Nothing here sends a byte, shuts a connection down or touches an event loop.
"""

from __future__ import annotations

import os
from typing import List, Protocol
from weakref import WeakSet

__all__ = ["Inheriting", "let_go", "starts_anew_after_fork"]


class Inheriting(Protocol):
    """Something that a forked child must not share with its parent."""

    def leave_inheritance(self) -> object:
        """Let go of what is the parent's; what is given is kept for ever, so that nothing of it is ended."""


_inheriting: WeakSet[Inheriting] = WeakSet()
_kept: List[object] = []


def let_go(descriptor: int) -> None:
    """Close this process's end of a socket, and leave its number to a file that takes and gives nothing.

    Objects that go on using the number harm neither the connection, which another process may share, nor a later file.
    """
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        try:
            os.dup2(nothing, descriptor, inheritable=False)
        finally:
            os.close(nothing)
    except OSError:
        pass  # closed already, or a Windows socket, which is no file: it is closed when it is collected


def starts_anew_after_fork(owner: Inheriting) -> None:
    """Have something leave its inheritance in every forked child; it may be dropped at any time."""
    _inheriting.add(owner)


def _leave_all() -> None:
    for owner in list(_inheriting):
        _kept.append(owner.leave_inheritance())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_all)
