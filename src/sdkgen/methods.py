"""Resources and their methods into what a template may see, in both colours."""

from __future__ import annotations

import textwrap
from typing import Any

from .annotations import Scope
from .ir import Api, Argument, Method, Resource
from .load import Table
from .names import class_name, relative

__all__ = ["resource_files"]

_RAISES = """Raises:
    APIStatusError: The API answered with an error; its subclasses tell which.
    APITimeoutError: No answer came in time.
    APIConnectionError: No answer came."""
_COMMON = {
    "extra_headers": "Headers of this request only; they win over all others, and `omit` takes one away.",
    "extra_query": "Query parameters of this request only.",
    "extra_body": "Properties that are merged over the JSON body of this request.",
    "timeout": "Seconds, or an `httpx.Timeout`; `None` waits for ever. The client's own timeout is the default.",
}


def resource_files(api: Api, sdk: Table) -> list[tuple[str, str, dict[str, Any]]]:
    """The modules of all resources, and the packages that hold them."""
    result: list[tuple[str, str, dict[str, Any]]] = []
    packages: dict[str, dict[str, str]] = {}
    for resource in _walk(api.resources):
        result.append(_resource_file(resource, api, sdk))
        module, names = resource.module, [resource.cls, class_name(resource.cls, True)]
        if resource.module.rpartition(".")[2] == "messages":
            names = [*names, *sdk.root.get("constants", {})]
        parent = module.rpartition(".")[0]
        while parent:
            for name in names:
                packages.setdefault(parent, {}).setdefault(name, module.removeprefix(parent))
            parent = parent.rpartition(".")[0]
            names = [name for name in names if name[:1].isupper() and not name.isupper()]
    for package, exports in packages.items():
        result.append((f"{package.replace('.', '/')}/__init__.py", "package.jinja", _package_view(package, exports, packages)))
    return result


def _package_view(package: str, exports: dict[str, str], packages: dict[str, dict[str, str]]) -> dict[str, Any]:
    depth = package.count(".") + 1
    children = sorted(name.rpartition(".")[2] for name in packages if name.rpartition(".")[0] == package)
    children = [child for child in children if child]
    return {
        "exports": dict(sorted(exports.items())),
        "children": children,
        "lazy": "." * (depth + 1) + "_utils._lazy",
        "package": package,
    }


def _walk(resources: tuple[Resource, ...]) -> list[Resource]:
    return [each for resource in resources for each in (resource, *_walk(resource.children))]


def _resource_file(resource: Resource, api: Api, sdk: Table) -> tuple[str, str, dict[str, Any]]:
    scope = Scope(resource.module, api.by_key, params=True, qualified=True)
    pages = sdk.root.get("pages", {})
    methods = [_method(method, scope, pages) for method in resource.methods]
    view = {
        "cls": resource.cls,
        "doc": resource.doc or f"The methods of `{resource.name}`.",
        "colours": [
            {"prefix": "", "word": "", "await": "", "base": "SyncAPIResource", "stream": "Stream"},
            {"prefix": "Async", "word": "async ", "await": "await ", "base": "AsyncAPIResource", "stream": "AsyncStream"},
        ],
        "methods": methods,
        "children": [{"name": child.name, "cls": child.cls, "module": relative(resource.module, child.module)} for child in resource.children],
        "root": "." * (resource.module.count(".") + 1),
        "typing": sorted(scope.imports["typing"]),
        "extensions": sorted(scope.imports["typing_extensions"] | ({"Literal"} if any(m["event"] for m in methods) else set())),
        "aliases": sorted(scope.imports["._types"]),
        "submodules": {package: sorted(leaves) for package, leaves in scope.submodules.items()},
        "streams": any(method["event"] for method in methods),
        "pages": sorted({method["page"] for method in methods if method["page"]}),
        "async_pages": sorted({method["async_page"] for method in methods if method["page"]}),
        "has_path": any(method["path_arguments"] for method in methods),
        "has_given": any(method["body"] or method["query"] for method in methods),
        "advice": any(method["advice"] for method in methods),
        "models": sdk.root.get("models", {}),
    }
    return f"{resource.module.replace('.', '/')}.py", "resource.jinja", view


