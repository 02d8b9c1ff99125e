"""Microsoft Foundry as a platform: where a resource lives, and what signs its calls. The API itself is the first party's."""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Optional, Union

from ..._core.platform import Platform
from ..._core.url import host_label
from ..._exceptions import AnthropicError

__all__ = ["AsyncAzureADTokenProvider", "AzureADTokenProvider", "Foundry", "MutuallyExclusiveAuthError"]

AzureADTokenProvider = Callable[[], str]
"""Gives an Entra ID token; called for every try."""

AsyncAzureADTokenProvider = Callable[[], Union[str, Awaitable[str]]]
"""The same, or a coroutine function. A plain function runs in a worker thread."""


class MutuallyExclusiveAuthError(AnthropicError):
    """Kept for programs that name it: a key and a token provider go together, so that this client never raises it."""

    def __init__(self) -> None:
        super().__init__("`api_key` and `azure_ad_token_provider` exclude each other; pass one of them.")


class Foundry(Platform):
    """A resource of Microsoft Foundry.

    Attributes:
        resource: Its name; `None` where the base URL was given.
        azure_ad_token_provider: Gives the token of each try, if there is one.
    """

    def __init__(
        self,
        *,
        base_url: Optional[str],
        resource: Optional[str],
        api_key: Optional[str],
        azure_ad_token_provider: Optional[Callable[[], Any]],
    ) -> None:
        if not api_key and azure_ad_token_provider is None:
            raise AnthropicError(
                "Missing credentials. Pass `api_key` or `azure_ad_token_provider`, or set the variable ANTHROPIC_FOUNDRY_API_KEY."
            )
        self.resource = resource
        self.provider = azure_ad_token_provider
        self.base_url = _address(resource, base_url)

    @property
    def azure_ad_token_provider(self) -> Optional[Callable[[], Any]]:
        """What is called for every try."""
        return self.provider

    @azure_ad_token_provider.setter
    def azure_ad_token_provider(self, value: Optional[Callable[[], Any]]) -> None:
        self.provider = value


def _address(resource: Optional[str], base_url: Optional[str]) -> str:
    if resource and base_url:
        raise ValueError("base_url and resource are mutually exclusive: the resource's name says where it lives.")
    if base_url:
        return base_url
    if not resource:
        raise ValueError(
            "Neither `resource` nor `base_url` was given. Pass one of them, or set the variable "
            "ANTHROPIC_FOUNDRY_RESOURCE or ANTHROPIC_FOUNDRY_BASE_URL."
        )
    return f"https://{host_label('resource', resource)}.services.ai.azure.com/anthropic/"
