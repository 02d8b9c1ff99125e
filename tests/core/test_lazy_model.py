"""Events whose snapshot is put together at the first look, and with it what pydantic keeps beside the fields."""

from __future__ import annotations

import copy
import pickle
from typing import Any, Callable

import pytest

from anthropic._core.growth import GrowingText
from anthropic._core.lazy_model import with_snapshot
from anthropic.lib.streaming import TextEvent

FIELDS = {"type": "text", "text": "b", "snapshot": "ab"}


def event() -> Any:
    growing = GrowingText("a")
    growing.pieces.append("b")
    made = with_snapshot(TextEvent, {"type": "text", "text": "b"}, growing)
    growing.pieces.append("c")
    return made


@pytest.mark.parametrize(
    "other",
    [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each)), lambda each: each],
    ids=["copied", "deeply copied", "pickled", "itself"],
)
def test_it_is_like_one_that_was_made_at_once(other: Callable[[Any], Any]) -> None:
    made = other(event())

    assert made == TextEvent.construct(**FIELDS)
    assert made.to_dict() == FIELDS
    assert repr(made) == "TextEvent(type='text', text='b', snapshot='ab')"


@pytest.mark.parametrize("attribute", ["model_fields_set", "model_extra"])
def test_what_pydantic_keeps_is_there_whatever_is_looked_at_first(attribute: str) -> None:
    assert getattr(event(), attribute) == getattr(TextEvent.construct(**FIELDS), attribute)


def test_attributes_can_be_set_before_anybody_looked() -> None:
    made = event()
    made.text = "d"
    made.added = 1

    assert made.to_dict() == {**FIELDS, "text": "d", "added": 1}


def test_what_is_not_there_is_missed_as_in_other_models() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        event().nothing


def test_what_a_tracer_hangs_on_it_is_no_field() -> None:
    made = event()
    object.__setattr__(made, "_span", 1)

    assert made.model_fields_set == set(FIELDS)
