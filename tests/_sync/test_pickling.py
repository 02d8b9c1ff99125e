# Derived from tests/_async/test_pickling.py by scripts/unasync. Do not edit.
"""What survives pickle, cloudpickle, copy and deepcopy [KD-30], and what a pickle never holds."""

from __future__ import annotations

import copy
import functools
import pickle
import threading
from typing import Any, Callable, Dict, List

import cloudpickle
import httpx
import pytest
from httpx import Client, MockTransport

import anthropic
from anthropic import Anthropic, AnthropicBedrock, AnthropicFoundry, AnthropicVertex
from anthropic._models import FinalRequestOptions
from anthropic.lib.streaming import ParsedMessageStreamEvent
from tests.wire import HELLO, Script, broken_after, message, message_body, reply, text_stream

pytestmark = pytest.mark.anyio

SERVER = Script()
KEY = "sk-marked-0123456789"
WAYS: Dict[str, Callable[[Any], Any]] = {
    "pickle": lambda value: pickle.loads(pickle.dumps(value)),
    "pickle protocol 2": lambda value: pickle.loads(pickle.dumps(value, protocol=2)),
    "cloudpickle": lambda value: pickle.loads(cloudpickle.dumps(value)),
    "copy": copy.copy,
    "deepcopy": copy.deepcopy,
}


def connect() -> Client:
    """The HTTP client of every process: it answers as the test has said."""
    return Client(transport=MockTransport(SERVER), timeout=33)


def token() -> str:
    """What a provider of tokens gives."""
    return KEY


class Tenant(Anthropic):
    """A client as users derive one, with arguments and attributes of its own."""

    def __init__(self, tenant: str) -> None:
        super().__init__(api_key=KEY, base_url="http://api.test", http_client_factory=connect)
        self.tenant = tenant
        self.notes: List[str] = []

    @functools.cached_property
    def lock(self) -> Any:
        """Something that cannot be pickled, made when it is needed."""
        return threading.Lock()


CLIENTS: Dict[str, Callable[[], Any]] = {
    "Anthropic": lambda: Anthropic(
        api_key=KEY, auth_token="bearer", base_url="http://api.test", http_client_factory=connect
    ),
    "a copy": lambda: CLIENTS["Anthropic"]().with_options(max_retries=5, default_headers={"x-mine": "1"}),
    "a subclass": lambda: Tenant("acme"),
    "Bedrock": lambda: AnthropicBedrock(
        aws_access_key="name", aws_secret_key=KEY, aws_region="eu-west-1", http_client_factory=connect
    ),
    "Bedrock with a key": lambda: AnthropicBedrock(api_key=KEY, aws_region="eu-west-1", http_client_factory=connect),
    "Vertex": lambda: AnthropicVertex(region="eu", project_id="mine", access_token=token, http_client_factory=connect),
    "Foundry": lambda: AnthropicFoundry(api_key=KEY, resource="mine", http_client_factory=connect),
    "Foundry with tokens": lambda: AnthropicFoundry(
        azure_ad_token_provider=token, base_url="http://api.test/anthropic", http_client_factory=connect
    ),
}

ways = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
clients = pytest.mark.parametrize("make", CLIENTS.values(), ids=CLIENTS)


@pytest.fixture(autouse=True)
def server() -> Script:
    SERVER.__init__()  # type: ignore[misc]
    return SERVER


@ways
@clients
def test_a_client_keeps_its_options(make: Callable[[], Any], way: Callable[[Any], Any]) -> None:
    client = make()
    SERVER.says(message())
    client.messages.create(**HELLO)  # everything that is made at first use is there

    other = way(client)

    assert type(other) is type(client)
    for name in ("base_url", "timeout", "max_retries", "total_timeout", "auth_headers", "_custom_headers"):
        assert getattr(other, name) == getattr(client, name)


@ways
@clients
def test_a_call_works_afterwards_as_before(make: Callable[[], Any], way: Callable[[Any], Any]) -> None:
    client = make()
    SERVER.says(message("before"), message("after"))
    client.messages.create(**HELLO)

    answer = way(client).messages.create(**HELLO)

    assert answer.content[0].text == "after"
    before, after = SERVER.requests
    assert before.url == after.url
    volatile = ("x-amz-date", "authorization") if "x-amz-date" in before.headers else ()
    assert {**before.headers, **dict.fromkeys(volatile, "")} == {**after.headers, **dict.fromkeys(volatile, "")}


@ways
@clients
def test_a_bound_method_can_be_called(make: Callable[[], Any], way: Callable[[Any], Any]) -> None:
    create = way(make().messages.create)
    SERVER.says(message("hello"))

    assert (create(**HELLO)).content[0].text == "hello"


