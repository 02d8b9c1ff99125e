"""The docstring of a method, as Google's style has it: what it does, its arguments, what comes back, what it raises."""

from __future__ import annotations

import textwrap

from .annotations import Scope
from .ir import Method

__all__ = ["method_docstring"]

_WIDTH = 100
_COMMON = {
    "extra_headers": "Headers of this request only; they win over all others, and `omit` takes one away.",
    "extra_query": "Query parameters of this request only.",
    "extra_body": "Properties that are merged over the JSON body of this request.",
    "timeout": "Seconds, or an `httpx.Timeout`; `None` waits for ever. The client's own timeout is the default.",
}
_RAISES = {
    "APIStatusError": "The API answered with an error; its subclasses tell which.",
    "APITimeoutError": "No answer came in time.",
    "APIConnectionError": "No answer came.",
}


def method_docstring(method: Method, scope: Scope) -> str:
    """The paragraphs, not yet indented."""
    summary = method.doc or f"Call `{method.verb.upper()} {method.path}`."
    arguments = {argument.name: argument.doc for argument in method.arguments} | _COMMON
    raised = {**(dict(method.helper.raises) if method.helper else {}), **_RAISES}
    sections = (_section("Args", arguments), _returns(method, scope), _section("Raises", raised))
    return "\n\n".join([summary, *(section for section in sections if section)])


def _returns(method: Method, scope: Scope) -> str:
    if method.helper and method.helper.result:
        return f"Returns:\n{_wrapped(method.helper.result, '    ')}"
    if method.helper:
        return f"Returns:\n    The `{method.helper.returns.sync.partition('[')[0]}`."
    if method.answer == "binary":
        return "Returns:\n    The file, to be read or written to disk."
    if method.returns is None:
        return ""
    name = f"`{scope.spell(method.returns).rpartition('.')[2]}`"
    if method.page:
        text = f"A page of {name}s; iterate over it to go through all pages."
    elif method.event:
        event = scope.spell(method.event).rpartition(".")[2]
        text = f"The {name}; with `{method.switch}=True`, a stream of `{event}`s."
    elif method.answer == "lines":
        text = f"An iterator over {name}s, read as they arrive."
    else:
        text = f"The {name}."
    return f"Returns:\n{_wrapped(text, '    ')}"


def _section(title: str, entries: dict[str, str]) -> str:
    lines = [_wrapped(f"{name}: {text}", "        ", "    ") for name, text in entries.items() if text]
    return "\n".join([f"{title}:", *lines])


def _wrapped(text: str, indent: str, first: str | None = None) -> str:
    paragraph = " ".join(text.partition("\n\n")[0].split())
    return textwrap.fill(paragraph, _WIDTH, initial_indent=first or indent, subsequent_indent=indent)
