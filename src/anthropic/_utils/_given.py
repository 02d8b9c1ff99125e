"""Which arguments a caller gave."""

from __future__ import annotations

import functools
from typing import Any, Callable, Mapping, TypeVar, Union

from typing_extensions import TypeGuard

from .._types import NotGiven, Omit

__all__ = ["is_given", "required_args", "strip_not_given"]

_T = TypeVar("_T")
_Function = TypeVar("_Function", bound=Callable[..., Any])


def is_given(value: Union[_T, NotGiven, Omit]) -> TypeGuard[_T]:
    """Whether the argument was passed; `None` counts as passed."""
    return not isinstance(value, (NotGiven, Omit))


def strip_not_given(mapping: Union[Mapping[str, Any], None]) -> Any:
    """The mapping without its `NOT_GIVEN` values; `None` and `omit` values stay."""
    if mapping is None:
        return None
    return {key: value for key, value in mapping.items() if not isinstance(value, NotGiven)}


def required_args(*variants: tuple[str, ...], positional: int = 0) -> Callable[[_Function], _Function]:
    """Refuse a call that completes none of the variants, with one message that lists them all.

    Overloads cannot state this at run time: Python would only name the arguments of the implementation.

    Args:
        variants: The keyword arguments of each overload that have to be given.
        positional: How many arguments may come by position; Python itself says when one is missing.
    """
    needed = [frozenset(variant) for variant in variants]

    def decorate(function: _Function) -> _Function:
        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            if not 1 <= len(args) <= 1 + positional:
                raise TypeError(f"{function.__name__}() takes {1 + positional} argument(s) but {len(args)} were given")
            given = kwargs.keys()
            if not any(variant <= given for variant in needed):
                raise TypeError(_missing(variants))
            return function(*args, **kwargs)

        return call  # type: ignore[return-value]  # wraps() keeps the signature, not the type

    return decorate


def _missing(variants: tuple[tuple[str, ...], ...]) -> str:
    spelled = [_joined([repr(name) for name in variant], "and") for variant in variants]
    if len(spelled) == 1:
        return f"Missing required arguments; Expected {spelled[0]} arguments to be given"
    return f"Missing required arguments; Expected either {_joined([f'({text})' for text in spelled], 'or')} arguments to be given"


def _joined(words: list[str], last: str) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}"
