"""See the response behind a message: status, headers and timing; or its bytes, as they come."""

from anthropic import Anthropic
from anthropic.types import MessageParam

client = Anthropic()
messages: list[MessageParam] = [{"role": "user", "content": "Hello"}]

response = client.messages.with_raw_response.create(model="claude-haiku-4-5", max_tokens=64, messages=messages)
print(response.status_code, response.request_id, response.headers["content-type"])
print("after", response.retries_taken, "retries and", response.elapsed.total_seconds(), "seconds")
print(response.parse().text)

with client.messages.with_streaming_response.create(
    model="claude-haiku-4-5", max_tokens=64, messages=messages
) as streamed:
    print(sum(len(chunk) for chunk in streamed.iter_bytes()), "bytes")
