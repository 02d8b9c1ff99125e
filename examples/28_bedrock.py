"""Ask Claude on Amazon Bedrock and print the reply as it comes. Keys and region are those that the AWS tools use."""

from anthropic import AnthropicBedrock

client = AnthropicBedrock()
print(f"in {client.aws_region}:")

stream = client.messages.create(
    model="global.anthropic.claude-haiku-4-5-20251001-v1:0",
    max_tokens=256,
    messages=[{"role": "user", "content": "Hello, Claude"}],
    stream=True,
)
with stream:
    for event in stream:
        if event.type == "content_block_delta" and event.delta.type == "text_delta":
            print(event.delta.text, end="", flush=True)
print()
