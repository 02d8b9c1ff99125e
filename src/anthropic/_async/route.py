"""How to get to where a request goes: directly, or through an HTTP proxy.

Names, sockets and TLS are the network library's business. A connection that cannot be completed leaves nothing open.
"""

from __future__ import annotations

import ssl
from base64 import b64encode
from typing import Any, List, Optional, Tuple

import httpcore

from .._http import Proxy
from . import _homes
from .connection import AsyncConnection, Outgoing

__all__ = ["AsyncRoute"]

_Headers = List[Tuple[bytes, bytes]]


class _ProxyServer:
    """An HTTP proxy as the network library sees it."""

    def __init__(self, proxy: Proxy) -> None:
        url = proxy.url
        self.url = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        self.headers: _Headers = list(proxy.headers.raw)
        if proxy.raw_auth is not None:
            self.headers.insert(0, (b"Proxy-Authorization", b"Basic " + b64encode(b":".join(proxy.raw_auth))))
        self.tls: Optional[ssl.SSLContext] = getattr(proxy, "ssl_context", None)  # as old versions of httpx have none


class AsyncRoute:
    """Opens connections.

    Args:
        tls: The TLS settings for servers.
        proxy: The HTTP proxy to go through.
        socket_options: What is set on every socket.
    """

    def __init__(
        self, tls: ssl.SSLContext, proxy: Optional[Proxy], socket_options: Optional[List[Tuple[int, int, int]]]
    ) -> None:
        self._tls = tls
        self._socket_options = socket_options
        self._proxy = None if proxy is None else _ProxyServer(proxy)

    def target_and_headers(self, request: Outgoing) -> Tuple[bytes, _Headers]:
        """What the first line of a request names, and its headers: a proxy that forwards it is told the whole URL."""
        if self._proxy is None or request.url.scheme == b"https":
            return request.url.target, request.headers
        own = {name.lower() for name, _ in request.headers}
        added = [(name, value) for name, value in self._proxy.headers if name.lower() not in own]
        return bytes(request.url), added + request.headers

    async def connect(self, request: Outgoing) -> AsyncConnection:
        """A new connection that is ready for the request.

        Raises:
            httpcore.NetworkError: It could not be made.
            httpcore.TimeoutException: It took too long.
            httpcore.ProxyError: The proxy refused.
        """
        origin = request.url.origin
        via = origin if self._proxy is None else self._proxy.url.origin
        timeout = request.extensions.get("timeout", {}).get("connect")
        stream = await _homes.network().connect_tcp(
            via.host.decode("ascii"), via.port, timeout=timeout, socket_options=self._socket_options
        )
        try:
            if self._proxy is not None and via.scheme == b"https":
                stream = await _secured(stream, self._proxy.tls or httpcore.default_ssl_context(), via.host, timeout)
            if self._proxy is not None and origin.scheme == b"https":
                await _open_tunnel(stream, self._proxy, request)
            if origin.scheme == b"https":
                name = request.extensions.get("sni_hostname") or origin.host
                stream = await _secured(stream, self._tls, name, timeout)
        except BaseException:
            with _homes.shielded():
                await stream.aclose()
            raise
        return AsyncConnection(stream)


async def _secured(stream: Any, tls: ssl.SSLContext, name: Any, timeout: Optional[float]) -> Any:
    """The stream, encrypted."""
    tls.set_alpn_protocols(["http/1.1"])
    server = name.decode("ascii") if isinstance(name, bytes) else name
    return await stream.start_tls(tls, server_hostname=server, timeout=timeout)


async def _open_tunnel(stream: Any, proxy: _ProxyServer, request: Outgoing) -> None:
    """Ask a proxy to pass everything on to where a request goes; nothing of the request itself is told."""
    origin = request.url.origin
    target = b"%b:%d" % (origin.host, origin.port)
    own = {name.lower() for name, _ in proxy.headers}
    usual = [(b"Host", target), (b"Accept", b"*/*")]
    headers = [(name, value) for name, value in usual if name.lower() not in own] + proxy.headers
    connect: Any = httpcore.Request(b"CONNECT", proxy.url, headers=headers, content=b"")
    connection = AsyncConnection(stream)
    head = await connection.exchange(connect, target, headers, request.extensions.get("timeout", {}))
    if not 200 <= head.status_code <= 299:
        raise httpcore.ProxyError(f"{head.status_code} {head.reason.decode('ascii', errors='ignore')}")
    if connection.trailing:
        raise httpcore.ProxyError("The proxy speaks before the server does.")
