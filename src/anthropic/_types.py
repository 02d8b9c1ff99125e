"""The vocabulary of the package: sentinels, aliases and protocols that signatures are made of.

Nothing here does anything; names that belong to the HTTP library resolve when they are first read.
"""

from __future__ import annotations

import os
from typing import (
    IO,
    TYPE_CHECKING,
    Any,
    AsyncIterable,
    Callable,
    Dict,
    Iterable,
    Iterator,
    List,
    Mapping,
    Optional,
    Protocol,
    Sequence,
    Tuple,
    Type,
    TypedDict,
    TypeVar,
    Union,
    overload,
)

from ._utils._public import public

if TYPE_CHECKING:
    from httpx import URL, AsyncBaseTransport, BaseTransport, Proxy, Response, Timeout
    from pydantic import BaseModel
    from typing_extensions import Literal, SupportsIndex, TypeAlias

    AsyncTransport: TypeAlias = AsyncBaseTransport
    Transport: TypeAlias = BaseTransport
    ProxiesDict: TypeAlias = "Mapping[str | URL, None | str | URL | Proxy]"
    ProxiesTypes: TypeAlias = "str | Proxy | ProxiesDict"
    ModelT = TypeVar("ModelT", bound=BaseModel)
    ResponseT = TypeVar("ResponseT", bound="object | str | None | BaseModel | List[Any] | Dict[str, Any] | Response")
else:
    ModelT = TypeVar("ModelT")
    ResponseT = TypeVar("ResponseT")

NoneType: Type[None] = type(None)

Query = Mapping[str, object]
Body = object
AnyMapping = Mapping[str, object]
PostParser = Callable[[Any], Any]
StrBytesIntFloat = Union[str, bytes, int, float]

BinaryTypes = Union[bytes, bytearray, IO[bytes], Iterable[bytes]]
AsyncBinaryTypes = Union[bytes, bytearray, IO[bytes], AsyncIterable[bytes]]

StrPath = Union[str, os.PathLike[str]]
Base64FileInput = Union[IO[bytes], os.PathLike[str]]
FileContent = Union[IO[bytes], bytes, os.PathLike[str]]
_C = TypeVar("_C")
_Part = Union[
    _C,
    Tuple[Optional[str], _C],
    Tuple[Optional[str], _C, Optional[str]],
    Tuple[Optional[str], _C, Optional[str], Mapping[str, str]],
]
"""A part of a form: its content alone, or after its file name, and before its media type and headers."""

FileTypes = _Part[FileContent]
RequestFiles = Union[Mapping[str, FileTypes], Sequence[Tuple[str, FileTypes]]]
HttpxFileContent = Union[IO[bytes], bytes]
HttpxFileTypes = _Part[HttpxFileContent]
HttpxRequestFiles = Union[Mapping[str, HttpxFileTypes], Sequence[Tuple[str, HttpxFileTypes]]]


@public
class NotGiven:
    """The value of an argument that was not passed, where `None` already means something else."""

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "NOT_GIVEN"


NOT_GIVEN = NotGiven()
not_given = NotGiven()


@public
class Omit:
    """Leaves a parameter out of the request; as the value of a header or query key, takes it away."""

    def __bool__(self) -> Literal[False]:
        return False


omit = Omit()

Headers = Mapping[str, Union[str, Omit]]


class RequestOptions(TypedDict, total=False):
    """Settings of one raw call: `client.get(..., options={...})`."""

    headers: Headers
    max_retries: int
    timeout: "float | Timeout | None"
    params: Query
    extra_json: AnyMapping
    idempotency_key: str
    follow_redirects: bool


RequestOptions.__module__ = "anthropic"

if TYPE_CHECKING:
    _T_co = TypeVar("_T_co", covariant=True)

    class SequenceNotStr(Protocol[_T_co]):
        """A sequence that is not a `str`: `stop_sequences="x"` is a mistake that type checkers catch."""

        @overload
        def __getitem__(self, index: SupportsIndex, /) -> _T_co: ...
        @overload
        def __getitem__(self, index: slice, /) -> Sequence[_T_co]: ...
        def __contains__(self, value: object, /) -> bool: ...
        def __len__(self) -> int: ...
        def __iter__(self) -> Iterator[_T_co]: ...
        def index(self, value: Any, start: int = 0, stop: int = ..., /) -> int: ...
        def count(self, value: Any, /) -> int: ...
        def __reversed__(self) -> Iterator[_T_co]: ...
else:
    SequenceNotStr = Sequence


def __getattr__(name: str) -> Any:
    """Resolve the aliases of the HTTP library's own types."""
    import httpx

    aliases = {
        "AsyncTransport": httpx.AsyncBaseTransport,
        "ProxiesDict": Mapping[Union[str, httpx.URL], Union[None, str, httpx.URL, httpx.Proxy]],
        "ProxiesTypes": Union[
            str, httpx.Proxy, Mapping[Union[str, httpx.URL], Union[None, str, httpx.URL, httpx.Proxy]]
        ],
        "Timeout": httpx.Timeout,
        "Transport": httpx.BaseTransport,
    }
    try:
        return globals().setdefault(name, aliases[name])
    except KeyError:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}") from None
