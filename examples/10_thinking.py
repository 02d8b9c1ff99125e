"""Let the model think before it answers, and read its thoughts while they come."""

from anthropic import Anthropic

client = Anthropic()

with client.messages.stream(
    model="claude-haiku-4-5",
    max_tokens=4096,
    thinking={"type": "enabled", "budget_tokens": 2048},
    messages=[{"role": "user", "content": "Which is larger, 9.11 or 9.8?"}],
) as stream:
    for event in stream:
        if event.type == "thinking":
            print(event.thinking, end="", flush=True)
        elif event.type == "text":
            print(event.text, end="", flush=True)
        elif event.type == "content_block_stop":
            print(f"\n[end of the {event.content_block.type}]")

print(stream.get_final_message().usage.output_tokens, "tokens, thoughts included")
