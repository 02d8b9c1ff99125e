"""Bytes of JSON into an instance of a type: strictly in one pass where everything fits, leniently where it does not."""

from __future__ import annotations

from typing import Any

from ._construct import construct_type
from ._json import loads
from ._schema import strict_validator

__all__ = ["decode"]


def decode(type_: Any, data: bytes) -> Any:
    """The JSON text as the closest instance of the type.

    Raises:
        MalformedJSON: The bytes are not JSON.
    """
    validator = strict_validator(type_)
    if validator is not None:
        try:
            return validator.validate_json(data)
        except ValueError:
            pass  # something does not fit exactly: the lenient road keeps it
    return construct_type(type_=type_, value=loads(data))
