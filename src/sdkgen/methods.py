"""Resources and their methods into what a template may see, in both colours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from .annotations import Scope
from .docstrings import method_docstring
from .files import File, module_file, package_file
from .graph import holds_file
from .ir import Api, Argument, Helper, ListOf, Method, Resource, Spelled
from .names import class_name, relative
from .response_views import view_files, view_names, views_module
from .tables import Table

__all__ = ["resource_files", "walk"]

_COLOURS = (
    {"prefix": "", "word": "", "await": "", "base": "SyncAPIResource", "stream": "Stream", "tree": "sync"},
    {
        "prefix": "Async",
        "word": "async ",
        "await": "await ",
        "base": "AsyncAPIResource",
        "stream": "AsyncStream",
        "tree": "async",
    },
)


def resource_files(api: Api, sdk: Table) -> list[File]:
    """The modules of all resources, and the packages that hold them."""
    package = sdk.root["package"]["resources"]
    exports: dict[str, dict[str, str]] = {package: {}}
    for resource in walk(api.resources):
        parent, _, leaf = resource.module.rpartition(".")
        names = exports.setdefault(parent, {})
        for name in (*_classes(resource), *_constants(resource, sdk, exported=True)):
            names[name] = f".{leaf}"
        names.update(dict.fromkeys(view_names(resource), "._views"))
        above = parent.rpartition(".")[0]
        if above and leaf == parent.rpartition(".")[2]:
            exports.setdefault(above, {}).update(dict.fromkeys(_classes(resource), f".{leaf}.{leaf}"))
            exports[above].update(dict.fromkeys(view_names(resource), f".{leaf}._views"))
    packages = [package_file(name, names, exports) for name, names in exports.items()]
    resources = [_resource_file(resource, api, sdk) for resource in walk(api.resources)]
    return [*resources, *view_files(walk(api.resources)), *packages]


def walk(resources: tuple[Resource, ...]) -> Iterator[Resource]:
    """Every resource, parents first."""
    for resource in resources:
        yield resource
        yield from walk(resource.children)


def _classes(resource: Resource) -> tuple[str, str]:
    return resource.cls, class_name(resource.cls, True)


def _constants(resource: Resource, sdk: Table, *, exported: bool = False) -> dict[str, Any]:
    table = sdk.root.get("constants", {})
    return {
        name: entry
        for name, entry in table.items()
        if entry["module"] == resource.module and (entry.get("exported") or not exported)
    }


def _resource_file(resource: Resource, api: Api, sdk: Table) -> File:
    package = sdk.root["package"]["types"]
    helpers = sdk.root.get("helpers", {})
    scope = Scope(resource.module, package, api.by_key, params=True, qualified=True, helpers=helpers)
    methods = [_method(method, resource, scope, package, sdk.root) for method in resource.methods]
    own = _constants(resource, sdk)
    view = {
        "cls": resource.cls,
        "doc": resource.doc or f"The methods of `{resource.name}`.",
        "colours": _COLOURS,
        "methods": methods,
        "children": [_child(child, resource) for child in resource.children],
        "error": sdk.root["package"]["error"],
        "views": view_names(resource),
        "views_module": relative(resource.module, views_module(resource)),
        "constants": own,
        "borrowed": _borrowed(resource, sdk, methods, own),
        **_imports(resource, scope, methods),
    }
    return module_file(resource.module, "resource.jinja", view)


def _child(child: Resource, resource: Resource) -> dict[str, str]:
    doc = child.doc or f"The methods of `{child.name}`."
    return {"name": child.name, "cls": child.cls, "module": relative(resource.module, child.module), "doc": doc}


def _borrowed(
    resource: Resource, sdk: Table, methods: list[dict[str, Any]], own: dict[str, Any]
) -> dict[str, list[str]]:
    """What the hooks of the methods need, by the module that holds it."""
    tables = {**sdk.root.get("hooks", {}), **sdk.root.get("constants", {})}
    used = {name for method in methods for hook, given in method["hooks"].items() for name in (hook, *given)}
    borrowed: dict[str, list[str]] = {}
    for name in sorted(used & tables.keys() - own.keys()):
        borrowed.setdefault(relative(resource.module, tables[name]["module"]), []).append(name)
    return borrowed


def _imports(resource: Resource, scope: Scope, methods: list[dict[str, Any]]) -> dict[str, Any]:
    streams = any(method["event"] for method in methods)
    pages = [method for method in methods if method["page"]]
    return {
        "root": "." * (resource.module.count(".") + 1),
        "typing": sorted(scope.imports["typing"]),
        "extensions": sorted({*scope.imports["typing_extensions"], *(["Literal"] if streams else [])}),
        "aliases": sorted(scope.imports["._types"]),
        "others": scope.import_lines("typing", "typing_extensions", "._types"),
        "submodules": {package: sorted(leaves) for package, leaves in scope.submodules.items()},
        "streams": streams,
        "pages": sorted({method["page"] for method in pages}),
        "async_pages": sorted({method["async_page"] for method in pages}),
        "has_path": any(method["path_arguments"] for method in methods),
        "forms": any(method["files"] for method in methods),
        "binaries": any(method["answer"] == "binary" for method in methods),
        "lines": any(method["answer"] == "lines" for method in methods),
        "answerless": any(method["returns"] == "None" for method in methods),
        "sourced": any(method["source"] for method in methods),
        "body_hooks": sorted({method["body_hook"] for method in methods if method["body_hook"]}),
        "overloaded": any(method["overloads"] for method in methods),
        "has_given": any(method["body"] or method["query"] or method["fixed_query"] for method in methods),
        "lists": any(value.startswith("listed(") for method in methods for value in method["headers"].values()),
    }


def _method(method: Method, resource: Resource, scope: Scope, package: str, tables: dict[str, Any]) -> dict[str, Any]:
    pages, hooks = tables.get("pages", {}), tables.get("hooks", {})
    arguments = [_argument(argument, scope, method) for argument in method.arguments]
    by_place = {place: [a for a in arguments if a["place"] == place] for place in ("path", "query", "body", "header")}
    positional = arguments[:1] if by_place["path"] else []
    return {
        "name": method.name,
        "verb": method.verb,
        "path": method.path,
        "path_arguments": by_place["path"],
        "positional": positional,
        "arguments": arguments[len(positional) :],
        "body": _parts(by_place, method),
        "files": [argument for argument in by_place["body"] if method.form and argument["file"]],
        "answer": method.answer,
        "source": _source(method, resource),
        "url_from": method.url_from,
        "query": by_place["query"],
        "fixed_query": method.query,
        "headers": dict(_headers(method)),
        "returns": scope.spell(method.returns) if method.returns else "None",
        "event": scope.spell(method.event) if method.event else None,
        "overloads": _overloads(arguments[len(positional) :], method.switch) if _is_overloaded(method) else [],
        "helper": _helper(method.helper, scope) if method.helper else None,
        "own_headers": dict(method.headers),
        "body_hook": method.body_hook,
        "page": method.page,
        "async_page": pages[method.page]["asynchronous"] if method.page else None,
        "body_type": _body_type(method, scope, package) if by_place["body"] else None,
        "switch": method.switch,
        "hooks": {name: hooks[name]["arguments"] for name in method.hooks},
        "patience": method.patience if method.switch else (),
        "default_timeout": method.default_timeout,
        "doc": method_docstring(method, scope),
    }


def _is_overloaded(method: Method) -> bool:
    """Whether what comes back hangs on the switch."""
    return method.event is not None or (method.helper is not None and method.helper.streams is not None)


def _parts(by_place: dict[str, list[dict[str, Any]]], method: Method) -> list[dict[str, Any]]:
    """What the body is made of; for a helper that sends by itself, all arguments that it is not given one by one."""
    parts = [argument for argument in by_place["body"] if not (method.form and argument["file"])]
    if method.helper is None:
        return parts
    more = () if method.helper.sends else by_place["header"]
    return [argument for argument in (*parts, *more) if argument["name"] not in method.helper.passes]


def _helper(helper: Helper, scope: Scope) -> dict[str, Any]:
    value = {"sync": helper.returns.sync, "async": helper.returns.asynchronous}
    returns = {tree: {"value": scope.spell_text(text)} for tree, text in value.items()}
    if helper.streams:
        for tree, text in {"sync": helper.streams.sync, "async": helper.streams.asynchronous}.items():
            returns[tree]["stream"] = scope.spell_text(text)
            returns[tree]["either"] = f"{returns[tree]['value']} | {returns[tree]['stream']}"
    return {**vars(helper), "returns": returns}


def _argument(argument: Argument, scope: Scope, method: Method) -> dict[str, Any]:
    spelled = scope.spell(argument.type)
    if argument.name == method.switch and spelled == "bool":
        spelled = "Literal[False, True]"
    other = scope.spell_text(argument.type.asynchronous) if isinstance(argument.type, Spelled) else spelled
    maybe = "" if argument.required else " | Omit"
    return {
        "name": argument.name,
        "wire": argument.wire,
        "place": argument.place,
        "file": holds_file(argument.type),
        "required": argument.required,
        "sync": f"{spelled}{maybe}",
        "async": f"{other}{maybe}",
        "default": "" if argument.required else " = omit",
    }


def _headers(method: Method) -> Iterator[tuple[str, str]]:
    """The method's own headers, each with the expression that gives its value."""
    if method.form and any(holds_file(argument.type) for argument in method.arguments):
        yield "Content-Type", '"multipart/form-data"'
    elif method.accept:
        yield "Accept", f'"{method.accept}"'
    for argument in method.arguments:
        if argument.place == "header" and isinstance(argument.type, ListOf):
            yield argument.wire, f"listed({', '.join([argument.name, *map(repr, argument.always)])})"
        elif argument.place == "header":
            yield argument.wire, argument.name
    yield from ((name, json.dumps(value)) for name, value in method.headers)


