"""Ask Claude on Vertex AI, with the credentials that `gcloud` and Google's other tools use."""

from anthropic import AnthropicVertex

client = AnthropicVertex(region="global")

with client.messages.stream(
    model="claude-haiku-4-5@20251001",
    max_tokens=256,
    messages=[{"role": "user", "content": "Hello, Claude"}],
) as stream:
    for text in stream.text_stream:
        print(text, end="", flush=True)
print(f"\n(paid by {client.project_id})")
