"""The HTTP client that runs on aiohttp: everything that knows that library. Loaded on first use only, like the library."""
