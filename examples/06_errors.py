"""Errors have classes, a body, and the id of the request; passing ones were tried again before you see them."""

import anthropic

client = anthropic.Anthropic(max_retries=3, timeout=30.0)

try:
    client.messages.create(
        model="no-such-model",
        max_tokens=256,
        messages=[{"role": "user", "content": "Hello"}],
    )
except anthropic.NotFoundError as error:
    print("not found:", error.type, error.request_id)
except anthropic.RateLimitError as error:
    print("slow down; try again in", error.retry_after, "seconds")
except anthropic.APIStatusError as error:
    print("the API says no:", error.status_code, error.message)
except anthropic.APIConnectionError as error:
    print("no answer:", error.__cause__)
