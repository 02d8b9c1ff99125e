"""Query strings as this API reads them: lists joined by commas, nested objects in brackets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, List, Tuple, Union
from urllib.parse import parse_qs, quote, urlencode

from typing_extensions import Literal

from ._utils._given import is_given
from ._utils._guards import is_mapping

__all__ = ["ArrayFormat", "NestedFormat", "Querystring", "parse", "stringify", "stringify_items"]

ArrayFormat = Literal["comma", "repeat", "indices", "brackets"]
NestedFormat = Literal["dots", "brackets"]


class Querystring:
    """A way to write queries.

    Attributes:
        array_format: `comma` gives `a=1,2`, `repeat` `a=1&a=2`, `brackets` `a[]=1&a[]=2`, `indices` `a[0]=1&a[1]=2`.
        nested_format: `brackets` gives `a[b]=1`, `dots` `a.b=1`.
    """

    def __init__(self, *, array_format: ArrayFormat = "repeat", nested_format: NestedFormat = "brackets") -> None:
        self.array_format: ArrayFormat = array_format
        self.nested_format: NestedFormat = nested_format

    def parse(self, query: str) -> Mapping[str, object]:
        """The parameters of a query string, each a list of texts."""
        return parse_qs(query)

    def stringify(self, params: Mapping[str, Any]) -> str:
        """The parameters, percent-encoded and joined by `&`; a space is `%20` (RFC 3986)."""
        return urlencode(self.stringify_items(params), quote_via=quote, safe="")

    def stringify_items(self, params: Mapping[str, Any]) -> List[Tuple[str, str]]:
        """The parameters as flat pairs; `None`, empty text and omitted values are left out."""
        return [pair for key, value in params.items() for pair in self._pairs(key, value)]

    def _pairs(self, key: str, value: Any) -> List[Tuple[str, str]]:
        if is_mapping(value):
            nested = f"{key}.{{}}" if self.nested_format == "dots" else f"{key}[{{}}]"
            return [pair for name, entry in value.items() for pair in self._pairs(nested.format(name), entry)]
        if isinstance(value, (list, tuple)):
            items: List[Any] = [*value]
            return self._array(key, items)
        text = _text(value)
        return [(key, text)] if text else []

    def _array(self, key: str, items: List[Any]) -> List[Tuple[str, str]]:
        if self.array_format == "comma":
            return [(key, ",".join(_text(item) for item in items if item is not None))]
        if self.array_format == "repeat":
            return [pair for item in items for pair in self._pairs(key, item)]
        if self.array_format == "brackets":
            return [pair for item in items for pair in self._pairs(f"{key}[]", item)]
        return [pair for index, item in enumerate(items) for pair in self._pairs(f"{key}[{index}]", item)]


def _text(value: Union[str, float, bool, object, None]) -> str:
    if value is True:
        return "true"
    if value is False:
        return "false"
    return str(value) if value is not None and is_given(value) else ""


_default = Querystring()
parse = _default.parse
stringify = _default.stringify
stringify_items = _default.stringify_items
