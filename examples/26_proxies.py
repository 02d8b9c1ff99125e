"""Go through a proxy. HTTPS_PROXY and NO_PROXY are obeyed without a word; this names a proxy in the program."""

import os

from anthropic import Anthropic, APIConnectionError, DefaultHttpxClient

proxy = os.environ.get("COMPANY_PROXY", "http://user:password@proxy.example:3128")
client = Anthropic(http_client=DefaultHttpxClient(proxy=proxy))

try:
    message = client.messages.create(
        model="claude-haiku-4-5", max_tokens=64, messages=[{"role": "user", "content": "Hello"}]
    )
    print(message.text)
except APIConnectionError as error:
    print("no way through:", error.reason)  # `proxy` when it refused, `dns` or `refused` when it is not there
