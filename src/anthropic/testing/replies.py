"""What the simulated model says: the same request always gets the same reply.

It answers the last user message by quoting it, calls tools that the prompt asks for, reports their results,
thinks when told to, fills in a JSON schema when one is given, cites documents, and searches a web of one page.
"""

from __future__ import annotations

import re
from typing import Dict, List, Mapping, Optional

from .blocks import Content
from .grounding import grounded, searches
from .limits import Ending, bounded, natural_ending
from .samples import Sampler
from .tokens import input_tokens, output_tokens
from .toolbox import tool_calls
from .values import JSON, JSONObject, as_object, dump, identifier, objects, strings, text_of

__all__ = ["completion", "message"]

_LONGEST_QUOTE = 200
_MOST_WORDS = 100_000
_WORD_COUNT = re.compile(r"\b(\d{1,6}) words\b")
_HUMAN_TURN = re.compile(r"(?:^|\n\n)Human:(.*?)(?:\n\nAssistant:|$)", re.DOTALL)
_FILLER = [
    "the",
    "simulated",
    "model",
    "writes",
    "one",
    "plain",
    "word",
    "after",
    "another",
    "until",
    "it",
    "has",
    "written",
    "enough",
    "of",
    "them",
]


def message(body: JSONObject, model: str, scripted: Optional[Content] = None) -> JSONObject:
    """The message that answers a request."""
    if scripted is None:
        blocks, ending = bounded(_draft(body), strings(body.get("stop_sequences")), _limit(body, "max_tokens"))
        return _message(body, model, blocks, ending)
    if isinstance(scripted, str):
        blocks = [_text_block(scripted)]
        return _message(body, model, blocks, natural_ending(blocks))
    fields = as_object(scripted)
    content = fields.pop("content", None)
    blocks = [_text_block(content)] if isinstance(content, str) else objects(content)
    blocks = _draft(body) if content is None else blocks
    ordinary = _message(body, model, blocks, natural_ending(blocks))
    counts, given = ordinary["usage"], fields.get("usage")
    if isinstance(counts, dict) and isinstance(given, dict):
        fields["usage"] = {**counts, **given}
    return {**ordinary, **fields}


def completion(body: JSONObject, model: str, scripted: Optional[Content] = None) -> JSONObject:
    """The answer to a request for a text completion."""
    prompt = str(body.get("prompt"))
    turns: List[str] = _HUMAN_TURN.findall(prompt)
    text = _prose((turns[-1] if turns else prompt).strip()) if not isinstance(scripted, str) else scripted
    blocks = [_text_block(f" {text}")]
    kept, ending = bounded(blocks, strings(body.get("stop_sequences")), _limit(body, "max_tokens_to_sample"))
    return {
        "type": "completion",
        "id": identifier("compl", _without_stream(body)),
        "completion": text_of([*kept]),
        "stop_reason": "max_tokens" if ending.reason == "max_tokens" else "stop_sequence",
        "model": model,
        **(as_object(scripted) if isinstance(scripted, Mapping) else {}),
    }


def _message(body: JSONObject, model: str, blocks: List[JSONObject], ending: Ending) -> JSONObject:
    content: List[JSON] = [*blocks]
    return {
        "id": identifier("msg", _without_stream(body)),
        "type": "message",
        "role": "assistant",
        "model": model,
        "content": content,
        "stop_reason": ending.reason,
        "stop_sequence": ending.sequence,
        "usage": _usage(input_tokens(body), blocks),
    }


def _usage(read: int, blocks: List[JSONObject]) -> JSONObject:
    searched = searches(blocks)
    return {
        "input_tokens": read,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": 0,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
        "output_tokens": output_tokens(blocks),
        "service_tier": "standard",
        **({"server_tool_use": {"web_search_requests": searched, "web_fetch_requests": 0}} if searched else {}),
    }


