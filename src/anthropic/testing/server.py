"""The simulated API: a real HTTP server on this machine that answers as the Claude API does.

It needs no network and no account, and it is deterministic: the same request gets the same reply.
"""

from __future__ import annotations

import logging
import threading
from contextlib import suppress
from functools import partial
from itertools import count
from socket import SHUT_RDWR, create_connection, socket
from socketserver import ThreadingTCPServer
from types import TracebackType
from typing import Iterable, List, Optional, Set, Type

from .answers import Answer, answer_problem
from .connections import Connection
from .endpoints import Endpoints
from .problems import Problem
from .requests import RecordedRequest
from .script import Script
from .trouble import Trouble

__all__ = ["SimulatedAPI"]

log = logging.getLogger("anthropic.testing")

_SECONDS_TO_NOTICE_A_STOP = 0.5
_SECONDS_FOR_CONNECTIONS_TO_END = 2.0


class SimulatedAPI:
    """A simulated Claude API on loopback, running for as long as its `with` block.

    ```python
    with SimulatedAPI() as api:
        client = Anthropic(base_url=api.base_url, api_key=api.api_key)
    ```

    Args:
      script: behaviours that the next requests meet; `api.script` when not given.

      api_key: the only key that is accepted.

      models: ids of models to serve beside the known ones.

      pace: seconds between two events of a stream.

      host: the address to listen on.

      port: the port to listen on; 0 takes a free one.
    """

    def __init__(
        self,
        script: Optional[Script] = None,
        *,
        api_key: str = "sk-ant-simulated",
        models: Iterable[str] = (),
        pace: float = 0.0,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        self.script: Script = Script() if script is None else script
        """What the next requests meet."""
        self.api_key: str = api_key
        """The key that is accepted."""
        self.requests: List[RecordedRequest] = []
        """Every request that came, in order."""
        self._endpoints = Endpoints(api_key, models, pace)
        self._trouble = Trouble()
        self._address = (host, port)
        self._running: Optional[_Running] = None

    @property
    def base_url(self) -> str:
        """The URL to give to a client."""
        if self._running is None:
            raise RuntimeError("The simulated API is not running; use it in a `with` block, or call start()")
        return self._running.url

    def start(self) -> SimulatedAPI:
        """Begins to serve, in the background."""
        if self._running is None:
            self._running = _Running(self)
        return self

    def stop(self) -> None:
        """Ends all connections and frees the port."""
        running, self._running = self._running, None
        if running is not None:
            running.stop()

    def __enter__(self) -> SimulatedAPI:
        return self.start()

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        self.stop()

    def _respond(self, request: RecordedRequest) -> Answer:
        try:
            behaviour = self._trouble.met_by(request) or self.script.next()
            return behaviour.meet(request, self._endpoints.answer)
        except Problem as problem:
            return answer_problem(problem, request.request_id)
        except RecursionError:
            return answer_problem(Problem(400, "The body is nested too deeply"), request.request_id)
        except Exception as error:
            log.exception("Could not answer %s %s", request.method, request.target)
            return answer_problem(Problem(500, f"The simulated API failed: {error!r}"), request.request_id)


class _Running:
    """The sockets and threads of one run."""

    def __init__(self, api: SimulatedAPI) -> None:
        self._api = api
        self._stopped = threading.Event()
        self._ids = count(1)
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

    def request_id(self) -> str:
        return f"req_{next(self._ids):024d}"

    def record(self, request: RecordedRequest) -> None:
        self._api.requests.append(request)

    def respond(self, request: RecordedRequest) -> Answer:
        return self._api._respond(request)

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
