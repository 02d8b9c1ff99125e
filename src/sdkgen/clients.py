"""The clients and the package's face into what a template may see."""

from __future__ import annotations

from typing import Any

from .files import File
from .ir import Api
from .names import class_name
from .response_views import CLIENT_VIEWS, client_views, client_views_file
from .tables import Table

__all__ = ["client_files"]

_SUBPACKAGE = "._subpackage"
_COLOURS = (
    {"prefix": "", "base": "SyncAPIClient", "stream": "Stream", "http": "httpx.Client", "is_async": '"false"'},
    {
        "prefix": "Async",
        "base": "AsyncAPIClient",
        "stream": "AsyncStream",
        "http": "httpx.AsyncClient",
        "is_async": "is_async()",
    },
)


def client_files(api: Api, sdk: Table) -> list[File]:
    """`_client.py`, the views of its clients, and the package's `__init__.py`."""
    clients = [_client(name, entry, api, sdk) for name, entry in sdk.root.get("clients", {}).items()]
    names = [
        class_name(client[name], colour) for client in clients for name in ("cls", "alias") for colour in (False, True)
    ]
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
    files = [_module(clients, names), _views(clients, api)] if clients else []
    return [*files, File("__init__.py", "face.jinja", face)]


def _module(clients: list[dict[str, Any]], names: list[str]) -> File:
    views = [view for client in clients for view in client_views(client["cls"])]
    view = {"clients": clients, "names": names, "views": views, "views_module": CLIENT_VIEWS}
    return File("_client.py", "client.jinja", view)


def _views(clients: list[dict[str, Any]], api: Api) -> File:
    resources = {client["cls"]: tuple(each["name"] for each in client["resources"]) for client in clients}
    return client_views_file(resources, api)


def _client(name: str, entry: dict[str, Any], api: Api, sdk: Table) -> dict[str, Any]:
    resources = {resource.name: resource for resource in api.resources}
    for wanted in entry["resources"]:
        if wanted not in resources:
            message = f"the client {name} wants the resource {wanted!r}, which is not generated"
            raise sdk.problem(("clients", name, "resources"), message)
    chosen = [resources[wanted] for wanted in entry["resources"]]
    return {
        "colour_header": None,
        **entry,
        "cls": name,
        "resources": [{"name": r.name, "cls": r.cls, "module": f".{r.module}"} for r in chosen],
        "colours": _COLOURS,
    }
