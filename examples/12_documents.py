"""Ask about a document, and see which passages the answer rests on."""

from pathlib import Path

from anthropic import Anthropic

client = Anthropic()

message = client.messages.create(
    model="claude-haiku-4-5",
    max_tokens=512,
    messages=[
        {
            "role": "user",
            "content": [
                {
                    "type": "document",
                    "title": "Fjords",
                    "source": {
                        "type": "text",
                        "media_type": "text/plain",
                        "data": (Path(__file__).parent / "data" / "fjord.txt").read_text("utf-8"),
                    },
                    "citations": {"enabled": True},
                },
                {"type": "text", "text": "What have glaciers to do with fjords?"},
            ],
        }
    ],
)
for block in message.content:
    if block.type == "text":
        print(block.text)
        for citation in block.citations or []:
            if citation.type == "char_location":  # PDFs have page_location instead
                where = f"{citation.document_title}, {citation.start_char_index}-{citation.end_char_index}"
                print(f"  [{where}] {citation.cited_text!r}")
