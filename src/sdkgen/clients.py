"""The clients and the package's face into what a template may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .files import File, module_file, package_file
from .ir import Api, Resource
from .names import class_name, relative
from .options import Option, base_url, options
from .response_views import CLIENT_VIEWS, client_views, client_views_file
from .tables import Table

__all__ = ["client_files"]

_SUBPACKAGE = "._subpackage"
_COLOURS = (
    {"prefix": "", "root": "SyncAPIClient", "stream": "Stream", "http": "httpx.Client", "is_async": '"false"'},
    {
        "prefix": "Async",
        "root": "AsyncAPIClient",
        "stream": "AsyncStream",
        "http": "httpx.AsyncClient",
        "is_async": "is_async()",
    },
)


def client_files(api: Api, sdk: Table) -> list[File]:
    """The modules of the clients, the views of those that have them, and the package's `__init__.py`."""
    tables: dict[str, dict[str, Any]] = sdk.root.get("clients", {})
    modules: dict[str, list[str]] = {}
    for name, entry in tables.items():
        modules.setdefault(entry["module"], []).append(name)
    files = [file for module, names in modules.items() for file in _module_files(module, names, api, sdk)]
    seen = {name: tuple(entry["resources"]) for name, entry in tables.items() if "platform" not in entry}
    views = [client_views_file(seen, api)] if seen else []
    return [*files, *views, _face(sdk)]


def _face(sdk: Table) -> File:
    hidden = sdk.root.get("hidden_exports", {})
    exports = {name: module for name, module in sdk.root["exports"].items() if module != _SUBPACKAGE}
    exports.update(hidden.get("names", {}))
    package = sdk.root["package"]
    face = {
        "description": package["description"],
        "log_variable": package.get("log_variable"),
        "public": list(sdk.root["exports"]),
        "exports": {name: module for name, module in exports.items() if not name.startswith("__")},
        "packages": sorted([*hidden.get("packages", []), package["types"]]),
    }
    return File("__init__.py", "face.jinja", face)


def _module_files(module: str, wanted: list[str], api: Api, sdk: Table) -> list[File]:
    """A module of clients; and the package around it, where it has one of its own."""
    clients = [_Client(name, module, api, sdk) for name in wanted]
    for client in clients:
        client.check()
    names = [name for client in clients for name in client.names]
    view = {
        "root": relative(module, "x")[:-1],
        "clients": [client.view() for client in clients],
        "names": names,
        "imports": _by_module(pair for client in clients for pair in client.imports()),
        "annotations": _by_module(pair for client in clients for pair in client.annotations()),
        "views": [view for client in clients if not client.platform for view in client_views(client.name)],
        "views_module": CLIENT_VIEWS,
        "bounds": [{"name": name, **facts} for name, facts in sdk.root.get("bounds", {}).items()],
    }
    package, _, last = module.rpartition(".")
    if not package:
        return [module_file(module, "client.jinja", view)]
    exports = {name: target for client in clients for name, target in client.entry.get("neighbours", {}).items()}
    return [
        module_file(module, "client.jinja", view),
        package_file(package, {**dict.fromkeys(names, f".{last}"), **exports}, ()),
    ]


