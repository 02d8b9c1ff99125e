"""See what is left of your limits, before and after they are used up."""

from anthropic import Anthropic, RateLimitError

client = Anthropic(max_retries=0)
try:
    response = client.messages.with_raw_response.create(
        max_tokens=100, model="claude-haiku-4-5", messages=[{"role": "user", "content": "Hello"}]
    )
    limits, text = response.rate_limits, response.parse().text
except RateLimitError as error:
    limits, text = error.rate_limits, f"too much at once: wait {error.rate_limits.retry_after} seconds"
print(text)
for limit in (limits.requests, limits.input_tokens, limits.output_tokens):
    print("not told" if limit is None else f"{limit.remaining} of {limit.limit} left until {limit.reset}")