@ways
@pytest.mark.parametrize("path", ["messages", "beta.messages", "messages.batches", "models", "completions"])
def test_a_resource_keeps_its_methods(path: str, way: Callable[[Any], Any]) -> None:
    resource = functools.reduce(getattr, path.split("."), CLIENTS["Anthropic"]())

    other = way(resource)

    assert type(other) is type(resource)
    assert other._client.api_key == KEY
    assert other._client.messages.batches is not None


@ways
@pytest.mark.parametrize("path", ["with_raw_response.messages.create", "messages.with_raw_response.create"])
def test_a_view_and_its_methods_survive(path: str, way: Callable[[Any], Any]) -> None:
    first, second, name = path.split(".")
    view = getattr(getattr(CLIENTS["Anthropic"](), first), second)
    SERVER.says(message("one"), message("two"))

    answers = [getattr(way(view), name)(**HELLO), way(getattr(view, name))(**HELLO)]

    assert [answer.parse().content[0].text for answer in answers] == ["one", "two"]


@ways
def test_attributes_of_a_subclass_survive(way: Callable[[Any], Any]) -> None:
    client = Tenant("acme")
    client.notes.append("seen")
    assert client.lock is client.lock

    other = way(client)

    assert (other.tenant, other.notes) == ("acme", ["seen"])
    assert (other.notes is client.notes) is (way is copy.copy)


@ways
def test_connections_are_not_shared_when_others_can_be_made(way: Callable[[Any], Any]) -> None:
    client = Anthropic(api_key=KEY)

    other = way(client)

    assert other._client is not client._client
    client.close()
    assert not other.is_closed()
    other.close()


@pytest.mark.parametrize("duplicate", [copy.copy, copy.deepcopy])
def test_an_http_client_that_was_given_is_shared_by_copies(duplicate: Callable[[Any], Any]) -> None:
    with connect() as http_client:
        client = Anthropic(api_key=KEY, http_client=http_client)

        assert duplicate(client)._client is http_client


def test_a_pickle_says_what_to_do_about_an_http_client_that_was_given() -> None:
    with connect() as http_client:
        client = Anthropic(api_key=KEY, http_client=http_client)

        with pytest.raises(TypeError, match="Give the client `http_client_factory` in the place of `http_client`"):
            pickle.dumps(client)
        with pytest.raises(TypeError, match="http_client_factory"):
            pickle.dumps(client.with_options(max_retries=1).messages)


def test_the_factory_makes_the_http_client_of_this_process_too() -> None:
    client = Anthropic(api_key=KEY, http_client_factory=connect)

    assert isinstance(client._client._transport, MockTransport)
    assert client.timeout == httpx.Timeout(33)


def test_a_copy_with_another_http_client_forgets_the_factory() -> None:
    client = Anthropic(api_key=KEY, http_client_factory=connect)
    with Client() as http_client:
        other = client.with_options(http_client=http_client)

        with pytest.raises(TypeError, match="http_client_factory"):
            pickle.dumps(other)


def test_a_copy_with_another_factory_uses_it() -> None:
    client = Anthropic(api_key=KEY)

    other = client.with_options(http_client_factory=connect)

    assert isinstance(other._client._transport, MockTransport)
    client.close()


