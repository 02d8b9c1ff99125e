"""A request as it arrived, kept so that a test can look at it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Dict, Iterable, Iterator, List, Mapping, Tuple
from urllib.parse import parse_qsl, unquote, urlsplit

from .values import load

if TYPE_CHECKING:
    from .values import JSONObject

__all__ = ["Headers", "RecordedRequest"]


class Headers(Mapping[str, str]):
    """Headers whose names are compared without regard to case; the last of several values counts."""

    def __init__(self, pairs: Iterable[Tuple[str, str]] = ()) -> None:
        self.raw: List[Tuple[str, str]] = list(pairs)
        """Every name and value as it came, in order."""
        self._values: Dict[str, str] = {name.lower(): value for name, value in self.raw}

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({self.raw!r})"


@dataclass(frozen=True)
class RecordedRequest:
    """One request that reached the simulated API."""

    method: str
    """The HTTP method, in capitals."""

    target: str
    """Path and query exactly as they were on the wire."""

    headers: Headers
    """The headers, to be asked for in any case."""

    body: bytes = field(repr=False)
    """The body, decoded from its transfer encoding."""

    request_id: str
    """The id that the answer carries in its `request-id` header."""

    @property
    def path(self) -> str:
        """The path, percent-decoded, without the query."""
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> Dict[str, str]:
        """The query; the last of several values counts."""
        return dict(parse_qsl(urlsplit(self.target).query, keep_blank_values=True))

    @property
    def json(self) -> JSONObject:
        """The body as a JSON object; `ValueError` when it is none."""
        value = load(self.body)
        if not isinstance(value, dict):
            raise ValueError(f"expected a JSON object, got {type(value).__name__}")
        return value
