"""Messages that are sent again: the bytes are those of writing them anew, whatever somebody changed in them meanwhile."""

from __future__ import annotations

import json
from typing import Any, Callable, Dict, List

import pytest

from anthropic._encode import NeedsTransform, encode
from anthropic._history import Conversation, Memory, encode_conversation
from anthropic._utils._secrets import Secret
from anthropic.types import TextBlock, ToolUseBlock


def conversation() -> List[Any]:
    call = ToolUseBlock.construct(type="tool_use", id="t", name="look", input={"days": [1, 2], "deep": {"flag": True}})
    text = TextBlock.construct(type="text", text="I look.", new={"kind": "unknown"})
    result = {"type": "tool_result", "tool_use_id": "t", "content": [{"type": "text", "text": "sun"}]}
    return [
        {"role": "user", "content": "Hello"},
        {"role": "assistant", "content": [text, call]},
        {"role": "user", "content": [result]},
    ]


def body(messages: Any) -> Dict[str, Any]:
    return {"max_tokens": 1, "messages": messages, "model": "m"}


def written(messages: List[Any], memory: Memory) -> bytes:
    return encode_conversation(body(Conversation(messages, memory)))


CHANGES: Dict[str, Callable[[List[Any]], object]] = {
    "nothing": lambda messages: None,
    "a role": lambda messages: messages[0].update(role="assistant"),
    "a text": lambda messages: messages[0].update(content="Bye"),
    "a block more": lambda messages: messages[2]["content"].append({"type": "text", "text": "x"}),
    "a block less": lambda messages: messages[1]["content"].pop(),
    "a nested block": lambda messages: messages[2]["content"][0]["content"][0].update(text="rain"),
    "a field of a model": lambda messages: setattr(messages[1]["content"][0], "text", "I looked."),
    "an unknown field of a model": lambda messages: messages[1]["content"][0].new.update(kind="known"),
    "one more unknown field": lambda messages: setattr(messages[1]["content"][0], "newer", 1),
    "a field that was not given": lambda messages: setattr(messages[1]["content"][0], "citations", None),
    "a tool's input": lambda messages: messages[1]["content"][1].input["days"].append(3),
    "a number for an equal one": lambda messages: messages[1]["content"][1].input["deep"].update(flag=1),
    "another equal one": lambda messages: messages[1]["content"][1].input["days"].__setitem__(0, 1.0),
    "an equal dict with another number": lambda messages: messages[1]["content"][1].input.update(deep={"flag": 1}),
    "an equal list with another number": lambda messages: messages[1]["content"][1].input.update(days=[1.0, 2]),
    "the input as a whole": lambda messages: setattr(
        messages[1]["content"][1], "input", {"days": [True, 2], "deep": {"flag": True}}
    ),
    "all values of a model": lambda messages: (
        vars(messages[1]["content"][0]) and messages[1]["content"][0].__init__(type="text", text="anew")
    ),
    "a message more": lambda messages: messages.append({"role": "user", "content": "x"}),
    "a message less": lambda messages: messages.pop(0),
    "the order": lambda messages: messages.reverse(),
    "another message in its place": lambda messages: messages.__setitem__(0, {"role": "user", "content": "Hello?"}),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_is_seen(change: Callable[[List[Any]], object]) -> None:
    messages, memory = conversation(), Memory()
    written(messages, memory)
    change(messages)

    assert written(messages, memory) == encode(body(messages))


def test_what_did_not_change_is_not_written_again() -> None:
    messages, memory = conversation(), Memory()
    first = memory.json(messages)
    texts = [each.text for each in memory._written.values()]
    messages.append({"role": "user", "content": "Go on."})
    second = memory.json(messages)

    assert second.startswith(first[:-1])
    assert [each.text for each in memory._written.values()][:3] == texts
    assert all(new is old for new, old in zip((each.text for each in memory._written.values()), texts))


def test_what_left_the_conversation_is_forgotten() -> None:
    messages, memory = conversation(), Memory()
    memory.json(messages)
    memory.json(messages[:1])

    assert len(memory._written) == 1


class Stateful:
    """Something whose changes nobody could see."""


def test_what_only_its_place_can_give_a_form_is_left_to_the_transform() -> None:
    with pytest.raises(NeedsTransform):
        written([{"role": "user", "content": Stateful()}], Memory())


def test_text_that_is_not_shown_is_text() -> None:
    memory = Memory()
    messages: List[Any] = [{"role": "user", "content": Secret("word")}]
    written(messages, memory)

    assert written(messages, memory) == encode(body(messages))


def test_models_of_others_are_written_each_time() -> None:
    pydantic: Any = pytest.importorskip("pydantic")

    class Theirs(pydantic.BaseModel):
        text: str

    theirs, memory = Theirs(text="one"), Memory()
    written([{"role": "user", "content": [theirs]}], memory)
    theirs.text = "two"

    assert json.loads(written([{"role": "user", "content": [theirs]}], memory))["messages"][0]["content"] == [
        {"text": "two"}
    ]