@pytest.mark.parametrize(
    ("make", "variable"),
    [
        (lambda: Anthropic(), "ANTHROPIC_API_KEY"),
        (lambda: Anthropic(), "ANTHROPIC_AUTH_TOKEN"),
        (lambda: Anthropic().with_options(max_retries=1), "ANTHROPIC_API_KEY"),
        (lambda: AnthropicFoundry(resource="mine"), "ANTHROPIC_FOUNDRY_API_KEY"),
        (lambda: AnthropicBedrock(aws_region="eu-west-1"), "AWS_BEARER_TOKEN_BEDROCK"),
    ],
)
@pytest.mark.parametrize("dumps", [pickle.dumps, cloudpickle.dumps])
def test_a_secret_of_the_environment_is_read_again(
    make: Callable[[], Any], variable: str, dumps: Callable[[Any], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, KEY)
    client = make()
    client._client.headers.update(client.auth_headers)
    written = dumps([client, client.messages.create, copy.deepcopy(client)])
    monkeypatch.setenv(variable, "sk-of-the-other-machine")

    other = pickle.loads(written)[0]

    assert KEY.encode() not in written
    held = other._platform.credential.value if "AWS" in variable else (other.api_key or other.auth_token)
    assert held == "sk-of-the-other-machine"
    assert KEY not in repr(vars(other))


def test_a_copy_in_this_process_keeps_a_secret_that_has_left_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    client = Anthropic()
    monkeypatch.delenv("ANTHROPIC_API_KEY")

    assert (copy.copy(client).api_key, copy.deepcopy(client).api_key) == (KEY, KEY)


def test_a_pickle_of_a_client_holds_no_http_objects() -> None:
    client = Anthropic(api_key=KEY)
    assert client._client is not None

    assert b"httpx" not in pickle.dumps(client.with_options(timeout=httpx.Timeout(3, connect=1)))
    client.close()


class Session:
    """A boto3 session, as far as a client asks for one."""

    region_name = "eu-west-1"

    def get_credentials(self) -> Any:
        raise NotImplementedError


def test_a_session_of_boto3_belongs_to_its_process() -> None:
    client = AnthropicBedrock(boto3_session=Session())

    assert copy.deepcopy(client).boto3_session is client.boto3_session
    with pytest.raises(TypeError, match="aws_profile"):
        pickle.dumps(client)


@ways
def test_request_options_survive(way: Callable[[Any], Any]) -> None:
    options = FinalRequestOptions(
        method="post", url="/v1/messages", json_data={"a": [1]}, timeout=3.0, body_type=lambda: Dict[str, int]
    )

    other = way(options)

    assert {**other.as_dict(), "body_type": 0} == {**options.as_dict(), "body_type": 0}
    assert other.body_type() == Dict[str, int]


@ways
def test_a_page_fetches_its_successor(way: Callable[[Any], Any]) -> None:
    client = CLIENTS["Anthropic"]()
    model = {"id": "claude-1", "type": "model", "display_name": "One", "created_at": "2024-01-01T00:00:00Z"}
    SERVER.says(
        reply({"data": [model], "has_more": True, "first_id": "claude-1", "last_id": "claude-1"}),
        reply(
            {"data": [{**model, "id": "claude-2"}], "has_more": False, "first_id": "claude-2", "last_id": "claude-2"}
        ),
    )
    page = client.models.list()

    other = way(page)

    assert type(other) is type(page)
    assert other.to_dict() == page.to_dict()
    assert (other.get_next_page()).data[0].id == "claude-2"


@ways
def test_a_raw_response_keeps_what_was_received(way: Callable[[Any], Any]) -> None:
    SERVER.says(message("hello"))
    response = CLIENTS["Anthropic"]().messages.with_raw_response.create(**HELLO)

    other = way(response)

    assert other.parse() == response.parse()
    assert (other.status_code, other.request_id, other.text) == (200, "req_1", response.text)
    assert (other.method, other.url, other.retries_taken) == (response.method, response.url, 0)


@ways
def test_a_raw_response_with_a_page_gives_one_that_goes_on(way: Callable[[Any], Any]) -> None:
    SERVER.says(reply({"data": [], "has_more": False, "first_id": None, "last_id": None}))
    response = CLIENTS["Anthropic"]().models.with_raw_response.list()

    page = way(response).parse()

    assert not page.has_next_page()
    assert page._client.api_key == KEY


def test_a_pickled_response_holds_no_credentials() -> None:
    SERVER.says(message("hello", id=KEY[:3]))
    client = CLIENTS["Anthropic"]()
    response = client.messages.with_raw_response.create(**HELLO, extra_headers={"x-also": KEY})

    written = pickle.dumps(response)

    assert KEY.encode() not in written
    assert b"bearer" not in written


def test_a_response_whose_body_was_not_read_is_not_pickled() -> None:
    SERVER.says(broken_after(b"{}", httpx.ReadError("gone")))
    with CLIENTS["Anthropic"]().messages.with_streaming_response.create(**HELLO) as response:
        with pytest.raises(TypeError, match="Read it first"):
            pickle.dumps(response)


def test_a_streamed_response_that_was_read_is_pickled() -> None:
    SERVER.says(message("hello"))
    with CLIENTS["Anthropic"]().messages.with_streaming_response.create(**HELLO) as response:
        response.read()

        other = pickle.loads(pickle.dumps(response))

    assert (other.parse()).content[0].text == "hello"


@ways
def test_models_of_any_content_survive(way: Callable[[Any], Any]) -> None:
    odd = message_body(content=[{"type": "of_tomorrow", "more": {"a": 1}}], usage="none", fresh=[1])
    SERVER.says(reply(odd))
    answer = CLIENTS["Anthropic"]().messages.create(**HELLO)

    other = way(answer)

    assert other == answer
    assert other.to_dict() == answer.to_dict()
    assert other._request_id == "req_1"


@ways
def test_events_of_a_message_stream_survive(way: Callable[[Any], Any]) -> None:
    SERVER.says(text_stream("Hel", "lo"))
    with CLIENTS["Anthropic"]().messages.stream(**HELLO) as stream:
        events: List[ParsedMessageStreamEvent] = [event for event in stream]

    assert [way(event) for event in events] == events
    texts = [way(event).snapshot for event in events if event.type == "text"]
    assert texts == ["Hel", "Hello"]


@ways
def test_sentinels_keep_their_meaning(way: Callable[[Any], Any]) -> None:
    assert isinstance(way(anthropic.omit), anthropic.Omit)  # SN-04
    assert isinstance(way(anthropic.not_given), anthropic.NotGiven)
