"""Memory: Claude keeps notes that outlive the conversation; here they are files in a directory of yours."""

from tempfile import TemporaryDirectory

from anthropic import Anthropic
from anthropic.lib.tools import BetaLocalFilesystemMemoryTool
from anthropic.types.beta import BetaMessageParam, BetaToolResultBlockParam

client = Anthropic()

with TemporaryDirectory() as base:
    memory = BetaLocalFilesystemMemoryTool(base)
    memory.call({"command": "create", "path": "/memories/plans.md", "file_text": "The release is on Friday.\n"})

    messages: list[BetaMessageParam] = [{"role": "user", "content": "Look into your memory: when is the release?"}]
    while True:  # the tool runner takes this loop off your hands
        reply = client.beta.messages.create(
            model="claude-sonnet-4-5",
            max_tokens=1024,
            messages=messages,
            tools=[memory.to_dict()],
            betas=["context-management-2025-06-27"],
        )
        results: list[BetaToolResultBlockParam] = []
        for block in reply.content:
            if block.type == "tool_use":
                said = memory.call(block.input)
                print(block.input, "->", said)
                results.append({"type": "tool_result", "tool_use_id": block.id, "content": said})
        if not results:
            break
        messages.append({"role": "assistant", "content": reply.content})
        messages.append({"role": "user", "content": results})

    print(reply.text)
    print(memory.call({"command": "view", "path": "/memories/plans.md"}))
