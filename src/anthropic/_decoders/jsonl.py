"""Front door: the decoders of JSON lines, where code in the wild imports them from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._utils._lazy import attach

if TYPE_CHECKING:
    from .._async.jsonl import AsyncJSONLDecoder as AsyncJSONLDecoder
    from .._sync.jsonl import JSONLDecoder as JSONLDecoder

__getattr__, __dir__ = attach(__name__, {"AsyncJSONLDecoder": ".._async.jsonl", "JSONLDecoder": ".._sync.jsonl"})
