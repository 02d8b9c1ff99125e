"""`api.md`: every resource, method and type at a glance, with links to the code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .files import OUTSIDE, File
from .ir import Api, Method, Ref, Resource, Type
from .names import class_name
from .tables import Table

__all__ = ["listing_file"]


def listing_file(api: Api, sdk: Table) -> File:
    """The page, at the project's root."""
    links = _Links(api, sdk)
    resources = [_resource(resource, path, links) for path, resource in _paths(api.resources)]
    clients = [name for client in sdk.root.get("clients", {}) for name in (client, class_name(client, True))]
    view = {
        "description": sdk.root["package"]["description"],
        "clients": clients,
        "resources": resources,
        "packages": links.packages(),
    }
    return File(f"{OUTSIDE}api.md", "api_md.jinja", view)


def _paths(resources: tuple[Resource, ...], prefix: str = "") -> Iterator[tuple[str, Resource]]:
    for resource in resources:
        path = f"{prefix}{resource.name}"
        yield path, resource
        yield from _paths(resource.children, f"{path}.")


def _resource(resource: Resource, path: str, links: _Links) -> dict[str, Any]:
    return {
        "path": path,
        "module": links.module(resource.module),
        "doc": resource.doc,
        "methods": [_method(method, links) for method in resource.methods],
    }


def _method(method: Method, links: _Links) -> dict[str, Any]:
    arguments = [argument.name for argument in method.arguments if argument.required]
    more = ["…"] if len(arguments) < len(method.arguments) else []
    returns = f"`{method.helper.returns.sync.partition('[')[0]}`" if method.helper else links.type(method.returns)
    return {
        "name": method.name,
        "arguments": ", ".join([*arguments, *more]),
        "verb": method.verb.upper(),
        "path": method.path,
        "returns": f"page of {returns}" if method.page else returns,
        "event": links.type(method.event) if method.event else "",
        "params": links.type(Ref(method.params)) if method.params else "",
        "doc": _first_sentence(method.doc),
    }


class _Links:
    """Where things are, relative to the project's root."""

    def __init__(self, api: Api, sdk: Table) -> None:
        self._api = api
        self._package = sdk.root["package"]
        self._source = f"src/{self._package['name']}"

    def module(self, module: str) -> str:
        return f"{self._source}/{module.replace('.', '/')}.py"

    def type(self, type_: Type | None) -> str:
        """The type as Markdown; without a link where it has no module of its own."""
        if not isinstance(type_, Ref):
            return "nothing" if type_ is None else "a value"
        named = self._api.by_key[type_.key]
        return self._link(named.name, named.module)

    def _link(self, name: str, module: str) -> str:
        types = self._package["types"]
        return f"[`{name}`]({self.module(f'{types}.{module}')})"

    def packages(self) -> dict[str, list[dict[str, str]]]:
        """The public types by package."""
        entries = [(named.module, named.name, named.doc) for named in self._api.types if not named.local]
        entries += [(alias.module, alias.name, "") for alias in self._api.aliases if not alias.local]
        entries += [(parsed.module, parsed.message, "") for parsed in self._api.parsed]
        result: dict[str, list[dict[str, str]]] = {}
        for module, name, doc in sorted(entries, key=lambda entry: entry[1]):
            package = f"{self._package['name']}.{self._package['types']}.{module}".rpartition(".")[0]
            entry = {"link": self._link(name, module), "doc": _first_sentence(doc)}
            result.setdefault(package, []).append(entry)
        return dict(sorted(result.items()))


def _first_sentence(text: str) -> str:
    """The text up to its first full stop."""
    head, stop, _ = " ".join(text.split()).partition(". ")
    return f"{head}." if stop else head
