"""Make a tool of a function, and let the runner call it for the model."""

from anthropic import Anthropic, beta_tool


@beta_tool
def get_weather(city: str, unit: str = "celsius") -> str:
    """The weather in a city.

    Args:
        city: The name of the city.
        unit: `celsius` or `fahrenheit`.
    """
    return f"18 degrees ({unit}) and sunny in {city}"


client = Anthropic()
runner = client.beta.messages.tool_runner(
    max_tokens=300,
    model="claude-haiku-4-5",
    tools=[get_weather],
    messages=[{"role": "user", "content": "What is the weather in Paris? Use get_weather."}],
)
for reply in runner:
    print(reply.text, [f"{call.name}({call.input})" for call in reply.tool_uses])
