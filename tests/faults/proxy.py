"""A proxy that keeps what it was asked, and passes it on."""

from __future__ import annotations

import select
import socket
import threading
from typing import List, Optional

from tests.faults.server import PATIENCE, Connection as Client, Request, read_request, wake


class Proxy:
    """Listens on a local port and tunnels to where it is told.

    Args:
        refusal: What it says instead.
    """

    def __init__(self, refusal: Optional[bytes] = None) -> None:
        self.requests: List[Request] = []
        self._refusal = refusal
        self._ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        wake(self._listener)
        self._listener.close()
        self._thread.join(PATIENCE)

    def _run(self) -> None:
        while not self._ended.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[sock], daemon=True).start()

    def _serve(self, sock: socket.socket) -> None:
        sock.settimeout(PATIENCE)
        client = Client(sock, 0, self._ended)
        try:
            request = read_request(client)
            if request is None:
                return
            self.requests.append(request)
            if self._refusal is not None:
                sock.sendall(self._refusal)
                return
            host, _, port = request.line.split(" ")[1].rpartition(":")
            with socket.create_connection((host, int(port)), PATIENCE) as server:
                sock.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                _pass_on(sock, server, self._ended)
        except OSError:
            pass
        finally:
            client.close()


def _pass_on(one: socket.socket, other: socket.socket, ended: threading.Event) -> None:
    while not ended.is_set():
        ready, _, _ = select.select([one, other], [], [], 0.1)
        for source in ready:
            data = source.recv(65536)
            if not data:
                return
            (other if source is one else one).sendall(data)
