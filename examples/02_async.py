"""The same client for asyncio (and trio): every method is awaited."""

import asyncio

from anthropic import AsyncAnthropic


async def main() -> None:
    async with AsyncAnthropic() as client:
        message = await client.messages.create(
            model="claude-haiku-4-5",
            max_tokens=256,
            messages=[{"role": "user", "content": "Hello, Claude"}],
        )
    print(message.content)


asyncio.run(main())
