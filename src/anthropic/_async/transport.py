"""What the default HTTP client sends through: httpx's own transport, with a connection pool of ours in it.

The pool loses no place when a request is cancelled, serves those who wait in turn, gives every event loop and every
forked process connections of its own, and never takes the rest of one response for the next. Which connection is
used is decided in `_core.pool`; HTTP/2, SOCKS proxies and traced requests are left to the pool that httpx made.
"""

from __future__ import annotations

import time
from functools import partial
from types import FunctionType, MethodType, TracebackType
from typing import Any, AsyncIterator, List, Optional, Tuple, Type

import httpcore

from .._core.pool import Pool, Turn
from .._http import AsyncHTTPTransport, Limits, Proxy
from .._http_options import tls_settings
from .._utils._sockets import starts_anew_after_fork
from . import _homes
from .connection import AsyncConnection, Outgoing
from .route import AsyncRoute

__all__ = ["AsyncConnectionPool", "AsyncTransport"]

_Pool = Pool[AsyncConnection, _homes.Signal]
_Turn = Turn[AsyncConnection, _homes.Signal]


class AsyncTransport(AsyncHTTPTransport):
    """A transport as httpx makes it for the same arguments, with the pool replaced."""

    def __init__(
        self,
        *,
        limits: Limits,
        verify: Any = True,
        cert: Any = None,
        trust_env: bool = True,
        http1: bool = True,
        http2: bool = False,
        proxy: Any = None,
        socket_options: Optional[List[Tuple[int, int, int]]] = None,
    ) -> None:
        tls = tls_settings(verify, cert, trust_env)
        proxy = proxy if proxy is None or isinstance(proxy, Proxy) else Proxy(proxy)
        super().__init__(
            verify=tls, http1=http1, http2=http2, limits=limits, proxy=proxy, socket_options=socket_options
        )
        if http1 and not http2 and (proxy is None or proxy.url.scheme in ("http", "https")):
            pool: Any = AsyncConnectionPool(self._pool, AsyncRoute(tls, proxy, socket_options), limits)
            self._pool = pool


class AsyncConnectionPool:
    """The connections of one transport, in the place where httpx keeps its own pool.

    Args:
        stock: The pool that httpx made.
        route: Opens connections.
        limits: How many there may be, and for how long.
    """

    def __init__(self, stock: Any, route: AsyncRoute, limits: Limits) -> None:
        self._stock = stock
        self._route = route
        bounds = limits.max_connections, limits.max_keepalive_connections, limits.keepalive_expiry
        self._homes: _homes.Homes[_Pool] = _homes.Homes(partial(Pool, _is_silent, _homes.Signal, *bounds))
        starts_anew_after_fork(self)

    async def handle_async_request(self, request: Outgoing) -> httpcore.Response:
        """The response, its body still to be read.

        Raises:
            httpcore.PoolTimeout: All connections stayed in use.
            httpcore.NetworkError: The connection failed, or could not be made.
            httpcore.ProtocolError: What came is not HTTP.
        """
        if self._is_for_stock(request):
            response: httpcore.Response = await self._stock.handle_async_request(request)
            return response
        origin = request.url.origin
        pool = await self._homes.here()
        turn: _Turn = Turn((origin.scheme, origin.host, origin.port))
        timeouts = request.extensions.get("timeout", {})
        try:
            await _wait(pool, turn, timeouts.get("pool"))
            connection = turn.connection
            if connection is None:
                connection = turn.connection = await self._route.connect(request)
            target, headers = self._route.target_and_headers(request)
            head = await connection.exchange(request, target, headers, timeouts)
        except BaseException:
            await _release(pool, turn, keep=False)
            raise
        return httpcore.Response(
            head.status_code,
            headers=head.headers.raw_items(),
            content=_Body(self, pool, turn, request.extensions),
            extensions={
                "http_version": b"HTTP/" + head.http_version,
                "reason_phrase": head.reason,
                "network_stream": connection.stream,
            },
        )

    async def aclose(self) -> None:
        """Close all connections."""
        await self._homes.close()
        await self._stock.aclose()

    async def __aenter__(self) -> AsyncConnectionPool:
        return self

    async def __aexit__(
        self, exc_type: Optional[Type[BaseException]], exc: Optional[BaseException], exc_tb: Optional[TracebackType]
    ) -> None:
        await self.aclose()

    @property
    def connections(self) -> List[AsyncConnection]:
        """All open connections, of every event loop."""
        return [connection for pool in self._homes.all() for connection in pool.connections]

    def leave_inheritance(self) -> object:
        """Let go of the connections of the process that this one was forked from."""
        for connection in self.connections:
            connection.abandon()
        return self._homes.leave()

    def _is_for_stock(self, request: Outgoing) -> bool:
        """Whether the request is beyond this pool, or a testing or tracing tool stands in the stock pool's place."""
        if request.url.scheme not in (b"http", b"https") or "trace" in request.extensions:
            return True
        return _is_replaced(self._stock.handle_async_request)


class _Body:
    """The body of a response; its connection goes back to the pool at its end, or when it is closed."""

    def __init__(self, owner: AsyncConnectionPool, pool: _Pool, turn: _Turn, extensions: Any) -> None:
        self._owner = owner  # dropped connections are closed, and these are still in use
        self._pool = pool
        self._turn = turn
        self._extensions = extensions  # how long to read may be changed once the head of the response is there
        self._is_closed = False

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        connection = self._turn.connection
        piece = None
        try:
            if connection is not None and not self._is_closed:
                piece = await connection.next_piece(self._extensions.get("timeout", {}).get("read"))
        finally:
            if piece is None:
                await self.aclose()
        if piece is None:
            raise StopAsyncIteration
        return piece

    async def aclose(self) -> None:
        """Give the connection back."""
        connection = self._turn.connection
        if self._is_closed or connection is None:
            return
        self._is_closed = True
        keep = False
        try:
            keep = await connection.finish()
        finally:
            await _release(self._pool, self._turn, keep=keep)


async def _wait(pool: _Pool, turn: _Turn, timeout: Optional[float]) -> None:
    """Wait until the turn is served.

    Raises:
        httpcore.PoolTimeout: It was not, in that time.
    """
    await _close(pool.ask(turn, time.monotonic()))
    if turn.signal is not None:
        await turn.signal.wait(timeout)
        if not turn.served:
            raise httpcore.PoolTimeout("All connections of the pool stayed in use.")


async def _release(pool: _Pool, turn: _Turn, *, keep: bool) -> None:
    """End a turn: first its place is free, then its connection is closed, unless it is kept."""
    await _close(pool.give_back(turn, time.monotonic(), keep=keep))


async def _close(connections: List[AsyncConnection]) -> None:
    if connections:
        with _homes.shielded():
            for connection in connections:
                await connection.aclose()


def _is_replaced(method: Any) -> bool:
    """Whether a method is not the network library's own; a proxy that only looks like it is none."""
    function = method.__func__ if type(method) is MethodType else None
    return type(function) is not FunctionType or not function.__globals__["__name__"].startswith("httpcore.")


def _is_silent(connection: AsyncConnection) -> bool:
    return connection.is_silent
