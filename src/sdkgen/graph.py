"""Which type needs which: their order inside a module, and that no two modules need each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from .ir import Leaf, ListOf, MapOf, Named, Ref, Type, UnionOf
from .load import Document, escaped

__all__ = ["holds_file", "in_order", "refuse_circles"]


def in_order(content: Sequence[Named]) -> list[Named]:
    """The types of one module, each after those that it needs, as far as they do not need each other."""
    own = {named.key: named for named in content} | {named.name: named for named in content}
    seen: set[str] = set()
    done: list[Named] = []

    def place(named: Named) -> None:
        if named.key in seen:
            return
        seen.add(named.key)
        for needed in _needs(named):
            if needed in own:
                place(own[needed])
        done.append(named)

    for named in content:
        place(named)
    return done


def refuse_circles(modules: Mapping[str, Sequence[Named]], document: Document) -> None:
    """Refuse modules that would have to import each other.

    Raises:
        Problem: There are some.
    """
    where = {named.key: module for module, content in modules.items() for named in content}
    uses = {
        module: sorted({where[key] for named in content for key in _needs(named) if where.get(key, module) != module})
        for module, content in modules.items()
    }
    finished: set[str] = set()
    for module in modules:
        circle = _circle(module, uses, (), finished)
        if circle:
            key = modules[circle[0]][0].key
            message = f"these modules import each other: {' -> '.join(circle)}"
            raise document.problem(f"/components/schemas/{escaped(key)}", message)


def _circle(
    module: str, uses: Mapping[str, Sequence[str]], trail: tuple[str, ...], finished: set[str]
) -> tuple[str, ...]:
    if module in trail:
        return (*trail[trail.index(module) :], module)
    if module not in finished:
        for used in uses[module]:
            if circle := _circle(used, uses, (*trail, module), finished):
                return circle
        finished.add(module)
    return ()


def holds_file(type_: Type) -> bool:
    """Whether values of the type are files, or lists of files."""
    if isinstance(type_, UnionOf):
        return any(holds_file(member) for member in type_.members)
    return holds_file(type_.item) if isinstance(type_, ListOf) else type_ == Leaf("file")


def _needs(named: Named) -> Iterator[str]:
    """The keys, and the names of base classes, that have to be there first."""
    yield from named.bases
    for type_ in (*(field.type for field in named.fields), named.target):
        yield from _keys(type_)


def _keys(type_: Type | None) -> Iterator[str]:
    if isinstance(type_, Ref):
        yield type_.key
    elif isinstance(type_, UnionOf):
        for member in type_.members:
            yield from _keys(member)
    elif isinstance(type_, ListOf):
        yield from _keys(type_.item)
    elif isinstance(type_, MapOf):
        yield from _keys(type_.value)
