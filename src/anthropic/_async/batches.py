"""What the helper methods of batches do beyond a plain call: wait, join results, cut into batches, download.

Both kinds of batches are served alike: every request goes through the plain methods of the resource that was called.
"""

from __future__ import annotations

import os
import random
import time
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterable, List, Optional, TypeVar, Union

from .._core import retry
from .._core.batch_requests import MOST_BYTES, MOST_REQUESTS, BatchRequests
from .._core.batch_results import BatchResults, in_order, is_continued
from .._core.batch_waiting import FIRST_INTERVAL, LONGEST_INTERVAL, Waiting, is_passing, progress_of
from .._core.interruptions import reading
from .._disk.result_file import ResultFile, UnfitLineError
from .._exceptions import APIError, APIStatusError, BatchesIncompleteError, BatchResultsError
from .._http import Response, TimeoutException
from .._progress import bar
from .._types import Omit
from .._utils._given import is_given
from . import _io
from .bodies import pieces

if TYPE_CHECKING:
    from .resource import AsyncAPIResource

__all__ = ["create_batches", "download_results", "results_by_id", "wait_for_batch"]

_BatchT = TypeVar("_BatchT")
_RANGE_REFUSED = 416


async def wait_for_batch(
    resource: AsyncAPIResource,
    arguments: Dict[str, Any],
    *,
    message_batch_id: str,
    interval: Union[float, Omit],
    max_interval: Union[float, Omit],
    max_wait: Union[float, None, Omit],
    on_progress: Union[Callable[[_BatchT], object], Omit],
    progress: Union[bool, Omit],
    **call: Any,
) -> _BatchT:
    """The batch, ended."""
    waiting = Waiting(
        time.monotonic(),
        interval=interval if is_given(interval) else FIRST_INTERVAL,
        max_interval=max_interval if is_given(max_interval) else LONGEST_INTERVAL,
        max_wait=max_wait if is_given(max_wait) else None,
        max_failures=resource._client.max_retries,
    )
    batch: Any = None
    with bar(message_batch_id, progress is True) as show:
        while True:
            seen, failure = await _look(resource, message_batch_id, arguments, call, waiting)
            if failure is None:
                batch = seen
                waiting.succeeded()
                if show is not None:
                    show(*progress_of(batch))
                if is_given(on_progress):
                    await _io.told(on_progress, batch)
                if batch.processing_status == "ended":
                    ended: _BatchT = batch
                    return ended
            pause = waiting.pause(time.monotonic(), _asked_delay(failure))
            if pause is None:
                raise waiting.timeout(message_batch_id, batch) from failure
            await _io.sleep(pause)


async def results_by_id(
    resource: AsyncAPIResource,
    arguments: Dict[str, Any],
    *,
    message_batch_id: str,
    custom_ids: Union[Iterable[str], Omit],
    **call: Any,
) -> BatchResults[Any]:
    """The results of an ended batch, by the ids of its requests."""
    if isinstance(custom_ids, str):
        raise TypeError(f"`custom_ids` takes the ids of several requests, and the text {custom_ids!r} is one.")
    asked = list(custom_ids) if is_given(custom_ids) else None
    methods: Any = resource
    found: Dict[str, Any] = {}
    async with await methods.results(message_batch_id, **arguments, **_options(call)) as results:
        async for each in results:
            found[each.custom_id] = each.result
    return in_order(found, asked)


async def create_batches(
    resource: AsyncAPIResource,
    arguments: Dict[str, Any],
    *,
    requests: Iterable[Any],
    max_requests: Union[int, Omit],
    max_bytes: Union[int, Omit],
    on_created: Union[Callable[[Any], object], Omit],
    **call: Any,
) -> List[Any]:
    """The batches that all requests went into."""
    cut = BatchRequests(
        requests,
        max_requests=max_requests if is_given(max_requests) else MOST_REQUESTS,
        max_bytes=max_bytes if is_given(max_bytes) else MOST_BYTES,
    )
    methods: Any = resource
    batches: List[Any] = []
    try:
        while True:
            chunk = await _io.run_blocking(cut.next_batch)
            if not chunk:
                return batches
            batch: Any = await methods.create(requests=chunk, **arguments, **_options(call))
            batches.append(batch)
            if is_given(on_created):
                await _io.told(on_created, batch)
    except Exception as error:
        if not batches:
            raise
        ids = ", ".join(batch.id for batch in batches)
        raise BatchesIncompleteError(
            f"{len(batches)} batches were created before this: {error} Those are being worked on: {ids}.",
            batches=batches,
        ) from error


