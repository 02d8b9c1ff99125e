"""Models in request bodies are written past `model_dump`, with the result that it would give."""

from __future__ import annotations

import json
from typing import Any

import pytest

from anthropic import BaseModel
from anthropic._encode import NeedsTransform, encode
from anthropic.types import ParsedMessage, ParsedTextBlock


class Plain(BaseModel):
    given: int
    left_out: str = "default"


class Own(BaseModel):
    given: int

    def model_dump(self, **options: Any) -> Any:
        return {"dumped": self.given, "mode": options["mode"]}


class Claiming:
    """Says that it is a model, as transparent proxies do."""

    @property
    def __class__(self) -> Any:
        return Plain


def test_only_what_was_given_is_written() -> None:
    assert json.loads(encode([Plain.construct(given=1, more=2)])) == [{"given": 1, "more": 2}]


def test_what_only_this_side_knows_is_not_written() -> None:
    block = ParsedTextBlock.construct(type="text", text="hello", parsed_output={"never": "sent"})

    assert json.loads(encode([block])) == [{"type": "text", "text": "hello"}]
    assert "parsed_output" not in encode(ParsedMessage.construct(content=[block])).decode()


def test_a_model_dump_of_its_own_is_asked() -> None:
    assert json.loads(encode(Own(given=1))) == {"dumped": 1, "mode": "json"}


def test_a_class_that_changed_since_is_asked_again() -> None:
    class Changing(BaseModel):
        kept: int
        hidden: int

    made = Changing(kept=1, hidden=2)
    before = json.loads(encode(made))
    Changing.model_fields["hidden"].exclude = True
    Changing.model_rebuild(force=True)

    assert before == {"kept": 1, "hidden": 2}
    assert json.loads(encode(made)) == {"kept": 1}


def test_what_only_claims_to_be_a_model_is_none() -> None:
    with pytest.raises(NeedsTransform):
        encode([Claiming()])
