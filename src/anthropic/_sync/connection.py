# Derived from src/anthropic/_async/connection.py by scripts/unasync. Do not edit.
"""One HTTP/1.1 connection: the bytes are the network library's business, the grammar is h11's.

It knows nothing of pools: who may use it, and for how long, is decided elsewhere. When in doubt it is not used again.
"""

from __future__ import annotations

import ssl
from contextlib import suppress
from typing import Any, List, Mapping, Optional, Protocol, Tuple

import h11
import httpcore

from .._utils._sockets import let_go
from . import _io

__all__ = ["Connection", "Outgoing"]

_LONGEST_HEAD = 100 * 1024
_PIECE = 64 * 1024
_MOST_INTERIM_RESPONSES = 100
_LONGEST_DRAIN_SECONDS = 0.05


class Outgoing(Protocol):
    """What is needed of an `httpcore.Request`."""

    method: bytes
    url: httpcore.URL
    headers: List[Tuple[bytes, bytes]]
    stream: Any
    extensions: Any


class Connection:
    """An open connection to a server or proxy.

    Attributes:
        stream: The connected bytes.
    """

    def __init__(self, stream: httpcore.NetworkStream) -> None:
        self.stream = stream
        self._grammar = h11.Connection(h11.CLIENT, max_incomplete_event_size=_LONGEST_HEAD)
        self._whole = True  # everything was sent, and no read was broken off or is under way

    def exchange(self, request: Outgoing, target: bytes, headers: Any, timeouts: Mapping[str, Optional[float]]) -> Any:
        """Send a request and give the head of its response.

        Args:
            request: The request, for its method and body.
            target: What its first line names.
            headers: Its headers.
            timeouts: How long to `read` and `write`.
        """
        try:
            try:
                self._send(request, target, headers, timeouts.get("write"))
            except (httpcore.WriteError, ssl.SSLError):
                self._whole = False  # a server may refuse a request before it has read it all, and say so
            return self._receive_head(timeouts.get("read"))
        except h11.RemoteProtocolError as error:
            raise httpcore.RemoteProtocolError(str(error)) from error
        except h11.LocalProtocolError as error:
            raise httpcore.LocalProtocolError(str(error)) from error

    def next_piece(self, timeout: Optional[float]) -> Optional[bytes]:
        """The next piece of the body; `None` at its end."""
        try:
            event = self._next_event(timeout)
        except h11.RemoteProtocolError as error:
            raise httpcore.RemoteProtocolError(str(error)) from error
        return bytes(event.data) if isinstance(event, h11.Data) else None

    def finish(self) -> bool:
        """Whether the response is over and the connection fit for another request.

        A rest of the body that is here already is skipped. Bytes after its end belong to no request: nothing that
        comes after them could be trusted.
        """
        grammar = self._grammar
        try:
            if self._whole and grammar.their_state is h11.SEND_BODY:
                self._skip_what_is_here()
            over = grammar.our_state is h11.DONE and grammar.their_state is h11.DONE
            if not (over and self._whole and grammar.trailing_data == (b"", False)):
                return False
            grammar.start_next_cycle()
        except (h11.ProtocolError, httpcore.NetworkError, httpcore.TimeoutException):
            return False
        return True

    @property
    def is_silent(self) -> bool:
        """Whether an idle connection has nothing to say: neither a farewell nor bytes that nobody asked for."""
        if self.stream.get_extra_info("is_readable"):
            return False
        tls = self.stream.get_extra_info("ssl_object")
        try:
            if isinstance(tls, ssl.SSLObject):
                tls.read(1)  # it has a buffer of its own, into which the socket does not let look
                return False
            return tls is None or not tls.pending()
        except ssl.SSLWantReadError:
            return True
        except (OSError, ValueError):
            return False

    @property
    def trailing(self) -> bytes:
        """What has come after the response."""
        return self._grammar.trailing_data[0]

    def close(self) -> None:
        """Close the connection."""
        with suppress(OSError):  # it may be broken already
            self.stream.close()

    def abandon(self) -> None:
        """Close this process's end of the connection, and nothing else."""
        let_go(self.stream.get_extra_info("socket").fileno())

    def _send(self, request: Outgoing, target: bytes, headers: Any, timeout: Optional[float]) -> None:
        """Send head and body, together where they are small."""
        send = self._grammar.send
        waiting = send(h11.Request(method=request.method, target=target, headers=headers)) or b""
        chunks = request.stream.__iter__()
        try:
            for chunk in chunks:
                piece = send(h11.Data(data=chunk)) or b""
                if len(waiting) + len(piece) > _PIECE:
                    self.stream.write(waiting, timeout)
                    waiting = piece
                else:
                    waiting += piece
        finally:
            _io.end(chunks)
        self.stream.write(waiting + (send(h11.EndOfMessage()) or b""), timeout)

    def _receive_head(self, timeout: Optional[float]) -> Any:
        for _ in range(_MOST_INTERIM_RESPONSES):
            event = self._next_event(timeout)
            if isinstance(event, h11.Response) or event.status_code == 101:
                return event
        raise httpcore.RemoteProtocolError("The server sends interim responses without end.")

    def _next_event(self, timeout: Optional[float]) -> Any:
        while True:
            event = self._grammar.next_event()
            if event is not h11.NEED_DATA:
                return event
            whole, self._whole = self._whole, False
            data = self._read(_PIECE, timeout)
            self._whole = whole
            if not data and self._grammar.their_state is h11.SEND_RESPONSE:
                raise httpcore.RemoteProtocolError("Server disconnected without sending a response.")
            self._grammar.receive_data(data)

    def _read(self, most: int, timeout: Optional[float]) -> bytes:
        """What has come, or comes next; on asyncio, the network library lets errors of TLS pass as they are."""
        try:
            data: bytes = self.stream.read(most, timeout)
        except ssl.SSLError as error:
            raise httpcore.ReadError(str(error)) from error
        return data

    def _skip_what_is_here(self) -> None:
        left = _PIECE
        while left > 0:
            event = self._grammar.next_event()
            if isinstance(event, h11.Data):
                left -= len(event.data)
            elif event is not h11.NEED_DATA or not self.stream.get_extra_info("is_readable"):
                return
            else:
                self._grammar.receive_data(self._read(left, _LONGEST_DRAIN_SECONDS))
