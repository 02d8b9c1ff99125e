"""Ask from worker processes. Each has connections of its own, be it forked or new; `client` can be pickled as well."""

from concurrent.futures import ProcessPoolExecutor

from anthropic import Anthropic

QUESTIONS = ["Name a colour.", "Name a fruit.", "Name a river."]

client = Anthropic()


def ask(question: str) -> str:
    message = client.messages.create(
        model="claude-haiku-4-5",
        max_tokens=64,
        messages=[{"role": "user", "content": question}],
    )
    return message.text


if __name__ == "__main__":
    with ProcessPoolExecutor(max_workers=2) as pool:
        for answer in pool.map(ask, QUESTIONS):
            print(answer)
