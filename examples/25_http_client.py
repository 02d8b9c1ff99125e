"""Bring an HTTP client of your own: pool sizes, certificates, hooks. What you do not say stays as in the default one."""

import httpx

from anthropic import Anthropic, DefaultHttpxClient


def seen(response: httpx.Response) -> None:
    print(response.request.method, response.request.url.path, response.status_code)


http_client = DefaultHttpxClient(
    limits=httpx.Limits(max_connections=20),
    event_hooks={"response": [seen]},
)
with Anthropic(http_client=http_client) as client:
    message = client.messages.create(
        model="claude-haiku-4-5", max_tokens=64, messages=[{"role": "user", "content": "Hello"}]
    )
    print(message.text)
