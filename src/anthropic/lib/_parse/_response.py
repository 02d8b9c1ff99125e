"""Front door: how the text of a reply becomes the caller's type, where code in the wild imports it from."""

from __future__ import annotations

from ..._core.structured import (
    parse_beta_response as parse_beta_response,
    parse_response as parse_response,
    parse_text as parse_text,
)
