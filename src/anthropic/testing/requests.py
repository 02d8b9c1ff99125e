"""A request as it arrived, kept so that a test can look at it. Credentials stay out of every `repr`."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Dict, Iterable, Iterator, List, Mapping, Tuple, Union, overload
from urllib.parse import parse_qsl, unquote, urlsplit

from .redaction import masked_header, masked_query
from .values import load

if TYPE_CHECKING:
    from .values import JSONObject

__all__ = ["Headers", "RecordedRequest", "Requests"]


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
        return f"Headers({[(name, masked_header(name, value)) for name, value in self.raw]!r})"


@dataclass(frozen=True, repr=False)
class RecordedRequest:
    """One request that reached the simulated API."""

    method: str
    """The HTTP method, in capitals."""

    target: str
    """Path and query exactly as they were on the wire."""

    headers: Headers
    """The headers, to be asked for in any case."""

    body: bytes
    """The body, decoded from its transfer encoding."""

    request_id: str
    """The id that the answer carries in its `request-id` header."""

    scheme: str = field(default="http", compare=False)
    """`http`, or `https` when the request came through an in-process transport that stands for such a server."""

    def __repr__(self) -> str:
        target = masked_query(self.target)
        return f"RecordedRequest({self.method} {target}, {self.headers!r}, {len(self.body)} bytes, {self.request_id})"

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


class Requests:
    """The requests that came, in order: a sequence that grows while the server runs."""

    def __init__(self, found: Iterable[RecordedRequest] = ()) -> None:
        self._all = list(found)
        self._changed = threading.Condition()

    @property
    def count(self) -> int:
        """How many there are; the same as `len()`."""
        return len(self._all)

    def to(self, path: str, method: str = "") -> Requests:
        """Those that went to a path, and by a method when one is given."""
        return Requests(each for each in self if each.path == path and method.upper() in ("", each.method))

    def wait_for(self, count: int, timeout: float = 5.0) -> RecordedRequest:
        """Blocks until so many requests came, and gives the last of these.

        Raises:
            TimeoutError: Fewer came in time.
        """
        until = time.monotonic() + timeout
        with self._changed:
            if not self._changed.wait_for(lambda: len(self._all) >= count, max(0.0, until - time.monotonic())):
                raise TimeoutError(f"{len(self._all)} of {count} requests came within {timeout:g} seconds")
            return self._all[count - 1]

    def clear(self) -> None:
        """Forgets them all."""
        self._all.clear()

    def add(self, request: RecordedRequest) -> None:
        """Appends one, and wakes those who wait."""
        with self._changed:
            self._all.append(request)
            self._changed.notify_all()

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[RecordedRequest]:
        return iter(list(self._all))

    @overload
    def __getitem__(self, index: int) -> RecordedRequest: ...
    @overload
    def __getitem__(self, index: slice) -> List[RecordedRequest]: ...
    def __getitem__(self, index: Union[int, slice]) -> Union[RecordedRequest, List[RecordedRequest]]:
        if isinstance(index, int) and not -len(self._all) <= index < len(self._all):
            raise IndexError(f"there is no request {index}: {len(self._all)} came")
        return self._all[index]

    def __repr__(self) -> str:
        return f"Requests({self._all!r})"
