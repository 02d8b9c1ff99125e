"""Let the model use a tool, step by step: it asks, you run, it answers."""

from typing import List

from anthropic import Anthropic
from anthropic.types import MessageParam, ToolParam, ToolResultBlockParam

WEATHER: ToolParam = {
    "name": "get_weather",
    "description": "The weather in a city.",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}

client = Anthropic()
messages: List[MessageParam] = [{"role": "user", "content": "What is the weather in Paris? Use get_weather."}]

asked = client.messages.create(max_tokens=300, model="claude-haiku-4-5", tools=[WEATHER], messages=messages)
results: List[ToolResultBlockParam] = []
for block in asked.content:
    if block.type == "tool_use":
        print("the model calls", block.name, "with", block.input)
        results.append({"type": "tool_result", "tool_use_id": block.id, "content": "18 degrees and sunny"})

messages.append({"role": "assistant", "content": asked.content})
messages.append({"role": "user", "content": results})
answer = client.messages.create(max_tokens=300, model="claude-haiku-4-5", tools=[WEATHER], messages=messages)
print("".join(block.text for block in answer.content if block.type == "text"))
