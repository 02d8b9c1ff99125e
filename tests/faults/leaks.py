"""Where a secret could come to light: what an exception says, what its frames hold, what is written or kept of it."""

from __future__ import annotations

import pickle
import traceback
from typing import Any, Iterator, List, Set, Tuple

TESTS = ("tests.", "test_", "_pytest", "pluggy")
"""Modules whose frames are this program's own and may know what they please."""


def chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and all that it came from."""
    waiting: List[Any] = [error]
    seen: Set[int] = set()
    while waiting:
        current = waiting.pop()
        if current is not None and id(current) not in seen:
            seen.add(id(current))
            yield current
            waiting += [current.__cause__, current.__context__, *getattr(current, "exceptions", ())]


def locals_of(error: BaseException) -> Iterator[Tuple[str, Any]]:
    """What a crash reporter would record: the local variables of all frames, by place and name."""
    for each in chain(error):
        for frame, line in traceback.walk_tb(each.__traceback__):
            module = frame.f_globals.get("__name__", "")
            if not module.startswith(TESTS):
                for name, value in frame.f_locals.items():
                    yield f"{module}:{line} {name}", value


def inside(value: Any) -> str:
    """A value as it is shown, and the attributes of an object of this package."""
    shown = [repr(value)]
    if type(value).__module__.startswith("anthropic"):
        shown.append(repr(getattr(value, "__dict__", {})))
        slots = [name for cls in type(value).__mro__ for name in getattr(cls, "__slots__", ())]
        shown.append(repr([getattr(value, name, None) for name in slots if isinstance(name, str)]))
    return "".join(shown)


def told(error: BaseException) -> Iterator[Tuple[str, str]]:
    """What is said, written and pickled of an exception, by place."""
    for each in chain(error):
        yield f"str of {type(each).__name__}", str(each)
        yield f"repr of {type(each).__name__}", repr(each)
        for name in ("request", "response"):
            message = getattr(each, f"_{name}", None) or vars(each).get(name)
            if message is not None:
                yield f"{name} of {type(each).__name__}", repr(message) + repr(message.headers)
                yield f"vars of {name}", repr({k: v for k, v in vars(message).items() if k != "_content"})
    yield "traceback", "".join(traceback.format_exception(type(error), error, error.__traceback__))
    try:
        yield "pickle", pickle.dumps(error).decode("latin-1")
    except (TypeError, AttributeError, pickle.PicklingError):
        pass  # what cannot be pickled tells nobody


def leaks(error: BaseException, *secrets: str) -> List[str]:
    """The places where a secret can be found that nobody should see."""
    found = [place for place, text in told(error) for secret in secrets if secret in text]
    return found + [place for place, value in locals_of(error) for secret in secrets if secret in inside(value)]
