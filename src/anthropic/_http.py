"""The HTTP library, seen through one seam.

Whatever this package needs of httpx beyond the plain attributes of a response is here, so that another library of the
same shape is a one-file change. Nothing here knows the API.
"""

from __future__ import annotations

import logging
from types import FunctionType, MethodType, TracebackType
from typing import Any, Dict, FrozenSet, List, Optional, Set, Tuple, Union

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
    "HeaderBlock",
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
    "headers_of",
    "is_in_memory",
    "is_stock",
    "only_passes_on",
    "let_go",
    "limit_timeouts",
    "optional_decoder",
    "received",
    "set_content",
    "set_decoder",
    "take_at_hand",
    "decoder_of",
    "with_read_timeout",
    "without_plumbing",
]

_log = logging.getLogger("httpx")

HTTPX_DEFAULT_TIMEOUT = Timeout(timeout=5.0)
"""What an httpx client waits when its user has not said; such a client gets this package's default instead."""

_FRAMING = ("content-length", "transfer-encoding")


def is_stock(method: Any, module: str) -> bool:
    """Whether a method is the function that this module of the HTTP library defines: nobody wrapped or replaced it."""
    function = method.__func__ if type(method) is MethodType else method
    return type(function) is FunctionType and function.__globals__["__name__"] == module


class HeaderBlock:
    """The headers of requests that are alike.

    Args:
        lines: Those that are asked for.
        omitted: Lower-case names of those that the HTTP client shall not add.
    """

    def __init__(self, lines: List[Tuple[bytes, bytes]], omitted: FrozenSet[bytes]) -> None:
        self.lines = lines
        self.omitted = omitted
        self._whole: Optional[Tuple[Any, bytes, Headers, bool]] = None

    def whole(self, inherited: Headers, host: bytes) -> Tuple[Headers, bool]:
        """`Host`, the HTTP client's own headers and those that are asked for, and whether they tell how long the body is."""
        raw = inherited.raw
        known = self._whole
        if known is None or known[0] != raw or known[1] != host:
            own = self.omitted.union(name.lower() for name, _ in self.lines)
            lines = [pair for pair in raw if pair[0].lower() not in own]
            if b"host" not in own and "host" not in inherited:
                lines.insert(0, (b"Host", host))
            headers = Headers(lines + self.lines)
            known = self._whole = raw, host, headers, any(name in headers for name in _FRAMING)
        return known[2:]


def build_request(
    client: Union[Client, AsyncClient],
    method: str,
    url: URL,
    headers: HeaderBlock,
    timeout: Union[float, Timeout, None],
    extensions: Dict[str, Any],
    body: Dict[str, Any],
) -> Request:
    """What `client.build_request` gives, with the headers put together once, those that tell of the body among them.

    A client with cookies or parameters of its own, or whose `build_request` somebody replaced, is asked itself.
    """
    stream = body.get("stream")
    if not is_stock(client.build_request, "httpx._client") or client.params or client.cookies.jar:
        if stream is not None:
            body = {"content": b"".join(stream.pieces())}
        return _without(
            headers.omitted,
            client.build_request(
                method, url, headers=headers.lines, timeout=timeout, extensions=extensions or None, **body
            ),
        )
    extensions["timeout"] = (timeout if isinstance(timeout, Timeout) else Timeout(timeout)).as_dict()
    whole, tells_length = headers.whole(client.headers, url.netloc)
    if stream is not None:
        return StreamedRequest(method, url, headers=whole, extensions=extensions, stream=stream)
    content: Any = body.get("content")
    if not content or not isinstance(content, bytes) or tells_length:
        lines = [pair for pair in whole.raw if pair != (b"Host", url.netloc)]  # which the HTTP library puts first
        return _without(headers.omitted, Request(method, url, headers=lines, extensions=extensions, **body))
    request = Request(method, url, headers=whole, extensions=extensions, stream=ByteStream(content))
    if b"content-length" not in headers.omitted:
        request.headers["Content-Length"] = str(len(content))
    request._content = content
    return request


def _without(omitted: FrozenSet[bytes], request: Request) -> Request:
    """The request without headers that the HTTP library adds by itself."""
    for name in omitted:
        request.headers.pop(name.decode(), None)
    return request


_STEPS_OF_SEND = (
    "send",
    "_send_handling_auth",
    "_send_handling_redirects",
    "_send_single_request",
    "_transport_for_url",
    "_build_redirect_request",
)


def _stock_steps(cls: type) -> Dict[str, Any]:
    """The steps of a client's `send`, as far as they are the HTTP library's own."""
    steps: Dict[str, Any] = {name: getattr(cls, name, None) for name in _STEPS_OF_SEND}
    return {name: step if is_stock(step, "httpx._client") else None for name, step in steps.items()}


_STOCK_STEPS = {False: _stock_steps(Client), True: _stock_steps(AsyncClient)}


def only_passes_on(client: Union[Client, AsyncClient]) -> bool:
    """Whether all that the client's `send` would do is to hand a request to the transport and to call `received`."""
    cls, own, hooks = type(client), vars(client), client.event_hooks
    for name, step in _STOCK_STEPS[isinstance(client, AsyncClient)].items():
        if step is None or getattr(cls, name, None) is not step or name in own:
            return False
    return not (hooks["request"] or hooks["response"] or client.auth or client.is_closed)


def received(client: Union[Client, AsyncClient], response: Response) -> None:
    """What the client's `send` does with a response, its request known."""
    request = response.request
    if header(response, b"set-cookie"):
        client.cookies.extract_cookies(response)
    response.default_encoding = getattr(client, "_default_encoding", response.default_encoding)
    if _log.isEnabledFor(logging.INFO):
        _log.info(
            'HTTP Request: %s %s "%s %d %s"',
            request.method,
            request.url,
            response.http_version,
            response.status_code,
            response.reason_phrase,
        )
    if response.has_redirect_location:
        response.next_request = client._build_redirect_request(request, response)


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


def headers_of(response: Response) -> Dict[bytes, bytes]:
    """The headers of a response by lower-case name; those that stand several times as one list."""
    raw = response.headers.raw
    found = {name.lower(): value for name, value in raw}
    return found if len(found) == len(raw) else {name: header(response, name) for name in found}


def header(response: Response, name: bytes) -> bytes:
    """The value of a header, by its lower-case name, all of them where it stands several times; empty where it is not there."""
    return b", ".join([value for each, value in response.headers.raw if each.lower() == name])


def take_at_hand(response: Response) -> Optional[bytes]:
    """The raw body of a response, where all of it is here and was not read yet; then it counts as read.

    `_stream` is what httpx's wrappers of a body, and ours, call what they wrap.
    """
    stream = getattr(response.stream, "_stream", None)
    if not isinstance(stream, ByteStream) or response.is_stream_consumed or response.is_closed:
        return None
    raw = b"".join(stream)
    response.is_stream_consumed = True
    response._num_bytes_downloaded = len(raw)
    return raw


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