def _by_module(pairs: Iterator[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for module, name in pairs:
        if name not in found.setdefault(module, []):
            found[module].append(name)
    return found


class _Client:
    """One client, in both colours."""

    def __init__(self, name: str, module: str, api: Api, sdk: Table) -> None:
        self.name = name
        self.entry: dict[str, Any] = sdk.root["clients"][name]
        self.platform: str = self.entry.get("platform", "")
        self.options = options(self.entry["options"])
        self._module = module
        self._sdk = sdk
        self._resources = {path: resource for resource in api.resources for path, resource in _paths(resource, "")}
        self._top = [resource.name for resource in api.resources]
        self._spaces = {
            facts["resource"]: (cls, facts.get("lacks", [])) for cls, facts in self.entry.get("namespaces", {}).items()
        }

    @property
    def names(self) -> list[str]:
        """What the module offers of it."""
        names = [self.name, self.entry.get("alias"), self.entry.get("base"), *self.entry.get("namespaces", {})]
        base = self.entry.get("base")
        colours = [(name, colour) for name in names if name for colour in (False, True)]
        return [class_name(name, colour) for name, colour in colours if not (colour and name == base)]

    def view(self) -> dict[str, Any]:
        """What the template sees."""
        parent = self.entry.get("parent")
        arguments = [option for option in self.options if option.argument]
        return {
            "array_format": "", "headers": {}, "constants": [], "alias": "", "base": "", "positional": False,
            "raises": {}, "lacks": [], "parent": "", "colour_header": "", **self.entry,
            "cls": self.name,
            "public": self.name in self._sdk.root["exports"],
            "platform": self.platform.rpartition(".")[2],
            "colours": [
                {**colour, "parent": f"{colour['prefix']}{parent}" if parent else colour["root"]} for colour in _COLOURS
            ],
            "base_url": base_url(self.entry["base_url"]),
            "arguments": arguments,
            "keywords": [option for option in arguments if option.keyword],
            "settings": [option for option in arguments if not option.headers],
            "sent": [option for option in self.options if option.headers],
            "changeable": [option for option in self.options if option.changeable],
            "kept": {option.name: self._kept(option) for option in self.options},
            "resources": [self._child(name, name) for name in self.entry["resources"]],
            "missing": [] if parent or not self.platform else [n for n in self._top if n not in self.entry["resources"]],
            "namespaces": [self._namespace(path, *facts) for path, facts in self._spaces.items()],
        }  # fmt: skip

    def imports(self) -> Iterator[tuple[str, str]]:
        """What it needs at run time, beyond what all clients do."""
        if self.platform:
            module, _, name = self.platform.rpartition(".")
            yield relative(self._module, module), name
        parent = self.entry.get("parent")
        if parent:
            module = relative(self._module, self._sdk.root["clients"][parent]["module"])
            yield from ((module, class_name(parent, colour)) for colour in (False, True))
        for path in self._spaces:
            resource = self._resources[path]
            for colour in (False, True):
                name, alias = class_name(resource.cls, colour), class_name(_alias(path), colour)
                yield relative(self._module, resource.module), name if name == alias else f"{name} as {alias}"

    def annotations(self) -> Iterator[tuple[str, str]]:
        """What only its annotations name."""
        for path in self.entry["resources"]:
            resource = self._resources[path]
            if path not in self._spaces:
                yield from (
                    (relative(self._module, resource.module), class_name(resource.cls, c)) for c in (False, True)
                )
        for name, target in self.entry.get("types", {}).items():
            module, _, original = target.rpartition(".")
            yield module, name if name == original else f"{original} as {name}"

    def check(self) -> None:
        """Refuse names of resources, clients and options that do not exist.

        Raises:
            Problem: There is one.
        """
        for name in self.entry["resources"]:
            self._expect(name in self._resources, f"wants the resource {name!r}, which is not generated", "resources")
        for path, (_, lacks) in self._spaces.items():
            for name in (path, *(f"{path}.{child}" for child in lacks)):
                known = name in self._resources
                self._expect(known, f"names the resource {name!r}, which is not generated", "namespaces")
        parent = self.entry.get("parent")
        known = parent is None or parent in self._sdk.root["clients"]
        self._expect(known, f"is based on the client {parent!r}, which does not exist", "parent")
        names = {"base_url", *(option.name for option in self.options)}
        for option in self.options:
            for name in option.instead:
                complaint = f"has no option {name!r}, which is to stand for another one"
                self._expect(name in names, complaint, "options", option.name)

    def _expect(self, condition: bool, complaint: str, *keys: str) -> None:
        if not condition:
            raise self._sdk.problem(("clients", self.name, *keys), f"the client {self.name} {complaint}")

    def _child(self, name: str, path: str) -> dict[str, str]:
        if path in self._spaces:
            return {"name": name, "cls": self._spaces[path][0], "module": ""}
        resource = self._resources[path]
        return {"name": name, "cls": resource.cls, "module": relative(self._module, resource.module)}

    def _namespace(self, path: str, cls: str, lacks: list[str]) -> dict[str, Any]:
        children = [other for other in self._spaces if other.rpartition(".")[0] == path]
        return {
            "cls": cls,
            "base": _alias(path),
            "resource": path,
            "lacks": lacks,
            "children": [self._child(other.rpartition(".")[2], other) for other in children],
        }

    def _kept(self, option: Option) -> str:
        """The code of an option's value in a copy."""
        given = {"base_url", *(other.name for other in self.options if other.changeable)}
        others = [name for name in option.instead if name in given]
        kept = f"self.{option.name}"
        if others:
            kept = f"None if {' or '.join(others)} else {kept}"
        if not option.changeable:
            return kept
        return f"{option.name} or ({kept})" if others else f"{option.name} or {kept}"


def _paths(resource: Resource, prefix: str) -> Iterator[tuple[str, Resource]]:
    yield f"{prefix}{resource.name}", resource
    for child in resource.children:
        yield from _paths(child, f"{prefix}{resource.name}.")


def _alias(path: str) -> str:
    """The name under which a module of clients knows a resource: `pets.toys` is `PetsToys`."""
    return "".join(part.title().replace("_", "") for part in path.split("."))
