"""The in-process transport; `_sync` is derived from it."""
