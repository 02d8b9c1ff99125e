"""A request's body into bytes of JSON, in one pass.

Plain values go straight through the standard encoder. Models and dates are formatted where they are met. Whatever
else stands in a body (files, generators, sentinels) needs to know its place: the encoder says so, and the caller
runs the type-directed `_transform` for that request alone.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, Callable, Dict, Optional, Union

from ._file_text import FileBody, FileText, split
from ._utils._once import once_per_type

__all__ = ["NeedsTransform", "encode", "encode_plain", "json_value"]


class NeedsTransform(TypeError):
    """The body holds a value that only its place in the request can give a form."""


def json_value(value: Any) -> Any:
    """The JSON form of a model or a date.

    Raises:
        NeedsTransform: It is neither.
    """
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    dump = _dumper(type(value))
    if dump is None:
        raise NeedsTransform(type(value).__name__)
    return dump(value)


@once_per_type
def _dumper(cls: Any) -> Optional[Callable[[Any], Any]]:
    from ._models import wire_dumper  # pydantic loads with the first model, not with the client

    return wire_dumper(cls)


def _refuse(value: Any) -> Any:
    try:
        return json_value(value)
    except NeedsTransform:
        raise TypeError(
            f"Object of type {type(value).__name__} is not JSON serializable. Request bodies are made of dicts, lists, "
            "strings, numbers, booleans, None, dates and models; files go where the API takes base64 data."
        ) from None


_COMPACT: Dict[str, Any] = {"ensure_ascii": False, "allow_nan": False, "separators": (",", ":")}
_encoder = json.JSONEncoder(**_COMPACT, default=json_value)


def encode(body: Any) -> bytes:
    """The body as UTF-8 JSON.

    Raises:
        NeedsTransform: It has to go through `_transform` first.
        ValueError: It holds NaN, an infinity, a reference to itself or half of a surrogate pair.
    """
    return _encoder.encode(body).encode()


def encode_plain(body: Any) -> Union[bytes, FileBody]:
    """The transformed body as UTF-8 JSON; what still is no JSON value is refused by name.

    Raises:
        TypeError: It holds something that JSON cannot.
        ValueError: It holds NaN, an infinity, a reference to itself or half of a surrogate pair.
    """

    def encoded(take: Callable[[FileText], str]) -> str:
        def default(value: Any) -> Any:
            return take(value) if isinstance(value, FileText) else _refuse(value)

        return json.JSONEncoder(**_COMPACT, default=default).encode(body)

    parts = split(encoded)
    return parts[0] if len(parts) == 1 and isinstance(parts[0], bytes) else FileBody(parts)
