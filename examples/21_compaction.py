"""Let a long conversation with tools be summarised on the way."""

from anthropic import Anthropic, beta_tool


@beta_tool
def read_page(number: int) -> str:
    """The text of a page."""
    return f"Page {number}: " + "words " * 200


client = Anthropic()
runner = client.beta.messages.tool_runner(
    max_tokens=1000,
    model="claude-haiku-4-5",
    tools=[read_page],
    compaction_control={"enabled": True, "context_token_threshold": 60, "model": "claude-haiku-4-5"},
    max_iterations=3,
    messages=[{"role": "user", "content": "Read page 7 with read_page, then say what it is about."}],
)
for number, reply in enumerate(runner, 1):
    print(f"turn {number}: {reply.usage.input_tokens} tokens read, {reply.stop_reason}")
