"""Go on with a conversation: what a reply says, what it asks for, and how to send it back."""

from typing import List

from anthropic import Anthropic
from anthropic.types import MessageParam

client = Anthropic()
messages: List[MessageParam] = [{"role": "user", "content": "Say a word in French."}]
for question in ("And in Italian?", "And in Polish?"):
    reply = client.messages.create(max_tokens=100, model="claude-haiku-4-5", messages=messages)
    print("text:", reply.text)
    print("tools to run:", [call.name for call in reply.tool_uses] or "none")
    messages.append(reply.to_param())
    messages.append({"role": "user", "content": question})
print("turns:", len(messages))
