"""I/O in synchronous colour, derived from `_async` by `scripts/unasync`; only `_io.py` is kept by hand."""
