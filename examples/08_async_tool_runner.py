"""Run the tools of one turn at the same time, and follow each reply as it is written."""

import asyncio

from anthropic import AsyncAnthropic, beta_async_tool


@beta_async_tool
async def get_weather(city: str) -> str:
    """The weather in a city."""
    await asyncio.sleep(0.01)  # a service of yours answers
    return f"18 degrees and sunny in {city}"


async def main() -> None:
    async with AsyncAnthropic() as client:
        runner = client.beta.messages.tool_runner(
            max_tokens=300,
            model="claude-haiku-4-5",
            tools=[get_weather],
            stream=True,
            messages=[{"role": "user", "content": "What is the weather in Paris? Use get_weather."}],
        )
        runner.max_concurrent_tools = 4
        async for stream in runner:
            async for text in stream.text_stream:
                print(text, end="", flush=True)
            print()


asyncio.run(main())
