"""The generator knows no API by name: what the description and the tables call things stands nowhere in its code."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Dict, Iterator, Set

import tomllib
import yaml

from tests.sdkgen.project import SOURCE

GENERATOR = SOURCE / "sdkgen"
SPEC = GENERATOR / "spec"
PLAIN = frozenset(
    "Files additionalProperties all any base64 caller command container content context create credentials data delete "
    "description document ended error file files format id index input keep lines message model name none object page params path "
    "properties requests required resource result schema source stderr stream text title true type url value version view".split()
)
"""Words of this API that are words of English, Python or OpenAPI first; the foreign package shows that no harm is in them."""


@lru_cache(maxsize=None)
def words() -> Set[str]:
    """What this API calls its types, fields, arguments, resources, clients, events, headers and variables."""
    sdk: Dict[str, Any] = tomllib.loads((SPEC / "sdk.toml").read_text("utf-8"))
    api: Dict[str, Any] = yaml.safe_load((SPEC / "openapi.yml").read_text("utf-8"))
    found = {sdk["package"][key] for key in ("name", "error", "log_variable")}
    for table in ("types", "clients", "constants", "hooks"):
        found |= set(sdk[table])
    found |= {*sdk["streams"]["events"], *api["components"]["schemas"], *of_resources(sdk["resources"])}
    found |= {name for hook in sdk["hooks"].values() for name in hook["arguments"]}
    found |= {name for parsed in sdk["parsed"] for name in parsed.values() if isinstance(name, str)}
    for client in sdk["clients"].values():
        found |= set(of_client(client))
    return found | set(of_schemas(api))


def of_client(client: Dict[str, Any]) -> Iterator[str]:
    """What a client calls its classes, options, headers and variables."""
    yield from (client[key] for key in ("parent", "base", "platform", "colour_header") if key in client)
    yield from (*client.get("headers", ()), *client.get("neighbours", ()), *client.get("types", ()))
    yield from (*client.get("namespaces", ()), *client.get("lacks", ()), *client["options"])
    yield from (client["base_url"][key] for key in ("variable", "default") if key in client["base_url"])
    for facts in client["options"].values():
        yield from (*facts.get("headers", ()), *([facts["variable"]] if "variable" in facts else ()))


def of_resources(table: Dict[str, Any]) -> Iterator[str]:
    for name, entry in table.items():
        yield from (name, entry["class"])
        yield from of_resources(entry.get("resources", {}))


def of_schemas(node: Any) -> Iterator[str]:
    """The names of all properties and parameters, and the values of all constants."""
    if isinstance(node, dict):
        properties = node.get("properties", {})
        yield from properties if isinstance(properties, dict) else ()
        yield from (node[key] for key in ("const", "x-python-name") if isinstance(node.get(key), str))
        yield from (value for value in node.get("enum", ()) if isinstance(value, str))
        if "in" in node and isinstance(node.get("name"), str):
            yield node["name"]
        for value in node.values():
            yield from of_schemas(value)
    elif isinstance(node, list):
        for value in node:
            yield from of_schemas(value)


def spoken(word: str, text: str) -> bool:
    """Whether the text holds the word as a whole."""
    return word in text and bool(re.search(rf"(?<![A-Za-z0-9_]){re.escape(word)}(?![A-Za-z0-9_])", text))


def sources() -> Dict[str, str]:
    found = [path for path in sorted(GENERATOR.rglob("*")) if path.suffix in (".py", ".jinja")]
    return {str(path.relative_to(GENERATOR)): path.read_text("utf-8") for path in found if path.name != "unasync.py"}


def test_the_generator_knows_no_word_of_the_api() -> None:
    known = [f"{name}: {word}" for name, text in sources().items() for word in words() - PLAIN if spoken(word, text)]

    assert sorted(known) == []


def test_every_excused_word_is_one_of_the_api_that_the_generator_uses() -> None:
    text = "\n".join(sources().values())

    assert [word for word in sorted(PLAIN) if word not in words() or not spoken(word, text)] == []


def test_a_word_of_the_api_would_be_noticed() -> None:
    assert {
        "betas",
        "parsed_output",
        "thinking",
        "message_start",
        "AnthropicError",
        "X-Stainless-Async",
    } <= words() - PLAIN
    assert spoken("betas", 'own["betas"] = betas')
    assert not spoken("betas", "alphabetas")
