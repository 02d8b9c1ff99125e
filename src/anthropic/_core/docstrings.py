"""A function's docstring, read for the model: what the function does, and what each parameter means."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from functools import partial
from typing import Any, Mapping

from .._utils._guards import is_partial

__all__ = ["Docstring", "docstring_of"]


@dataclass(frozen=True)
class Docstring:
    """What a docstring says.

    Attributes:
        description: The short description, a blank line and the long one; empty when there is none.
        parameters: The descriptions of parameters, by name.
    """

    description: str
    parameters: Mapping[str, str]


def docstring_of(function: Any) -> Docstring:
    """The docstring of a callable, in the style of Google, NumPy, reST or Epydoc."""
    text = _text(function)
    if not text:
        return Docstring("", {})
    import docstring_parser  # only tools need it

    try:
        parsed = docstring_parser.parse(text)
    except docstring_parser.ParseError:
        return Docstring(inspect.cleandoc(text), {})
    paragraphs = [part for part in (parsed.short_description, parsed.long_description) if part]
    described = {each.arg_name: each.description for each in parsed.params if each.description}
    return Docstring("\n\n".join(paragraphs), described)


def _text(function: Any) -> str:
    """The docstring as it is written; what a partial or an object inherits from its class says nothing of the call."""
    while is_partial(function) and function.__doc__ == partial.__doc__:
        function = function.func
    if is_partial(function) or inspect.isroutine(function) or inspect.isclass(function):
        return function.__doc__ or ""
    return type(function).__call__.__doc__ or function.__doc__ or ""
