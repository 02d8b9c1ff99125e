"""Sockets of blocking clients that mind the deadline of the call they serve.

A task can be cancelled from outside; a thread that waits for a socket cannot, and each byte that drips in would start
its timeout anew. So the deadline is looked at where the waiting is done. Nothing here knows HTTP.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Generator, Optional

import httpcore

__all__ = ["TimelyBackend", "TimelyStream", "alarm", "deadline"]

deadline: ContextVar[Optional[float]] = ContextVar("anthropic_deadline", default=None)
"""The moment, on the monotonic clock, at which the call that this thread is busy with has to end."""


def _patience(timeout: Optional[float], late: Any) -> Optional[float]:
    """How long to wait now: the step's own timeout, or the time that is left if that is shorter."""
    moment = deadline.get()
    if moment is None:
        return timeout
    left = moment - time.monotonic()
    if left <= 0:
        raise late("The deadline of the call has passed.")
    return left if timeout is None else min(timeout, left)


class _Socket(socket.socket):
    """A socket that closes without a warning when it is collected: its owner, who would close it, may come later."""

    __slots__ = ()

    def __del__(self) -> None:
        self.close()


class _EncryptedSocket(ssl.SSLSocket):
    """The same, encrypted."""

    __slots__ = ()

    def __del__(self) -> None:
        self.close()


_SILENT = {socket.socket: _Socket, ssl.SSLSocket: _EncryptedSocket}


class TimelyStream(httpcore.NetworkStream):
    """A connection whose every wait ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self._stream = stream
        opened = stream.get_extra_info("socket")
        opened.__class__ = _SILENT.get(opened.__class__, opened.__class__)

    def read(self, max_bytes: int, timeout: Optional[float] = None) -> bytes:
        """What has arrived, at least one byte unless the peer is done."""
        return self._stream.read(max_bytes, _patience(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: Optional[float] = None) -> None:
        """Send the bytes."""
        self._stream.write(buffer, _patience(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        """Give the socket back."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: Optional[str] = None, timeout: Optional[float] = None
    ) -> httpcore.NetworkStream:
        """The same connection, encrypted."""
        patience = _patience(timeout, httpcore.ConnectTimeout)
        return TimelyStream(self._stream.start_tls(ssl_context, server_hostname, patience))

    def get_extra_info(self, info: str) -> Any:
        """What the plain stream knows of itself."""
        return self._stream.get_extra_info(info)


class TimelyBackend(httpcore.SyncBackend):
    """Makes such connections."""

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: Optional[float] = None,
        local_address: Optional[str] = None,
        socket_options: Optional[Iterable[Any]] = None,
    ) -> httpcore.NetworkStream:
        """A connection to a host; looking up its name cannot be interrupted."""
        patience = _patience(timeout, httpcore.ConnectTimeout)
        return TimelyStream(super().connect_tcp(host, port, patience, local_address, socket_options))


@contextmanager
def alarm(stream: httpcore.NetworkStream, seconds: float) -> Generator[None, None, None]:
    """Read for so long at most; a connection that is not of this module's making is shut down at the end of it."""
    if isinstance(stream, TimelyStream):
        token = deadline.set(time.monotonic() + seconds)
        try:
            yield
        finally:
            deadline.reset(token)
        return
    timer = threading.Timer(seconds, _shut, [stream.get_extra_info("socket")])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _shut(connection: Optional[socket.socket]) -> None:
    """Wake whoever waits for the socket: there is nothing more to come."""
    try:
        if connection is not None:
            socket.socket.shutdown(connection, socket.SHUT_RDWR)
    except OSError:
        pass  # closed in the meantime
