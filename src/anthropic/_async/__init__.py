"""I/O in asynchronous colour, written by hand; `_sync` is derived from it."""
