"""Which of the offered tools a reply calls, and with what input.

With `tool_choice` auto, a tool is called when the prompt uses the words of its name or description.
"""

from __future__ import annotations

import re
from typing import Dict, List, Set

from .samples import Sampler
from .values import JSONObject, identifier, objects

__all__ = ["tool_calls"]

_WORD = re.compile(r"[a-z]{3,}|\d+")
_GENERIC = frozenset(
    [
        "and",
        "any",
        "are",
        "can",
        "for",
        "from",
        "get",
        "give",
        "has",
        "have",
        "how",
        "its",
        "list",
        "not",
        "one",
        "out",
        "run",
        "set",
        "that",
        "the",
        "this",
        "tool",
        "use",
        "user",
        "was",
        "what",
        "when",
        "which",
        "will",
        "with",
        "you",
        "your",
    ]
)
_NAME_WEIGHT = 2
_ENOUGH = 2

# Tools whose input the API itself defines; the longest-known version of each shares its input with the others.
_BUILT_IN: Dict[str, JSONObject] = {
    "bash_": {"command": "echo hello"},
    "text_editor_": {"command": "view", "path": "/"},
    "memory_": {"command": "view", "path": "/memories"},
    "computer_": {"action": "screenshot"},
}


def tool_calls(body: JSONObject, prompt: str, *, answered: bool) -> List[JSONObject]:
    """The `tool_use` blocks of a reply; `answered` tells that the prompt is the result of an earlier call."""
    tools = [tool for tool in objects(body.get("tools")) if _is_callable(tool)]
    chosen = _chosen(tools, body.get("tool_choice"), prompt, answered)
    return [_call(tool, prompt, body, index) for index, tool in enumerate(chosen)]


def _chosen(tools: List[JSONObject], choice: object, prompt: str, answered: bool) -> List[JSONObject]:
    rule = objects([choice])[0] if isinstance(choice, dict) else {"type": "auto"}
    if rule.get("type") == "none" or not tools:
        return []
    if rule.get("type") == "tool":
        return [tool for tool in tools if tool.get("name") == rule.get("name")][:1]
    ranked = sorted(tools, key=lambda tool: -_score(tool, prompt))
    if rule.get("type") == "any":
        return ranked[:1]
    wanted = [] if answered else [tool for tool in ranked if _score(tool, prompt) >= _ENOUGH]
    return wanted[:1] if rule.get("disable_parallel_tool_use") else wanted


def _call(tool: JSONObject, prompt: str, body: JSONObject, index: int) -> JSONObject:
    return {
        "type": "tool_use",
        "id": identifier("toolu", body.get("messages"), index),
        "name": tool.get("name"),
        "input": _input(tool, prompt),
    }


def _input(tool: JSONObject, prompt: str) -> JSONObject:
    schema = tool.get("input_schema")
    if isinstance(schema, dict):
        value = Sampler(schema, prompt).value()
        return value if isinstance(value, dict) else {}
    return next(input for prefix, input in _BUILT_IN.items() if str(tool.get("type")).startswith(prefix))


def _is_callable(tool: JSONObject) -> bool:
    return isinstance(tool.get("input_schema"), dict) or str(tool.get("type")).startswith(tuple(_BUILT_IN))


def _score(tool: JSONObject, prompt: str) -> int:
    said = _words(prompt)
    name, description = _words(str(tool.get("name"))), _words(str(tool.get("description", "")))
    return _NAME_WEIGHT * len(said & name) + len(said & (description - name))


def _words(text: str) -> Set[str]:
    return {_singular(word) for word in _WORD.findall(text.lower().replace("_", " "))} - _GENERIC


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and len(word) > 3 else word
