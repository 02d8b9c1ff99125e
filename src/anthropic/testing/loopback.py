"""A server on this machine that answers in this process: over a socket, or through a transport without one.

How requests are answered is left to the classes made of it.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import suppress
from functools import partial
from itertools import count
from socket import SHUT_RDWR, create_connection, socket
from socketserver import ThreadingTCPServer
from types import TracebackType
from typing import TYPE_CHECKING, Iterator, Optional, Set, Type, TypeVar

from .answers import Answer, answer_problem
from .connections import Connection
from .problems import Problem
from .requests import RecordedRequest, Requests

if TYPE_CHECKING:
    import httpx

__all__ = ["LoopbackServer"]

log = logging.getLogger("anthropic.testing")

_SECONDS_TO_NOTICE_A_STOP = 0.5
_SECONDS_FOR_CONNECTIONS_TO_END = 2.0

_ServerT = TypeVar("_ServerT", bound="LoopbackServer")


class LoopbackServer:
    """Starts, stops, and keeps the requests that came."""

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self.requests: Requests = Requests()
        """Every request that came, in order."""
        self._address = (host, port)
        self._running: Optional[_Running] = None
        self._ids: Iterator[int] = count(1)

    @property
    def base_url(self) -> str:
        """The URL to give to a client."""
        if self._running is None:
            raise RuntimeError("The simulated API is not running; use it in a `with` block, or call start()")
        return self._running.url

    def start(self: _ServerT) -> _ServerT:
        """Begins to serve, in the background."""
        if self._running is None:
            self._running = _Running(self)
        return self

    def stop(self) -> None:
        """Ends all connections and frees the port."""
        running, self._running = self._running, None
        if running is not None:
            running.stop()

    def check(self) -> None:
        """Raises an `AssertionError` when the requests that came are not those that were foreseen."""

    def http_client(self) -> httpx.Client:
        """An HTTP client for `Anthropic(http_client=...)` whose requests come here without a socket."""
        from ._sync.transport import client  # httpx loads when a transport is wanted

        return client(self, time.sleep)

    def async_http_client(self) -> httpx.AsyncClient:
        """An HTTP client for `AsyncAnthropic(http_client=...)` whose requests come here without a socket.

        The loop waits while a `Replay` asks the real API; give the client its `base_url` to record without that.
        """
        from anyio import sleep

        from ._async.transport import client  # httpx and anyio load when a transport is wanted

        return client(self, sleep)

    def __enter__(self: _ServerT) -> _ServerT:
        return self.start()

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.stop()
        if kind is None:
            self.check()

    def request_id(self) -> str:
        """The id of the next request."""
        return f"req_{next(self._ids):024d}"

    def record(self, request: RecordedRequest) -> None:
        """Keeps a request."""
        self.requests.add(request)

    def respond(self, request: RecordedRequest) -> Answer:
        """The answer to a request, whatever it is."""
        try:
            return self._respond(request)
        except Problem as problem:
            return answer_problem(problem, request.request_id)
        except RecursionError:
            return answer_problem(Problem(400, "The body is nested too deeply"), request.request_id)
        except Exception as error:
            log.exception("Could not answer %s %s", request.method, request.path)
            return answer_problem(Problem(500, f"The simulated API failed: {error!r}"), request.request_id)

    def _respond(self, request: RecordedRequest) -> Answer:
        raise NotImplementedError


class _Running:
    """The sockets and threads of one run."""

    def __init__(self, api: LoopbackServer) -> None:
        self.request_id = api.request_id
        self.record = api.record
        self.respond = api.respond
        self._stopped = threading.Event()
        self._open: Set[socket] = set()
        self._changed = threading.Condition()
        self._server = _Server(api._address, partial(Connection, self))
        host, port = self._server.server_address[:2]
        self.url = f"http://{host!s}:{port}"
        self._thread = threading.Thread(target=self._serve, name="simulated-api", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        self._wake()
        self._thread.join()
        self._server.server_close()
        with self._changed:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(SHUT_RDWR)
            self._changed.wait_for(lambda: not self._open, _SECONDS_FOR_CONNECTIONS_TO_END)

    def opened(self, connection: socket) -> None:
        with self._changed:
            self._open.add(connection)
        if self._stopped.is_set():
            raise ConnectionAbortedError("the simulated API is being stopped")

    def closed(self, connection: socket) -> None:
        with self._changed:
            self._open.discard(connection)
            self._changed.notify_all()

    def wait(self, seconds: float) -> None:
        if seconds > 0 and self._stopped.wait(seconds):
            raise ConnectionAbortedError("the simulated API is being stopped")

    def log(self, line: str) -> None:
        log.info("%s", line)

    def _serve(self) -> None:
        while not self._stopped.is_set():
            self._server.handle_request()

    def _wake(self) -> None:
        """A connection makes the loop look up at once; without one it does so a little later."""
        host, port = self._server.server_address[:2]
        with suppress(OSError):
            create_connection(("127.0.0.1" if host == "0.0.0.0" else str(host), port), timeout=1).close()


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256
    timeout = _SECONDS_TO_NOTICE_A_STOP

    def handle_error(self, request: object, client_address: object) -> None:
        log.exception("A connection failed")
