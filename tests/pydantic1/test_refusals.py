"""What takes pydantic 2 says so on pydantic 1, and everything else works; `scripts/pydantic1` runs this."""

from __future__ import annotations

from typing import List

import httpx
import pydantic
import pytest

from anthropic import Anthropic, beta_tool, transform_schema
from tests.wire import HELLO, Script, message


class Person(pydantic.BaseModel):
    name: str


@pytest.fixture
def client(server: Script) -> Anthropic:
    return Anthropic(api_key="key", http_client=httpx.Client(transport=httpx.MockTransport(server)))


def test_this_is_pydantic_1() -> None:
    assert pydantic.VERSION.startswith("1.")


@pytest.mark.parametrize("type_", [Person, List[int]])
def test_a_type_cannot_be_described(client: Anthropic, type_: type) -> None:
    with pytest.raises(RuntimeError, match="only supported with Pydantic v2"):
        client.messages.parse(**HELLO, output_format=type_)


def test_a_function_cannot_become_a_tool() -> None:
    @beta_tool
    def add(a: int) -> str:
        """Add."""
        return str(a)

    assert (add.name, add.description) == ("add", "Add.")
    with pytest.raises(RuntimeError, match="only supported with Pydantic v2"):  # TD-15
        add.to_dict()
    with pytest.raises(RuntimeError, match="only supported with Pydantic v2"):
        add.call({"a": 1})


def test_a_schema_of_your_own_still_works(client: Anthropic, server: Script) -> None:
    schema = transform_schema({"type": "object", "properties": {"name": {"type": "string"}}})
    server.says(message('{"name": "Ada"}'))

    client.messages.create(**HELLO, output_config={"format": {"type": "json_schema", "schema": schema}})

    assert server.body["output_config"]["format"]["schema"]["additionalProperties"] is False
