"""Making, copying and closing clients; credentials and URLs."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from httpx import AsyncClient

import anthropic
from anthropic import AsyncAnthropic, omit
from tests.wire import HELLO, Script, message, reply

pytestmark = pytest.mark.anyio


async def test_arguments_win_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "from-env")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "token-env")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://env.test/v2")

    client = AsyncAnthropic(api_key="mine")

    assert (client.api_key, client.auth_token) == ("mine", "token-env")  # AU-02
    assert str(client.base_url) == "http://env.test/v2/"  # UR-01
    assert client.auth_headers == {"X-Api-Key": "mine", "Authorization": "Bearer token-env"}  # AU-01


async def test_the_defaults_are_the_documented_ones() -> None:
    client = AsyncAnthropic()

    assert str(client.base_url) == "https://api.anthropic.com"
    assert client.max_retries == 2  # RT-01
    assert client.timeout == httpx.Timeout(600, connect=5.0) == anthropic.DEFAULT_TIMEOUT  # TM-01
    assert client.HUMAN_PROMPT == "\n\nHuman:"


@pytest.mark.parametrize("key", [None, ""])
async def test_without_credentials_nothing_is_sent(server: Script, client: AsyncAnthropic, key: Any) -> None:
    bare = AsyncAnthropic(api_key=key, base_url="http://api.test", http_client=client._client)

    with pytest.raises(
        TypeError, match='^"Could not resolve authentication method.*api_key.*auth_token.*X-Api-Key.*Authorization'
    ):
        await bare.messages.create(**HELLO)  # AU-03, AU-04
    assert server.requests == []


async def test_a_call_may_go_without_credentials(server: Script, client: AsyncAnthropic) -> None:
    bare = AsyncAnthropic(base_url="http://api.test", http_client=client._client)
    server.says(message(), message())

    await bare.messages.create(**HELLO, extra_headers={"X-Api-Key": omit})
    await bare.messages.create(**HELLO, extra_headers={"authorization": omit})

    assert "x-api-key" not in server.requests[0].headers  # AU-05


async def test_own_credential_headers_count_whatever_their_case(server: Script, client: AsyncAnthropic) -> None:
    bare = AsyncAnthropic(base_url="http://api.test", http_client=client._client, default_headers={"x-api-key": "mine"})
    server.says(message())

    await bare.messages.create(**HELLO)

    assert server.requests[0].headers.get_list("x-api-key") == ["mine"]  # AU-07, KD-11


async def test_headers_are_replaced_whatever_their_case(server: Script, client: AsyncAnthropic) -> None:
    server.says(message())

    await client.messages.create(**HELLO, extra_headers={"ANTHROPIC-VERSION": "z", "User-Agent": omit})

    assert server.requests[0].headers.get_list("anthropic-version") == ["z"]  # KD-11
    assert server.requests[0].headers["user-agent"].startswith("python-httpx/")  # HD-13


async def test_credentials_stay_at_the_base_urls_origin(server: Script, client: AsyncAnthropic) -> None:
    server.says(message(), message())

    await client.get("http://elsewhere.test/x", cast_to=object)
    await client.get("http://api.test/x", cast_to=object)

    assert "x-api-key" not in server.requests[0].headers  # KD-02
    assert server.requests[1].headers["x-api-key"] == "key"


@pytest.mark.parametrize("key", ["sk-marked\n", " sk-marked "])
async def test_white_space_around_a_key_is_dropped(key: str) -> None:
    assert AsyncAnthropic(api_key=key).api_key == "sk-marked"


@pytest.mark.parametrize("key", ["sk-marked\nx", "sk-marked\x00", "sk-märked"])
async def test_a_key_that_no_header_can_carry_is_refused_unseen(key: str) -> None:
    with pytest.raises(ValueError, match="api_key") as caught:
        AsyncAnthropic(api_key=key)

    assert "marked" not in str(caught.value)


async def test_the_key_is_not_in_the_repr(client: AsyncAnthropic) -> None:
    assert "key" not in repr(AsyncAnthropic(api_key="key"))  # CO-14


@pytest.mark.parametrize("wrong", [httpx.HTTPTransport, "client", 1])
async def test_a_wrong_http_client_is_refused(wrong: Any) -> None:
    with pytest.raises(TypeError, match="Invalid `http_client` argument; Expected an instance of"):  # CO-08
        AsyncAnthropic(http_client=wrong)


@pytest.mark.parametrize(
    ("wrong", "error"), [(None, TypeError), (-1, ValueError), (1.5, TypeError), ("2", TypeError), (True, TypeError)]
)
async def test_a_wrong_number_of_retries_is_refused(wrong: Any, error: Any) -> None:
    with pytest.raises(error, match="max_retries"):  # CO-05
        AsyncAnthropic(max_retries=wrong)


async def test_the_timeout_of_a_passed_http_client_is_inherited() -> None:
    assert AsyncAnthropic(http_client=AsyncClient(timeout=7)).timeout == httpx.Timeout(7)  # CO-11
    assert AsyncAnthropic(http_client=AsyncClient()).timeout == anthropic.DEFAULT_TIMEOUT
    assert AsyncAnthropic(http_client=AsyncClient(timeout=7), timeout=None).timeout is None


async def test_a_copy_keeps_every_option_and_shares_the_connections(client: AsyncAnthropic) -> None:
    original = AsyncAnthropic(
        api_key="k",
        auth_token="t",
        base_url="http://b.test",
        timeout=3,
        max_retries=7,
        default_headers={"a": "1"},
        default_query={"q": 1},
        http_client=client._client,
        _strict_response_validation=True,
    )

    copy = original.with_options(default_headers={"b": "2"}, timeout=None)

    assert (copy.api_key, copy.auth_token, str(copy.base_url), copy.max_retries) == ("k", "t", "http://b.test", 7)
    assert copy.timeout is None  # CW-03
    assert copy._custom_headers == {"a": "1", "b": "2"}  # CW-04
    assert copy.default_query == {"q": 1}
    assert copy._client is original._client  # CW-05
    assert copy._strict_response_validation is True  # KD-20
    assert original.copy(set_default_headers={"c": "3"})._custom_headers == {"c": "3"}
    with pytest.raises(ValueError, match="mutually exclusive"):
        original.copy(default_headers={}, set_default_headers={})


async def test_a_base_url_can_be_assigned(server: Script, client: AsyncAnthropic) -> None:
    server.says(message())

    client.base_url = "http://other.test/deep"
    await client.messages.create(**HELLO)

    assert str(server.requests[0].url) == "http://other.test/deep/v1/messages"  # UR-02, UR-03


async def test_leaving_the_context_closes_the_client() -> None:
    async with AsyncAnthropic(api_key="key") as client:
        assert not client.is_closed()

    assert client.is_closed()  # LC-02


async def test_default_headers_and_query_are_sent(server: Script, client: AsyncAnthropic) -> None:
    server.says(message())
    configured = client.with_options(default_headers={"X-Team": "red"}, default_query={"a": "1", "b": "1"})

    await configured.messages.create(**HELLO, extra_query={"b": "2"})

    assert server.requests[0].headers["x-team"] == "red"  # CO-06
    assert server.requests[0].url.query == b"a=1&b=2"  # UR-08


async def test_both_forms_of_a_body_are_refused(client: AsyncAnthropic) -> None:
    with pytest.raises(TypeError, match="is not supported"):  # BD-12
        await client.post("/x", cast_to=object, body={}, content=b"x")
    with pytest.raises(TypeError, match="is not supported"):
        await client.post("/x", cast_to=object, files={}, content=b"x")


async def test_raw_content_is_sent_as_it_is(server: Script, client: AsyncAnthropic) -> None:
    server.says(message(), message())

    await client.post(
        "/x", cast_to=object, content=b"\x00\x01", options={"headers": {"Content-Type": "application/octet-stream"}}
    )
    await client.post("/x", cast_to=object, content=bytearray(b"\x02"))

    assert server.requests[0].content == b"\x00\x01"  # BD-14
    assert server.requests[0].headers["content-type"] == "application/octet-stream"
    assert server.requests[1].content == b"\x02"  # KD-31


async def test_get_has_no_body_and_no_content_type(server: Script, client: AsyncAnthropic) -> None:
    server.says(message())

    await client.get("/x", cast_to=object, options={"extra_json": {"a": 1}})

    assert server.requests[0].content == b""  # HD-14
    assert "content-type" not in server.requests[0].headers


async def test_beta_features_add_up(server: Script, client: AsyncAnthropic) -> None:
    server.says(*[reply({"data": [], "has_more": False})] * 3)
    default = client.with_options(default_headers={"anthropic-beta": "a, b"})

    await default.models.list(betas=["b", "c"], extra_headers={"Anthropic-Beta": "d"})
    await default.models.list(extra_headers={"anthropic-beta": omit})
    await default.beta.files.list(betas=["files-api-2025-04-14"])

    sent = [request.headers.get_list("anthropic-beta") for request in server.requests]
    assert sent == [["a,b,c,d"], [], ["a,b,files-api-2025-04-14"]]


@pytest.mark.parametrize("value", ["a\r\nX-Evil: 1", "a\nb", "a\0"])
async def test_a_header_cannot_begin_another_one(server: Script, client: AsyncAnthropic, value: str) -> None:
    with pytest.raises(ValueError, match="'X-Mine' holds a line break or another control character") as caught:
        await client.messages.create(**HELLO, extra_headers={"X-Mine": value})

    assert "Evil" not in str(caught.value)
    assert server.requests == []


async def test_headers_of_the_http_client_that_tell_of_host_and_body_stand_once(server: Script) -> None:
    transport = httpx.MockTransport(server)
    http_client = anthropic.DefaultAsyncHttpxClient(headers={"Host": "gateway.test"}, transport=transport)
    server.says(message(), message())

    async with AsyncAnthropic(api_key="key", http_client=http_client) as client:
        await client.messages.create(**HELLO)
        await client.messages.create(**HELLO, extra_headers={"hOST": "other.test"})

    assert [request.headers.get_list("host") for request in server.requests] == [["gateway.test"], ["other.test"]]
    assert [len(request.headers.get_list("content-length")) for request in server.requests] == [1, 1]


async def test_the_host_stands_first_with_a_body_and_without(server: Script, client: AsyncAnthropic) -> None:
    server.says(message(), message())
    await client.messages.create(**HELLO)
    await client.post("/v1/none", cast_to=object)

    assert [request.headers.raw[0][0] for request in server.requests] == [b"Host", b"Host"]


async def test_the_last_of_two_spellings_wins_whatever_was_sent_before(server: Script, client: AsyncAnthropic) -> None:
    server.says(message(), message())
    await client.messages.create(**HELLO, extra_headers={"X-A": "1", "x-a": "2"})
    await client.messages.create(**HELLO, extra_headers={"x-a": "2", "X-A": "1"})

    assert [request.headers["x-a"] for request in server.requests] == ["2", "1"]


async def test_headers_that_change_between_calls_are_sent_as_they_are(server: Script) -> None:
    class Rotating(AsyncAnthropic):
        @property
        def default_headers(self) -> Any:
            return {**super().default_headers, "X-Turn": str(len(server.requests))}

    transport = httpx.MockTransport(server)
    server.says(message(), message())
    async with Rotating(api_key="one", http_client=httpx.AsyncClient(transport=transport)) as client:
        await client.messages.create(**HELLO)
        client.api_key = "two"
        await client.messages.create(**HELLO)

    sent = [(request.headers["x-turn"], request.headers["x-api-key"]) for request in server.requests]
    assert sent == [("0", "one"), ("1", "two")]


async def test_who_builds_requests_another_way_is_asked(server: Script) -> None:
    class Traced(anthropic.DefaultAsyncHttpxClient):
        def build_request(self, *arguments: Any, **options: Any) -> httpx.Request:
            request = super().build_request(*arguments, **options)
            request.headers["traced"] = "yes"
            return request

    server.says(message())

    async with AsyncAnthropic(api_key="key", http_client=Traced(transport=httpx.MockTransport(server))) as client:
        await client.messages.create(**HELLO)

    assert server.requests[0].headers["traced"] == "yes"
