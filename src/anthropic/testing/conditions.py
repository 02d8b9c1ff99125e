"""Which requests a scripted reply is meant for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, List, Optional

from .values import JSON, text_of

if TYPE_CHECKING:
    from .requests import RecordedRequest

__all__ = ["ANY", "Check", "Condition", "condition"]

Check = Callable[["RecordedRequest"], bool]


@dataclass(frozen=True)
class Condition:
    """A question about a request, and the words for it."""

    words: str
    holds: Check


def _always(request: RecordedRequest) -> bool:
    return True


ANY = Condition("any request", _always)


def condition(check: Optional[Check], path: Optional[str], model: Optional[str], says: Optional[str]) -> Condition:
    """The condition that all the given ones make together."""
    parts: List[Condition] = []
    if path is not None:
        parts.append(Condition(f"path={path!r}", lambda request: request.path == path))
    if model is not None:
        parts.append(Condition(f"model={model!r}", lambda request: _field(request, "model") == model))
    if says is not None:
        parts.append(Condition(f"says={says!r}", lambda request: says in _last_text(request)))
    if check is not None:
        parts.append(Condition(getattr(check, "__name__", "a condition"), _forgiving(check)))
    return Condition(
        ", ".join(part.words for part in parts), lambda request: all(part.holds(request) for part in parts)
    )


def _forgiving(check: Check) -> Check:
    """The check; a request without what it looks for, such as a body, does not fit."""

    def holds(request: RecordedRequest) -> bool:
        try:
            return check(request)
        except (ValueError, LookupError):
            return False

    return holds


def _field(request: RecordedRequest, name: str) -> JSON:
    try:
        return request.json.get(name)
    except ValueError:
        return None


def _last_text(request: RecordedRequest) -> str:
    messages = _field(request, "messages")
    last = messages[-1] if isinstance(messages, list) and messages else None
    return text_of(last.get("content")) if isinstance(last, dict) else ""
