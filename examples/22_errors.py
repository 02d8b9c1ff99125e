"""Errors have classes, a body, and the id of the request; passing ones were tried again before you see them."""

import anthropic
from anthropic.types import MessageParam

client = anthropic.Anthropic(max_retries=3, timeout=30.0)
messages: list[MessageParam] = [{"role": "user", "content": "Hello"}]


def ask(model: str) -> None:
    try:
        patient = client.with_options(max_retries=5)  # for some calls only
        print(patient.messages.create(model=model, max_tokens=256, messages=messages).text)
    except anthropic.NotFoundError as error:
        print("not found:", error.type, error.request_id)
    except anthropic.RateLimitError as error:
        print("slow down; try again in", error.retry_after, "seconds")
    except anthropic.APIStatusError as error:
        print("the API says no:", error.status_code, error.message)
    except anthropic.APIConnectionError as error:
        print("no answer:", error.reason)


ask("claude-haiku-4-5")
ask("no-such-model")
