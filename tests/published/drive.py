"""Run by an interpreter of either package: every recorded stream through its message helpers, what came as JSON.

It prints plain data only, so that the two can be compared without sharing a process.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path
from typing import Any, Dict, List

import httpx
import pydantic

import anthropic

STREAMS = Path(__file__).parents[1] / "fixtures" / "streams"


class Person(pydantic.BaseModel):
    """The type that structured outputs are parsed into."""

    name: str
    age: int
    tags: List[str]


def plain(value: Any) -> Any:
    """A value with its models taken apart: class, fields, other data, and which were given."""
    if isinstance(value, pydantic.BaseModel):
        return {
            "class": type(value).__name__,
            "fields": {name: plain(each) for name, each in vars(value).items() if not name.startswith("_")},
            "extra": plain(value.__pydantic_extra__ or {}),
            "given": sorted(value.model_fields_set),
        }
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    return value if isinstance(value, (str, int, float, type(None))) else str(value)


KINDS = (anthropic.APIStatusError, anthropic.APIConnectionError, anthropic.APIError, anthropic.AnthropicError)
"""What an error is told by; its exact class may differ."""


def driven(messages: Any, path: Path) -> Dict[str, Any]:
    """The events of one stream as they come, and the message at its end, or the error that takes its place."""
    wanted: Dict[str, Any] = {"output_format": Person} if path.stem.startswith("structured") else {}
    events: List[Any] = []
    try:
        with messages.stream(
            max_tokens=16, messages=[{"role": "user", "content": "Hello"}], model="claude-sonnet-4-5", **wanted
        ) as stream:
            for event in stream:
                events.append(json.loads(json.dumps(plain(event))))
            return {"events": events, "final": plain(stream.get_final_message())}
    except Exception as error:
        kind = next((each for each in KINDS if isinstance(error, each)), Exception)
        return {"events": events, "error": kind.__name__, "body": getattr(error, "body", None)}


def main() -> None:
    """Print what came of every stream, stable and beta."""
    warnings.simplefilter("ignore")
    results: Dict[str, Any] = {}
    for path in sorted(STREAMS.glob("*.sse")):
        content, headers = path.read_bytes(), {"content-type": "text/event-stream"}
        transport = httpx.MockTransport(lambda _: httpx.Response(200, content=content, headers=headers))
        client = anthropic.Anthropic(api_key="key", http_client=httpx.Client(transport=transport))
        if not path.stem.startswith("beta"):
            results[f"{path.stem}, stable"] = driven(client.messages, path)
        results[f"{path.stem}, beta"] = driven(client.beta.messages, path)
    json.dump({"version": anthropic.__version__, "from": anthropic.__file__, "results": results}, sys.stdout)


if __name__ == "__main__":
    main()
