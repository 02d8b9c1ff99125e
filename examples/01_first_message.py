"""Send a message and print the reply. Reads ANTHROPIC_API_KEY, and ANTHROPIC_BASE_URL if it is set."""

from anthropic import Anthropic

client = Anthropic()

message = client.messages.create(
    model="claude-haiku-4-5",
    max_tokens=256,
    messages=[{"role": "user", "content": "Hello, Claude"}],
)
print(message.text)
