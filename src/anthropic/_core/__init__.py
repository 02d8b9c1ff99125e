"""Rules: every decision that the clients take, as plain functions over plain values. Nothing here does I/O."""
