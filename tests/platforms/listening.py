"""A local HTTP server for the stand-ins of the platforms."""

from __future__ import annotations

from http.server import ThreadingHTTPServer

__all__ = ["LocalServer"]


class LocalServer(ThreadingHTTPServer):
    """Takes a hundred connections at once: with the usual queue of five, the others wait a second for their SYN."""

    daemon_threads = True
    request_queue_size = 256