def _method(method: Method, scope: Scope, pages: dict[str, Any]) -> dict[str, Any]:
    arguments = [_argument(argument, scope) for argument in method.arguments]
    positional = arguments[:1] if method.arguments and method.arguments[0].place == "path" else []
    returns = scope.spell(method.returns) if method.returns else "None"
    event = scope.spell(method.event) if method.event else None
    page = method.page
    by_place = {place: [a for a in arguments if a["place"] == place] for place in ("path", "query", "body", "header")}
    return {
        "name": method.name,
        "verb": method.verb,
        "path": method.path,
        "path_arguments": by_place["path"],
        "positional": positional,
        "arguments": [argument for argument in arguments if argument not in positional],
        "body": by_place["body"],
        "query": by_place["query"],
        "fixed_query": method.query,
        "betas": any(argument["name"] == "betas" for argument in by_place["header"]),
        "default_betas": list(method.default_betas),
        "returns": returns,
        "event": event,
        "overloads": _overloads(arguments, event) if event else [],
        "page": page,
        "async_page": pages[page]["asynchronous"] if page else None,
        "body_type": _body_type(method, scope),
        "guard": method.long_request_guard,
        "advice": method.model_advice,
        "default_timeout": method.default_timeout,
        "doc": _docstring(method, positional),
    }


def _argument(argument: Argument, scope: Scope) -> dict[str, Any]:
    spelled = scope.spell(argument.type)
    if argument.name == "stream" and spelled == "bool":
        spelled = "Literal[False, True]"
    return {
        "name": argument.name,
        "wire": argument.wire,
        "place": argument.place,
        "required": argument.required,
        "annotation": spelled if argument.required else f"{spelled} | Omit",
        "bare": spelled,
        "default": "" if argument.required else " = omit",
    }


def _overloads(arguments: list[dict[str, Any]], event: str) -> list[dict[str, Any]]:
    """Without a stream, with one, and for a value that is known at run time only."""
    required = [argument for argument in arguments if argument["required"]]
    optional = [argument for argument in arguments if not argument["required"]]
    first = [
        {**a, "annotation": "Literal[False] | Omit"} if a["name"] == "stream" else a for a in [*required, *optional]
    ]
    rest = [argument for argument in optional if argument["name"] != "stream"]
    stream = {"name": "stream", "default": ""}
    return [
        {"arguments": first, "kind": "value"},
        {"arguments": [*required, {**stream, "annotation": "Literal[True]"}, *rest], "kind": "stream"},
        {"arguments": [*required, {**stream, "annotation": "bool"}, *rest], "kind": "either"},
    ]


def _body_type(method: Method, scope: Scope) -> str | None:
    if method.params is None or not any(argument.place == "body" for argument in method.arguments):
        return None
    module, name = _params_place(method, scope)
    package, _, leaf = module.rpartition(".")
    return f"{package}.{leaf}.{name}"


def _params_place(method: Method, scope: Scope) -> tuple[str, str]:
    key = f"{method.params}Base" if method.event else str(method.params)
    named = scope._types[key]
    return f"types.{named.module}", named.name


def _docstring(method: Method, positional: list[dict[str, Any]]) -> str:
    """Summary, arguments and errors, as Google's style has it."""
    arguments = {argument.name: argument.doc for argument in method.arguments} | _COMMON
    lines = ["Args:"]
    for name, doc in arguments.items():
        text = " ".join(doc.split("\n\n")[0].split())
        if text:
            lines.append(textwrap.fill(f"{name}: {text}", 100, initial_indent="    ", subsequent_indent="        "))
    summary = method.doc or f"Call `{method.verb.upper()} {method.path}`."
    return "\n\n".join([summary, "\n".join(lines), _RAISES])
