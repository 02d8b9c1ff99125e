# Derived from tests/_async/test_messages.py by scripts/unasync. Do not edit.
"""messages.create and count_tokens on the wire."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import httpx
import pytest

import anthropic
from anthropic import NOT_GIVEN, Anthropic, omit
from anthropic.types import Message, TextBlock
from tests.wire import HELLO, Script, message, message_body, reply

pytestmark = pytest.mark.anyio


def test_a_reply_becomes_a_message_that_knows_its_request(server: Script, client: Anthropic) -> None:
    server.says(message("hello"))

    reply = client.messages.create(**HELLO)

    assert isinstance(reply, Message)
    assert isinstance(reply.content[0], TextBlock)
    assert reply.content[0].text == "hello"
    assert reply._request_id == "req_1"  # RP-13


def test_the_request_carries_the_documented_headers(server: Script, client: Anthropic) -> None:
    server.says(message())

    client.messages.create(**HELLO)

    headers = server.requests[0].headers  # HD-01
    assert headers["accept"] == "application/json"
    assert headers["content-type"] == "application/json"
    assert headers["user-agent"] == "Anthropic/Python 0.79.0"
    assert headers["x-api-key"] == "key"
    assert headers["anthropic-version"] == "2023-06-01"
    assert headers["x-stainless-lang"] == "python"
    assert headers["x-stainless-package-version"] == "0.79.0"
    assert headers["x-stainless-retry-count"] == "0"
    assert headers["x-stainless-timeout"] == "600"
    assert headers["x-stainless-read-timeout"] == "600"
    assert "x-stainless-raw-response" not in headers


def test_the_body_is_compact_utf8_in_the_order_of_the_parameters(server: Script, client: Anthropic) -> None:
    server.says(message())

    client.messages.create(
        model="m", temperature=0.5, messages=[{"role": "user", "content": "é"}], max_tokens=1, stop_sequences=["x"]
    )

    assert (
        server.requests[0].content
        == (  # BD-01, BD-02
            '{"max_tokens":1,"messages":[{"role":"user","content":"é"}],"model":"m","stop_sequences":["x"],"temperature":0.5}'
        ).encode()
    )


def test_omitted_parameters_are_absent_and_none_is_null(server: Script, client: Anthropic) -> None:
    server.says(message())

    client.messages.create(**HELLO, system=omit, inference_geo=None, metadata=NOT_GIVEN, stream=False)  # type: ignore[call-overload]

    assert server.body == {**HELLO, "inference_geo": None, "stream": False}  # BD-03


def test_sentinels_inside_the_body_are_dropped(server: Script, client: Anthropic) -> None:
    server.says(message())

    client.messages.create(**HELLO, metadata={"user_id": omit})  # type: ignore[arg-type]

    assert server.body["metadata"] == {}


def test_generators_and_tuples_are_sent_as_arrays(server: Script, client: Anthropic) -> None:
    server.says(message())
    messages: Any = ({"role": "user", "content": text} for text in ("a", "b"))

    client.messages.create(max_tokens=1, model="m", messages=messages, stop_sequences=("x",))

    assert [entry["content"] for entry in server.body["messages"]] == ["a", "b"]  # BD-05
    assert server.body["stop_sequences"] == ["x"]


def test_a_generator_is_sent_whole_on_every_try(server: Script, client: Anthropic) -> None:
    server.says(reply({}, 500, retry_after_ms="1"), message())
    messages: Any = ({"role": "user", "content": text} for text in ("a", "b"))

    client.messages.create(max_tokens=1, model="m", messages=messages)

    assert server.requests[0].content == server.requests[1].content
    assert len(server.body["messages"]) == 2


def test_a_reply_can_be_sent_back_as_it_came(server: Script, client: Anthropic) -> None:
    server.says(message("one"), message("two"))
    first = client.messages.create(**HELLO)

    client.messages.create(
        max_tokens=1,
        model="m",
        messages=[{"role": "assistant", "content": first.content}, {"role": "user", "content": "go"}],
    )

    assert server.body["messages"][0]["content"] == message_body("one")["content"]  # BD-06


def test_dates_anywhere_are_sent_as_iso_8601(server: Script, client: Anthropic) -> None:
    server.says(message())
    moment = datetime(2024, 1, 2, 3, 4, 5, tzinfo=timezone.utc)

    client.messages.create(**HELLO, extra_body={"when": moment})

    assert server.body["when"] == "2024-01-02T03:04:05+00:00"  # BD-08


def test_an_image_from_a_path_or_an_open_file_is_sent_as_base64(
    server: Script, client: Anthropic, tmp_path: Path
) -> None:
    server.says(message())
    path = tmp_path / "dot.png"
    path.write_bytes(b"\x89PNG")

    with path.open("rb") as file:
        sources: Any = [{"type": "base64", "media_type": "image/png", "data": data} for data in (path, file, "aGk=")]
        content: Any = [{"type": "image", "source": source} for source in sources]
        client.messages.create(max_tokens=1, model="m", messages=[{"role": "user", "content": content}])

    sent = [block["source"]["data"] for block in server.body["messages"][0]["content"]]
    assert sent == ["iVBORw==", "iVBORw==", "aGk="]  # BD-09


def test_raw_bytes_as_image_data_are_refused_before_sending(server: Script, client: Anthropic) -> None:
    content: Any = [{"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": b"x"}}]

    with pytest.raises(TypeError, match="bytes is not JSON serializable"):  # BD-09
        client.messages.create(max_tokens=1, model="m", messages=[{"role": "user", "content": content}])
    assert server.requests == []


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_json_lacks_are_refused_before_sending(server: Script, client: Anthropic, number: float) -> None:
    with pytest.raises(ValueError, match="Out of range float values"):  # BD-01
        client.messages.create(**HELLO, temperature=number)
    assert server.requests == []


def test_extra_body_wins_over_the_body_and_omit_takes_a_key_away(server: Script, client: Anthropic) -> None:
    server.says(message())

    client.messages.create(**HELLO, extra_body={"model": "other", "new": 1, "max_tokens": omit})

    assert server.body == {"messages": HELLO["messages"], "model": "other", "new": 1}  # BD-11


def test_extra_body_that_is_no_mapping_is_refused(server: Script, client: Anthropic) -> None:
    with pytest.raises(TypeError, match="extra_body"):
        client.messages.create(**HELLO, extra_body=["x"])
    assert server.requests == []


def test_extra_headers_and_query_reach_the_wire(server: Script, client: Anthropic) -> None:
    server.says(message())

    client.messages.create(
        **HELLO, extra_headers={"X-Mine": "1"}, extra_query={"a": [1, 2], "b": {"c": True}, "d": "x y"}
    )

    request = server.requests[0]
    assert request.headers["x-mine"] == "1"
    assert request.url.query == b"a=1%2C2&b%5Bc%5D=true&d=x%20y"  # UR-05, UR-06


@pytest.mark.parametrize("timeout", [5, 2.5, httpx.Timeout(9, connect=1), None])
def test_a_timeout_of_the_call_is_used_and_stated(server: Script, client: Anthropic, timeout: Any) -> None:
    server.says(message())

    client.messages.create(**HELLO, timeout=timeout)

    request = server.requests[0]
    read = timeout.read if isinstance(timeout, httpx.Timeout) else timeout
    assert request.extensions["timeout"]["read"] == read  # TM-02
    assert request.headers["x-stainless-timeout"] == str(read)  # HD-10
    assert request.headers.get("x-stainless-read-timeout") == (None if read is None else str(read))  # HD-11


def test_missing_required_arguments_name_both_variants(client: Anthropic) -> None:
    with pytest.raises(TypeError) as caught:
        client.messages.create(max_tokens=1)  # type: ignore[call-overload]

    assert str(caught.value).startswith(
        "Missing required arguments; Expected either ('max_tokens', 'messages' and 'model') "
        "or ('max_tokens', 'messages', 'model' and 'stream')"
    )  # RO-03


def test_positional_and_unknown_arguments_are_refused(client: Anthropic) -> None:
    with pytest.raises(TypeError, match=r"takes 1 argument\(s\) but 2 were given"):  # RO-04
        client.messages.create(1)  # type: ignore[call-overload]
    with pytest.raises(TypeError, match="got an unexpected keyword argument"):  # RO-05
        client.messages.create(**HELLO, nope=1)  # type: ignore[call-overload]


def test_a_long_call_has_to_stream(server: Script, client: Anthropic) -> None:
    server.says(message(), message())

    client.messages.create(**{**HELLO, "max_tokens": 21_333})
    with pytest.raises(ValueError, match="Streaming is required"):  # LG-02
        client.messages.create(**{**HELLO, "max_tokens": 21_334})
    with pytest.raises(ValueError, match="Streaming is required"):  # LG-03
        client.messages.create(**{**HELLO, "max_tokens": 8_193, "model": "claude-opus-4-0"})
    client.messages.create(**{**HELLO, "max_tokens": 100_000}, timeout=900)  # LG-04

    assert len(server.requests) == 2


def test_a_max_tokens_of_the_wrong_type_is_left_to_the_server(server: Script, client: Anthropic) -> None:
    server.says(message())

    client.messages.create(**{**HELLO, "max_tokens": "many"})

    assert server.body["max_tokens"] == "many"  # BD-04


def test_a_deprecated_model_warns_at_the_callers_line(server: Script, client: Anthropic) -> None:
    server.says(message())

    with pytest.warns(DeprecationWarning, match="claude-2.1") as caught:  # DW-01
        client.messages.create(**{**HELLO, "model": "claude-2.1"})

    assert caught[0].filename == __file__


def test_tokens_are_counted(server: Script, client: Anthropic) -> None:
    server.says(reply({"input_tokens": 7}))

    count = client.messages.count_tokens(messages=HELLO["messages"], model="m")

    assert count.input_tokens == 7
    assert server.requests[0].url.path == "/v1/messages/count_tokens"


def test_unknown_blocks_and_fields_are_kept(server: Script, client: Anthropic) -> None:
    server.says(message(content=[{"type": "hologram", "depth": 3}], brand_new={"x": 1}, usage={"input_tokens": "many"}))

    got = client.messages.create(**HELLO)

    assert got.content[0].type == "hologram"  # RP-06
    assert got.to_dict()["content"] == [{"type": "hologram", "depth": 3}]
    assert got.model_extra == {"brand_new": {"x": 1}}  # RP-03
    assert got.usage.input_tokens == "many"  # RP-01
    assert got.usage.output_tokens is None  # RP-02


@pytest.mark.parametrize("body", [b"{", b"", b"not json", b"[" * 100_000])
def test_a_broken_body_is_an_sdk_error_that_is_a_value_error(server: Script, client: Anthropic, body: bytes) -> None:
    server.says(httpx.Response(200, headers={"content-type": "application/json", "request-id": "req_9"}, content=body))

    with pytest.raises(anthropic.APIResponseValidationError, match="req_9") as caught:  # KD-14
        client.messages.create(**HELLO)

    assert isinstance(caught.value, ValueError)
    assert caught.value.status_code == 200


def test_html_with_status_200_is_not_a_message(server: Script, client: Anthropic) -> None:
    server.says(httpx.Response(200, html="<p>Sign in</p>"))

    with pytest.raises(anthropic.APIResponseValidationError, match="text/html"):  # KD-14
        client.messages.create(**HELLO)


def test_html_for_a_plain_target_is_its_text(server: Script, client: Anthropic) -> None:
    server.says(httpx.Response(200, html="<p>hi</p>"))

    assert client.get("/page", cast_to=object) == "<p>hi</p>"


def test_json_under_another_media_type_is_read_for_a_model(server: Script, client: Anthropic) -> None:
    server.says(
        httpx.Response(200, headers={"content-type": "text/plain"}, content=json.dumps(message_body("hi")).encode())
    )

    got = client.messages.create(**HELLO)

    assert got.id == "msg_1"  # RP-10


def test_strict_validation_refuses_what_does_not_fit(server: Script, client: Anthropic) -> None:
    server.says(message(usage="none"))
    strict = Anthropic(
        api_key="key", base_url="http://api.test", http_client=client._client, _strict_response_validation=True
    )

    with pytest.raises(anthropic.APIResponseValidationError, match="invalid for expected schema"):  # RP-11
        strict.messages.create(**HELLO)
