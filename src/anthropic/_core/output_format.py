"""The format that a reply shall have: the caller's type, or JSON schema, moved to where the API takes it.

No type is described before a request asks for it, and no reply is parsed here.
"""

from __future__ import annotations

from typing import Any, Dict

from .._exceptions import AnthropicError
from .._types import NotGiven, Omit
from .._utils._guards import is_mapping
from .advice import warn

__all__ = ["is_type", "with_format", "with_moved_format", "with_own_format", "with_own_moved_format"]


def is_type(output_format: Any) -> bool:
    """Whether a type was asked for, to be parsed into; a mapping is a schema of the caller's own."""
    return not (output_format is None or isinstance(output_format, (NotGiven, Omit)) or is_mapping(output_format))


def with_format(body: Dict[str, Any], output_format: Any) -> Dict[str, Any]:
    """The body of a request with the format in its `output_config`.

    Raises:
        TypeError: The type has no JSON schema.
    """
    if output_format is None or isinstance(output_format, (NotGiven, Omit)):
        return body
    config: Any = body.get("output_config") or {}
    return {**body, "output_config": {**config, "format": _format(output_format)}}


def with_moved_format(body: Dict[str, Any], output_format: Any) -> Dict[str, Any]:
    """As `with_format`, for methods whose own `output_format` is on its way out.

    Raises:
        AnthropicError: The body says twice how the reply should come out.
    """
    moved = with_format(body, output_format)
    if moved is not body:
        config = body.get("output_config")
        if is_mapping(config) and config.get("format") is not None:
            raise AnthropicError("`output_format` and `output_config.format` say the same thing; give the latter only.")
        warn("`output_format` is deprecated here. Give `output_config={'format': ...}` instead.", DeprecationWarning)
    return moved


def with_own_format(body: Dict[str, Any]) -> Dict[str, Any]:
    """As `with_format`, the format being an item of the body that the API does not know."""
    return with_format(body, body.pop("output_format", None))


def with_own_moved_format(body: Dict[str, Any]) -> Dict[str, Any]:
    """As `with_moved_format`, of an item of the body, where no reply is parsed.

    Raises:
        TypeError: A type is given.
    """
    output_format = body.pop("output_format", None)
    if is_type(output_format):
        name = getattr(output_format, "__name__", output_format)
        raise TypeError(
            f"`output_format` takes a JSON schema here, not the type {name}; "
            "you must use `beta.messages.parse()` instead, which parses the reply, too."
        )
    return with_moved_format(body, output_format)


def _format(output_format: Any) -> Any:
    if not is_type(output_format):
        return output_format
    from .json_schema import schema_of  # describing types takes pydantic

    return {"schema": schema_of(output_format), "type": "json_schema"}
