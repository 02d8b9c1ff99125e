"""Front door: the settings of compaction, where code in the wild imports them from."""

from __future__ import annotations

from ..._core.compaction import (
    DEFAULT_SUMMARY_PROMPT as DEFAULT_SUMMARY_PROMPT,
    DEFAULT_THRESHOLD as DEFAULT_THRESHOLD,
    CompactionControl as CompactionControl,
)
