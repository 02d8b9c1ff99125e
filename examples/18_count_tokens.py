"""Count the tokens of a request without sending it to a model."""

from anthropic import Anthropic

client = Anthropic()

count = client.messages.count_tokens(
    model="claude-haiku-4-5",
    system="You answer in rhymes.",
    messages=[{"role": "user", "content": "How long is this?"}],
)
print(count.input_tokens, "tokens")
