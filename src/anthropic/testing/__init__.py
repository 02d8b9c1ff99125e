"""A simulated Claude API for people who test their own code.

`SimulatedAPI` is a real HTTP server on loopback; `Script` makes it fail, stall or say what you prescribe.
`python -m anthropic.testing` serves it from the command line. It needs the standard library only, and nothing
else in the package imports it.
"""

from __future__ import annotations

from .requests import Headers, RecordedRequest
from .script import Script
from .server import SimulatedAPI

__all__ = ["Headers", "RecordedRequest", "Script", "SimulatedAPI"]
