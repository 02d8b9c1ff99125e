"""The clients and the package's face into what a template may see."""

from __future__ import annotations

from typing import Any

from .ir import Api
from .load import Table

__all__ = ["client_files"]

_KEYS = {
    "description", "base_url", "base_url_variable", "array_format", "headers", "constants", "resources", "credentials",
}  # fmt: skip


def client_files(api: Api, sdk: Table) -> list[tuple[str, str, dict[str, Any]]]:
    """`_client.py` and the package's `__init__.py`."""
    clients = [_client(name, entry, api, sdk) for name, entry in sdk.root.get("clients", {}).items()]
    exports = {name: module for name, module in sdk.root["exports"].items() if module != "._subpackage"}
    face = {
        "description": sdk.root["package"]["description"],
        "public": list(sdk.root["exports"]),
        "exports": {name: module for name, module in exports.items() if not name.startswith("__")},
        "packages": sorted([*sdk.root.get("hidden_exports", {}).get("packages", []), sdk.root["package"]["types"]]),
    }
    return [("_client.py", "client.jinja", {"clients": clients}), ("__init__.py", "face.jinja", face)]


def _client(name: str, entry: dict[str, Any], api: Api, sdk: Table) -> dict[str, Any]:
    unknown = set(entry) - _KEYS
    if unknown:
        raise sdk.problem(unknown.pop(), f"unknown key in the client {name}")
    resources = {resource.name: resource for resource in api.resources}
    missing = [wanted for wanted in entry["resources"] if wanted not in resources]
    if missing:
        raise sdk.problem(missing[0], f"the client {name} wants the resource {missing[0]!r}, which is not generated")
    chosen = [resources[wanted] for wanted in entry["resources"]]
    return {
        **entry,
        "cls": name,
        "resources": [{"name": r.name, "cls": r.cls, "module": f".{r.module}"} for r in chosen],
        "colours": [
            {"prefix": "", "base": "SyncAPIClient", "stream": "Stream", "http": "httpx.Client", "word": "", "is_async": '"false"'},
            {"prefix": "Async", "base": "AsyncAPIClient", "stream": "AsyncStream", "http": "httpx.AsyncClient", "word": "async ", "is_async": "is_async()"},
        ],
    }
