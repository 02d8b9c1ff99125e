"""Teach the model a skill, a folder with a SKILL.md, and fetch the file that it makes with it."""

from pathlib import Path

from anthropic import Anthropic
from anthropic.lib import files_from_dir

client = Anthropic()

skill = client.beta.skills.create(
    display_title="Minutes", files=files_from_dir(Path(__file__).parent / "data" / "minutes")
)
print("made", skill.id, "at version", skill.latest_version)

message = client.beta.messages.create(
    model="claude-sonnet-4-5",
    max_tokens=4096,
    betas=["code-execution-2025-08-25", "skills-2025-10-02"],
    container={"skills": [{"type": "custom", "skill_id": skill.id, "version": "latest"}]},
    tools=[{"type": "code_execution_20250825", "name": "code_execution"}],
    messages=[{"role": "user", "content": "Write the minutes: on May 4 we decided that Ada orders new chairs."}],
)
print(message.text)

for block in message.content:
    if block.type == "bash_code_execution_tool_result" and block.content.type == "bash_code_execution_result":
        for output in block.content.content:
            made = client.beta.files.retrieve_metadata(output.file_id)
            print(f"{made.filename}:", client.beta.files.download(made.id).text())

for version in client.beta.skills.versions.list(skill.id):  # a skill can go when its versions are gone
    client.beta.skills.versions.delete(version.version, skill_id=skill.id)
client.beta.skills.delete(skill.id)
