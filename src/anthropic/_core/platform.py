"""What a platform that serves the API elsewhere changes about a call: its URL and body, its credential, its stream.

A client asks its platform and obeys. Nothing here sends or waits: `fetch` alone may block, and whoever calls it sees
to it that no event loop stands still meanwhile.
"""

from __future__ import annotations

import math
from typing import Any, Callable, FrozenSet, Generic, Optional, TypeVar, Union, overload

from typing_extensions import Self

from .._exceptions import NotServedError
from .._http import Request, Response
from .._options import FinalRequestOptions
from .._utils._secrets import hidden, is_secret_name
from .auth import plain_secret
from .headers import HeaderTable
from .interruptions import refuse_other_content
from .sse import EventDecoder, EventParser

__all__ = ["FIRST_PARTY", "Credential", "Platform", "Setting"]

_T = TypeVar("_T")

_APIS = {
    "/v1/messages/batches": "The Batch API",
    "/v1/messages/count_tokens": "The token counting API",
    "/v1/messages": "The Messages API",
    "/v1/complete": "The Text Completions API",
    "/v1/models": "The Models API",
    "/v1/files": "The Files API",
    "/v1/skills": "The Skills API",
}


class Credential:
    """What signs the calls of a while. It shows its value to nobody.

    Attributes:
        value: A token, or whatever else the platform signs with.
        stale_at: The Unix time from which a newer one is fetched; this one serves on until that has come.
        expires_at: The Unix time from which it serves no more.
    """

    __slots__ = ("expires_at", "stale_at", "value")

    def __init__(self, value: Any, *, stale_at: float = math.inf, expires_at: float = math.inf) -> None:
        self.value = hidden(value)
        self.stale_at = stale_at
        self.expires_at = expires_at

    def is_due(self, now: float, refused: Optional[Credential]) -> bool:
        """Whether a newer one should be fetched."""
        return self is refused or now >= self.stale_at

    def serves(self, now: float, refused: Optional[Credential]) -> bool:
        """Whether it can be signed with at all."""
        return self is not refused and now < self.expires_at

    def __repr__(self) -> str:
        return f"{type(self).__name__}(<hidden>)"


class Platform:
    """How calls differ on a platform. This one changes nothing; a platform overrides what it does differently.

    Attributes:
        base_url: Where requests go.
        credential: What signs every call, where the client was given it.
        provider: Gives the value that signs one try, called anew for each: a function or a coroutine function.
        fetches: Whether `fetch` finds the credential, where neither of the others does.
        served: The paths of the API that the platform has; all of them where it names none.
    """

    base_url: str = ""
    credential: Optional[Credential] = None
    provider: Optional[Callable[[], Any]] = None
    fetches: bool = False
    served: FrozenSet[str] = frozenset()

    def rewrite(self, options: FinalRequestOptions, headers: HeaderTable) -> FinalRequestOptions:
        """The call as the platform takes it: a changed copy, or the options themselves.

        Args:
            options: The call as the API's own path and body; `body.merged(options)` is its JSON with the caller's extras.
            headers: What client, method and call ask for together.
        """
        del headers
        return options

    def decoder(self, response: Response) -> EventDecoder:
        """What makes events of the bytes of a streamed response.

        Raises:
            APIResponseValidationError: The response is no stream.
        """
        refuse_other_content(response)
        return EventParser()

    def signs(self) -> bool:
        """Whether calls are signed one by one, beyond what the client's headers say."""
        return self.credential is not None or self.provider is not None or self.fetches

    def sign(self, request: Request, credential: Credential) -> None:
        """Make the finished request carry the credential: a bearer token, unless the platform wants something else.

        Raises:
            ValueError: The credential cannot be sent. Its value is not shown.
        """
        request.headers["Authorization"] = hidden(f"Bearer {_bearer(credential.value)}")

    def fetch(self, spent: Optional[Credential]) -> Credential:
        """A credential from wherever the platform's users keep them. Blocks.

        Args:
            spent: The one that was fetched before and serves no more, or not much longer; `None` the first time.

        Raises:
            CredentialsError: There is none, or it cannot be renewed.
        """
        raise NotImplementedError

    def refuses(self, response: Response) -> bool:
        """Whether the response says that a fetched credential serves no more, so that a newer one deserves one try."""
        return response.status_code == 401

    def shares_credentials(self, other: Platform) -> bool:
        """Whether the other one would fetch the same credential; what it has found already may then be taken over."""
        del other
        return False

    def check_served(self, url: str) -> None:
        """Refuse a path of the API that the platform has not; a path that is not the API's own is the caller's affair.

        Raises:
            NotServedError: The platform has no such operation.
        """
        path = url.partition("?")[0]
        if self.served and path not in self.served:
            for prefix, what in _APIS.items():
                if path == prefix or path.startswith(f"{prefix}/"):
                    raise self.not_served(what)

    def not_served(self, what: str) -> NotServedError:
        """The error for what the platform has not."""
        return NotServedError(f"{what} is not supported in {type(self).__name__}. Use the `Anthropic` client for it.")


FIRST_PARTY = Platform()
"""The API's own home."""


def _bearer(token: object) -> str:
    """The token as a header carries it.

    Raises:
        ValueError: It is no text, or empty, or cannot be sent. It is not shown.
    """
    if not isinstance(token, str) or not token.strip():
        found = "is empty" if isinstance(token, str) else f"is a {type(token).__name__}"
        raise ValueError(f"Expected a token that is a str, to be sent as `Authorization: Bearer`, and it {found}.")
    return plain_secret("token", token)


class Setting(Generic[_T]):
    """An option of a client that its platform holds: read and set on the client, kept in one place."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, client: None, owner: type) -> Self: ...

    @overload
    def __get__(self, client: Any, owner: type) -> _T: ...

    def __get__(self, client: Any, owner: type) -> Union[Self, _T]:
        if client is None:
            return self
        value: _T = getattr(client._platform, self._name)
        return value

    def __set__(self, client: Any, value: _T) -> None:
        value = hidden(value) if is_secret_name(self._name) else value
        setattr(client._platform, self._name, value)
