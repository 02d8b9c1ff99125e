"""Credentials: where they come from, and that a request has some."""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Mapping
from typing import Any, Dict, Optional, Tuple
from urllib.parse import unquote_to_bytes

from .._types import Omit
from .._utils._secrets import Secret, hidden

__all__ = ["AmbientSecret", "basic", "plain_secret", "require_credentials", "secret"]


class AmbientSecret(Secret):
    """A credential that came from the environment.

    Its pickle holds but the name of the variable, which is read again where the pickle is.
    """

    __slots__ = ("variable",)
    variable: str

    @classmethod
    def of(cls, variable: str) -> Optional[AmbientSecret]:
        """The credential that the variable holds, if it holds any.

        Raises:
            ValueError: It cannot be sent. The value is not shown.
        """
        found = hidden(os.environ.get(variable))
        if not found:
            return None
        made = cls(plain_secret(variable, found))
        made.variable = variable
        return made

    def __copy__(self) -> AmbientSecret:
        return self

    def __deepcopy__(self, memo: Dict[int, Any]) -> AmbientSecret:
        return self

    def __reduce__(self) -> Tuple[Any, ...]:
        return AmbientSecret.of, (self.variable,)


def secret(name: str, given: Optional[str], variable: str, *instead: object) -> Optional[str]:
    """A credential: the argument, else the environment variable, unless something else was given instead.

    An empty variable counts as unset.

    Raises:
        TypeError: The argument is not text.
        ValueError: It cannot be sent. The value is not shown.
    """
    if given is None and not any(instead):
        return AmbientSecret.of(variable)
    return None if given is None else plain_secret(name, given)


def plain_secret(name: str, value: object) -> str:
    """A credential as a header carries it.

    White space around it is dropped: it comes from reading a file, and no header may carry it. What comes back is not
    shown by `repr`.

    Raises:
        TypeError: It is not text.
        ValueError: It holds control characters, or others that no header may carry. The value is not shown.
    """
    if not isinstance(value, str):
        raise TypeError(f"`{name}` must be a str, and the value given is a {type(value).__name__}.")
    value = value if isinstance(value, AmbientSecret) else Secret(value.strip())
    if not (value.isascii() and value.isprintable()):
        raise ValueError(
            f"`{name}` holds characters that no HTTP header may carry. Copy it again, without line breaks."
        )
    return value


def basic(userinfo: bytes) -> str:
    """The `Authorization` that a user name and password in a URL stand for (RFC 7617)."""
    return Secret(f"Basic {b64encode(unquote_to_bytes(userinfo)).decode()}")


def require_credentials(
    headers: "Mapping[str, Any]", custom_headers: "Mapping[str, Any]", schemes: "Mapping[str, str]"
) -> None:
    """Refuse a request that would go out without credentials, unless the call itself omits them.

    Args:
        headers: All headers of the request.
        custom_headers: Those that the call gives.
        schemes: The header of each kind of credential, and the client option that sets it.

    Raises:
        TypeError: There are none.
    """
    if any(headers.get(header) for header in schemes):
        return
    names = {header.lower() for header in schemes}
    if any(name.lower() in names and value for name, value in headers.items()):
        return
    if any(name.lower() in names and isinstance(value, Omit) for name, value in custom_headers.items()):
        return
    options = " or ".join(f"`{option}`" for option in schemes.values())
    spelled = " or ".join(f"`{header}`" for header in schemes)
    raise TypeError(
        f'"Could not resolve authentication method. Expected either {options} to be set. '
        f'Or for one of the {spelled} headers to be explicitly omitted"'
    )
