"""Get a reply as a type of your own, at once and while it is being written."""

from pydantic import BaseModel

from anthropic import Anthropic
from anthropic.types import MessageParam


class Person(BaseModel):
    """Somebody that a text tells of."""

    name: str
    skills: list[str]


client = Anthropic()
messages: list[MessageParam] = [{"role": "user", "content": 'Who is "Ada" Lovelace, and what can she do?'}]

reply = client.messages.parse(max_tokens=200, model="claude-haiku-4-5", messages=messages, output_format=Person)
if reply.parsed_output is None:
    print("nothing to parse:", reply.stop_reason)
else:
    print("name:", reply.parsed_output.name)

with client.messages.stream(
    max_tokens=200, model="claude-haiku-4-5", messages=messages, output_format=Person
) as stream:
    for event in stream:
        if event.type == "text":
            print(event.parsed_snapshot())
print(stream.current_message_snapshot.parsed_output)
