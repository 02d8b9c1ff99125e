"""The demo: the client at work through real HTTP, on the simulated API or, with --live, on the real one."""

from __future__ import annotations

import asyncio
import os
import sys

from pydantic import BaseModel

from anthropic import Anthropic, APIStatusError, AsyncAnthropic, beta_tool
from anthropic.testing import SimulatedAPI

MODEL = "claude-haiku-4-5"


class City(BaseModel):
    """What the structured output is parsed into."""

    name: str
    inhabitants: int


@beta_tool
def get_weather(city: str) -> str:
    """The weather in a city.

    Args:
        city: The name of the city.
    """
    return f"18 degrees and sunny in {city}"


def title(text: str) -> None:
    print(f"\n== {text}")


def message(client: Anthropic) -> None:
    title("A message")
    reply = client.messages.create(
        max_tokens=200, model=MODEL, messages=[{"role": "user", "content": "Say hello in one sentence."}]
    )
    for block in reply.content:
        if block.type == "text":
            print(block.text)
    print(f"({reply.usage.input_tokens} tokens in, {reply.usage.output_tokens} out, request {reply._request_id})")


def stream(client: Anthropic) -> None:
    title("A stream, as it arrives")
    with client.messages.stream(
        max_tokens=200, model=MODEL, messages=[{"role": "user", "content": "Count from one to five."}]
    ) as stream:
        for text in stream.text_stream:
            print(text, end="", flush=True)
        print(f"\n({stream.get_final_message().usage.output_tokens} tokens)")


async def several_at_once(client: AsyncAnthropic) -> None:
    title("Asynchronous calls, two at once")
    async with client:
        replies = await asyncio.gather(
            *(
                client.messages.create(max_tokens=200, model=MODEL, messages=[{"role": "user", "content": text}])
                for text in ("Name a colour.", "Name a fruit.")
            )
        )
    for reply in replies:
        print([block.text for block in reply.content if block.type == "text"])


def count(client: Anthropic) -> None:
    title("A token count")
    counted = client.messages.count_tokens(model=MODEL, messages=[{"role": "user", "content": "How many tokens?"}])
    print(counted.input_tokens)


def models(client: Anthropic) -> None:
    title("A page of models")
    page = client.models.list(limit=3)
    print([model.id for model in page.data], "and more" if page.has_next_page() else "and no more")


def structured(client: Anthropic) -> None:
    title("A structured output")
    reply = client.messages.parse(
        max_tokens=200,
        model=MODEL,
        output_format=City,
        messages=[{"role": "user", "content": "How many people live in Paris? About 2100000."}],
    )
    print(repr(reply.parsed_output))


def tool(client: Anthropic) -> None:
    title("A tool, run for the model")
    runner = client.beta.messages.tool_runner(
        max_tokens=300,
        model=MODEL,
        tools=[get_weather],
        messages=[{"role": "user", "content": "What is the weather in Paris? Use get_weather."}],
    )
    for reply in runner:
        for block in reply.content:
            if block.type == "tool_use":
                print(f"the model calls {block.name}({block.input})")
            elif block.type == "text":
                print(block.text)


def error(client: Anthropic) -> None:
    title("An error, handled")
    try:
        client.messages.create(max_tokens=5, model="no-such-model", messages=[{"role": "user", "content": "Hi"}])
    except APIStatusError as failure:
        print(f"{type(failure).__name__}: {failure.type} (request {failure.request_id})")


def everything(base_url: str | None, api_key: str) -> None:
    with Anthropic(base_url=base_url, api_key=api_key) as client:
        message(client)
        stream(client)
        asyncio.run(several_at_once(AsyncAnthropic(base_url=base_url, api_key=api_key)))
        count(client)
        models(client)
        structured(client)
        tool(client)
        error(client)


def main() -> int:
    if "--live" not in sys.argv[1:]:
        with SimulatedAPI(pace=0.02) as api:
            print(f"(the simulated API at {api.base_url}; --live uses the real one)")
            everything(api.base_url, api.api_key)
        return 0
    key = os.environ.get("ANTHROPIC_API_KEY")
    if not key:
        print("--live needs ANTHROPIC_API_KEY in the environment.", file=sys.stderr)
        return 2
    everything(None, key)
    return 0


if __name__ == "__main__":
    sys.exit(main())
