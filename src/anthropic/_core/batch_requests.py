"""Many requests into batches that the API takes: checked, measured and cut, one batch at a time.

Nothing here sends. The requests are read as they are needed, so that they need not fit into memory together.
"""

from __future__ import annotations

import re
from typing import Any, Iterable, List, Optional, Set

from .._encode import NeedsTransform, encode
from .._utils._guards import is_mapping

__all__ = ["MOST_BYTES", "MOST_REQUESTS", "BatchRequests"]

MOST_REQUESTS = 100_000
MOST_BYTES = 256_000_000
"""What one batch may hold; the bytes are those of its JSON."""

_CUSTOM_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}\Z")
_FRAME = len('{"requests":[]}')


class BatchRequests:
    """The requests of several batches.

    Args:
        requests: All of them.
        max_requests: The most that go into one batch.
        max_bytes: The most bytes of JSON that one batch may have.
    """

    def __init__(
        self, requests: Iterable[Any], *, max_requests: int = MOST_REQUESTS, max_bytes: int = MOST_BYTES
    ) -> None:
        for name, given, most in (("max_requests", max_requests, MOST_REQUESTS), ("max_bytes", max_bytes, MOST_BYTES)):
            if not 1 <= given <= most:
                raise ValueError(
                    f"`{name}` must be from 1 to {most:,}, which is what the API takes, and {given!r} is not."
                )
        self._coming = enumerate(requests)
        self._max_requests = max_requests
        self._max_bytes = max_bytes
        self._seen: Set[str] = set()
        self._held: Optional[Any] = None
        self._held_size = 0

    def next_batch(self) -> List[Any]:
        """The requests of the next batch, none of them malformed; none at all when all were given.

        Raises:
            TypeError: A request is no mapping.
            ValueError: A `custom_id` is malformed or was given before, or a request is larger than a batch may be.
        """
        batch = [] if self._held is None else [self._held]
        size, self._held = _FRAME + self._held_size, None
        self._held_size = 0
        while len(batch) < self._max_requests:
            place, request = next(self._coming, (None, None))
            if place is None:
                break
            self._check(place, request)
            request, own = _measured(request)
            if own + _FRAME > self._max_bytes:
                raise ValueError(
                    f"requests[{place}] has {own:,} bytes of JSON, and a batch may have {self._max_bytes:,} in all."
                )
            if size + own > self._max_bytes:
                self._held, self._held_size = request, own
                break
            batch.append(request)
            size += own
        return batch

    def _check(self, place: int, request: Any) -> None:
        if not is_mapping(request):
            raise TypeError(
                f"requests[{place}] must be a dict with `custom_id` and `params`, and is {type(request).__name__}."
            )
        id: Any = request.get("custom_id")
        if not (isinstance(id, str) and _CUSTOM_ID.match(id)):
            raise ValueError(
                f"requests[{place}]: a `custom_id` is 1 to 64 letters, digits, `_` and `-`, and {id!r} is not."
            )
        if id in self._seen:
            raise ValueError(
                f"requests[{place}]: the `custom_id` {id!r} was given before; a result is found by its id."
            )
        self._seen.add(id)


def _measured(request: Any) -> "tuple[Any, int]":
    """The request, and the bytes that it takes in a batch. What can be read only once is read now."""
    try:
        return request, len(encode(request)) + 1
    except NeedsTransform:
        from .._transform import transform  # only requests with files, generators and the like need it
        from ..types.beta.messages.batch_create_params import Request  # knows all that the stable one does

        request = transform(request, Request)
        return request, len(encode(request)) + 1