async def download_results(
    resource: AsyncAPIResource,
    arguments: Dict[str, Any],
    *,
    message_batch_id: str,
    path: Union[str, "os.PathLike[str]"],
    **call: Any,
) -> int:
    """How many results the file holds that they were written to."""
    batch = await _retrieved(resource, message_batch_id, arguments, call)
    file: ResultFile = await _io.run_blocking(ResultFile, path, message_batch_id)
    try:
        download = _Download(resource, message_batch_id, {**arguments, **_options(call)}, file, _expected(batch))
        await download.complete()
        await _io.run_blocking(file.finish)
        return len(file)
    finally:
        file.close()


class _Download:
    """One download, over as many connections as it takes."""

    def __init__(
        self, resource: Any, id: str, arguments: Dict[str, Any], file: ResultFile, expected: Optional[int]
    ) -> None:
        self._resource = resource
        self._id = id
        self._arguments = arguments
        self._file = file
        self._expected = expected
        self._may_continue = True

    async def complete(self) -> None:
        """Read until all results are in the file."""
        failures, before = 0, len(self._file)
        while len(self._file) != self._expected:
            try:
                await self._read()
                return
            except (APIError, BatchResultsError) as error:
                failures = 1 if len(self._file) > before else failures + 1
                if failures > self._resource._client.max_retries or not self._is_passing(error):
                    raise
            before = len(self._file)
            await _io.sleep(retry.delay(failures - 1, None, random.random()))

    async def _read(self) -> None:
        """Read one body to its end, from the place that the file is at if the server lets us."""
        start = self._file.size if self._may_continue else 0
        arguments = {**self._arguments, "extra_headers": {**self._arguments["extra_headers"], **_from(start)}}
        self._file.begin()
        async with self._resource.with_streaming_response.results(self._id, **arguments) as response:
            if start and response.status_code == 206 and not is_continued(206, response.headers, start):
                self._may_continue = False
                raise UnfitLineError("The server sent another part of the results than it was asked for.")
            await self._copy(response.http_response)
        fault = self._file.fault(self._id, self._expected)
        if fault is not None:
            raise fault

    async def _copy(self, response: Response) -> None:
        coming = pieces(response)
        try:
            with reading(response):
                async for piece in coming:
                    await _io.run_blocking(self._file.write, piece)
        finally:
            await _io.end(coming)
        await _io.run_blocking(self._file.end)

    def _is_passing(self, error: Exception) -> bool:
        """Whether another try may help; one after which nothing is taken for continued that was not."""
        if isinstance(error, UnfitLineError) or (
            isinstance(error, APIStatusError) and error.status_code == _RANGE_REFUSED
        ):
            self._may_continue = False
            return True
        if isinstance(error, BatchResultsError):
            return error.received < error.expected
        return not isinstance(error, APIStatusError) and is_passing(error)


def _from(start: int) -> Dict[str, str]:
    """The headers that ask for the rest of a body, in bytes of the body itself."""
    return {"Range": f"bytes={start}-", "Accept-Encoding": "identity"} if start else {}


def _expected(batch: Any) -> Optional[int]:
    """How many results an ended batch has; `None` where it does not say."""
    done, total = progress_of(batch)
    return total if total and done == total else None


async def _look(
    resource: AsyncAPIResource, id: str, arguments: Dict[str, Any], call: Dict[str, Any], waiting: Waiting
) -> "tuple[Any, Optional[Exception]]":
    """The batch as it is now, or why that is not known yet."""
    try:
        async with _io.within(waiting.patience(time.monotonic())):
            batch = await _retrieved(resource, id, arguments, call)
    except (APIError, TimeoutException) as error:
        if not waiting.outlasts(error, time.monotonic()):
            raise
        return None, error
    return batch, None


def _asked_delay(failure: Optional[Exception]) -> Optional[float]:
    """The seconds that the server asks to wait after a failure."""
    headers = failure.response.headers if isinstance(failure, APIStatusError) else None
    return retry.asked_delay(headers, time.time())


async def _retrieved(resource: AsyncAPIResource, id: str, arguments: Dict[str, Any], call: Dict[str, Any]) -> Any:
    methods: Any = resource
    return await methods.retrieve(id, **arguments, **_options(call))


def _options(call: Dict[str, Any]) -> Dict[str, Any]:
    """What every method takes, with the helper's own headers among the caller's."""
    headers: Dict[str, Any] = {**call["headers"], **(call["extra_headers"] or {})}
    return {**{name: value for name, value in call.items() if name != "headers"}, "extra_headers": headers}
