"""The face of the package: what can be imported from where, and under which name it presents itself."""

from __future__ import annotations

import copy
import importlib
import pickle
import subprocess
import sys
from typing import Any, Dict

import pytest

import anthropic
from anthropic._decode import decode
from anthropic.types import Message, ModelInfo
from tests.wire import message_body

PUBLIC = (
    "types __version__ __title__ NoneType Transport ProxiesTypes NotGiven NOT_GIVEN not_given Omit omit AnthropicError "
    "APIError APIStatusError APITimeoutError APIConnectionError APIResponseValidationError BadRequestError "
    "AuthenticationError PermissionDeniedError NotFoundError ConflictError UnprocessableEntityError RateLimitError "
    "InternalServerError Timeout RequestOptions Client AsyncClient Stream AsyncStream Anthropic AsyncAnthropic "
    "file_from_path BaseModel DEFAULT_TIMEOUT DEFAULT_MAX_RETRIES DEFAULT_CONNECTION_LIMITS DefaultHttpxClient "
    "DefaultAsyncHttpxClient DefaultAioHttpClient HUMAN_PROMPT AI_PROMPT beta_tool beta_async_tool transform_schema"
).split()


def test_the_version_and_title_are_the_documented_ones() -> None:
    assert (anthropic.__version__, anthropic.__title__) == ("0.79.0", "anthropic")  # PK-01


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_name_is_there_and_listed(name: str) -> None:
    value = getattr(anthropic, name)

    assert name in anthropic.__all__ and name in dir(anthropic)  # PK-02
    if isinstance(value, type) and value.__module__.startswith("anthropic"):
        assert value.__module__ == "anthropic"  # PK-06


def test_star_import_gives_the_public_names_only() -> None:
    names: Dict[str, Any] = {}
    exec("from anthropic import *", names)

    assert set(names) - {"__builtins__"} == set(anthropic.__all__)  # PK-04


def test_the_short_names_are_the_clients() -> None:
    assert anthropic.Client is anthropic.Anthropic and anthropic.AsyncClient is anthropic.AsyncAnthropic  # PK-05


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'anthropic' has no attribute 'nothing'"):
        _ = anthropic.nothing  # type: ignore[attr-defined]
    with pytest.raises(ImportError):
        importlib.import_module("anthropic.nothing")


def test_modules_deep_inside_are_reached_by_attribute() -> None:
    code = (
        "import anthropic\n"
        "assert anthropic.resources.messages.messages.Messages.create\n"
        "assert anthropic.types.raw_message_delta_event.Delta\n"
        "assert anthropic.types.beta.messages.BetaMessageBatch\n"
        "assert anthropic.pagination.SyncPage"
    )

    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)  # PK-07


@pytest.mark.parametrize(
    ("module", "names"),
    [
        ("anthropic._exceptions", "OverloadedError ServiceUnavailableError RequestTooLargeError DeadlineExceededError"),
        (
            "anthropic._types",
            "NOT_GIVEN NotGiven Omit omit not_given Body Query Headers Timeout RequestFiles FileTypes",
        ),
        ("anthropic._streaming", "Stream AsyncStream"),
        (
            "anthropic._models",
            "BaseModel FinalRequestOptions construct_type construct_type_unchecked build validate_type",
        ),
        (
            "anthropic._base_client",
            "SyncAPIClient AsyncAPIClient BaseClient AsyncPaginator PageInfo BasePage make_request_options _StreamT "
            "_AsyncStreamT DefaultHttpxClient SyncHttpxClientWrapper AsyncHttpxClientWrapper",
        ),
        ("anthropic._response", "APIResponse AsyncAPIResponse BinaryAPIResponse StreamedBinaryAPIResponse"),
        ("anthropic._legacy_response", "LegacyAPIResponse"),
        ("anthropic._decoders.jsonl", "JSONLDecoder AsyncJSONLDecoder"),
        ("anthropic._utils", "is_given maybe_transform PropertyInfo required_args"),
        ("anthropic._utils._transform", "transform maybe_transform PropertyInfo"),
        ("anthropic._compat", "PYDANTIC_V1 model_copy model_dump"),
        ("anthropic._qs", "Querystring"),
        ("anthropic.resources.messages.messages", "Messages AsyncMessages DEPRECATED_MODELS"),
    ],
)
def test_names_that_programs_import_from_inside_are_there(module: str, names: str) -> None:
    for name in names.split():
        assert hasattr(importlib.import_module(module), name), name  # DP-01 to DP-10


def test_models_compare_copy_and_pickle_by_value() -> None:
    message = decode(Message, str(message_body("hi", extra=[1])).replace("'", '"').replace("None", "null").encode())
    object.__setattr__(message, "_request_id", "req_1")

    for again in (pickle.loads(pickle.dumps(message)), copy.deepcopy(message)):
        assert again == message  # RP-19
        assert again._request_id == "req_1"  # RP-13
        assert again.model_extra == {"extra": [1]}
    assert "_request_id" not in message.to_dict() and "req_1" not in repr(message)
    with pytest.raises(AttributeError):
        _ = message.content[0]._request_id


def test_a_model_dumps_what_was_sent() -> None:
    model = decode(ModelInfo, b'{"id":"m","created_at":"2024-01-02T00:00:00Z","new":null}')

    dumped = model.to_json(indent=None).replace("+00:00", "Z")  # as pydantic 1 spells UTC
    assert dumped == '{"id":"m","created_at":"2024-01-02T00:00:00Z","new":null}'  # RP-14, RP-15
    assert str(model) == repr(model)  # RP-17
    assert repr(model).startswith("ModelInfo(id='m', created_at=datetime.datetime(2024, 1, 2, 0, 0, tzinfo=")  # RP-18


def test_models_are_built_without_validation_on_request() -> None:
    message = Message.construct(id=3, content=[{"type": "text", "text": "x"}])

    assert message.id == 3 and message.content[0].text == "x"  # type: ignore[comparison-overlap, union-attr]  # RP-16
    assert Message.model_construct(id=3).role is None
