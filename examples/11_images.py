"""Show the model a picture. A path, or an open file, is encoded on the way; a URL is fetched by the API."""

from pathlib import Path

from anthropic import Anthropic

client = Anthropic()

message = client.messages.create(
    model="claude-haiku-4-5",
    max_tokens=256,
    messages=[
        {
            "role": "user",
            "content": [
                {
                    "type": "image",
                    "source": {
                        "type": "base64",
                        "media_type": "image/png",
                        "data": Path(__file__).with_name("data") / "shapes.png",
                    },
                },
                {"type": "text", "text": "Which shapes do you see, and of what colours?"},
            ],
        }
    ],
)
print(message.text)