def _draft(body: JSONObject) -> List[JSONObject]:
    prompt, results = _prompt(body), _results(body)
    thoughts = [_thinking_block(prompt or "the results of the tools")] if _thinks(body) else []
    schema = _output_schema(body)
    calls = tool_calls(body, prompt, answered=bool(results))
    if calls:
        forced = _type_of(body.get("tool_choice")) in ("any", "tool")
        names = " and ".join(str(call["name"]) for call in calls)
        return [*thoughts, *([] if forced else [_text_block(f"I will use {names}.")]), *calls]
    if schema is not None:
        return [*thoughts, _text_block(dump(Sampler(schema, prompt).value()).decode())]
    if results:
        return [*thoughts, _text_block(_report(results, _tool_names(body)))]
    return [*thoughts, *grounded(body, prompt), _text_block(_prose(prompt, _remarks(body)))]


def _prose(prompt: str, remarks: str = "") -> str:
    asked = _WORD_COUNT.search(prompt)
    if asked:
        return " ".join(_FILLER[index % len(_FILLER)] for index in range(min(int(asked.group(1)), _MOST_WORDS)))
    quote = prompt if len(prompt) <= _LONGEST_QUOTE else f"{prompt[:_LONGEST_QUOTE]}…"
    said = f'You said: "{quote}"' if quote else "You said nothing in words."
    return f"Hello from the simulated API. {said}{remarks}"


def _remarks(body: JSONObject) -> str:
    messages = objects(body.get("messages"))
    turns = sum(1 for turn in messages if turn.get("role") == "user")
    files = [block.get("type") for block in _last_user_blocks(body) if block.get("type") in ("image", "document")]
    remarks = [f"With it came {len(files)} file(s)." if files else "", f"This is turn {turns}." if turns > 1 else ""]
    return "".join(f" {remark}" for remark in remarks if remark)


def _report(results: List[JSONObject], names: Dict[str, str]) -> str:
    lines: List[str] = []
    for result in results:
        name = names.get(str(result.get("tool_use_id")), "The tool")
        verb = "failed with" if result.get("is_error") else "answered"
        lines.append(f"{name} {verb}: {text_of(result.get('content')) or 'nothing'}")
    return "\n".join(lines)


def _prompt(body: JSONObject) -> str:
    texts = [text_of(turn.get("content")) for turn in _last_user_turns(body)]
    return "\n".join(text for text in texts if text)


def _results(body: JSONObject) -> List[JSONObject]:
    return [block for block in _last_user_blocks(body) if block.get("type") == "tool_result"]


def _last_user_blocks(body: JSONObject) -> List[JSONObject]:
    return [block for turn in _last_user_turns(body) for block in objects(turn.get("content"))]


def _last_user_turns(body: JSONObject) -> List[JSONObject]:
    """The messages that the user sent last: the API joins neighbours with one role."""
    turns = objects(body.get("messages"))
    last = max(index for index, turn in enumerate(turns) if turn.get("role") == "user")
    first = last
    while first and turns[first - 1].get("role") == "user":
        first -= 1
    return turns[first : last + 1]


def _tool_names(body: JSONObject) -> Dict[str, str]:
    blocks = (block for turn in objects(body.get("messages")) for block in objects(turn.get("content")))
    return {str(block.get("id")): str(block.get("name")) for block in blocks if block.get("type") == "tool_use"}


def _output_schema(body: JSONObject) -> Optional[JSONObject]:
    config = body.get("output_config")
    format = body.get("output_format") or (config.get("format") if isinstance(config, dict) else None)
    schema = format.get("schema") if isinstance(format, dict) else None
    return schema if isinstance(schema, dict) else None


def _thinks(body: JSONObject) -> bool:
    return _type_of(body.get("thinking")) in ("enabled", "adaptive")


def _thinking_block(prompt: str) -> JSONObject:
    thought = f"I was given: {prompt[:_LONGEST_QUOTE]}. I will answer it plainly."
    return {"type": "thinking", "thinking": thought, "signature": identifier("sig", prompt)}


def _text_block(text: str) -> JSONObject:
    return {"type": "text", "text": text}


def _type_of(value: JSON) -> JSON:
    return value.get("type") if isinstance(value, dict) else None


def _limit(body: JSONObject, field: str) -> int:
    limit = body.get(field)
    return limit if isinstance(limit, int) else 0


def _without_stream(body: JSONObject) -> JSONObject:
    return {name: value for name, value in body.items() if name != "stream"}
