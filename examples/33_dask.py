"""Send a batch of prompts from Dask. The workers are processes of this machine here; on a cluster nothing changes."""

from collections.abc import Iterable
from functools import partial
from typing import Any

import dask.bag

from anthropic import Anthropic

CITIES = ["Oslo", "Paris", "Lima", "Accra"]

bag: Any = dask.bag  # it has no types


def countries(client: Anthropic, cities: Iterable[str]) -> list[str]:
    with client:  # each partition gets a copy, with connections of its own
        return [country(client, city) for city in cities]


def country(client: Anthropic, city: str) -> str:
    message = client.messages.create(
        model="claude-haiku-4-5",
        max_tokens=64,
        messages=[{"role": "user", "content": f"Which country is {city} in?"}],
    )
    return message.text


if __name__ == "__main__":
    answers = bag.from_sequence(CITIES, npartitions=2).map_partitions(partial(countries, Anthropic()))
    for city, answer in zip(CITIES, answers.compute(scheduler="processes")):
        print(f"{city}: {answer}")
