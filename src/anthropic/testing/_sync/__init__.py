# Derived from src/anthropic/testing/_async/__init__.py by scripts/unasync. Do not edit.
"""The in-process transport; `_sync` is derived from it."""
