"""The HTTP library, seen through one seam.

Whatever this package needs of httpx beyond reading a response is here, so that another library of the
same shape is a one-file change. Nothing here knows the API.
"""

from __future__ import annotations

import os
import socket
import ssl
from types import TracebackType
from typing import Any, Dict, List, Optional, Set, Tuple, Union
from urllib.request import getproxies

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

from ._constants import CONNECT_TIMEOUT_SECONDS, DEFAULT_TIMEOUT_SECONDS
from ._utils._locks import Lock

__all__ = [
    "AsyncByteStream",
    "DecodingError",
    "PoolTimeout",
    "SyncByteStream",
    "TransportError",
    "URL",
    "build_request",
    "client_options",
    "create_ssl_context",
    "default_limits",
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
    "get_environment_proxies",
    "header",
    "is_in_memory",
    "let_go",
    "limit_timeouts",
    "optional_decoder",
    "set_content",
    "set_decoder",
    "decoder_of",
    "ssl_context",
    "tls_settings",
    "with_read_timeout",
    "without_plumbing",
]

HTTPX_DEFAULT_TIMEOUT = Timeout(timeout=5.0)
"""What an httpx client waits when its user has not said; such a client gets this package's default instead."""

_TRANSPORT_OPTIONS = ("verify", "cert", "trust_env", "http1", "http2", "limits")
_KEEPALIVE_SECONDS = 60
_KEEPALIVE_PROBES = 5

_contexts: Dict[Tuple[Optional[str], Optional[str]], ssl.SSLContext] = {}
_contexts_lock = Lock()


def ssl_context() -> ssl.SSLContext:
    """The process's TLS settings for the trust store that the environment names; building one costs 20 ms and 800 KB."""
    key = (os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
    with _contexts_lock:
        if key not in _contexts:
            _contexts[key] = create_ssl_context()
        return _contexts[key]


def tls_settings(verify: Any, cert: Any, trust_env: bool) -> ssl.SSLContext:
    """What httpx makes of its arguments about TLS."""
    if isinstance(verify, str) and cert is not None:  # httpx forgets the certificate beside a path
        verify = httpx.create_ssl_context(verify=verify, trust_env=trust_env)
    return httpx.create_ssl_context(verify=verify, cert=cert, trust_env=trust_env)


def socket_options() -> List[Tuple[int, int, int]]:
    """TCP keep-alive, so that a long silent wait for a reply is not cut by a router on the way."""
    options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    wanted = {
        "TCP_KEEPINTVL": _KEEPALIVE_SECONDS,
        "TCP_KEEPCNT": _KEEPALIVE_PROBES,
        "TCP_KEEPIDLE" if hasattr(socket, "TCP_KEEPIDLE") else "TCP_KEEPALIVE": _KEEPALIVE_SECONDS,
    }
    options += [
        (socket.IPPROTO_TCP, getattr(socket, name), value) for name, value in wanted.items() if hasattr(socket, name)
    ]
    return options


def get_environment_proxies() -> Dict[str, Optional[str]]:
    """Mount patterns of httpx for the proxies that the environment names; `None` marks a host that goes direct."""
    proxies = getproxies()
    mounts: Dict[str, Optional[str]] = {}
    for scheme in ("http", "https", "all"):
        address = proxies.get(scheme)
        if address:
            mounts[f"{scheme}://"] = address if "://" in address else f"http://{address}"
    direct = [host.strip() for host in proxies.get("no", "").split(",") if host.strip()]
    if "*" in direct:
        return {}
    mounts.update((_direct_pattern(host), None) for host in direct)
    return mounts


def _direct_pattern(host: str) -> str:
    if "://" in host:
        return host
    if _is_ipv4(host) or host.lower() == "localhost":
        return f"all://{host}"
    if _is_ipv6(host):
        return f"all://[{host}]"
    return f"all://*{host}"


def _is_ipv4(host: str) -> bool:
    from ipaddress import AddressValueError, IPv4Address

    try:
        IPv4Address(host.partition("/")[0])
    except AddressValueError:
        return False
    return True


def _is_ipv6(host: str) -> bool:
    from ipaddress import AddressValueError, IPv6Address

    try:
        IPv6Address(host.partition("/")[0])
    except AddressValueError:
        return False
    return True


def client_options(options: Dict[str, Any], transport: Any, default_limits: Limits) -> Dict[str, Any]:
    """The arguments of an httpx client with this package's defaults: timeouts, pool, redirects, keep-alive, proxies.

    Args:
        options: What the user gave; it always wins.
        transport: The transport class of the client's colour.
        default_limits: The size of the connection pool when the user names none.
    """
    options.setdefault("timeout", Timeout(DEFAULT_TIMEOUT_SECONDS, connect=CONNECT_TIMEOUT_SECONDS))
    options.setdefault("limits", default_limits)
    options.setdefault("follow_redirects", True)
    if options.get("transport") is not None:
        return options
    stock = options.get("verify", True) is True and options.get("cert") is None and options.get("trust_env", True)
    if stock and not options.get("http2"):  # which HTTP is spoken is agreed upon through the context
        options["verify"] = ssl_context()
    shared = {name: options[name] for name in _TRANSPORT_OPTIONS if name in options}

    def connect(proxy: Union[str, httpx.Proxy, None]) -> Any:
        return transport(**shared, proxy=proxy, socket_options=socket_options())

    proxy = options.pop("proxy", None)
    mounts: Dict[str, Any] = {}
    if proxy is None and options.get("trust_env", True):
        mounts = {pattern: address and connect(address) for pattern, address in get_environment_proxies().items()}
    mounts.update(options.get("mounts") or {})
    options["mounts"] = mounts
    options["transport"] = connect(proxy)
    return options


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


def default_limits() -> Limits:
    """The connection pool's size: 1000 connections, of which 100 are kept for reuse."""
    return Limits(max_connections=1000, max_keepalive_connections=100)


class Cookies(httpx.Cookies):
    """Cookies that look only at responses which set some; looking costs more than reading a short reply."""

    def extract_cookies(self, response: Response) -> None:
        """Keep the cookies that a response sets."""
        if "set-cookie" in response.headers:
            super().extract_cookies(response)
