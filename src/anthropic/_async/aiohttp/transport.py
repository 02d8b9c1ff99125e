"""HTTP requests over aiohttp, answering as the HTTP library's own transport does.

Redirects, cookies, content codings and authentication stay with the HTTP library; tries and errors with this package.
"""

from __future__ import annotations

import asyncio
from base64 import b64encode
from functools import lru_cache
from typing import TYPE_CHECKING, Any, AsyncGenerator, AsyncIterator, Dict, Iterable, List, Optional, Tuple, Union

import aiohttp
from multidict import CIMultiDict
from yarl import URL

from ..._http import (
    AsyncBaseTransport,
    AsyncByteStream,
    ByteStream,
    LocalProtocolError,
    Proxy,
    Request,
    Response,
    UnsupportedProtocol,
)
from ..._http_options import tls_settings
from ..._utils._sockets import starts_anew_after_fork
from .body import Body, body_of
from .errors import translated
from .session import Connector, Session, living

if TYPE_CHECKING:
    import ssl

    import httpx

__all__ = ["AiohttpTransport"]

_Pairs = List[Tuple[str, str]]


class AiohttpTransport(AsyncBaseTransport):
    """Sends the requests of one client; each event loop that uses it has connections of its own."""

    def __init__(
        self,
        *,
        limits: httpx.Limits,
        verify: Union[ssl.SSLContext, str, bool] = True,
        cert: Any = None,
        trust_env: bool = True,
        http1: bool = True,
        http2: bool = False,
        proxy: Union[str, httpx.URL, Proxy, None] = None,
        socket_options: Iterable[Tuple[int, int, int]] = (),
    ) -> None:
        if http2 or not http1:
            raise ValueError("aiohttp speaks HTTP/1.1 only. For HTTP/2, use DefaultAsyncHttpxClient(http2=True).")
        self._context = tls_settings(verify, cert, trust_env)
        self._context.set_alpn_protocols(["http/1.1"])
        self._limits = limits
        self._socket_options = list(socket_options)
        self._proxy, self._proxy_headers = _proxy(proxy)
        self._sessions: Dict[asyncio.AbstractEventLoop, Tuple[Session, AsyncGenerator[None, None]]] = {}
        starts_anew_after_fork(self)

    async def handle_async_request(self, request: Request) -> Response:
        """The response to a request, its body yet to be read."""
        if request.url.scheme not in ("http", "https"):
            raise UnsupportedProtocol(f"Request URL has an unsupported protocol '{request.url.scheme}://'.")
        timeouts = request.extensions.get("timeout", {})
        session = await self._session()
        await session.places.take(timeouts.get("pool"))
        try:
            answer = await self._answer(session, request, timeouts)
            if isinstance(answer, Exception):
                raise answer  # here, since the frames that saw it happen hold headers with the key
        except BaseException:
            session.places.give()
            raise
        if answer.connection is None:  # the answer came whole
            session.places.give()
        else:
            answer.connection.add_callback(session.places.give)
        return Response(
            answer.status,
            headers=answer.raw_headers,
            stream=_stream(answer, request),
            extensions=_facts(answer),
        )

    async def _session(self) -> Session:
        """The session of the running event loop."""
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            raise RuntimeError(
                "DefaultAioHttpClient runs on asyncio only. Elsewhere, use DefaultAsyncHttpxClient."
            ) from None
        found = self._sessions.get(loop)
        if found is not None and not found[0].closed:
            return found[0]
        for other in [each for each in list(self._sessions) if each.is_closed()]:
            self._sessions.pop(other, None)
        connector = Connector.of(self._context, self._limits, self._socket_options)
        session = Session(connector, self._limits.max_connections)
        life = living(session)
        self._sessions[loop] = session, life
        await life.__anext__()
        return session

    async def _answer(
        self, session: Session, request: Request, timeouts: Dict[str, Optional[float]]
    ) -> Union[aiohttp.ClientResponse, Exception]:
        """What the server answers, or why it does not."""
        body = body_of(request, timeouts.get("write"))
        secure = request.url.scheme == "https"
        try:
            return await session.client.request(
                request.method,
                _url(request),
                headers=_headers(request, () if secure else self._proxy_headers),
                data=body,
                allow_redirects=False,
                timeout=_limits(timeouts.get("connect"), timeouts.get("read")),
                proxy=self._proxy,
                proxy_headers=CIMultiDict(self._proxy_headers) if secure and self._proxy else None,
                server_hostname=request.extensions.get("sni_hostname"),
            )
        except Exception as error:
            own = body.failure if isinstance(body, Body) else None
            return own or translated(error)

    async def aclose(self) -> None:
        """Close the connections; those of other event loops are closed by these."""
        mine = self._sessions.pop(asyncio.get_running_loop(), None)
        self._sessions.clear()
        if mine is not None:
            await mine[1].aclose()

    def leave_inheritance(self) -> object:
        """Let go of the connections of the process that this one was forked from."""
        left, self._sessions = self._sessions, {}
        for session, _ in left.values():
            session.let_go()
        return left


