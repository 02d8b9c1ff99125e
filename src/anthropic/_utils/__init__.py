"""Front door: small words that every floor may use; each loads on first touch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ._lazy import attach

if TYPE_CHECKING:
    from .._transform import (
        maybe_transform as maybe_transform,
        transform as transform,
    )
    from ._datetime_parse import parse_date as parse_date, parse_datetime as parse_datetime
    from ._files import file_from_path as file_from_path
    from ._given import is_given as is_given, required_args as required_args, strip_not_given as strip_not_given
    from ._properties import PropertyInfo as PropertyInfo
    from ._public import public as public

__getattr__, __dir__ = attach(
    __name__,
    {
        "PropertyInfo": "._properties",
        "file_from_path": "._files",
        "is_given": "._given",
        "maybe_transform": ".._transform",
        "parse_date": "._datetime_parse",
        "parse_datetime": "._datetime_parse",
        "public": "._public",
        "required_args": "._given",
        "strip_not_given": "._given",
        "transform": ".._transform",
    },
)
