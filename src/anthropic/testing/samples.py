"""A value that fits a JSON schema, chosen with what the prompt offers.

Names and numbers of the prompt are handed out in order, so that "Add 2 and 40" calls `add(a=2, b=40)` and
"weather in Paris" asks for Paris. It honours the common keywords; it never looks at `pattern` or conditions.
"""

from __future__ import annotations

import re
from collections import deque
from typing import Callable, Deque, Dict, List, Optional

from .values import JSON, JSONObject, objects, strings

__all__ = ["Sampler"]

_NUMBER = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?")
_QUOTED = re.compile(r"[\"“`]([^\"”`]+)[\"”`]")
_NAME = re.compile(r"(?<!^)(?<![.!?:]\s)\b[A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)*")
_WHOLE_PROMPT = ("query", "question", "text", "prompt", "message", "content")
_FORMATS = {
    "date": "2025-01-31",
    "date-time": "2025-01-31T12:00:00Z",
    "time": "12:00:00Z",
    "duration": "PT1H",
    "email": "user@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/",
    "uuid": "00000000-0000-4000-8000-000000000000",
}
_MAX_DEPTH = 12
_MOST_ITEMS = 1000
_LONGEST_TEXT = 100_000


class Sampler:
    """Makes values for one schema out of one prompt."""

    def __init__(self, root: JSONObject, prompt: str) -> None:
        self._root = root
        self._prompt = prompt
        self._numbers: Deque[float] = deque(float(number) for number in _NUMBER.findall(prompt) if len(number) < 16)
        quoted: List[str] = _QUOTED.findall(prompt)
        names: List[str] = _NAME.findall(_QUOTED.sub(" ", prompt))
        self._names = deque([*quoted, *(name for name in names if name not in ("I", "Claude"))])

    def value(self) -> JSON:
        """A value for the whole schema."""
        return self._sample(self._root, "", 0)

    def _sample(self, schema: JSON, name: str, depth: int) -> JSON:
        if not isinstance(schema, dict) or depth > _MAX_DEPTH:
            return {} if depth > _MAX_DEPTH else "example"
        resolved = self._resolve(schema)
        for keyword in ("const", "default"):
            if keyword in resolved:
                return resolved[keyword]
        if isinstance(resolved.get("enum"), list):
            return self._choice(resolved["enum"])
        for keyword in ("anyOf", "oneOf"):
            variants = objects(resolved.get(keyword))
            if variants:
                return self._sample(_first_not_null(variants), name, depth + 1)
        return self._typed(resolved, name, depth)

    def _resolve(self, schema: JSONObject) -> JSONObject:
        resolved: JSONObject = dict(schema)
        followed: List[str] = []
        while isinstance(reference := resolved.pop("$ref", None), str) and reference not in followed:
            followed.append(reference)
            resolved = {**self._referred(reference), **resolved}
        for part in objects(resolved.pop("allOf", None)):
            resolved = _merged(resolved, self._resolve(part))
        return resolved

    def _referred(self, reference: str) -> JSONObject:
        target: JSON = self._root
        for step in reference.split("/")[1:]:
            target = target.get(step.replace("~1", "/").replace("~0", "~")) if isinstance(target, dict) else None
        return target if isinstance(target, dict) else {}

    def _choice(self, options: JSON) -> JSON:
        choices: List[JSON] = options if isinstance(options, list) else []
        prompt = self._prompt.lower()
        mentioned = (item for item in choices if isinstance(item, str) and item and item.lower() in prompt)
        return next(mentioned, choices[0] if choices else None)

    def _typed(self, schema: JSONObject, name: str, depth: int) -> JSON:
        makers: Dict[str, Callable[[], JSON]] = {
            "object": lambda: self._object(schema, depth),
            "array": lambda: self._array(schema, name, depth),
            "string": lambda: self._string(schema, name),
            "integer": lambda: int(self._number(schema)),
            "number": lambda: _tidy(self._number(schema)),
            "boolean": lambda: True,
            "null": lambda: None,
        }
        return makers.get(_type(schema), makers["string"])()

    def _object(self, schema: JSONObject, depth: int) -> JSONObject:
        properties = schema.get("properties")
        known: JSONObject = properties if isinstance(properties, dict) else {}
        required = strings(schema.get("required")) or list(known)
        return {name: self._sample(known.get(name, {}), name, depth + 1) for name in required}

    def _array(self, schema: JSONObject, name: str, depth: int) -> List[JSON]:
        least = schema.get("minItems")
        count = min(max(1, least if isinstance(least, int) else 1), _MOST_ITEMS)
        return [self._sample(schema.get("items", {}), name, depth + 1) for _ in range(count)]

    def _string(self, schema: JSONObject, name: str) -> str:
        format = schema.get("format")
        if isinstance(format, str) and format in _FORMATS:
            return _FORMATS[format]
        if any(word in name.lower() for word in _WHOLE_PROMPT):
            return _fitted(self._prompt, schema)
        return _fitted(self._names.popleft() if self._names else "example", schema)

    def _number(self, schema: JSONObject) -> float:
        number = self._numbers.popleft() if self._numbers else 1.0
        low = _bound(schema, "minimum", "exclusiveMinimum", 1)
        high = _bound(schema, "maximum", "exclusiveMaximum", -1)
        number = number if low is None else max(low, number)
        number = number if high is None else min(high, number)
        step = schema.get("multipleOf")
        return -(-number // step) * step if isinstance(step, (int, float)) and step > 0 else number


def _type(schema: JSONObject) -> str:
    given = schema.get("type")
    if isinstance(given, list):
        given = next((item for item in given if item != "null"), "null")
    if isinstance(given, str):
        return given
    return "object" if "properties" in schema else "array" if "items" in schema else "string"


def _merged(left: JSONObject, right: JSONObject) -> JSONObject:
    merged: JSONObject = {**left, **right}
    mine, yours = left.get("properties"), right.get("properties")
    if isinstance(mine, dict) and isinstance(yours, dict):
        merged["properties"] = {**mine, **yours}
    required: List[JSON] = [*strings(left.get("required")), *strings(right.get("required"))]
    if required:
        merged["required"] = required
    return merged


def _first_not_null(variants: List[JSONObject]) -> JSONObject:
    return next((variant for variant in variants if variant.get("type") != "null"), variants[0])


def _bound(schema: JSONObject, inclusive: str, exclusive: str, inwards: int) -> Optional[float]:
    for keyword, shift in ((inclusive, 0), (exclusive, inwards)):
        bound = schema.get(keyword)
        if isinstance(bound, (int, float)) and not isinstance(bound, bool):
            return bound + shift
    return None


def _tidy(number: float) -> float:
    return int(number) if number == int(number) else number


def _fitted(text: str, schema: JSONObject) -> str:
    least, most = schema.get("minLength"), schema.get("maxLength")
    if isinstance(least, int) and len(text) < least:
        text = text.ljust(min(least, _LONGEST_TEXT), ".")
    return text[:most] if isinstance(most, int) else text
