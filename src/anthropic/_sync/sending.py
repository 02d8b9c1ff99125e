# Derived from src/anthropic/_async/sending.py by scripts/unasync. Do not edit.
"""A request handed to the transport of an HTTP client: by its `send`, or past it where that would only pass it on.

The steps of httpx's `send` take as long as the rest of a request does. Past them goes what asks nothing of them: a client
whose methods are httpx's own, without hooks or authentication of its own. Testing and tracing tools that replace a
method, or add a hook, see every request.
"""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any, Dict, Iterator

from .._core.retry import met_another_loop
from .._http import (
    Client,
    ConnectError,
    Request,
    RequestError,
    Response,
    SyncByteStream,
    only_passes_on,
    received,
)

__all__ = ["send"]


def send(client: Client, request: Request, extra: Dict[str, Any]) -> Response:
    """The response, its body on the wire; redirects are not followed.

    Args:
        client: The HTTP client.
        request: What it sends.
        extra: More arguments for its `send`.
    """
    if extra or request.url.userinfo or not only_passes_on(client):
        return client.send(request, stream=True, follow_redirects=False, **extra)
    began = time.perf_counter()
    try:
        response = client._transport_for_url(request.url).handle_request(request)
    except RequestError as error:
        error.request = request
        raise
    except RuntimeError as error:
        if met_another_loop(error):  # with the failure, a pool that knows nothing of event loops drops the connection
            raise ConnectError(str(error), request=request) from error
        raise
    response.request = request
    response.stream = _Timed(response, began)
    try:
        received(client, response)
    except BaseException:
        response.close()
        raise
    return response


class _Timed(SyncByteStream):
    """The bytes of a body; its end tells the response how long it took."""

    def __init__(self, response: Response, began: float) -> None:
        self._stream: Any = response.stream
        self._response = response
        self._began = began

    def __iter__(self) -> Iterator[bytes]:
        pieces: Iterator[bytes] = self._stream.__iter__()
        return pieces

    def close(self) -> None:
        """Give the connection back."""
        self._response.elapsed = timedelta(seconds=time.perf_counter() - self._began)
        self._stream.close()
