"""The few things that asynchronous code does differently: sleep, run blocking work, live in a loop, start a list."""

from __future__ import annotations

import functools
import inspect
import os
import time
from contextlib import asynccontextmanager
from typing import (
    TYPE_CHECKING,
    Any,
    AsyncContextManager,
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Dict,
    Generator,
    Generic,
    Iterable,
    List,
    Optional,
    Protocol,
    Sequence,
    Type,
    TypeVar,
    Union,
)
from weakref import WeakKeyDictionary

from .._http import ReadTimeout, RequestError, Response
from ._homes import asyncio_loop, home

if TYPE_CHECKING:
    from .._options import FinalRequestOptions

    class BlockingTool(Protocol):
        """A tool that blocks while it runs; the asynchronous runner gives it a worker thread."""

        @property
        def name(self) -> str: ...
        def to_dict(self) -> Any: ...
        def call(self, input: object) -> Union[str, Iterable[Any]]: ...


__all__ = [
    "AsyncPaginator",
    "Lock",
    "drain",
    "exhaust",
    "first_page",
    "is_async",
    "run_blocking",
    "run_to_end",
    "sleep",
    "Pages",
    "Request",
    "Result",
    "answered",
    "called",
    "check_call",
    "deferred",
    "gathered",
    "told",
    "sent",
    "open_file",
    "within",
]

_T = TypeVar("_T")
_PageT = TypeVar("_PageT")


class _Client(Protocol):
    async def request(self, cast_to: Any, options: FinalRequestOptions, *, stream: bool = False) -> Any:
        """The parsed response of one call."""


def is_async() -> str:
    """`async:` and the running library, as the API is told."""
    try:
        import sniffio

        return f"async:{sniffio.current_async_library()}"
    except Exception:
        return "async:asyncio" if home() is not None else "async:false"


async def sleep(seconds: float) -> None:
    """Wait, letting others run."""
    import anyio

    await anyio.sleep(seconds)


async def run_blocking(function: Callable[..., _T], *arguments: Any) -> _T:
    """The result of a function that blocks, computed in a worker thread."""
    import anyio.to_thread

    return await anyio.to_thread.run_sync(function, *arguments)


async def run_to_end(function: Callable[..., _T], *arguments: Any) -> _T:
    """The same of a function whose work others need, too: who is cancelled stops waiting, and the work goes on."""
    import anyio.to_thread

    run: Any = anyio.to_thread.run_sync
    word = "abandon_on_cancel" if "abandon_on_cancel" in run.__kwdefaults__ else "cancellable"  # before anyio 4.1
    value: _T = await run(function, *arguments, **{word: True})
    return value


class Lock:
    """A lock for the tasks of one event loop; those of another one have theirs."""

    def __init__(self) -> None:
        self._locks: WeakKeyDictionary[Any, Any] = WeakKeyDictionary()

    def _here(self) -> Any:
        import anyio

        return self._locks.setdefault(home() or _trio_run(), anyio.Lock())

    def locked(self) -> bool:
        """Whether a task of this loop holds it."""
        held: bool = self._here().statistics().locked
        return held

    async def __aenter__(self) -> None:
        await self._here().acquire()

    async def __aexit__(self, *_: object) -> None:
        self._here().release()


def _trio_run() -> object:
    from trio.lowlevel import current_trio_token  # whoever runs on no loop of asyncio's runs on trio's

    return current_trio_token()


class _Unbounded:
    """A context that does nothing."""

    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None: ...


_UNBOUNDED = _Unbounded()


def within(moment: Optional[float]) -> AsyncContextManager[None]:
    """Do something until a moment on the monotonic clock, at which it is broken off; `None` sets no bound.

    Raises:
        TimeoutException: The moment has passed.
    """
    return _UNBOUNDED if moment is None else _until(moment)


@asynccontextmanager
async def _until(moment: float) -> AsyncGenerator[None, None]:
    import anyio

    with anyio.move_on_after(max(moment - time.monotonic(), 0)) as scope:
        yield
    if scope.cancelled_caught:
        raise ReadTimeout("The deadline of the call has passed.")


async def drain(chunks: Any, response: Response, seconds: float) -> None:  # noqa: ARG001  # the other colour has a use for it
    """Read what is left of a body that has said all it had to say, so that its connection can be used again.

    Nothing worth a wait comes any more; after so many seconds the connection is given up instead.
    """
    import anyio

    try:
        with anyio.move_on_after(seconds):
            async for _ in chunks:
                pass
    except RequestError:
        pass


Result = Awaitable[_T]
"""What a call of this colour gives before it is done."""


Request = Awaitable[_T]
"""A call that is still to be made."""


class _Deferred(Generic[_T]):
    """A call that is made when it is awaited; one that never is leaves nothing behind."""

    def __init__(self, call: Callable[[], Awaitable[_T]]) -> None:
        self._call = call

    def __await__(self) -> Generator[Any, None, _T]:
        return self._call().__await__()


