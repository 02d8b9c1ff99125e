"""A chat in the terminal: what is said so far, streamed replies, and a tool that tells the time."""

from __future__ import annotations

import datetime
from typing import Iterator, List

from anthropic import Anthropic, APIError, APIStatusError, AsyncAnthropic
from anthropic.types import MessageParam, ToolParam, ToolResultBlockParam

MODEL = "claude-haiku-4-5"
CLOCK: ToolParam = {
    "name": "clock",
    "description": "The date of today.",
    "input_schema": {"type": "object", "properties": {}},
}


class Chat:
    """One conversation."""

    def __init__(self, client: Anthropic, today: datetime.date) -> None:
        self._client = client
        self._today = today
        self.turns: List[MessageParam] = []

    def say(self, text: str) -> Iterator[str]:
        """What the model says to this, piece by piece; when it fails, nothing of it is remembered."""
        before = list(self.turns)
        self.turns.append({"role": "user", "content": text})
        try:
            yield from self._answer()
        except APIError as error:
            self.turns = before
            why = error.type if isinstance(error, APIStatusError) else type(error).__name__
            yield f"[Sorry, that did not work: {why}]"

    def _answer(self) -> Iterator[str]:
        while True:
            with self._client.messages.stream(
                model=MODEL, max_tokens=1024, tools=[CLOCK], messages=self.turns
            ) as stream:
                yield from stream.text_stream
                message = stream.get_final_message()
            self.turns.append(message.to_param())
            calls = message.tool_uses
            if not calls:
                return
            results: List[ToolResultBlockParam] = [
                {"type": "tool_result", "tool_use_id": call.id, "content": self._today.isoformat()} for call in calls
            ]
            self.turns.append({"role": "user", "content": results})


async def title(client: AsyncAnthropic, turns: List[MessageParam]) -> str:
    """A title for a conversation."""
    asked: MessageParam = {"role": "user", "content": "Give this conversation a title of three words."}
    message = await client.messages.create(model=MODEL, max_tokens=32, messages=[*turns, asked])
    return message.text


def main() -> None:
    """Chat until an empty line."""
    chat = Chat(Anthropic(), datetime.date.today())
    while text := input("> "):
        for piece in chat.say(text):
            print(piece, end="", flush=True)
        print()


if __name__ == "__main__":
    main()
