"""Pages of a list: what they hold, whether another one follows, and which parameters fetch it."""

from __future__ import annotations

from typing import Any, Dict, Generic, List, Optional, Tuple, TypeVar

from pydantic import PrivateAttr

from .._compat import generic_parts, with_arguments
from .._http import URL
from .._models import GenericModel
from .._options import FinalRequestOptions
from .._utils._guards import is_list

__all__ = ["BasePage", "CursorPage", "IdPage", "PageInfo", "TokenPage"]

_T = TypeVar("_T")


class PageInfo:
    """How to ask for the next page: query parameters, or a whole URL."""

    def __init__(self, *, url: Optional[URL] = None, params: Optional[Dict[str, Any]] = None) -> None:
        self.url = url
        self.params = params or {}

    def __repr__(self) -> str:
        shown = f"url={self.url}" if self.url is not None else f"params={self.params}"
        return f"{type(self).__name__}({shown})"


class BasePage(GenericModel, Generic[_T]):
    """One page of a list; iterating over it goes on through all that follow."""

    _options: FinalRequestOptions = PrivateAttr()
    _model: Any = PrivateAttr()
    _client: Any = PrivateAttr()

    def __reduce__(self) -> Tuple[Any, ...]:
        return _blank, generic_parts(type(self)), self.__getstate__()

    def _repr_html_(self) -> str:
        from .._display import table  # only notebooks ask

        return table(
            self._get_page_items(), more=bool(getattr(self, "has_more", None) or getattr(self, "next_page", None))
        )

    def next_page_info(self) -> Optional[PageInfo]:
        """How to ask for the next page; `None` when this is the last."""
        raise NotImplementedError

    def _get_page_items(self) -> List[_T]:
        raise NotImplementedError

    def has_next_page(self) -> bool:
        """Whether another page follows."""
        return bool(self._get_page_items()) and self.next_page_info() is not None

    def _set_private_attributes(self, *, client: Any, model: Any, options: FinalRequestOptions) -> None:
        self._client = client
        self._model = model
        self._options = options.model_copy()
        self._options.raw_response = None  # that was for the first page

    def _info_to_options(self, info: PageInfo) -> FinalRequestOptions:
        """The first request again, asking for another page."""
        options = self._options.model_copy()
        if info.url is not None:
            options.url = str(info.url)
        options.params = {**options.params, **info.params}
        return options

    def _next_options(self) -> FinalRequestOptions:
        info = self.next_page_info() if self.has_next_page() else None
        if info is None:
            raise RuntimeError(
                "No next page expected; please check `.has_next_page()` before calling `.get_next_page()`."
            )
        return self._info_to_options(info)


def _blank(page_class: Any, items: Tuple[Any, ...]) -> Any:
    """A page without anything on it, of a class that has no name of its own to be found by."""
    cls = with_arguments(page_class, items)
    return cls.__new__(cls)


def attached(page: Any, client: Any, model: Any, options: FinalRequestOptions) -> Any:
    """The page, knowing how to fetch its successors; what is no page (another type was asked for) as it is."""
    is_page: bool = isinstance(page, BasePage)
    if is_page:
        page._set_private_attributes(client=client, model=model, options=options)
    return page


class _ListPage(BasePage[_T], Generic[_T]):
    data: List[_T]
    has_more: Optional[bool] = None

    def _get_page_items(self) -> List[_T]:
        return self.data if is_list(self.data) else []

    def has_next_page(self) -> bool:
        """Whether another page follows."""
        return self.has_more is not False and super().has_next_page()


class IdPage(_ListPage[_T], Generic[_T]):
    """A page whose neighbours are found by the ids of its first and last items."""

    first_id: Optional[str] = None
    last_id: Optional[str] = None

    def next_page_info(self) -> Optional[PageInfo]:
        """How to ask for the next page, in the direction that the first request took; `None` when this is the last."""
        if self._options.params.get("before_id"):
            return PageInfo(params={"before_id": self.first_id}) if self.first_id else None
        return PageInfo(params={"after_id": self.last_id}) if self.last_id else None


class TokenPage(_ListPage[_T], Generic[_T]):
    """A page that names its successor by a token."""

    next_page: Optional[str] = None

    def next_page_info(self) -> Optional[PageInfo]:
        """How to ask for the next page; `None` when this is the last."""
        return PageInfo(params={"page_token": self.next_page}) if self.next_page else None


class CursorPage(_ListPage[_T], Generic[_T]):
    """A page that names its successor by a cursor."""

    next_page: Optional[str] = None

    def next_page_info(self) -> Optional[PageInfo]:
        """How to ask for the next page; `None` when this is the last."""
        return PageInfo(params={"page": self.next_page}) if self.next_page else None