def _stream(answer: aiohttp.ClientResponse, request: Request) -> AsyncByteStream:
    """The body of a response; what is already there takes no waiting."""
    content = answer.content
    return ByteStream(content.read_nowait()) if content.is_eof() else _ResponseStream(answer, request)


class _ResponseStream(AsyncByteStream):
    """The body of a response as it comes in; each wait for more is bounded by the read timeout.

    That is the one which the request states when reading begins: it may have changed since it was sent.
    """

    def __init__(self, answer: aiohttp.ClientResponse, request: Request) -> None:
        self._answer = answer
        self._request = request
        self._patience: Optional[float] = None
        self._failure: Optional[Exception] = None
        connection = answer.connection
        self._protocol = None if connection is None else connection.protocol
        if self._protocol is not None:
            # aiohttp's own timer also runs while nobody reads.
            self._protocol.read_timeout = None
            self._protocol.start_timeout()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        self._patience = self._request.extensions.get("timeout", {}).get("read")
        try:
            while piece := await self._next():
                yield piece
        except BaseException:
            self._answer.close()
            raise

    async def _next(self) -> bytes:
        """The next bytes, all that came before a failure included; none at the end."""
        if self._failure is None:
            try:
                return await self._read()
            except Exception as error:
                self._failure = translated(error, self._broken())
                rest = self._answer.content._read_nowait(-1)
                if rest:
                    return rest
        raise self._failure

    async def _read(self) -> bytes:
        content = self._answer.content
        if self._patience is None or content.is_eof():
            piece = await content.readany()
        else:
            late = aiohttp.SocketTimeoutError("The server sent nothing more in time.")
            timer = asyncio.get_running_loop().call_later(self._patience, content.set_exception, late)
            try:
                piece = await content.readany()
            finally:
                timer.cancel()
        if not piece and self._lasts_until_close and isinstance(self._broken(), OSError):
            raise aiohttp.ClientPayloadError("The connection was reset before the end of the body.")
        return piece

    def _broken(self) -> Optional[BaseException]:
        """Why the connection was lost."""
        return None if self._protocol is None else self._protocol.exception()

    @property
    def _lasts_until_close(self) -> bool:
        """Whether only the end of the connection ends the body; aiohttp takes any end for a good one."""
        headers = self._answer.headers
        return "Content-Length" not in headers and "Transfer-Encoding" not in headers

    async def aclose(self) -> None:
        """Give the connection back if the body was read to its end; close it otherwise."""
        self._answer.close()


def _proxy(proxy: Union[str, httpx.URL, Proxy, None]) -> Tuple[Optional[URL], _Pairs]:
    """Where a proxy is, and the headers that it gets."""
    if proxy is None:
        return None, []
    known = proxy if isinstance(proxy, Proxy) else Proxy(proxy)
    if known.url.scheme not in ("http", "https"):
        raise ValueError(f"aiohttp has no {known.url.scheme} proxies. Use DefaultAsyncHttpxClient for this one.")
    if getattr(known, "ssl_context", None) is not None:  # httpx 0.26 and up
        raise ValueError(
            "aiohttp has one TLS context for the proxy and all behind it. Pass it as `verify`, or use DefaultAsyncHttpxClient."
        )
    headers = list(known.headers.multi_items())
    if known.raw_auth is not None:
        headers.append(("Proxy-Authorization", "Basic " + b64encode(b":".join(known.raw_auth)).decode()))
    return URL(str(known.url), encoded=True), headers


def _url(request: Request) -> URL:
    """The URL as it is, byte for byte; credentials in it have become a header."""
    url = request.url
    return URL(str(url.copy_with(userinfo=b"") if url.userinfo else url), encoded=True)


def _headers(request: Request, proxy_headers: Iterable[Tuple[str, str]]) -> CIMultiDict[str]:
    """The headers of a request in their order; aiohttp frames the body itself."""
    pairs = [(name, value) for name, value in proxy_headers if name not in request.headers]
    try:
        pairs += [(str(name, "ascii"), str(value, "utf-8")) for name, value in request.headers.raw]
    except UnicodeDecodeError:
        raise LocalProtocolError("A header of the request is not UTF-8.") from None
    headers = CIMultiDict(pairs)
    headers.popall("Transfer-Encoding", None)
    return headers


@lru_cache(maxsize=64)
def _limits(connect: Optional[float], read: Optional[float]) -> aiohttp.ClientTimeout:
    """aiohttp's form of the timeouts; it takes 0 for no limit."""
    return aiohttp.ClientTimeout(
        connect=connect if connect is None else max(connect, 1e-6), sock_read=read if read is None else max(read, 1e-6)
    )


def _facts(answer: aiohttp.ClientResponse) -> Dict[str, Any]:
    version = answer.version
    return {
        "http_version": b"HTTP/1.1" if version is None else b"HTTP/%d.%d" % (version.major, version.minor),
        "reason_phrase": (answer.reason or "").encode("utf-8", "surrogateescape"),
    }
