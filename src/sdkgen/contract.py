"""Every generated operation as data, for the tests that hold each of them to the same promises."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .examples import Examples
from .files import OUTSIDE, File
from .graph import holds_file
from .ir import Api, Argument, Method, Resource, Spelled
from .methods import walk
from .names import class_name
from .tables import Table

__all__ = ["contract_file"]

_PATH = f"{OUTSIDE}tests/contract/operations.json"


def contract_file(api: Api, sdk: Table) -> File:
    """`operations.json`: what to call, what has to be sent, and what may come back."""
    examples = Examples(api.by_key, sdk.root["package"]["types"])
    operations = [
        _operation(method, resource, sdk, examples)
        for resource in walk(api.resources)
        for method in resource.methods
        if method.helper is None
    ]
    text = json.dumps({"generated_by": "python -m sdkgen", "operations": operations}, indent=2, ensure_ascii=False)
    return File(_PATH, "text.jinja", {"text": text})


def _operation(method: Method, resource: Resource, sdk: Table, examples: Examples) -> dict[str, Any]:
    package, pages = sdk.root["package"]["name"], sdk.root.get("pages", {})
    places: dict[str, list[Argument]] = {"path": [], "query": [], "header": [], "body": []}
    for argument in _described(method):
        places[argument.place].append(argument)
    sync, asynchronous = (
        f"{package}.{resource.module}:{class_name(resource.cls, colour)}.{method.name}" for colour in (False, True)
    )
    return {
        "id": method.operation,
        "python": {"sync": sync, "async": asynchronous},
        "method": method.verb.upper(),
        "path": method.path,
        "path_params": [argument.wire for argument in places["path"]],
        "query": {"fixed": dict(method.query), "optional": [argument.wire for argument in places["query"]]},
        "headers": [argument.wire for argument in places["header"]],
        "always": {argument.wire: list(argument.always) for argument in places["header"] if argument.always},
        "arguments": _arguments(method, examples),
        "body": {argument.name: argument.wire for argument in places["body"]} or None,
        "form": method.form,
        "files": [argument.name for argument in method.arguments if holds_file(argument.type)],
        "streams": method.event is not None,
        "page": method.page,
        "answers": "page" if method.page else method.answer,
        "url_from": method.url_from,
        "returns": examples.path(method.returns),
        "event": examples.path(method.event),
        "answer": _answer(method, examples, pages),
    }


def _arguments(method: Method, examples: Examples) -> dict[str, Any]:
    """What a call has to give, by Python name, and everything that it may."""
    given = list(_described(method))
    return {
        "positional": [argument.name for argument in given[:1] if argument.place == "path"],
        "required": {argument.name: examples.least(argument.type) for argument in given if argument.required},
        "all": {argument.name: examples.whole(argument.type) for argument in given},
    }


def _described(method: Method) -> Iterator[Argument]:
    """The arguments that the description knows at their own place, which can all be given at once."""
    for argument in method.arguments:
        if not (argument.name == method.switch or isinstance(argument.type, Spelled) or argument.moved):
            yield argument


def _answer(method: Method, examples: Examples, pages: dict[str, Any]) -> Any:
    if method.returns is None:
        return None
    value = examples.whole(method.returns)
    if method.page is None:
        return value
    return {pages[method.page]["items"]: [value], **pages[method.page].get("last", {})}
