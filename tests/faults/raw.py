"""A server of bare bytes: it answers each request with exactly what it was given, and keeps what it got."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from typing import Any, Awaitable, Callable, Coroutine, List, Optional, Tuple, TypeVar, Union

__all__ = ["Answer", "RawServer", "ok", "run"]

_T = TypeVar("_T")
Answer = Union[bytes, Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]]


def ok(body: bytes = b"hi", *headers: bytes) -> bytes:
    """A whole response."""
    lines = [b"HTTP/1.1 200 OK", *headers, b"content-length: %d" % len(body)]
    return b"\r\n".join([*lines, b"", body])


def run(main: Coroutine[Any, Any, _T]) -> _T:
    """The result of a coroutine in an event loop of its own."""
    return asyncio.run(asyncio.wait_for(main, 20))


class RawServer:
    """Answers requests in order, in a thread of its own; the last answer is for all that follow.

    Args:
        answers: The bytes of a response, or what to do with a connection once a request was read. Empty bytes close it.
        tls: The server's certificate.
        close: Close each connection after one answer.
    """

    def __init__(self, *answers: Answer, tls: Optional[ssl.SSLContext] = None, close: bool = False) -> None:
        self.requests: List[bytes] = []
        """The head and body of each request."""
        self.connections: List[Tuple[str, int]] = []
        """Who connected."""
        self.ended = 0
        """How many connections the client has closed."""
        self.answers = list(answers)
        """What is still to be answered."""
        self._tls = tls
        self._close = close
        self._writers: List[asyncio.StreamWriter] = []
        self._tasks: List[Any] = []

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http{'s' if self._tls else ''}://127.0.0.1:{self.port}"

    def close_connections(self) -> None:
        """Close what is open, and come back when it is closed."""
        asyncio.run_coroutine_threadsafe(self._close_all(), self._loop).result(5)

    def has_ended(self, number: int) -> bool:
        """Whether the client has closed so many connections, or does so within a second."""
        for _ in range(100):
            if self.ended >= number:
                break
            time.sleep(0.01)
        return self.ended == number

    def send(self, data: bytes) -> None:
        """Write to all open connections, unasked."""
        self._loop.call_soon_threadsafe(lambda: [each.write(data) for each in self._writers])

    def __enter__(self) -> RawServer:
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve(ready)), daemon=True)
        self._thread.start()
        assert ready.wait(5)
        return self

    def __exit__(self, *_: Any) -> None:
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join(5)

    async def _serve(self, ready: threading.Event) -> None:
        self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._connection, "127.0.0.1", 0, ssl=self._tls)
        self.port: int = server.sockets[0].getsockname()[1]
        ready.set()
        await self._done.wait()
        await asyncio.sleep(0.01)  # for whoever has just come
        server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._close_all()

    async def _close_all(self) -> None:
        for writer in self._writers:
            writer.close()
        self._writers.clear()
        await asyncio.sleep(0.01)

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections.append(writer.get_extra_info("peername"))
        self._writers.append(writer)
        self._tasks.append(asyncio.current_task())
        try:
            while True:
                self.requests.append(await _request(reader))
                answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
                if not isinstance(answer, bytes):
                    await answer(reader, writer)
                elif answer:
                    writer.write(answer)
                    await writer.drain()
                if self._close or not answer:
                    break
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            self.ended += 1
        finally:
            writer.close()


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:] if line)
    if b"transfer-encoding" in fields:
        return head + await reader.readuntil(b"0\r\n\r\n")
    return head + await reader.readexactly(int(fields.get(b"content-length", b"0")))
