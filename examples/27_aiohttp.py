"""Run the asynchronous client on aiohttp, which takes less CPU: `pip install 'anthropic[aiohttp]'`."""

import asyncio

from anthropic import AsyncAnthropic, DefaultAioHttpClient


async def main() -> None:
    async with AsyncAnthropic(http_client=DefaultAioHttpClient()) as client:
        async with client.messages.stream(
            model="claude-haiku-4-5",
            max_tokens=64,
            messages=[{"role": "user", "content": "Hello"}],
        ) as stream:
            async for text in stream.text_stream:
                print(text, end="", flush=True)
        print()


asyncio.run(main())
