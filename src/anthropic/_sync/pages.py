# Derived from src/anthropic/_async/pages.py by scripts/unasync. Do not edit.
"""Pages that fetch their successors."""

from __future__ import annotations

from typing import Any, Generic, Iterator, TypeVar

from .._core.pages import BasePage, CursorPage, IdPage, TokenPage
from ._io import first_page

__all__ = ["SyncPage", "SyncPageCursor", "SyncTokenPage", "BaseSyncPage"]

_T = TypeVar("_T")
SyncPageT = TypeVar("SyncPageT", bound="BaseSyncPage[Any]")


class BaseSyncPage(BasePage[_T], Generic[_T]):
    """One page of a list; iterating over it goes on through all that follow."""

    def __iter__(self) -> Iterator[_T]:  # type: ignore[override,unused-ignore]  # items, not fields
        page: Any = self
        for following in page.iter_pages():
            for item in following._get_page_items():
                yield item

    def iter_pages(self: SyncPageT) -> Iterator[SyncPageT]:
        """This page and all that follow, each fetched when it is reached."""
        page = self
        while True:
            yield page
            if not page.has_next_page():
                return
            page = page.get_next_page()

    def get_next_page(self: SyncPageT) -> SyncPageT:
        """The page that follows.

        Raises:
            RuntimeError: There is none.
        """
        page: SyncPageT = first_page(self._client, self._next_options(), type(self), self._model)
        return page


class SyncPage(IdPage[_T], BaseSyncPage[_T], Generic[_T]):
    """A page of a list that is walked by ids."""


class SyncPageCursor(CursorPage[_T], BaseSyncPage[_T], Generic[_T]):
    """A page of a list that is walked by a cursor."""


class SyncTokenPage(TokenPage[_T], BaseSyncPage[_T], Generic[_T]):
    """A page of a list that is walked by a token."""
