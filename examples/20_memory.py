"""Memory: the model keeps notes that outlive the conversation; here they are files in a directory of yours."""

from tempfile import TemporaryDirectory

from anthropic import Anthropic
from anthropic.lib.tools import BetaLocalFilesystemMemoryTool

client = Anthropic()

with TemporaryDirectory() as base:  # a real program keeps its notes
    memory = BetaLocalFilesystemMemoryTool(base)
    memory.call({"command": "create", "path": "/memories/plans.md", "file_text": "The release is on Friday.\n"})

    runner = client.beta.messages.tool_runner(
        model="claude-sonnet-4-5",
        max_tokens=1024,
        tools=[memory],
        betas=["context-management-2025-06-27"],
        messages=[{"role": "user", "content": "Look into your memory: when is the release?"}],
    )
    for reply in runner:
        print(reply.text, [call.input for call in reply.tool_uses])

    print(memory.call({"command": "view", "path": "/memories/plans.md"}))
