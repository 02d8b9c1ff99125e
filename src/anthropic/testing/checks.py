"""What a request must be like to be served: each check names the field at fault.

The conversation itself is checked in `conversation.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Callable, Dict, Optional, Set, Tuple

from .conversation import check_blocks, check_messages
from .problems import Problem, invalid
from .values import JSON, JSONObject, load, objects

if TYPE_CHECKING:
    from .requests import Headers

__all__ = [
    "MAX_BODY",
    "check_credentials",
    "check_size",
    "check_version",
    "checked_body",
    "json_object",
    "largest_body",
]

MAX_BODY = 32 * 1024 * 1024
_LARGER_BODIES = {"/v1/messages/batches": 256 * 1024 * 1024, "/v1/files": 500 * 1024 * 1024}

Check = Callable[[str, JSON], None]

_TOOL_NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_LEAST_THINKING = 1024


def largest_body(path: str) -> int:
    """How many bytes a body may have that is sent to this path."""
    return _LARGER_BODIES.get(path, MAX_BODY)


def check_size(path: str, size: int) -> None:
    """A 413 when a body has too many bytes."""
    if size > largest_body(path):
        raise Problem(413, f"The body has {size} bytes; {largest_body(path)} are accepted")


def check_credentials(headers: Headers, api_key: str) -> None:
    """A 401 unless the key is sent, as `x-api-key` or as a bearer token."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    given = headers.get("x-api-key") or (token.strip() if scheme.lower() == "bearer" else "")
    if not given:
        raise Problem(401, "x-api-key: send the API key in this header")
    if given != api_key:
        raise Problem(401, "x-api-key: this key is not known here")


def check_version(headers: Headers) -> None:
    """A 400 unless the version of the API is named."""
    if not headers.get("anthropic-version"):
        raise invalid("anthropic-version", "send the version of the API in this header")


def checked_body(data: bytes, required: Tuple[str, ...], *, beta: bool) -> JSONObject:
    """The body of a request, with every field in order; else a 400."""
    body = json_object(data)
    for field in required:
        if field not in body:
            raise invalid(field, "this field is required")
    for field, value in body.items():
        _check_field(field, value, required, beta)
    _check_together(body)
    return body


def json_object(data: bytes) -> JSONObject:
    """A body that is a JSON object; else a 400."""
    try:
        body = load(data)
    except ValueError as error:
        raise Problem(400, f"The body is not JSON: {error}") from None
    if not isinstance(body, dict):
        raise Problem(400, "The body must be a JSON object")
    return body


def _check_field(field: str, value: JSON, required: Tuple[str, ...], beta: bool) -> None:
    known = {**_FIELDS, **(_BETA_FIELDS if beta else {}), **{name: _REQUIRED[name] for name in required}}
    if field not in known:
        raise invalid(field, "there is no such field")
    if value is not None or field not in _NULLABLE:
        known[field](field, value)


def _string(field: str, value: JSON) -> None:
    if not isinstance(value, str):
        raise invalid(field, "give a string")


def _name(field: str, value: JSON) -> None:
    if not isinstance(value, str) or not value:
        raise invalid(field, "give a string that is not empty")


def _flag(field: str, value: JSON) -> None:
    if not isinstance(value, bool):
        raise invalid(field, "give true or false")


def _object(field: str, value: JSON) -> None:
    if not isinstance(value, dict):
        raise invalid(field, "give an object")


def _list(field: str, value: JSON) -> None:
    if not isinstance(value, list):
        raise invalid(field, "give a list")


def _anything(field: str, value: JSON) -> None:
    """Fields that this server accepts and does not use."""


def _whole(least: int) -> Check:
    def check(field: str, value: JSON) -> None:
        if not isinstance(value, int) or isinstance(value, bool):
            raise invalid(field, "give a whole number")
        if value < least:
            raise invalid(field, f"give {least} or more, not {value}")

    return check


def _share(field: str, value: JSON) -> None:
    if not isinstance(value, (int, float)) or isinstance(value, bool):
        raise invalid(field, "give a number")
    if not 0 <= value <= 1:
        raise invalid(field, f"give a number from 0 to 1, not {value}")


def _one_of(*options: str) -> Check:
    def check(field: str, value: JSON) -> None:
        if value not in options:
            raise invalid(field, f"give one of {', '.join(options)}")

    return check


