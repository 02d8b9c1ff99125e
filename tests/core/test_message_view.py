"""What messages say about themselves beyond their fields, and how they look in consoles and notebooks."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any, Dict, List, Type

import pytest
from typing_extensions import Literal, get_args, get_origin, get_type_hints, is_typeddict

from anthropic import types
from anthropic._compat import is_model_type, model_fields
from anthropic._decode import decode
from anthropic._markdown import code, rendered
from anthropic._message_view import _OUTPUT_ONLY
from anthropic._utils._typing import members, unwrap
from anthropic.types import Message, ModelInfo, ParsedMessage, ParsedTextBlock
from anthropic.types.beta import BetaContentBlock, BetaMessage, BetaMessageParam
from tests.wire import message_body

TEXT = {"type": "text", "text": "Hello", "citations": None}
CALL = {"type": "tool_use", "id": "toolu_1", "name": "look", "input": {"type": "page_location", "file_id": "f"}}
THOUGHT = {"type": "thinking", "thinking": "Let me see", "signature": "sig"}


def made(*content: Dict[str, Any], cls: Type[Any] = Message, **fields: Any) -> Any:
    """A message as it is decoded from the wire."""
    return decode(cls, json.dumps({**message_body(content=list(content)), **fields}).encode())


@pytest.mark.parametrize("cls", [Message, BetaMessage])
def test_the_text_is_that_of_all_text_blocks(cls: Type[Any]) -> None:
    assert made(THOUGHT, TEXT, CALL, {**TEXT, "text": " there"}, cls=cls).text == "Hello there"
    assert made(CALL, cls=cls).text == ""


@pytest.mark.parametrize("content", [None, "Hello", 7, [None, 1, {"type": "text"}, {"type": "text", "text": None}]])
def test_what_is_no_content_has_no_text_and_no_tool_uses(content: Any) -> None:
    message: Any = Message.construct(content=content)

    assert (message.text, message.tool_uses) == ("", [])
    assert "message" in str(message).lower()


def test_tool_uses_are_the_calls_of_the_callers_tools() -> None:
    server = {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {}}

    assert [call.id for call in made(TEXT, CALL, server).tool_uses] == ["toolu_1"]


def test_a_field_that_is_called_text_stays_in_the_data() -> None:
    message = made(TEXT, text="from the server", tool_uses=3)

    assert (message.text, message.tool_uses) == ("Hello", [])
    assert message.model_extra == {"text": "from the server", "tool_uses": 3}
    assert message.to_dict()["text"] == "from the server"
    assert pickle.loads(pickle.dumps(message)) == message == copy.deepcopy(message)


def test_the_parameter_is_what_came_without_what_the_api_does_not_take_back() -> None:
    citation = {
        "type": "char_location",
        "cited_text": "a",
        "document_index": 0,
        "document_title": None,
        "start_char_index": 0,
        "end_char_index": 1,
    }
    quoting = {**TEXT, "citations": [{**citation, "file_id": "file_1"}]}

    param = made(THOUGHT, {**TEXT, "text": ""}, quoting, CALL).to_param()

    assert param == {"role": "assistant", "content": [THOUGHT, {**TEXT, "citations": [citation]}, CALL]}


def test_parsed_output_is_not_sent_back() -> None:
    block: Any = ParsedTextBlock.construct(type="text", text="{}", parsed_output=object())
    message: Any = ParsedMessage.construct(role="assistant", content=[block])

    assert message.to_param() == {"role": "assistant", "content": [{"type": "text", "text": "{}"}]}


def test_a_block_of_an_unknown_kind_is_sent_back_as_it_came() -> None:
    block = {"type": "hologram", "light": [1, {"type": "text", "text": ""}]}

    assert made(block).to_param()["content"] == [block]


def tags(annotation: Any) -> List[str]:
    """The values of a literal, however it is wrapped."""
    inner, _ = unwrap(annotation)
    return list(get_args(inner)) if get_origin(inner) is Literal else []


def item_members(annotation: Any) -> List[Any]:
    """The types that a field holds, those in a list included."""
    found = [unwrap(each)[0] for each in members(unwrap(annotation)[0])]
    return [inner for each in found for inner in (item_members(get_args(each)[0]) if get_args(each) else [each])]


def refused(outputs: List[Any], inputs: List[Any]) -> Dict[str, str]:
    """The fields of answers that parameters lack, by the `type` of what has them."""
    hints = [get_type_hints(each) for each in inputs if is_typeddict(each)]
    by_tag = {tag: hint for hint in hints for tag in tags(hint.get("type")) or [""]}
    found: Dict[str, str] = {}
    for model in (each for each in outputs if is_model_type(each)):
        fields = {field.name: field.annotation for field in model_fields(model)}
        for tag in tags(fields.get("type")) or [""]:
            for name, annotation in fields.items():
                if name not in by_tag[tag]:
                    found[tag] = name
                else:
                    found |= refused(item_members(annotation), item_members(by_tag[tag][name]))
    return found


def test_what_is_left_out_is_what_the_types_of_the_parameters_lack() -> None:
    stable = refused(item_members(types.ContentBlock), item_members(get_type_hints(types.MessageParam)["content"]))
    beta = refused(item_members(BetaContentBlock), item_members(get_type_hints(BetaMessageParam)["content"]))

    assert {**stable, **beta} == _OUTPUT_ONLY


def test_a_console_is_shown_what_matters() -> None:
    shown = dict(made(THOUGHT, TEXT, CALL).__rich_repr__())

    assert shown["text"] == "Hello"
    assert shown["thinking"] == "… (10 characters)"
    assert [call.name for call in shown["tool_uses"]] == ["look"]
    assert dict(shown["usage"].__rich_repr__()) == {"input_tokens": 3, "output_tokens": 5}


def test_repr_keeps_pydantics_form() -> None:
    assert repr(made(TEXT)).startswith(
        "Message(id='msg_1', content=[TextBlock(citations=None, text='Hello', type='text')]"
    )


def test_a_notebook_is_shown_text_calls_and_usage_with_thinking_folded() -> None:
    shown = made(THOUGHT, TEXT, CALL)._repr_markdown_()

    assert "<details><summary>Thinking</summary>\n\nLet me see\n\n</details>" in shown
    assert "\n\nHello\n\n**Tool call** `look` (`toolu_1`)\n\n```json\n{" in shown
    assert shown.endswith("*claude-sonnet-4-5 · end_turn · tokens: 3 in, 5 out*")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a < b", "a < b"),
        ("<script>x</script>", "&lt;script>x&lt;/script>"),
        ("`List<int>` and <b>", "<code>List&#60;int&#62;</code> and &lt;b>"),
        ("``a`<b>`` <i>", "``a`&lt;b>`` &lt;i>"),  # in doubt, nothing is code
        ("stray ` <b> ` and ` more <b>", "stray <code> &#60;b&#62; </code> and ` more &lt;b>"),
        ("| ` | <b> ` |", "| ` | &lt;b> ` |"),
        ("```html\n<b>\n```\n<b>", "```html\n<b>\n```\n&lt;b>"),
        ("- a\n  ```\n<b>\n  ```", "- a\n  ```\n&lt;b>\n  ```"),
        ("````\n```\n<b>", "````\n```\n<b>\n````"),
        ("~~~\n<b>", "~~~\n<b>\n~~~"),
        ("``` a`b\n<b>", "``` a`b\n&lt;b>"),
        ("```\n  ```` \n<b>", "```\n  ````\n&lt;b>"),
        ("~~~\r~~~\r<b>\r\n`\r<b>`", "~~~\n~~~\n&lt;b>\n`\n&lt;b>`"),
        ("[x](a`b) <img> `", "[x](a<code>b&#41; &#60;img&#62; </code>"),  # renderers see a link here, and no code
        ("[x](javascript:alert(1)) [y]: data:text/html,x", "[x](#javascript:alert(1)) [y]: #data:text/html,x"),
    ],
)
def test_no_html_is_left_in_rendered_text_outside_of_code(text: str, shown: str) -> None:
    assert rendered(text) == shown


@pytest.mark.parametrize(("text", "shown"), [("a", "`a`"), ("a`b", "`` a`b ``"), ("a\n\n<b>", "`a <b>`")])
def test_code_in_a_line_cannot_be_left(text: str, shown: str) -> None:
    assert code(text) == shown


def test_a_tools_input_cannot_leave_its_fence() -> None:
    shown = made({**CALL, "input": {"a": "```\n<script>"}})._repr_markdown_()

    assert '````json\n{\n  "a": "```\\n<script>"\n}\n````' in shown


def test_a_page_is_a_table_without_html_of_its_items() -> None:
    from anthropic.pagination import SyncPage

    models = [{"id": "m<1>", "type": "model", "display_name": "M", "created_at": "2024-01-02T00:00:00Z"}]
    page: Any = decode(SyncPage[ModelInfo], json.dumps({"data": models, "has_more": True}).encode())

    shown = page._repr_html_()

    assert "<td>m&lt;1&gt;</td>" in shown
    assert "<th>id</th>" in shown
    assert shown.endswith("<p>1 item; more pages follow</p>")
