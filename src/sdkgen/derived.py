"""Methods that repeat another one's parameters: like it, minus some, plus some, in an order of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from .ir import Argument, Helper, Method, Spelled

__all__ = ["amended", "derived"]


def amended(method: Method, facts: dict[str, Any], doc: Callable[[str], str]) -> Method:
    """The method with the arguments that the tables take away, add and put in order.

    Args:
        facts: The method's table.
        doc: What an argument says.
    """
    kept = [argument for argument in method.arguments if argument.name not in facts.get("minus", ())]
    arguments = {argument.name: argument for argument in kept}
    for name, spelling in facts.get("plus", {}).items():
        known = arguments.get(name)
        required = name in facts.get("required", ()) or (known is not None and known.required)
        arguments[name] = Argument(name, name, "body", _spelled(name, spelling, facts), required, doc(name))
    order: list[str] = facts.get("order", [])
    first = [arguments.pop(name) for name in order if name in arguments]
    described = (replace(each, doc=doc(each.name) or each.doc) for each in (*first, *arguments.values()))
    return replace(method, arguments=tuple(sorted(described, key=lambda each: not each.required)))


def derived(name: str, operation: str, like: Method, facts: dict[str, Any], description: str, doc: Any) -> Method:
    """The method that a helper function carries out."""
    module, _, function = facts["helper"].rpartition(".")
    helper = Helper(
        module=module,
        function=function,
        passes=tuple(facts.get("passes", ())),
        coroutine=facts.get("coroutine", True),
        sends=facts.get("sends", True),
        returns=_spelled("returns", facts["returns"], facts),
        streams=_spelled("streams", facts["streams"], facts) if "streams" in facts else None,
        result=facts.get("result", ""),
        raises=tuple(facts.get("raises", {}).items()),
    )
    method = amended(like, facts, doc)
    return replace(
        method,
        name=name,
        operation=operation,
        doc=description,
        event=None,
        url_from=None,
        helper=helper,
        headers=tuple(facts.get("headers", {}).items()),
        switch=like.switch if any(argument.name == like.switch for argument in method.arguments) else None,
        patience=tuple(facts.get("patience", like.patience)),
        body_hook=None,
    )


def _spelled(name: str, text: str, facts: dict[str, Any]) -> Spelled:
    """An annotation of the tables, which may have another one for the asynchronous colour."""
    return Spelled(text, facts.get("asynchronous", {}).get(name, text))
