"""Follow a reply by its events: those of the helper, which say what became of the message, or the API's own."""

from anthropic import Anthropic
from anthropic.types import MessageParam

client = Anthropic()
question: MessageParam = {"role": "user", "content": "Count from one to five."}

with client.messages.stream(model="claude-haiku-4-5", max_tokens=200, messages=[question]) as stream:
    for event in stream:
        if event.type == "text":
            print(event.text, end="", flush=True)
        elif event.type == "content_block_stop":
            print(f"\n[a {event.content_block.type} block ended]")
    message = stream.get_final_message()
print(message.stop_reason, message.usage.output_tokens, "tokens")

with client.messages.create(model="claude-haiku-4-5", max_tokens=200, messages=[question], stream=True) as events:
    for raw in events:
        if raw.type == "content_block_delta" and raw.delta.type == "text_delta":
            print(raw.delta.text, end="", flush=True)
print()
