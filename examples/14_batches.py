"""Hand over many prompts at half the price, wait, and find the answers by the ids of the questions."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from anthropic import Anthropic
from anthropic.types.messages import MessageBatch
from anthropic.types.messages.batch_create_params import Request

QUESTIONS = {
    "capital": "What is the capital of France?",
    "sum": "What is 17 + 25?",
    "colour": "What colour is the sky?",
}


def requests() -> Iterator[Request]:
    """The questions as requests, made as they are needed."""
    for custom_id, question in QUESTIONS.items():
        yield {
            "custom_id": custom_id,
            "params": {
                "max_tokens": 100,
                "model": "claude-haiku-4-5",
                "messages": [{"role": "user", "content": question}],
            },
        }


def show(batch: MessageBatch) -> None:
    """Tell how far a batch is."""
    print(f"{batch.id} is {batch.processing_status}, {batch.request_counts.processing} requests to go")


client = Anthropic()
for batch in client.messages.batches.create_all(requests=requests()):
    ended = client.messages.batches.wait(batch.id, on_progress=show, interval=0.1)
    results = client.messages.batches.results_by_id(ended.id, custom_ids=QUESTIONS)
    for custom_id, result in results.items():
        answer = result.message.text if result.type == "succeeded" else result.type
        print(f"{custom_id}: {answer}")
    print("without a result:", results.missing or "none")

    with tempfile.TemporaryDirectory() as folder:
        count = client.messages.batches.download_results(ended.id, path=Path(folder, "results.jsonl"))
        print(f"{count} results were written to a file")
