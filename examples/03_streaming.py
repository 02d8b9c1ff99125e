"""Print a reply while it is written, and have the whole message in the end."""

from anthropic import Anthropic

client = Anthropic()

with client.messages.stream(
    model="claude-haiku-4-5",
    max_tokens=256,
    messages=[{"role": "user", "content": "Tell me a very short story."}],
) as stream:
    for text in stream.text_stream:
        print(text, end="", flush=True)
    print()

print(stream.get_final_message().usage.output_tokens, "tokens")
