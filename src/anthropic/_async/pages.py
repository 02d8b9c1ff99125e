"""Pages that fetch their successors."""

from __future__ import annotations

from typing import Any, AsyncIterator, Generic, TypeVar

from .._core.pages import BasePage, CursorPage, IdPage, TokenPage
from ._io import first_page

__all__ = ["AsyncPage", "AsyncPageCursor", "AsyncTokenPage", "BaseAsyncPage"]

_T = TypeVar("_T")
AsyncPageT = TypeVar("AsyncPageT", bound="BaseAsyncPage[Any]")


class BaseAsyncPage(BasePage[_T], Generic[_T]):
    """One page of a list; iterating over it goes on through all that follow."""

    async def __aiter__(self) -> AsyncIterator[_T]:  # type: ignore[override,unused-ignore]  # items, not fields
        page: Any = self
        async for following in page.iter_pages():
            for item in following._get_page_items():
                yield item

    async def iter_pages(self: AsyncPageT) -> AsyncIterator[AsyncPageT]:
        """This page and all that follow, each fetched when it is reached."""
        page = self
        while True:
            yield page
            if not page.has_next_page():
                return
            page = await page.get_next_page()

    async def get_next_page(self: AsyncPageT) -> AsyncPageT:
        """The page that follows.

        Raises:
            RuntimeError: There is none.
        """
        page: AsyncPageT = await first_page(self._client, self._next_options(), type(self), self._model)
        return page


class AsyncPage(IdPage[_T], BaseAsyncPage[_T], Generic[_T]):
    """A page of a list that is walked by ids."""


class AsyncPageCursor(CursorPage[_T], BaseAsyncPage[_T], Generic[_T]):
    """A page of a list that is walked by a cursor."""


class AsyncTokenPage(TokenPage[_T], BaseAsyncPage[_T], Generic[_T]):
    """A page of a list that is walked by a token."""
