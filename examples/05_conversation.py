"""Go on with a conversation: the API keeps nothing, so send what was said so far, replies included."""

from anthropic import Anthropic
from anthropic.types import MessageParam

client = Anthropic()
messages: list[MessageParam] = []

for question in ("Say a word in French.", "And in Italian?", "And in Polish?"):
    messages.append({"role": "user", "content": question})
    reply = client.messages.create(
        model="claude-haiku-4-5",
        max_tokens=100,
        system="Answer in one word.",
        messages=messages,
    )
    print(question, reply.text)
    messages.append(reply.to_param())

print(len(messages), "turns, the last one written by", reply.model)
