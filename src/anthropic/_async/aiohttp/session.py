"""What the requests of one event loop share: the connections, and the places in their pool.

A session ends when its owner closes it, when nobody holds it any more, or with its event loop, whichever comes first.
"""

from __future__ import annotations

import asyncio
import select
from functools import partial
from typing import TYPE_CHECKING, Any, AsyncGenerator, List, Optional, Sequence, Set, Tuple
from weakref import finalize

import aiohttp
from aiohttp.client_proto import ResponseHandler

from ..._utils._sockets import let_go
from .places import Places

if TYPE_CHECKING:
    import ssl

    import httpx
    from aiohttp.connector import Connection
    from aiohttp.tracing import Trace

__all__ = ["Connector", "Session", "living"]

_FOREVER = 1e6
"""Seconds that an idle connection is kept where no expiry is set."""

_LONGEST_HEADER = 1 << 16
"""Bytes; aiohttp's own bound refuses what proxies and content security policies really send."""

_SURPLUS_SECONDS = 0.5
"""How long more connections are kept than wanted; making them anew for each of several bursts costs a quarter of a call."""

_END_OF_HEAD = b"\r\n\r\n"
_AUTOMATIC_HEADERS = ("Accept", "Accept-Encoding", "Content-Type", "User-Agent")


class Connector(aiohttp.TCPConnector):
    """Connections that were never closed while they were idle, and for long no more idle ones than wanted."""

    _most_idle: Optional[int] = None
    _socket_options: Sequence[Tuple[int, int, int]] = ()
    _thinning: Optional[asyncio.TimerHandle] = None
    _busy: Set[_Protocol]
    _idle: Set[_Protocol]

    @classmethod
    def of(cls, context: ssl.SSLContext, limits: httpx.Limits, options: Sequence[Tuple[int, int, int]]) -> Connector:
        """A connector for the running event loop; how many connections are open is not its concern."""
        kept = limits.max_keepalive_connections
        expiry = _FOREVER if limits.keepalive_expiry is None else limits.keepalive_expiry
        keeping: Any = {"force_close": True} if 0 in (kept, expiry) else {"keepalive_timeout": expiry}
        made = cls(ssl=context, limit=0, **keeping)
        made._most_idle, made._socket_options = kept, options
        made._busy, made._idle = set(), set()
        protocols: Any = partial(_Protocol, made._loop, (made._busy, made._idle))
        made._factory = protocols
        return made

    async def connect(
        self, req: aiohttp.ClientRequest, traces: List[Trace], timeout: aiohttp.ClientTimeout
    ) -> Connection:
        """A new connection, or an idle one that the server has neither closed nor written to."""
        while True:
            connection = await super().connect(req, traces, timeout)
            protocol: Any = connection.protocol
            if protocol not in self._idle:
                self._set_options(protocol.transport)
            elif await self._is_stale(protocol, connection):
                connection.close()
                continue
            self._busy.add(protocol)
            connection.add_callback(partial(self._give_back, protocol))
            return connection

    async def _is_stale(self, protocol: _Protocol, connection: Connection) -> bool:
        """Whether a connection ended while it was idle, or answers what nobody asked."""
        self._idle.discard(protocol)
        try:
            for _ in range(2):
                if not protocol.has_input():
                    break
                await asyncio.sleep(0)  # the event loop has not looked yet; in TLS, not all input means something
        except BaseException:
            connection.close()
            raise
        return protocol.should_close or not protocol.is_connected() or protocol.has_input()

    def _give_back(self, protocol: _Protocol) -> None:
        """Remember a connection as idle; end it where it cannot be used again."""
        self._busy.discard(protocol)
        transport = protocol.transport
        if transport is not None and (protocol.should_close or transport.get_write_buffer_size()):
            transport.abort()  # closing would wait for a server that may never take the rest, or say goodbye in TLS
        elif transport is not None:
            self._idle.add(protocol)
            if self._thinning is None and self._most_idle is not None and len(self._idle) > self._most_idle:
                self._thinning = self._loop.call_later(_SURPLUS_SECONDS, self._thin_out)

    def _thin_out(self) -> None:
        """End the idle connections that are too many, once those who use many at a time had the time to come back."""
        self._thinning = None
        for protocol in list(self._idle)[self._most_idle :]:
            self._idle.discard(protocol)
            if protocol.transport is not None:
                protocol.transport.abort()

    def _set_options(self, transport: Any) -> None:
        socket = transport.get_extra_info("socket")
        if socket is not None:
            for option in self._socket_options:
                socket.setsockopt(*option)

    def break_off(self) -> None:
        """End the connections that are in use, whatever is still to be sent."""
        if self._thinning is not None:
            self._thinning.cancel()
        for protocol in list(self._busy):
            if protocol.transport is not None:
                protocol.transport.abort()

    def let_go(self) -> None:
        """Part from all connections, which the process that this one was forked from goes on using."""
        for protocol in [*self._busy, *self._idle]:
            transport: Any = protocol.transport
            if transport is not None:
                let_go(transport.get_extra_info("socket").fileno())

    def abandon(self) -> None:
        """Forget all connections without a word; for when their event loop is gone."""
        self._close()


