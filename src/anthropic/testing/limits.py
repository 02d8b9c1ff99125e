"""Where a reply ends: at a stop sequence, at `max_tokens`, or where it meant to."""

from __future__ import annotations

from typing import List, NamedTuple, Optional, Tuple

from .tokens import block_tokens, pieces
from .values import JSONObject

__all__ = ["Ending", "bounded", "natural_ending"]


class Ending(NamedTuple):
    """Why a reply ended."""

    reason: str
    sequence: Optional[str] = None


def natural_ending(blocks: List[JSONObject]) -> Ending:
    """The ending of a reply that nothing cut short."""
    return Ending("tool_use" if any(block.get("type") == "tool_use" for block in blocks) else "end_turn")


def bounded(blocks: List[JSONObject], sequences: List[str], max_tokens: int) -> Tuple[List[JSONObject], Ending]:
    """As much of the blocks as the request allows, and why it ends there."""
    kept, ending = _until_sequence(blocks, sequences)
    fitting = _within(kept, max_tokens)
    return (kept, ending) if fitting == kept else (fitting, Ending("max_tokens"))


def _until_sequence(blocks: List[JSONObject], sequences: List[str]) -> Tuple[List[JSONObject], Ending]:
    for index, block in enumerate(blocks):
        text = block.get("text")
        if not isinstance(text, str):
            continue
        found = [(text.index(sequence), sequence) for sequence in sequences if sequence in text]
        if found:
            position, sequence = min(found)
            return [*blocks[:index], {**block, "text": text[:position]}], Ending("stop_sequence", sequence)
    return blocks, natural_ending(blocks)


def _within(blocks: List[JSONObject], budget: int) -> List[JSONObject]:
    kept: List[JSONObject] = []
    for block in blocks:
        cost = block_tokens(block)
        if cost > budget:
            return [*kept, *_part(block, budget)]
        kept.append(block)
        budget -= cost
    return kept


def _part(block: JSONObject, budget: int) -> List[JSONObject]:
    for key in ("text", "thinking"):
        text = block.get(key)
        if isinstance(text, str) and budget > 0:
            return [{**block, key: "".join(pieces(text)[:budget])}]
    return []
