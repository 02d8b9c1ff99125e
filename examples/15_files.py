"""Upload a file once, and refer to it in as many messages as you like."""

from pathlib import Path

from anthropic import Anthropic

client = Anthropic()

file = client.beta.files.upload(file=Path(__file__).parent / "data" / "fjord.txt")
print("uploaded", file.filename, "of", file.size_bytes, "bytes, as", file.id)

message = client.beta.messages.create(
    model="claude-haiku-4-5",
    max_tokens=256,
    betas=["files-api-2025-04-14"],
    messages=[
        {
            "role": "user",
            "content": [
                {"type": "document", "source": {"type": "file", "file_id": file.id}},
                {"type": "text", "text": "What is this about?"},
            ],
        }
    ],
)
print(message.text)

for each in client.beta.files.list():  # fetches page after page
    print(each.id, each.filename, each.created_at.date())
print(client.beta.files.delete(file.id).id, "is gone")