class _Protocol(ResponseHandler):
    """One connection, which does not lose what aiohttp's own does where a body is broken.

    That is the head, if it came in the same packet, and that something is wrong, if it came in a later one.
    """

    _in_head = False
    _input: Any = None

    def __init__(self, loop: asyncio.AbstractEventLoop, held: Tuple[Set[_Protocol], ...]) -> None:
        super().__init__(loop)
        self._held = held

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to live."""
        super().connection_made(transport)
        socket = transport.get_extra_info("socket")
        if socket is not None and hasattr(select, "poll"):
            self._input = select.poll()
            self._input.register(socket.fileno(), select.POLLIN)

    def connection_lost(self, exc: Optional[BaseException]) -> None:
        """Drop out of whatever holds this."""
        for each in self._held:
            each.discard(self)
        super().connection_lost(exc)

    def has_input(self) -> bool:
        """Whether there is something to read on an idle connection: its end, or bytes that nobody asked for."""
        if self.transport is None:
            return False
        if self._input is not None:
            return bool(self._input.poll(0))
        socket = self.transport.get_extra_info("socket")  # on Windows, where `select` takes any number of them
        return socket is not None and bool(select.select([socket], [], [], 0)[0])

    def set_response_params(self, **given: Any) -> None:
        """Expect a response."""
        self._in_head = True
        super().set_response_params(**given)

    def data_received(self, data: bytes) -> None:
        """Take what has arrived."""
        if self._in_head:
            end = data.find(_END_OF_HEAD) + len(_END_OF_HEAD)
            if end >= len(_END_OF_HEAD):
                self._in_head = False
                if end < len(data) and b"chunked" in data[:end].lower():
                    super().data_received(data[:end])
                    data = data[end:]
        super().data_received(data)

    def set_exception(self, exc: BaseException, *cause: Any, **named: Any) -> None:
        """Break off, and let whoever reads the body know."""
        super().set_exception(exc, *cause, **named)
        body = self._payload
        if body is not None and not body.is_eof() and body.exception() is None:
            body.set_exception(aiohttp.ClientPayloadError(str(exc) or type(exc).__name__))


class Session:
    """One event loop's aiohttp session, with nothing on that the HTTP library does itself."""

    def __init__(self, connector: Connector, most: Optional[int]) -> None:
        self._connector = connector
        self.places = Places(most)
        self.client = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            skip_auto_headers=_AUTOMATIC_HEADERS,
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
        )
        self.client._retry_connection = False  # how often to try is this package's decision
        finalize(self, connector.abandon)  # before aiohttp's own finalizers, which complain

    @property
    def closed(self) -> bool:
        """Whether it can send no more."""
        return self.client.closed

    def let_go(self) -> None:
        """Leave the connections to another process."""
        self._connector.let_go()

    async def close(self) -> None:
        """Close the connections."""
        self._connector.break_off()
        await self.client.close()


async def living(session: Session) -> AsyncGenerator[None, None]:
    """Keep a session open until this generator ends; event loops end theirs before they close."""
    try:
        yield
    finally:
        await session.close()