def deferred(call: Callable[[], Awaitable[_T]]) -> Request[_T]:
    """The call, to be made later."""
    return _Deferred(call)


async def sent(request: Request[_T]) -> _T:
    """What the call gives, made now."""
    return await request


async def called(function: Callable[..., Any], *arguments: Any) -> Any:
    """What a caller's function gives, be it a coroutine function or one that may block."""
    if inspect.iscoroutinefunction(function):
        return await function(*arguments)
    value = await run_blocking(function, *arguments)
    return await value if inspect.isawaitable(value) else value


async def told(listener: Callable[[_T], object], news: _T) -> None:
    """Tell a caller's function something, be it a coroutine function or one that is done at once."""
    outcome = listener(news)
    if inspect.isawaitable(outcome):
        await outcome


def check_call(function: Callable[..., Any], name: str) -> None:  # the other colour has a use for them
    """Nothing to object to: here a tool may be a coroutine function or one that blocks."""


async def answered(function: Callable[..., Any], argument: Any, then: Callable[[Any], _T]) -> _T:
    """What `then` makes of what a function gives; both in a worker thread, where the function may block."""
    if inspect.iscoroutinefunction(function):
        return then(await function(argument))
    return await run_blocking(lambda: then(function(argument)))


async def gathered(calls: Sequence[Callable[[], Awaitable[_T]]], limit: Optional[int]) -> List[_T]:
    """What the calls give, in their order; they run at the same time, at most `limit` of them.

    When one fails or is cancelled, or this is, all are.
    """
    if len(calls) == 1:
        return [await calls[0]()]
    import anyio

    results: Dict[int, _T] = {}
    failures: List[BaseException] = []
    turns = anyio.Semaphore(limit or len(calls))

    async def run(place: int) -> None:
        async with turns:
            try:
                results[place] = await calls[place]()
            except BaseException as failure:
                failures.append(failure)
                raise

    try:
        async with anyio.create_task_group() as group:
            for place in range(len(calls)):
                group.start_soon(run, place)
    except BaseException as raised:
        if failures and hasattr(raised, "exceptions"):
            raise failures[0] from None  # the first failure as it is, however many calls there are
        raise
    if failures:
        raise failures[0]
    return [results[place] for place in range(len(calls))]


@asynccontextmanager
async def open_file(path: Union[str, os.PathLike[str]]) -> AsyncGenerator[Any, None]:
    """A file to be written to without blocking; closed at the end."""
    import anyio

    async with await anyio.open_file(path, "wb") as handle:
        yield handle


async def end(iterator: Any) -> None:
    """End an iteration; one that somebody else is in the middle of ends when its response is closed."""
    try:
        if hasattr(iterator, "aclose"):
            await iterator.aclose()
    except RuntimeError:
        pass


async def exhaust(iterator: AsyncIterator[object]) -> None:
    """Let an iteration over a closed body find its end; generators that are dropped half-way have trio complain."""
    import anyio

    try:
        with anyio.move_on_after(0):  # there is nothing to wait for
            async for _ in iterator:
                pass
    except Exception:
        pass  # it ended, one way or the other


def close_soon(owner: Any) -> None:
    """Close something that nobody holds any more, on the loop that runs; nothing can be done where none does."""
    loop = asyncio_loop()
    if loop is not None and not loop.is_closed():
        task = loop.create_task(owner.aclose())
        task.add_done_callback(_forgotten)


def _forgotten(task: Any) -> None:
    """Look at the outcome, so that nobody is told that nobody did."""
    if not task.cancelled():
        task.exception()


class AsyncPaginator(Generic[_T, _PageT]):
    """A list that was not asked for yet: await it for the first page, or iterate over all items of all pages."""

    def __init__(self, client: _Client, options: FinalRequestOptions, page_cls: Type[_PageT], model: Any) -> None:
        self._client = client
        self._options = options
        self._page_cls = page_cls
        self._model = model

    def __await__(self) -> Generator[Any, None, _PageT]:
        return self._first().__await__()

    async def _first(self) -> _PageT:
        options = self._options.model_copy()
        options.post_parser = functools.partial(_attached, self._client, self._model, self._options)
        page: _PageT = await self._client.request(self._page_cls, options)
        return page

    async def __aiter__(self) -> AsyncIterator[_T]:
        page: Any = await self
        async for item in page:
            yield item


def _attached(client: _Client, model: Any, options: FinalRequestOptions, page: Any) -> Any:
    from .._core.pages import attached  # pydantic loads with the first page

    return attached(page, client, model, options)


Pages = AsyncPaginator[Any, _PageT]
"""What a method that lists gives."""


def first_page(client: _Client, options: FinalRequestOptions, page_cls: Type[_PageT], model: Any) -> Pages[_PageT]:
    """The list, to be awaited or iterated over."""
    return AsyncPaginator(client, options, page_cls, model)
