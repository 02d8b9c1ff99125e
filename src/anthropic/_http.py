"""The HTTP library, seen through one seam.

Whatever this package needs of httpx beyond reading a response is here, so that another library of the
same shape is a one-file change. Nothing here knows the API.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any, Dict, List, Optional, Set, Tuple, Union

import httpx
from httpx import (
    URL,
    AsyncBaseTransport,
    AsyncByteStream,
    AsyncClient,
    AsyncHTTPTransport,
    ByteStream,
    Client,
    ConnectError,
    ConnectTimeout,
    DecodingError,
    Headers,
    HTTPError,
    HTTPTransport,
    Limits,
    LocalProtocolError,
    NetworkError,
    PoolTimeout,
    Proxy,
    ProxyError,
    ReadError,
    ReadTimeout,
    RemoteProtocolError,
    Request,
    RequestError,
    Response,
    StreamConsumed,
    SyncByteStream,
    Timeout,
    TimeoutException,
    TooManyRedirects,
    TransportError,
    UnsupportedProtocol,
    WriteError,
    WriteTimeout,
    create_ssl_context,
)

__all__ = [
    "AsyncByteStream",
    "DecodingError",
    "PoolTimeout",
    "SyncByteStream",
    "TransportError",
    "URL",
    "build_request",
    "create_ssl_context",
    "AsyncBaseTransport",
    "AsyncClient",
    "AsyncHTTPTransport",
    "ByteStream",
    "Client",
    "Cookies",
    "HTTPError",
    "HTTPTransport",
    "HTTPX_DEFAULT_TIMEOUT",
    "Headers",
    "Limits",
    "Proxy",
    "Request",
    "Response",
    "Timeout",
    "StreamConsumed",
    "TimeoutException",
    "TooManyRedirects",
    "UnsupportedProtocol",
    "ConnectError",
    "ConnectTimeout",
    "LocalProtocolError",
    "NetworkError",
    "ProxyError",
    "ReadError",
    "ReadTimeout",
    "RemoteProtocolError",
    "RequestError",
    "WriteError",
    "WriteTimeout",
    "header",
    "is_in_memory",
    "let_go",
    "limit_timeouts",
    "optional_decoder",
    "set_content",
    "set_decoder",
    "decoder_of",
    "with_read_timeout",
    "without_plumbing",
]

HTTPX_DEFAULT_TIMEOUT = Timeout(timeout=5.0)
"""What an httpx client waits when its user has not said; such a client gets this package's default instead."""

_FRAMING = frozenset({b"content-length", b"transfer-encoding"})


def build_request(
    client: Union[Client, AsyncClient],
    method: str,
    url: URL,
    headers: List[Tuple[bytes, bytes]],
    timeout: Union[float, Timeout, None],
    extensions: Dict[str, Any],
    body: Dict[str, Any],
) -> Request:
    """What `client.build_request` gives, with the headers put together once, those that tell of the body among them.

    A client with cookies or parameters of its own, or whose `build_request` somebody replaced, is asked itself.
    """
    builder: Any = client.build_request
    stock = getattr(builder, "__globals__", {}).get("__name__") == "httpx._client"
    stream = body.get("stream")
    if not stock or client.params or client.cookies.jar:
        if stream is not None:
            body = {"content": b"".join(stream.pieces())}
        return client.build_request(
            method, url, headers=headers, timeout=timeout, extensions=extensions or None, **body
        )
    own = {name.lower() for name, _ in headers}
    inherited: List[Any] = [pair for pair in client.headers.raw if pair[0].lower() not in own]
    extensions["timeout"] = Timeout(timeout).as_dict()
    content: Any = body.get("content")
    names = own.union(name.lower() for name, _ in inherited)
    if stream is None and (not content or not isinstance(content, bytes) or names & _FRAMING):
        return Request(method, url, headers=inherited + headers, extensions=extensions, **body)
    if b"host" not in names:
        inherited.insert(0, (b"Host", url.netloc))
    if stream is not None:
        return StreamedRequest(method, url, headers=inherited + headers, extensions=extensions, stream=stream)
    length = (b"Content-Length", str(len(content)).encode())
    stream = ByteStream(content)
    request = Request(method, url, headers=[*inherited, *headers, length], extensions=extensions, stream=stream)
    request._content = content
    return request


