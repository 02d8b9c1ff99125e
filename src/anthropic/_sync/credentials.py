# Derived from src/anthropic/_async/credentials.py by scripts/unasync. Do not edit.
"""Where a platform's calls get their credential: fetched once for all who wait, renewed before it expires.

Whatever blocks runs in a worker thread. When a newer one is due is the credential's own matter, how to get it the platform's.
"""

from __future__ import annotations

import time
from typing import Optional

from .._core.platform import Credential, Platform
from .._exceptions import AnthropicError
from .._utils._locks import Lock
from . import _io

__all__ = ["Credentials"]


class Credentials:
    """The credential that a client and its copies sign with."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._held: Optional[Credential] = None
        self._turn = _io.Lock()
        self._guard = Lock()

    def current(self, refused: Optional[Credential] = None) -> Credential:
        """What the next request is signed with.

        Args:
            refused: A credential that the server no longer takes; another one is fetched.

        Raises:
            CredentialsError: There is none.
        """
        if self._platform.credential is not None:
            return self._platform.credential
        if self._platform.provider is not None:
            return Credential(_io.called(self._platform.provider))
        held = self._held
        if held is None or held.is_due(time.time(), refused):
            held = self._renewed(refused)
        return held

    def _renewed(self, refused: Optional[Credential]) -> Credential:
        """A newer credential; the present one while it serves and another task is at it."""
        held = self._held
        if held is not None and self._turn.locked() and held.serves(time.time(), refused):
            return held
        with self._turn:
            held = self._held
            if held is None or held.is_due(time.time(), refused):
                held = _io.run_to_end(self._fetched, refused)
            return held

    def _fetched(self, refused: Optional[Credential]) -> Credential:
        """The same in a worker thread, where other loops and threads have to wait their turn too."""
        with self._guard:
            held = self._held
            if held is not None and not held.is_due(time.time(), refused):
                return held
            try:
                self._held = fetched = self._platform.fetch(held)
            except AnthropicError:
                if held is None or not held.serves(time.time(), refused):
                    raise
                return held  # it is not needed yet, and the next call tries again
            return fetched
