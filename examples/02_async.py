"""The same client for asyncio (and trio): every method is awaited, and calls can run at the same time."""

import asyncio

from anthropic import AsyncAnthropic


async def ask(client: AsyncAnthropic, question: str) -> str:
    message = await client.messages.create(
        model="claude-haiku-4-5",
        max_tokens=256,
        messages=[{"role": "user", "content": question}],
    )
    return message.text


async def main() -> None:
    async with AsyncAnthropic() as client:
        for answer in await asyncio.gather(ask(client, "Name a colour."), ask(client, "Name a fruit.")):
            print(answer)


asyncio.run(main())
