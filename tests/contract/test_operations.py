"""Every operation in every form: against Prism, which refuses what breaks the description, or against a script."""

from __future__ import annotations

from typing import Any, Dict, List

import pytest

from anthropic import UnprocessableEntityError
from anthropic._models import validate_type
from tests.contract.answers import answers, stream
from tests.contract.calls import OPERATIONS, Call, Operation, Prism, calls
from tests.wire import Script

pytestmark = [
    pytest.mark.timeout(180),  # the first start of Prism installs it
    pytest.mark.filterwarnings("ignore:With the model:UserWarning"),  # the examples take the first of each enum
]

WHOLE = [operation for operation in OPERATIONS if not operation.url_from]
ELSEWHERE = [operation for operation in OPERATIONS if operation.url_from]
STREAMED = [operation for operation in OPERATIONS if operation.streams]


@pytest.mark.parametrize("call", calls(WHOLE), ids=str)
def test_an_operation_keeps_to_the_description(prism: Prism, call: Call) -> None:
    result = call.result(prism(call.operation))

    if call.operation.answers == "binary":
        assert isinstance(result, bytes)
    for item in items(call.operation, result):
        assert_is(call.operation.returned, item)


@pytest.mark.parametrize("id", ["messages.create", "beta.messages.create"])
def test_prism_refuses_what_breaks_the_description(prism: Prism, id: str) -> None:
    operation = next(each for each in OPERATIONS if each.id == id)

    with pytest.raises(UnprocessableEntityError):
        Call(operation).result(prism(operation), extra_body={"max_tokens": "many"})


@pytest.mark.parametrize("call", calls(WHOLE, views=["plain"]), ids=str)
def test_the_example_of_an_answer_comes_back_as_it_was(server: Script, call: Call) -> None:
    server.says(*answers(call.operation))

    result = call.result(server)

    if call.operation.answers == "binary":
        assert result == b"hello"
    wanted = call.operation.answer["data"] if call.operation.answers == "page" else [call.operation.answer]
    assert [item.to_dict(mode="json") for item in items(call.operation, result)] == (
        wanted if call.operation.returns else []
    )


@pytest.mark.parametrize("call", calls(ELSEWHERE), ids=str)
def test_results_are_fetched_from_where_the_answer_says(server: Script, call: Call) -> None:
    server.says(*answers(call.operation))

    results = call.result(server)

    first, second = (request.url for request in server.requests)
    assert first.path == call.operation.path.rpartition("/")[0].replace("{message_batch_id}", "text")
    assert str(second.copy_with(query=None)) == "http://api.test/results"
    assert dict(second.params) == call.operation.query["fixed"]
    assert [result.to_dict(mode="json") for result in results] == [call.operation.answer]
    assert_is(call.operation.returned, results[0])


@pytest.mark.parametrize("call", calls(STREAMED), ids=str)
def test_a_stream_gives_events(server: Script, call: Call) -> None:
    server.says(stream(call.operation))

    results = call.result(server, stream=True)

    assert server.body["stream"] is True
    assert len(results) > 1
    for result in results:
        assert_is(call.operation.event_type, result)


def items(operation: Operation, result: Any) -> List[Any]:
    """The models in a result."""
    if operation.answers == "page":
        return list(result.data)
    return [] if operation.answers == "binary" else [result]


def assert_is(type_: Any, value: Any) -> None:
    """The value is strictly of the type, and survives being written and read."""
    read = validate_type(type_=type_, value=value.to_dict(mode="json"))

    assert type(read) is type(value)
    assert read == value
    assert read.to_dict() == value.to_dict()


def test_every_operation_is_called() -> None:
    called: Dict[str, int] = {}
    for call in [*calls(WHOLE), *calls(ELSEWHERE)]:
        called[call.operation.id] = called.get(call.operation.id, 0) + 1

    assert set(called.values()) == {16}
    assert len(called) == len(OPERATIONS)
