"""The values that stand for a type in the tests of the generated package."""

from __future__ import annotations

from typing import Any

import pytest

from sdkgen.examples import Examples
from sdkgen.ir import Field, Leaf, ListOf, LiteralOf, MapOf, Named, Ref, Type, UnionOf

TEXT = Leaf("str")
ANIMAL = UnionOf((Ref("Cat"), Ref("Herd")), "kind")


def model(key: str, *fields: Field, local: bool = False) -> Named:
    return Named("model", key, key, key.lower(), local=local, fields=fields)


TYPES = {
    named.key: named
    for named in (
        model("Cat", Field("name", "name", TEXT, True), Field("lives", "livesLeft", Leaf("int"), False)),
        model("Herd", Field("animals", "animals", ListOf(Ref("Animal")), False), local=True),
        model("Nest", Field("inner", "inner", Ref("Nest"), False), Field("egg", "egg", Ref("Cat"), False)),
        Named("alias", "Animal", "Animal", "zoo.animal", target=ANIMAL),
    )
}
EXAMPLES = Examples(TYPES, "types")
CAT = {"name": "text", "livesLeft": 1}


@pytest.mark.parametrize(
    ("type_", "least", "whole"),
    [
        (TEXT, "text", "text"),
        (LiteralOf(("a", "b")), "a", "a"),
        (MapOf(Leaf("int")), {}, {"key": 1}),
        (ListOf(TEXT), ["text"], ["text"]),
        (Ref("Cat"), {"name": "text"}, CAT),
        (UnionOf((TEXT, Ref("Cat"))), "text", CAT),
        (ListOf(Ref("Animal")), [{"name": "text"}], [CAT, {"animals": [CAT]}]),
        (Ref("Nest"), {}, {"egg": CAT}),
    ],
    ids=["leaf", "literal", "map", "list", "model", "union", "list of a union", "inside itself"],
)
def test_a_type_has_a_least_and_a_whole_value(type_: Type, least: Any, whole: Any) -> None:
    assert EXAMPLES.least(type_) == least
    assert EXAMPLES.whole(type_) == whole


@pytest.mark.parametrize(
    ("type_", "path"),
    [(Ref("Cat"), "types.Cat"), (Ref("Herd"), "types.herd.Herd"), (Ref("Animal"), "types.zoo.Animal"), (TEXT, None)],
)
def test_a_type_is_found_at_its_path(type_: Type, path: str | None) -> None:
    assert EXAMPLES.path(type_) == path
