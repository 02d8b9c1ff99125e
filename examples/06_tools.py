"""Let the model use a tool, step by step: it asks, you run, it answers."""

from anthropic import Anthropic
from anthropic.types import MessageParam, ToolParam, ToolResultBlockParam

WEATHER: ToolParam = {
    "name": "get_weather",
    "description": "The weather in a city.",
    "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
}

client = Anthropic()
messages: list[MessageParam] = [{"role": "user", "content": "What is the weather in Paris? Use get_weather."}]

asked = client.messages.create(max_tokens=300, model="claude-haiku-4-5", tools=[WEATHER], messages=messages)
results: list[ToolResultBlockParam] = []
for call in asked.tool_uses:
    print("the model calls", call.name, "with", call.input)
    results.append({"type": "tool_result", "tool_use_id": call.id, "content": "18 degrees and sunny"})

messages.append(asked.to_param())
messages.append({"role": "user", "content": results})
answer = client.messages.create(max_tokens=300, model="claude-haiku-4-5", tools=[WEATHER], messages=messages)
print(answer.text)
