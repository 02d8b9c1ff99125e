"""The models that the simulated API knows, newest first, and how they are listed."""

from __future__ import annotations

from typing import Dict, Iterable, List, NamedTuple

from .pages import page
from .problems import Problem
from .values import JSONObject

__all__ = ["Catalogue"]


class _Entry(NamedTuple):
    id: str
    display_name: str
    date: str
    aliases: str = ""


_ENTRIES = [
    _Entry("claude-opus-4-6", "Claude Opus 4.6", "2026-02-04"),
    _Entry("claude-opus-4-5-20251101", "Claude Opus 4.5", "2025-11-01", "claude-opus-4-5"),
    _Entry("claude-haiku-4-5-20251001", "Claude Haiku 4.5", "2025-10-01", "claude-haiku-4-5"),
    _Entry("claude-sonnet-4-5-20250929", "Claude Sonnet 4.5", "2025-09-29", "claude-sonnet-4-5"),
    _Entry("claude-opus-4-1-20250805", "Claude Opus 4.1", "2025-08-05", "claude-opus-4-1"),
    _Entry("claude-opus-4-20250514", "Claude Opus 4", "2025-05-14", "claude-opus-4-0 claude-4-opus-20250514"),
    _Entry("claude-sonnet-4-20250514", "Claude Sonnet 4", "2025-05-14", "claude-sonnet-4-0 claude-4-sonnet-20250514"),
    _Entry("claude-3-7-sonnet-20250219", "Claude Sonnet 3.7", "2025-02-19", "claude-3-7-sonnet-latest"),
    _Entry("claude-3-5-haiku-20241022", "Claude Haiku 3.5", "2024-10-22", "claude-3-5-haiku-latest"),
    _Entry("claude-3-haiku-20240307", "Claude Haiku 3", "2024-03-07"),
    _Entry("claude-3-opus-20240229", "Claude Opus 3", "2024-02-29", "claude-3-opus-latest"),
]


class Catalogue:
    """The known models: found by id or alias, listed page by page."""

    def __init__(self, extra: Iterable[str] = ()) -> None:
        entries = [*(_Entry(id, id, "2026-01-01") for id in extra), *_ENTRIES]
        self._infos: List[JSONObject] = [_info(entry) for entry in entries]
        self._ids = [entry.id for entry in entries]
        self._names: Dict[str, str] = {
            name: entry.id for entry in entries for name in (entry.id, *entry.aliases.split())
        }

    def resolve(self, name: str) -> str:
        """The id of the model that a name stands for; a 404 when there is none."""
        if name not in self._names:
            raise Problem(404, f"model: there is no model named {name!r}")
        return self._names[name]

    def info(self, name: str) -> JSONObject:
        """What `GET /v1/models/{id}` answers."""
        return self._infos[self._ids.index(self.resolve(name))]

    def page(self, query: Dict[str, str]) -> JSONObject:
        """What `GET /v1/models` answers."""
        return page(self._infos, query)


def _info(entry: _Entry) -> JSONObject:
    return {
        "type": "model",
        "id": entry.id,
        "display_name": entry.display_name,
        "created_at": f"{entry.date}T00:00:00Z",
    }
