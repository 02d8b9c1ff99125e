"""A simulated Claude API for people who test their own code.

`SimulatedAPI` is a real HTTP server on loopback, or a transport without a socket; `Script` makes it fail, stall or
say what you prescribe. `Replay` answers from a file of exchanges that were recorded once. With pytest there are
fixtures for both. `python -m anthropic.testing` serves the simulation from the command line. It needs the standard
library only, loads what you touch, and nothing else in the package imports it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._utils._lazy import attach

if TYPE_CHECKING:
    from .batches import Batches
    from .blocks import Failure, error, message, structured, text, thinking, tool_use
    from .queue import ALWAYS, ScriptError
    from .recordings import RecordingError
    from .replay import Replay, ReplayError
    from .requests import Headers, RecordedRequest, Requests
    from .script import Script
    from .server import SimulatedAPI
    from .uploads import Uploads

__all__ = [
    "ALWAYS",
    "Batches",
    "Failure",
    "Headers",
    "RecordedRequest",
    "RecordingError",
    "Replay",
    "ReplayError",
    "Requests",
    "Script",
    "ScriptError",
    "SimulatedAPI",
    "Uploads",
    "error",
    "message",
    "structured",
    "text",
    "thinking",
    "tool_use",
]

_HOMES = {
    ".batches": ("Batches",),
    ".blocks": ("Failure", "error", "message", "structured", "text", "thinking", "tool_use"),
    ".queue": ("ALWAYS", "ScriptError"),
    ".recordings": ("RecordingError",),
    ".replay": ("Replay", "ReplayError"),
    ".requests": ("Headers", "RecordedRequest", "Requests"),
    ".script": ("Script",),
    ".server": ("SimulatedAPI",),
    ".uploads": ("Uploads",),
}

__getattr__, __dir__ = attach(__name__, {name: home for home, names in _HOMES.items() for name in names})
