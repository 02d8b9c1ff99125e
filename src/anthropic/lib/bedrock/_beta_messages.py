"""The methods of `beta.messages` under the path where tracers of Bedrock look for them.

They are classes of their own and no other names of the ones that the clients use: tracers replace methods here and
there, and would otherwise see every call twice.
"""

from __future__ import annotations

from ...resources.beta.messages.messages import AsyncMessages as _AsyncMessages, Messages as _Messages

__all__ = ["AsyncMessages", "Messages"]


class Messages(_Messages):
    """The methods of `beta.messages`."""


class AsyncMessages(_AsyncMessages):
    """The methods of `beta.messages`."""