class StreamedRequest(Request):
    """A request whose body is made while it is sent. Whoever asks for its `content` has it read whole."""

    def read(self) -> bytes:
        """The body."""
        return self.content

    @property
    def content(self) -> bytes:
        """The body."""
        if not is_in_memory(self):
            stream: Any = self.stream
            self._content = b"".join(stream.pieces())
            self.stream = ByteStream(self._content)
        return self._content


def set_content(response: Response, content: bytes) -> None:
    """Give a response that was read piece by piece the body that came of it."""
    response._content = content


_SPENT = ByteStream(b"")


def header(headers: Headers, name: str) -> Optional[str]:
    """The value of a header, all of them joined where it stands several times. The library's own look-up takes longer."""
    wanted = name.encode()
    values = [value for each, value in headers.raw if each.lower() == wanted]
    return b", ".join(values).decode(headers.encoding) if values else None


def let_go(response: Response) -> None:
    """Part a response that is done with from its stream. They hold each other, and only the garbage collector would part them.

    One that was made in memory gets back the bytes that it was made of: tests give the same response again and again.
    """
    made_of = getattr(response.stream, "_stream", None)
    response.stream = made_of if isinstance(made_of, ByteStream) else _SPENT


def is_in_memory(message: Union[Request, Response]) -> bool:
    """Whether the body of a request or response is there to be looked at."""
    return hasattr(message, "_content")


def set_decoder(response: Response, decoder: Any) -> None:
    """Have something else than the HTTP library undo the content codings of a response."""
    response._decoder = decoder


def decoder_of(response: Response) -> Any:
    """What undoes the content codings of a response: `decode` for each piece, `flush` at the end."""
    return response._get_content_decoder()


def optional_decoder(coding: str) -> Any:
    """The HTTP library's decoder for a coding that needs a library of its own; `None` when that is not installed."""
    from httpx._decoders import SUPPORTED_DECODERS  # rarely needed: br and zstd

    made = SUPPORTED_DECODERS.get(coding)
    return None if made is None else made()


def limit_timeouts(request: Request, seconds: float) -> None:
    """Let no step of the request wait longer than this."""
    stated: Dict[str, Optional[float]] = request.extensions.get("timeout") or dict.fromkeys(_STEPS)
    request.extensions["timeout"] = {
        step: seconds if value is None else min(value, seconds) for step, value in stated.items()
    }


def with_read_timeout(request: Request, seconds: float) -> None:
    """Change how long the request waits for bytes from now on; a body that is already being read is not touched."""
    request.extensions["timeout"] = {**request.extensions.get("timeout", {}), "read": seconds}


_PLUMBING = ("httpcore", "h11", "aiohttp", "anthropic._async.connection", "anthropic._sync.connection")


def without_plumbing(error: BaseException) -> None:
    """Take the frames below the HTTP library from an exception and all that it came from.

    They hold the raw headers of the request, and crash reporters record what frames hold.
    """
    waiting: List[Optional[BaseException]] = [error]
    seen: Set[int] = set()
    while waiting:
        current = waiting.pop()
        if current is not None and id(current) not in seen:
            seen.add(id(current))
            current.__traceback__ = _above_plumbing(current.__traceback__)
            waiting += [current.__cause__, current.__context__, *getattr(current, "exceptions", ())]


def _above_plumbing(trace: Optional[TracebackType]) -> Optional[TracebackType]:
    """The frames of a traceback down to the first one of a library that handles raw bytes."""
    kept: List[TracebackType] = []
    while trace is not None and not _is_plumbing(trace.tb_frame.f_globals.get("__name__", "")):
        kept.append(trace)
        trace = trace.tb_next
    shortened: Optional[TracebackType] = None
    for each in reversed(kept):
        shortened = TracebackType(shortened, each.tb_frame, each.tb_lasti, each.tb_lineno)
    return shortened


def _is_plumbing(module: str) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in _PLUMBING)


_STEPS = ("connect", "read", "write", "pool")


class Cookies(httpx.Cookies):
    """Cookies that look only at responses which set some; looking costs more than reading a short reply."""

    def extract_cookies(self, response: Response) -> None:
        """Keep the cookies that a response sets."""
        if "set-cookie" in response.headers:
            super().extract_cookies(response)
