"""Text that may be sent and must not be shown: it looks like asterisks wherever a value is displayed.

Crash reporters and test tools record local variables by their `repr`, so a credential is wrapped as early as it is
seen. It stays an ordinary `str`: comparing, joining and sending it work as ever. Nothing here encrypts.
"""

from __future__ import annotations

import functools
import re
from typing import Any, TypeVar

from ._guards import is_mapping

__all__ = ["Secret", "SecretBytes", "concealed", "hidden", "is_secret_name", "rootless", "shown_url"]

_ValueT = TypeVar("_ValueT")
_ErrorT = TypeVar("_ErrorT", bound=BaseException)
_SHOWN = "**********"
_USERINFO = re.compile(r"//[^/?#]*@")
_PARAMETER = re.compile(r"(?<=[?&])([^=&#]*)=[^&#]*")
_TELLING = ("auth", "key", "token", "secret", "cookie", "password", "credential", "signature")


class Secret(str):
    """Text that is not shown by `repr`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"'{_SHOWN}'"

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> SecretBytes:
        """The same as bytes, which are not shown either."""
        return SecretBytes(super().encode(encoding, errors))


class SecretBytes(bytes):
    """Bytes that are not shown by `repr`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"b'{_SHOWN}'"

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> Secret:
        """The same as text, which is not shown either."""
        return Secret(super().decode(encoding, errors))


def hidden(value: _ValueT) -> _ValueT:
    """The value, not shown from now on when it is text; anything else is given back as it is."""
    kept: Any = Secret(value) if isinstance(value, str) and not isinstance(value, Secret) else value
    same_type: _ValueT = kept
    return same_type


@functools.lru_cache(maxsize=512)
def is_secret_name(name: str) -> bool:
    """Whether a header of this name may identify somebody."""
    lower = name.lower()
    return any(word in lower for word in _TELLING)


def concealed(headers: _ValueT) -> _ValueT:
    """The headers, those that may identify somebody not shown; what is no mapping is given back as it is."""
    if not is_mapping(headers):
        return headers
    kept: Any = {name: hidden(value) if is_secret_name(str(name)) else value for name, value in headers.items()}
    same_type: _ValueT = kept
    return same_type


def rootless(error: _ErrorT) -> _ErrorT:
    """The error without the frames and the errors that led to it: they hold what others' code has read, secrets too."""
    error.__context__ = error.__cause__ = error.__traceback__ = None
    return error


def shown_url(url: object) -> str:
    """The URL as it may be shown: without user name and password, and without the values of telling parameters."""
    return _PARAMETER.sub(_shown_parameter, _USERINFO.sub("//", str(url), count=1))


def _shown_parameter(found: "re.Match[str]") -> str:
    return f"{found[1]}={_SHOWN}" if is_secret_name(found[1]) else found[0]
