"""The base of every group of methods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict

from .._core.pickling import lasting

if TYPE_CHECKING:
    from .client import AsyncAPIClient

__all__ = ["AsyncAPIResource"]


class AsyncAPIResource:
    """A group of methods that share a path; made by the client that it belongs to."""

    _client: AsyncAPIClient

    def __init__(self, client: AsyncAPIClient) -> None:
        self._client = client
        self._get, self._post, self._delete = client.get, client.post, client.delete
        self._put, self._patch, self._get_api_list = client.put, client.patch, client.get_api_list

    def __getstate__(self) -> Dict[str, Any]:
        return lasting(self)
