"""The package's loggers, and what the variable ANTHROPIC_LOG does to them."""

from __future__ import annotations

import logging
import os

__all__ = ["logger", "httpx_logger", "setup_logging"]

logger = logging.getLogger("anthropic")
httpx_logger = logging.getLogger("httpx")

_LEVELS = {"debug": logging.DEBUG, "info": logging.INFO}


def _without_secrets(record: logging.LogRecord) -> bool:
    """Let a line of httpx pass, its URL as it may be shown."""
    from ._secrets import shown_url  # rarely needed: where the log is switched on

    if isinstance(record.args, tuple):
        record.args = tuple(shown_url(each) if type(each).__name__ == "URL" else each for each in record.args)
    return True


def setup_logging() -> None:
    """Send this package's and httpx's log lines to stderr when ANTHROPIC_LOG is `info` or `debug`."""
    level = _LEVELS.get(os.environ.get("ANTHROPIC_LOG", ""))
    if level is None:
        return
    logging.basicConfig(
        format="[%(asctime)s - %(name)s:%(lineno)d - %(levelname)s] %(message)s", datefmt="%Y-%m-%d %H:%M:%S"
    )
    logger.setLevel(level)
    httpx_logger.setLevel(level)
    httpx_logger.addFilter(_without_secrets)
