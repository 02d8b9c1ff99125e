"""When a conversation has grown too long, and what takes its place.

Nothing here sends: the tool runner asks for the summary and puts it where the rules say.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from typing_extensions import Required, TypedDict

from .._types import Omit
from .._utils._guards import is_mapping

__all__ = [
    "DEFAULT_SUMMARY_PROMPT",
    "DEFAULT_THRESHOLD",
    "CompactionControl",
    "is_due",
    "summarised",
    "summary_request",
]

DEFAULT_THRESHOLD = 100_000
"""The tokens of one turn, read and written, from which on the conversation is summarised."""

DEFAULT_SUMMARY_PROMPT = """\
The conversation above is about to be replaced by a summary, and you will go on working from that summary alone. \
Write it now, for a reader who knows nothing else. Keep to facts, be brief, and leave out nothing that the rest of the \
work depends on. Use these headings:

## Task overview
What was asked for, in the user's own terms, and how it will be judged. Limits and wishes that the user named.

## Current state
What is finished. What was made or changed, with exact names, paths and identifiers.

## Important discoveries
What turned out to be true or false. Decisions and their reasons. What was tried and failed, and why.

## Next steps
What remains to be done, in order. Open questions and what stands in the way.

## Context to preserve
Preferences of the user, conventions to follow, promises made, and anything else that must not be forgotten.

Put the whole summary between <summary> and </summary>.
"""


class CompactionControl(TypedDict, total=False):
    """Whether and when a tool runner replaces a long conversation by a summary of it."""

    enabled: Required[bool]
    """Whether to do so at all."""

    context_token_threshold: int
    """Summarise after a turn that read and wrote this many tokens; 100,000 by default."""

    model: str
    """The model that writes the summary; the runner's own by default."""

    summary_prompt: str
    """What asks for the summary, in place of `DEFAULT_SUMMARY_PROMPT`."""


def is_due(control: Optional[CompactionControl], usage: Any) -> bool:
    """Whether the turn that took these tokens calls for a summary."""
    if control is None or not control.get("enabled"):
        return False
    return _tokens(usage) >= control.get("context_token_threshold", DEFAULT_THRESHOLD)


def _tokens(usage: Any) -> int:
    counts = ("input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "output_tokens")
    return sum(getattr(usage, name, None) or 0 for name in counts)


def summary_request(control: CompactionControl, params: Dict[str, Any]) -> Dict[str, Any]:
    """The arguments of the call that writes the summary: the history, without tools and instructions."""
    prompt = control.get("summary_prompt", DEFAULT_SUMMARY_PROMPT)
    betas: Any = params.get("betas")
    return {
        "model": control.get("model", params["model"]),
        "max_tokens": params["max_tokens"],
        "messages": [*_answered(params["messages"]), {"role": "user", "content": prompt}],
        **({} if betas is None or isinstance(betas, Omit) else {"betas": betas}),
    }


def _answered(messages: Any) -> List[Any]:
    """The history without calls of tools at its end: there are no results for them."""
    history: List[Any] = list(messages)
    if not history or history[-1].get("role") != "assistant":
        return history
    last = history.pop()
    content: Any = last.get("content")
    kept = content if isinstance(content, str) else [block for block in content if _kind(block) != "tool_use"]
    return [*history, {**last, "content": kept}] if kept else history


def _kind(block: Any) -> Any:
    return block.get("type") if is_mapping(block) else getattr(block, "type", None)


def summarised(reply: Any) -> List[Any]:
    """The history that the summary makes.

    Raises:
        ValueError: The reply is no text, or not all of it.
    """
    if reply.stop_reason in ("max_tokens", "model_context_window_exceeded", "refusal"):
        raise ValueError(
            f"The summary of the conversation is not whole: it ended with `{reply.stop_reason}`. The conversation is as it "
            "was; give the runner more `max_tokens`, or the compaction another `model`."
        )
    first = reply.content[0] if reply.content else None
    if first is None or first.type != "text":
        kind = "nothing" if first is None else f"a `{first.type}` block"
        raise ValueError(f"The summary of the conversation should begin with text, and {kind} came.")
    return [{"role": "user", "content": [{"type": "text", "text": first.text}]}]
