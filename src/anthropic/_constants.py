"""Figures of the client that users read and platforms share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import httpx

    DEFAULT_TIMEOUT: httpx.Timeout
    DEFAULT_CONNECTION_LIMITS: httpx.Limits

DEFAULT_MAX_RETRIES = 2
INITIAL_RETRY_DELAY = 0.5
MAX_RETRY_DELAY = 8.0
MAX_RETRY_AFTER = 60.0
"""The longest pause, in seconds, that a server may ask for; beyond it the error is raised at once."""

MAX_RESPONSE_BYTES = 256 * 1024 * 1024
"""The largest answer, decoded, that is read as a whole when it is JSON, text or compressed."""

DEFAULT_TIMEOUT_SECONDS = 600
CONNECT_TIMEOUT_SECONDS = 5.0

HUMAN_PROMPT = "\n\nHuman:"
AI_PROMPT = "\n\nAssistant:"

RAW_RESPONSE_HEADER = "X-Stainless-Raw-Response"
OVERRIDE_CAST_TO_HEADER = "____stainless_override_cast_to"

MODEL_NONSTREAMING_TOKENS = {
    "claude-opus-4-20250514": 8_192,
    "claude-opus-4-0": 8_192,
    "claude-4-opus-20250514": 8_192,
    "anthropic.claude-opus-4-20250514-v1:0": 8_192,
    "claude-opus-4@20250514": 8_192,
    "claude-opus-4-1-20250805": 8_192,
    "anthropic.claude-opus-4-1-20250805-v1:0": 8_192,
    "claude-opus-4-1@20250805": 8_192,
}
"""The most tokens that a model may be asked for in a call that does not stream."""


def __getattr__(name: str) -> Any:
    """Build the constants that are objects of the HTTP library when they are first read."""
    if name not in ("DEFAULT_TIMEOUT", "DEFAULT_CONNECTION_LIMITS"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import httpx

    globals()["DEFAULT_TIMEOUT"] = httpx.Timeout(DEFAULT_TIMEOUT_SECONDS, connect=CONNECT_TIMEOUT_SECONDS)
    globals()["DEFAULT_CONNECTION_LIMITS"] = httpx.Limits(max_connections=1000, max_keepalive_connections=100)
    return globals()[name]
