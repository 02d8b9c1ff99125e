"""The few things that synchronous code does differently: sleep, run blocking work, live in a loop, start a list."""

from __future__ import annotations

import functools
import inspect
import os
import time
from contextlib import contextmanager, nullcontext
from contextvars import copy_context
from typing import (
    TYPE_CHECKING,
    Any,
    Callable,
    ContextManager,
    Generator,
    List,
    Optional,
    Protocol,
    Sequence,
    Type,
    TypeVar,
    Union,
)

from typing_extensions import Annotated

from .._http import ReadTimeout, RequestError, Response
from .._utils._locks import Lock

if TYPE_CHECKING:
    from typing import NoReturn

    from typing_extensions import TypeAlias

    from .._options import FinalRequestOptions

    BlockingTool: TypeAlias = NoReturn
    """Nothing more: all tools of this colour block."""

__all__ = [
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
    def request(self, cast_to: Any, options: FinalRequestOptions, *, stream: bool = False) -> Any:
        """The parsed response of one call."""


def is_async() -> str:
    """`false`, as the API is told."""
    return "false"


def sleep(seconds: float) -> None:
    """Wait, but no longer than what `within` allows.

    Raises:
        TimeoutException: The moment has passed.
    """
    from .._network import deadline  # loads httpcore, which a client that sends has done

    moment = deadline.get()
    left = seconds if moment is None else max(moment - time.monotonic(), 0)
    time.sleep(min(seconds, left))
    if left < seconds:
        raise ReadTimeout("The deadline of the call has passed.")


def run_blocking(function: Callable[..., _T], *arguments: Any) -> _T:
    """The result of a function that blocks."""
    return function(*arguments)


def run_to_end(function: Callable[..., _T], *arguments: Any) -> _T:
    """The same."""
    return function(*arguments)


_UNBOUNDED = nullcontext()


def within(moment: Optional[float]) -> ContextManager[None]:
    """Do something until a moment on the monotonic clock, after which no socket is waited for; `None` sets no bound.

    Raises:
        TimeoutException: The moment has passed.
    """
    return _UNBOUNDED if moment is None else _until(moment)


@contextmanager
def _until(moment: float) -> Generator[None, None, None]:
    if time.monotonic() >= moment:
        raise ReadTimeout("The deadline of the call has passed.")
    from .._network import deadline  # loads httpcore, which a client that sends has done

    token = deadline.set(moment)
    try:
        yield
    finally:
        deadline.reset(token)


def drain(chunks: Any, response: Response, seconds: float) -> None:
    """Read what is left of a body that has said all it had to say, so that its connection can be used again.

    Nothing worth a wait comes any more; after so many seconds the connection is given up instead.
    """
    stream = response.extensions.get("network_stream")
    if stream is None:
        return
    from .._network import alarm  # loads httpcore, which a client that streams has done

    try:
        with alarm(stream, seconds):
            for _ in chunks:
                pass
    except RequestError:
        pass


Result = Annotated[_T, "done"]
"""What a call of this colour gives before it is done."""


Request = Callable[[], _T]
"""A call that is still to be made."""


def deferred(call: Callable[[], _T]) -> Request[_T]:
    """The call, to be made later."""
    return call


def sent(request: Request[_T]) -> _T:
    """What the call gives, made now."""
    return request()


def called(function: Callable[..., Any], *arguments: Any) -> Any:
    """What a function gives."""
    return function(*arguments)


def told(listener: Callable[[_T], object], news: _T) -> None:
    """Tell a caller's function something."""
    listener(news)


def check_call(function: Callable[..., Any], name: str) -> None:
    """Refuse a tool that could only be awaited.

    Raises:
        TypeError: The function is a coroutine function.
    """
    if inspect.iscoroutinefunction(function):
        raise TypeError(f"The tool '{name}' is asynchronous. Give it to the runner of AsyncAnthropic, or use `beta_tool`.")


def answered(function: Callable[..., Any], argument: Any, then: Callable[[Any], _T]) -> _T:
    """What `then` makes of what a function gives."""
    return then(function(argument))


def gathered(calls: Sequence[Callable[[], _T]], limit: Optional[int]) -> List[_T]:
    """What the calls give, in their order; with a limit above one, that many run at the same time, in worker threads.

    When one fails, those that have not begun never do.
    """
    if limit is None or limit == 1 or len(calls) < 2:
        return [call() for call in calls]
    from concurrent.futures import ThreadPoolExecutor  # only who asks for threads pays for them

    pool = ThreadPoolExecutor(min(limit, len(calls)))
    try:
        return [each.result() for each in [pool.submit(copy_context().run, call) for call in calls]]
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def open_file(path: Union[str, os.PathLike[str]]) -> Generator[Any, None, None]:
    """A file to be written to; closed at the end."""
    with open(path, "wb") as handle:
        yield handle


def end(iterator: Any) -> None:
    """End an iteration; one that somebody else is in the middle of ends when its response is closed."""
    try:
        if hasattr(iterator, "close"):
            iterator.close()
    except ValueError:
        pass


def exhaust(iterator: Any) -> None:
    """End an iteration over a closed body."""
    end(iterator)


def close_soon(owner: Any) -> None:
    """Close something that nobody holds any more."""
    try:
        owner.close()
    except Exception:
        pass  # there is nobody left to tell


def _attached(client: _Client, model: Any, options: FinalRequestOptions, page: Any) -> Any:
    from .._core.pages import attached  # pydantic loads with the first page

    return attached(page, client, model, options)


Pages = Annotated[_PageT, "the first one"]
"""What a method that lists gives."""


def first_page(client: _Client, options: FinalRequestOptions, page_cls: Type[_PageT], model: Any) -> Pages[_PageT]:
    """The first page of the list."""
    request = options.model_copy()
    request.post_parser = functools.partial(_attached, client, model, options)
    page: _PageT = client.request(page_cls, request)
    return page