def _system(field: str, value: JSON) -> None:
    if not isinstance(value, str):
        check_blocks(field, value, only="text")


def _stop_sequences(field: str, value: JSON) -> None:
    _list(field, value)
    for index, sequence in enumerate(value if isinstance(value, list) else ()):
        if not isinstance(sequence, str) or not sequence.strip():
            raise invalid(f"{field}.{index}", "give a string that is not blank")


def _metadata(field: str, value: JSON) -> None:
    _object(field, value)
    user_id = value.get("user_id") if isinstance(value, dict) else None
    if user_id is not None:
        _string(f"{field}.user_id", user_id)


def _thinking(field: str, value: JSON) -> None:
    kind = _typed(field, value, "enabled", "disabled", "adaptive")
    if kind == "enabled" and isinstance(value, dict):
        _whole(_LEAST_THINKING)(f"{field}.budget_tokens", value.get("budget_tokens"))


def _tool_choice(field: str, value: JSON) -> None:
    kind = _typed(field, value, "auto", "any", "tool", "none")
    if kind == "tool" and isinstance(value, dict):
        _name(f"{field}.name", value.get("name"))


def _typed(field: str, value: JSON, *options: str) -> JSON:
    _object(field, value)
    kind = value.get("type") if isinstance(value, dict) else None
    _one_of(*options)(f"{field}.type", kind)
    return kind


def _tools(field: str, value: JSON) -> None:
    _list(field, value)
    names: Set[str] = set()
    for index, tool in enumerate(value if isinstance(value, list) else ()):
        name = _tool(f"{field}.{index}", tool)
        if name is not None and name in names:
            raise invalid(f"{field}.{index}.name", f"two tools are named {name!r}")
        names.update([name] if name is not None else [])


def _tool(field: str, tool: JSON) -> Optional[str]:
    if not isinstance(tool, dict):
        raise invalid(field, "give an object")
    name, schema = tool.get("name"), tool.get("input_schema")
    if tool.get("type") not in (None, "custom"):
        return name if isinstance(name, str) else None
    if not isinstance(name, str) or not _TOOL_NAME.fullmatch(name):
        raise invalid(f"{field}.name", "give 1 to 128 letters, digits, underscores or hyphens")
    if not isinstance(schema, dict) or schema.get("type") != "object":
        raise invalid(f"{field}.input_schema", "give a JSON schema whose type is object")
    return name


def _check_together(body: JSONObject) -> None:
    tools = [tool.get("name") for tool in objects(body.get("tools"))]
    choice, thinking, most = body.get("tool_choice"), body.get("thinking"), body.get("max_tokens")
    if isinstance(choice, dict) and choice.get("type") in ("any", "tool") and not tools:
        raise invalid("tool_choice", "there are no tools to choose from")
    if isinstance(choice, dict) and choice.get("type") == "tool" and choice.get("name") not in tools:
        raise invalid("tool_choice.name", f"no tool is named {choice.get('name')!r}")
    budget = thinking.get("budget_tokens") if isinstance(thinking, dict) else None
    if isinstance(budget, int) and isinstance(most, int) and budget >= most:
        raise invalid("max_tokens", "must be greater than thinking.budget_tokens")


_REQUIRED: Dict[str, Check] = {
    "max_tokens": _whole(1),
    "max_tokens_to_sample": _whole(1),
    "messages": check_messages,
    "model": _name,
    "prompt": _name,
}
_FIELDS: Dict[str, Check] = {
    "inference_geo": _string,
    "metadata": _metadata,
    "output_config": _object,
    "service_tier": _one_of("auto", "standard_only"),
    "stop_sequences": _stop_sequences,
    "stream": _flag,
    "system": _system,
    "temperature": _share,
    "thinking": _thinking,
    "tool_choice": _tool_choice,
    "tools": _tools,
    "top_k": _whole(0),
    "top_p": _share,
}
_BETA_FIELDS: Dict[str, Check] = {
    "container": _anything,
    "context_management": _object,
    "mcp_servers": _list,
    "output_format": _object,
    "speed": _one_of("standard", "fast"),
}
_NULLABLE = ("container", "context_management", "inference_geo", "output_format", "speed")
