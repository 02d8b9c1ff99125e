"""Follow a reply by its events: text as it comes, and each block when it is whole."""

from anthropic import Anthropic

client = Anthropic()

with client.messages.stream(
    max_tokens=200, model="claude-haiku-4-5", messages=[{"role": "user", "content": "Count from one to five."}]
) as stream:
    for event in stream:
        if event.type == "text":
            print(event.text, end="", flush=True)
        elif event.type == "content_block_stop":
            print(f"\n[a {event.content_block.type} block ended]")
    message = stream.get_final_message()

print(message.stop_reason, message.usage.output_tokens, "tokens")
