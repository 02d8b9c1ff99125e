"""What the API calls things on the wire, as data that the runtime's rules read."""

from __future__ import annotations

from .files import File
from .ir import Api, ListOf
from .methods import walk
from .tables import Table

__all__ = ["wire_file"]


def wire_file(api: Api, sdk: Table) -> File:
    """`_wire.py`: names of events and of headers that are lists."""
    streams = sdk.root.get("streams", {})
    arguments = [
        argument for resource in walk(api.resources) for method in resource.methods for argument in method.arguments
    ]
    lists = {each.wire.lower() for each in arguments if each.place == "header" and isinstance(each.type, ListOf)}
    view = {
        "events": streams.get("events", {}),
        "first": streams.get("first", []),
        "last": streams.get("last", []),
        "error": streams.get("error", "error"),
        "lists": sorted(lists),
    }
    return File("_wire.py", "wire.jinja", view)
