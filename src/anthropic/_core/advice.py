"""Warnings that a call deserves before it is sent, attributed to the line that made it."""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Collection, Mapping
from typing import Any

from .._utils._guards import is_mapping

__all__ = ["warn_about_model"]

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


def warn_about_model(
    model: str, thinking: Any, end_of_life: "Mapping[str, str]", adaptive_thinking: "Collection[str]"
) -> None:
    """Warn of a model that will be gone, or is used with the thinking mode of its predecessors.

    Args:
        model: The model that the call names.
        thinking: The call's thinking configuration, if any.
        end_of_life: The day on which each deprecated model goes away.
        adaptive_thinking: Models that should decide for themselves how much to think.
    """
    if model in end_of_life:
        warn(
            f"The model '{model}' is deprecated and reaches its end of life on {end_of_life[model]}. "
            "Move to a newer model before then.",
            DeprecationWarning,
        )
    if model in adaptive_thinking and is_mapping(thinking) and thinking.get("type") == "enabled":
        warn(
            f"With the model '{model}', `thinking` of type 'enabled' is deprecated. Use the type 'adaptive' instead.",
            UserWarning,
        )


def warn(message: str, category: "type[Warning]") -> None:
    """Issue the warning at the first frame outside this package."""
    level = 2
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_PACKAGE):
        frame = frame.f_back
        level += 1
    warnings.warn(message, category, stacklevel=level)
