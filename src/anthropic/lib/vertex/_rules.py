"""Vertex AI as a platform: the address of a region, the path and body of a call, and which credential signs it."""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Optional, Union

from ..._core.auth import plain_secret
from ..._core.body import merged
from ..._core.headers import HeaderTable
from ..._core.platform import Credential, Platform
from ..._core.url import host_label, path
from ..._exceptions import CredentialsError
from ..._options import FinalRequestOptions
from ..._utils._guards import is_mapping
from ._auth import Account

__all__ = ["AccessToken", "AsyncAccessToken", "Vertex"]

AccessToken = Union[str, Callable[[], str]]
"""A token, or what gives one for every try."""

AsyncAccessToken = Union[str, Callable[[], Union[str, Awaitable[str]]]]
"""The same, or a coroutine function. A plain function runs in a worker thread."""

_VERSION = "vertex-2023-10-16"
_MODEL = "/projects/{project_id}/locations/{region}/publishers/anthropic/models/{model}"
_MULTI_REGIONS = ("us", "eu")
_MESSAGES, _COUNT_TOKENS = "/v1/messages", "/v1/messages/count_tokens"


class Vertex(Platform):
    """Claude on Vertex AI, for one project in one region.

    Attributes:
        region: Where requests go: a region, a multi-region, or `global`.
        access_token: A token, or what gives one for every try; without it, credentials of google-auth are used.
    """

    served = frozenset({_MESSAGES, _COUNT_TOKENS})

    def __init__(
        self,
        *,
        base_url: Optional[str],
        region: Optional[str],
        project_id: Optional[str],
        access_token: Optional[AsyncAccessToken],
        credentials: Any,
    ) -> None:
        if not region:
            raise ValueError(
                "No region was given. Pass `region`, such as `us-east5` or `global`, or set the variable CLOUD_ML_REGION."
            )
        self.region = region
        self.base_url = base_url or _address(region)
        self._project_id = project_id
        self._account = Account(credentials)
        self.access_token = access_token

    @property
    def access_token(self) -> Optional[AsyncAccessToken]:
        """The token, or what gives one."""
        return self._access_token

    @access_token.setter
    def access_token(self, value: Optional[AsyncAccessToken]) -> None:
        self._access_token = value
        self.provider = value if callable(value) else None
        text = None if callable(value) or not value else plain_secret("access_token", value)
        self.credential = Credential(text) if text else None
        self.fetches = not value

    @property
    def project_id(self) -> Optional[str]:
        """The project that pays: the one given, else that of the credentials once they were found."""
        return self._project_id or self._account.project_id

    @project_id.setter
    def project_id(self, value: Optional[str]) -> None:
        self._project_id = value

    @property
    def credentials(self) -> Any:
        """The credentials of google-auth: those given, else those of the environment once they were found."""
        return self._account.credentials

    def rewrite(self, options: FinalRequestOptions, headers: HeaderTable) -> FinalRequestOptions:
        """The call with the model in its path and the platform's version in its body; headers go out as they are."""
        del headers
        target = options.url.partition("?")[0]
        body = merged(options)
        if target not in self.served or not is_mapping(body):
            return options
        rewritten = options.model_copy()
        rewritten.extra_json = None
        rewritten.params = {name: value for name, value in options.params.items() if name != "beta"}
        rewritten.json_data = fields = {**body}
        fields.setdefault("anthropic_version", _VERSION)
        if target == _COUNT_TOKENS:
            rewritten.url = self._path("count-tokens") + ":rawPredict"
        else:
            method = "streamRawPredict" if body.get("stream") is True else "rawPredict"
            rewritten.url = f"{self._path(fields.pop('model', ''))}:{method}"
        return rewritten

    def fetch(self, spent: Optional[Credential]) -> Credential:
        """A token of the account."""
        return self._account.token(spent)

    def shares_credentials(self, other: Platform) -> bool:
        """Whether both use one account of google-auth; it is then looked up and renewed for both."""
        if not isinstance(other, Vertex) or not (self.fetches and other.fetches):
            return False
        if self.credentials is not other.credentials:
            return False
        self._account = other._account
        return True

    def _path(self, model: Any) -> str:
        if not self.project_id:
            raise CredentialsError(
                "No project_id was given, and the credentials name none. Pass `project_id`, or set the variable "
                "ANTHROPIC_VERTEX_PROJECT_ID."
            )
        return path(_MODEL, project_id=self.project_id, region=self.region, model=model)


def _address(region: str) -> str:
    if region == "global":
        return "https://aiplatform.googleapis.com/v1"
    if region in _MULTI_REGIONS:
        return f"https://aiplatform.{region}.rep.googleapis.com/v1"
    return f"https://{host_label('region', region)}-aiplatform.googleapis.com/v1"
