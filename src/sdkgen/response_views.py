"""`with_raw_response` and `with_streaming_response`: the classes behind them, one lazy module beside each folder's resources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .files import File, module_file
from .ir import Api, Method, Resource
from .names import class_name, relative

__all__ = ["CLIENT_VIEWS", "client_views", "client_views_file", "view_files", "view_names", "views_module"]

CLIENT_VIEWS = "_client_views"
_WRAPPERS = ("raw", "streamed", "streamed_binary")
_WORDS = ("async", "sync")
_DOCS = {"raw": "giving responses with their bodies", "streamed": "as contexts of responses that are read on demand"}


@dataclass(frozen=True)
class _View:
    """One of the four classes that a resource or client is seen through.

    Attributes:
        resource: The class that is seen.
        name: Its view.
        kind: `raw` or `streamed`, as what makes its methods is called.
        asynchronous: Its colour.
    """

    resource: str
    name: str
    kind: str
    asynchronous: bool


def _views(cls: str, streamed: str) -> list[_View]:
    suffixes = {"raw": "WithRawResponse", "streamed": streamed}
    return [
        _View(class_name(cls, colour), f"{class_name(cls, colour)}{suffix}", kind, colour)
        for kind, suffix in suffixes.items()
        for colour in (False, True)
    ]


def _resource_views(resource: Resource) -> list[_View]:
    return _views(resource.cls, "WithStreamingResponse")


def view_names(resource: Resource) -> list[str]:
    """The names of a resource's views."""
    return [view.name for view in _resource_views(resource)]


def client_views(cls: str) -> list[str]:
    """The names of a client's views."""
    return [view.name for view in _views(cls, "WithStreamedResponse")]


def views_module(resource: Resource) -> str:
    """The module of a resource's views."""
    return f"{resource.module.rpartition('.')[0]}._views"


def view_files(resources: Iterable[Resource]) -> list[File]:
    """The views of all resources, one module for each folder of them."""
    folders: dict[str, list[Resource]] = {}
    for resource in resources:
        folders.setdefault(views_module(resource), []).append(resource)
    return [_folder_file(module, content) for module, content in folders.items()]


def _folder_file(module: str, resources: list[Resource]) -> File:
    views = [
        _view(view, resource.name, resource.methods, resource.children, module)
        for resource in resources
        for view in _resource_views(resource)
    ]
    return _file(module, views, {resource.cls: resource.module for resource in resources})


def client_views_file(clients: dict[str, tuple[str, ...]], api: Api) -> File:
    """The views of the clients, in a module of their own.

    Args:
        clients: Each client's class, and the names of its resources.
    """
    by_name = {resource.name: resource for resource in api.resources}
    views = [
        _view(view, "client", (), tuple(by_name[name] for name in resources), CLIENT_VIEWS)
        for cls, resources in clients.items()
        for view in _views(cls, "WithStreamedResponse")
    ]
    return _file(CLIENT_VIEWS, views, dict.fromkeys(clients, "_client"))


def _file(module: str, views: list[dict[str, Any]], sources: dict[str, str]) -> File:
    used = {wrapper for view in views for wrapper in view["methods"].values()}
    children: dict[str, set[str]] = {}
    for view in views:
        for child in view["children"]:
            children.setdefault(child["module"], set()).add(child["view"])
    content = {
        "root": "." * (module.count(".") + 1),
        "names": [view["name"] for view in views],
        "views": views,
        "wrappers": {
            word: [f"{name} as {word}_{name}" for name in _WRAPPERS if f"{word}_{name}" in used] for word in _WORDS
        },
        "resources": [{"cls": cls, "module": relative(module, source)} for cls, source in sources.items()],
        "children": [{"module": source, "views": sorted(names)} for source, names in children.items()],
    }
    return module_file(module, "views.jinja", content)


def _view(
    view: _View, name: str, methods: tuple[Method, ...], children: tuple[Resource, ...], module: str
) -> dict[str, Any]:
    return {
        "name": view.name,
        "cls": view.resource,
        "resource": name,
        "doc": f"The methods of `{view.resource}`, {_DOCS[view.kind]}.",
        "methods": {
            method.name: _wrapper(method, view) for method in methods if not (method.helper and not method.helper.sends)
        },
        "children": [_child(child, view, module) for child in children],
    }


def _wrapper(method: Method, view: _View) -> str | None:
    """What makes the view's method; nothing where the method itself gives a response already."""
    if method.helper and not method.helper.coroutine:
        return None
    word = _WORDS[0] if view.asynchronous else _WORDS[1]
    if method.answer == "binary":
        return f"{word}_streamed_binary" if view.kind == "streamed" else None
    return f"{word}_{view.kind}"


def _child(child: Resource, view: _View, module: str) -> dict[str, str]:
    name = next(
        each.name for each in _resource_views(child) if (each.kind, each.asynchronous) == (view.kind, view.asynchronous)
    )
    source = views_module(child)
    return {
        "name": child.name,
        "view": name,
        "doc": f"The methods of `{child.name}`, {_DOCS[view.kind]}.",
        "module": "" if source == module else relative(module, source),
    }
