"""google-auth, seen through one seam: credentials found, renewed, and read. All of it blocks; it loads on first use."""

from __future__ import annotations

import importlib
from datetime import timezone
from typing import Any, Optional, Tuple

from ..._core.platform import Credential
from ..._exceptions import CredentialsError, MissingExtraError
from ..._utils._secrets import rootless

__all__ = ["Account"]

_SCOPES = ("https://www.googleapis.com/auth/cloud-platform",)
_AHEAD_SECONDS = 225
"""How long before its end a token is renewed; the metadata server hands out the old one until then."""


class Account:
    """Somebody with credentials: those given, or those of the environment.

    Attributes:
        credentials: The credentials; `None` until the environment was asked.
        project_id: The project that they name, if they do.
    """

    def __init__(self, credentials: Any) -> None:
        self.credentials = self._given = credentials
        self.project_id: Optional[str] = getattr(credentials, "project_id", None)
        self._scoped: Any = None

    def __reduce__(self) -> Tuple[Any, ...]:
        return Account, (self._given,)  # what the environment gave is found again where the pickle is

    def token(self, spent: Optional[Credential]) -> Credential:
        """A token that lasts for a while; another one than what is spent.

        Raises:
            MissingExtraError: google-auth is not installed.
            CredentialsError: There are no credentials, or they cannot be renewed.
        """
        errors = _library("google.auth.exceptions")
        try:
            credentials = self._usable()
            if not credentials.valid or (spent is not None and credentials.token == spent.value):
                _renew(credentials)
        except errors.GoogleAuthError as error:
            raise CredentialsError(
                f"Google credentials could not be found or renewed: {error} Run `gcloud auth application-default login`, "
                "set GOOGLE_APPLICATION_CREDENTIALS, or pass `credentials` or `access_token`."
            ) from rootless(error)
        return _credential(credentials)

    def _usable(self) -> Any:
        """The credentials, allowed to use the platform."""
        if self.credentials is None:
            self.credentials, self.project_id = _library("google.auth").default(scopes=_SCOPES)
        if self._scoped is None:
            self._scoped = _library("google.auth.credentials").with_scopes_if_required(self.credentials, _SCOPES)
        return self._scoped


def _library(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingExtraError("google-auth", "vertex") from error


def _renew(credentials: Any) -> None:
    transport = _library("google.auth.transport.requests")
    with _library("requests").Session() as session:
        credentials.refresh(transport.Request(session=session))


def _credential(credentials: Any) -> Credential:
    """The token as it is now, with its end: google-auth tells that in UTC, without saying so."""
    if credentials.expiry is None:
        return Credential(credentials.token)
    end = credentials.expiry.replace(tzinfo=timezone.utc).timestamp()
    return Credential(credentials.token, stale_at=end - _AHEAD_SECONDS, expires_at=end)