def _source(method: Method, resource: Resource) -> str | None:
    """The sibling that is asked first, for the URL to go to."""
    above = method.path.rpartition("/")[0]
    siblings = (each.name for each in resource.methods if each.path == above and each.verb == method.verb)
    return next(siblings, None) if method.url_from else None


def _overloads(arguments: list[dict[str, Any]], switch: str | None) -> list[dict[str, Any]]:
    """Without a stream, with one, and for a value that is known at run time only."""
    required = [argument for argument in arguments if argument["required"]]
    optional = [argument for argument in arguments if not argument["required"]]
    off = dict.fromkeys(("sync", "async"), "Literal[False] | Omit")
    first = [*required, *({**a, **off} if a["name"] == switch else a for a in optional)]
    rest = [argument for argument in optional if argument["name"] != switch]
    on, either = ({"name": switch, "default": "", "sync": kind, "async": kind} for kind in ("Literal[True]", "bool"))
    return [
        {"arguments": first, "kind": "value"},
        {"arguments": [*required, on, *rest], "kind": "stream"},
        {"arguments": [*required, either, *rest], "kind": "either"},
    ]


def _body_type(method: Method, scope: Scope, package: str) -> str | None:
    """How the body spells the type that describes it, by way of the module that holds it."""
    if method.params is None:
        return None
    named = scope.named(f"{method.params}Base" if method.event else method.params)
    return f"{package}.{named.module}.{named.name}"
