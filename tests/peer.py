"""A server of raw bytes: what it says to a request is up to the test, HTTP or not."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Callable, Iterator, List, Optional, Tuple, Type, Union

__all__ = ["CLOSE", "HANG", "Peer", "certificate", "text"]

CLOSE = object()
"""Said last: close the connection."""
HANG = object()
"""Said last: say nothing more until the test is over."""

Words = Iterator[object]
_END = b"\r\n\r\n"


def text(body: Union[str, bytes], *headers: str) -> bytes:
    """A complete response."""
    body = body.encode() if isinstance(body, str) else body
    return "\r\n".join(["HTTP/1.1 200 OK", f"content-length: {len(body)}", *headers, "", ""]).encode() + body


class Peer:
    """A server on loopback. Every request gets what `say` gives for it, as separate packets.

    Args:
        say: Takes the number of the connection and the head of the request; the default answers with that number.
        tls: Settings for a server that speaks TLS.

    Attributes:
        requests: The heads and bodies of all requests.
        connections: How many connections were accepted.
        ended: For each connection, `True` once the other side has closed it.
    """

    def __init__(
        self, say: Callable[[int, str], Words] = lambda number, _: iter([text(str(number))]), tls: object = None
    ) -> None:
        self._say = say
        self._tls = tls
        self._over = threading.Event()
        self._sockets: List[socket.socket] = []
        self.requests: List[bytes] = []
        self.connections = 0
        self.ended: List[threading.Event] = []

    def __enter__(self) -> Peer:
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=500)
        self.port: int = self._listener.getsockname()[1]
        self.url = f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, exc_type: Optional[Type[BaseException]], exc: Optional[BaseException], exc_tb: Optional[TracebackType]
    ) -> None:
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._sockets:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    @property
    def open(self) -> int:
        """How many connections the other side holds open."""
        return sum(not ended.is_set() for ended in self.ended)

    def _accept(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self.ended.append(threading.Event())
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection, self.connections - 1), daemon=True).start()

    def _serve(self, connection: socket.socket, number: int) -> None:
        try:
            if isinstance(self._tls, ssl.SSLContext):
                connection = self._tls.wrap_socket(connection, server_side=True)
            self._sockets.append(connection)
            while self._answer(connection, number):
                pass
        except (OSError, ValueError):
            pass
        finally:
            self.ended[number].set()
            connection.close()

    def _answer(self, connection: socket.socket, number: int) -> bool:
        received = b""
        while _END not in received:
            piece = connection.recv(65536)
            if not piece:
                return False
            received += piece
        head, body = received.split(_END, 1)
        length = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
        while length and len(body) < int(length[0]):
            body += connection.recv(65536)
        self.requests.append(head + _END + body)
        for word in self._say(number, head.decode("latin-1")):
            if word is CLOSE:
                return False
            if word is HANG:
                while connection.recv(65536):
                    pass
                return False
            assert isinstance(word, bytes)
            connection.sendall(word)
        return True


def certificate(folder: Path) -> Tuple[ssl.SSLContext, ssl.SSLContext]:
    """TLS settings of a server for 127.0.0.1, and of a client that trusts it."""
    import datetime
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    day = datetime.timedelta(days=1)
    now = datetime.datetime.now(datetime.timezone.utc)
    names = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, now - day, now + day).add_extension(names, False)
    path = folder / "server.pem"
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return server, ssl.create_default_context(cafile=str(path))
