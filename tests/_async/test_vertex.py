"""Vertex AI: paths and bodies, projects and regions, and the tokens that sign a call."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any, List, Optional

import pytest
from httpx import AsyncClient, MockTransport
from pydantic import BaseModel

import anthropic
from anthropic import AsyncAnthropicVertex, omit
from tests.wire import HELLO, Script, failure, message, reply, text_stream

pytestmark = pytest.mark.anyio

COUNT = {"messages": HELLO["messages"], "model": HELLO["model"]}
MODELS = "https://us-east5-aiplatform.googleapis.com/v1/projects/proj/locations/us-east5/publishers/anthropic/models"


def vertex(server: Script, **options: Any) -> AsyncAnthropicVertex:
    http_client = AsyncClient(transport=MockTransport(server), follow_redirects=True)
    given = {"region": "us-east5", "project_id": "proj", "access_token": "token", "http_client": http_client}
    return AsyncAnthropicVertex(**{**given, **options})


class Number(BaseModel):
    n: int


class Credentials:
    """What google-auth's credentials look like: a new token at every renewal."""

    def __init__(self, *, expires_in: float = 3600, project_id: Optional[str] = None) -> None:
        self.token: Optional[str] = None
        self.expiry: Optional[datetime] = None
        self.renewals = 0
        self.project_id = project_id
        self._expires_in = expires_in

    @property
    def valid(self) -> bool:
        return self.token is not None

    def refresh(self, request: Any) -> None:
        self.renewals += 1
        self.token = f"token-{self.renewals}"
        now = datetime.now(timezone.utc).replace(tzinfo=None)
        self.expiry = now + timedelta(seconds=self._expires_in)


async def test_a_call_names_its_model_in_the_path(server: Script) -> None:
    server.says(message())

    reply = await vertex(server).messages.create(**HELLO)

    assert reply.id == "msg_1"
    assert str(server.requests[0].url) == f"{MODELS}/claude-sonnet-4-5:rawPredict"  # VX-05
    assert server.body == {
        "max_tokens": 16,
        "messages": HELLO["messages"],
        "anthropic_version": "vertex-2023-10-16",  # VX-06
    }


async def test_a_stream_has_a_path_of_its_own(server: Script) -> None:
    server.says(text_stream("hello"))

    stream = await vertex(server).messages.create(**HELLO, stream=True)
    kinds = [event.type async for event in stream]

    assert kinds[0] == "message_start"
    assert server.requests[0].url.path.endswith("/claude-sonnet-4-5:streamRawPredict")  # VX-05
    assert server.body["stream"] is True  # VX-06


async def test_tokens_are_counted_under_a_model_of_that_name(server: Script) -> None:
    server.says(reply({"input_tokens": 3}))

    counted = await vertex(server).messages.count_tokens(**COUNT)

    assert counted.input_tokens == 3
    assert str(server.requests[0].url) == f"{MODELS}/count-tokens:rawPredict"  # VX-05
    assert server.body["model"] == HELLO["model"]  # VX-06


async def test_beta_calls_go_the_same_way_with_their_header(server: Script) -> None:
    server.says(message(), reply({"input_tokens": 3}))
    client = vertex(server, default_headers={"anthropic-beta": "one"})

    await client.beta.messages.create(**HELLO, betas=["two"])
    await client.beta.messages.count_tokens(**COUNT)

    assert str(server.requests[0].url) == f"{MODELS}/claude-sonnet-4-5:rawPredict"  # VX-10
    assert server.requests[0].headers["anthropic-beta"] == "one,two"
    assert str(server.requests[1].url) == f"{MODELS}/count-tokens:rawPredict"


async def test_helpers_go_the_same_way(server: Script) -> None:
    server.says(text_stream("hel", "lo"), message("plain"))
    client = vertex(server)

    async with client.messages.stream(**HELLO) as stream:
        text = await stream.get_final_text()
    parsed = await client.messages.parse(**HELLO)

    assert (text, parsed.parsed_output, parsed.content[0].type) == ("hello", None, "text")
    paths = [request.url.path.rpartition("/")[2] for request in server.requests]
    assert paths == ["claude-sonnet-4-5:streamRawPredict", "claude-sonnet-4-5:rawPredict"]


async def test_headers_of_the_first_party_stay_at_home(server: Script) -> None:
    server.says(message())

    await vertex(server).messages.create(**HELLO)

    assert not {"anthropic-version", "x-stainless-async", "x-api-key"} & set(server.requests[0].headers)  # VX-08
    assert server.requests[0].headers["authorization"] == "Bearer token"  # VX-07
    assert server.requests[0].headers["user-agent"].startswith("AsyncAnthropicVertex/Python")


async def test_the_body_may_bring_its_own_version(server: Script) -> None:
    server.says(message())

    await vertex(server).messages.create(**HELLO, extra_body={"anthropic_version": "mine", "new": 1})

    assert (server.body["anthropic_version"], server.body["new"]) == ("mine", 1)


@pytest.mark.parametrize(
    ("model", "segment"), [("a@20250101", "a@20250101"), ("a/b?c#d", "a%2Fb%3Fc%23d"), ("é", "%C3%A9")]
)
async def test_a_model_is_one_segment_of_the_path(server: Script, model: str, segment: str) -> None:
    server.says(message())

    await vertex(server).messages.create(**{**HELLO, "model": model})

    assert str(server.requests[0].url) == f"{MODELS}/{segment}:rawPredict"


@pytest.mark.parametrize("model", ["", ".", "..", "%2e%2e"])
async def test_a_model_that_would_change_the_path_is_refused(server: Script, model: str) -> None:
    with pytest.raises(ValueError, match="`model`"):
        await vertex(server).messages.create(**{**HELLO, "model": model})

    assert server.requests == []


async def test_project_and_region_are_segments_too(server: Script) -> None:
    server.says(message())
    client = vertex(server, project_id="a/b", region="r/../s", base_url="http://proxy.test/v1")

    await client.messages.create(**HELLO)

    assert b"/v1/projects/a%2Fb/locations/r%2F..%2Fs/publishers/" in server.requests[0].url.raw_path


async def test_the_environment_names_region_and_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLOUD_ML_REGION", "europe-west1")
    monkeypatch.setenv("ANTHROPIC_VERTEX_PROJECT_ID", "from-env")

    client = AsyncAnthropicVertex()

    assert (client.region, client.project_id) == ("europe-west1", "from-env")  # EN-08
    assert client.base_url.host == "europe-west1-aiplatform.googleapis.com"


@pytest.mark.parametrize("region", [anthropic.NOT_GIVEN, ""])
async def test_without_a_region_there_is_no_client(region: Any) -> None:
    with pytest.raises(ValueError, match="No region was given.*CLOUD_ML_REGION"):  # VX-02
        AsyncAnthropicVertex(region=region, project_id="proj")


async def test_without_a_project_nothing_is_sent(server: Script) -> None:
    client = vertex(server, project_id=anthropic.NOT_GIVEN)

    with pytest.raises(RuntimeError, match="No project_id was given.*ANTHROPIC_VERTEX_PROJECT_ID") as caught:  # VX-04
        await client.messages.create(**HELLO)

    assert isinstance(caught.value, anthropic.AnthropicError)
    assert server.requests == []


async def test_the_credentials_may_name_the_project(server: Script) -> None:
    client = vertex(server, access_token=None, credentials=Credentials(project_id="theirs"), project_id=None)
    server.says(message())

    await client.messages.create(**HELLO)

    assert "/projects/theirs/" in server.requests[0].url.path  # VX-04


async def test_a_token_may_come_from_a_function(server: Script) -> None:
    tokens: List[str] = []

    async def access_token() -> str:
        tokens.append(f"token-{len(tokens)}")
        return tokens[-1]

    server.says(failure(500, retry_after_ms="1"), message())

    await vertex(server, access_token=access_token).messages.create(**HELLO)

    assert [request.headers["authorization"] for request in server.requests] == ["Bearer token-0", "Bearer token-1"]


async def test_another_token_can_be_assigned(server: Script) -> None:
    client = vertex(server)
    server.says(message(), message())

    client.access_token = "other"
    await client.messages.create(**HELLO)
    client.access_token = lambda: "third"
    await client.messages.create(**HELLO)

    assert [request.headers["authorization"] for request in server.requests] == ["Bearer other", "Bearer third"]


@pytest.mark.parametrize("place", ["call", "client"])
async def test_an_own_authorization_is_left_alone(server: Script, place: str) -> None:
    own = {"authorization": "Bearer mine"}
    credentials = Credentials()
    client = vertex(
        server, access_token=None, credentials=credentials, default_headers=own if place == "client" else {}
    )
    server.says(message())

    await client.messages.create(**HELLO, extra_headers=own if place == "call" else {})

    assert server.requests[0].headers.get_list("authorization") == ["Bearer mine"]  # VX-07
    assert credentials.renewals == 0


async def test_a_call_may_go_without_a_token(server: Script) -> None:
    server.says(message())

    await vertex(server).messages.create(**HELLO, extra_headers={"Authorization": omit})

    assert "authorization" not in server.requests[0].headers


async def test_credentials_are_renewed_once_for_many_calls(server: Script) -> None:
    credentials = Credentials()
    client = vertex(server, access_token=None, credentials=credentials)
    server.says(message(), message())

    await client.messages.create(**HELLO)
    await client.messages.create(**HELLO)

    assert server.requests[1].headers["authorization"] == "Bearer token-1"  # VX-07
    assert credentials.renewals == 1


async def test_credentials_are_renewed_ahead_of_their_end(server: Script) -> None:
    credentials = Credentials(expires_in=200)
    client = vertex(server, access_token=None, credentials=credentials)
    server.says(message(), message())

    await client.messages.create(**HELLO)
    await client.messages.create(**HELLO)

    assert [request.headers["authorization"] for request in server.requests] == ["Bearer token-1", "Bearer token-2"]


async def test_a_refused_token_is_renewed_once(server: Script) -> None:
    client = vertex(server, access_token=None, credentials=Credentials(), max_retries=0)
    server.says(failure(401, "authentication_error"), message())

    await client.messages.create(**HELLO)

    assert [request.headers["authorization"] for request in server.requests] == ["Bearer token-1", "Bearer token-2"]
    assert [request.headers["x-stainless-retry-count"] for request in server.requests] == ["0", "0"]


async def test_a_second_refusal_is_the_callers(server: Script) -> None:
    credentials = Credentials()
    client = vertex(server, access_token=None, credentials=credentials)
    server.says(*[failure(401, "authentication_error")] * 2)

    with pytest.raises(anthropic.AuthenticationError):
        await client.messages.create(**HELLO)

    assert (len(server.requests), credentials.renewals) == (2, 2)


async def test_a_refused_token_that_was_given_is_the_callers(server: Script) -> None:
    server.says(failure(401, "authentication_error"))

    with pytest.raises(anthropic.AuthenticationError):
        await vertex(server).messages.create(**HELLO)

    assert len(server.requests) == 1


async def test_the_token_stays_at_the_base_urls_origin(server: Script) -> None:
    server.says(reply({}))

    await vertex(server).get("http://elsewhere.test/x", cast_to=object)

    assert "authorization" not in server.requests[0].headers


async def test_batches_are_not_served(server: Script) -> None:
    credentials = Credentials()
    client = vertex(server, access_token=None, credentials=credentials)

    with pytest.raises(anthropic.AnthropicError, match="The Batch API is not supported in Vertex"):  # VX-09
        await client.messages.batches.create(requests=[])

    assert (server.requests, credentials.renewals) == ([], 0)


async def test_files_are_not_served(server: Script) -> None:
    with pytest.raises(anthropic.AnthropicError, match="The Files API is not supported in Vertex"):
        await vertex(server).beta.files.retrieve_metadata("file_1")

    assert server.requests == []


async def test_a_resource_that_vertex_lacks_is_no_attribute(server: Script) -> None:
    client: Any = vertex(server)

    assert not hasattr(client, "models")  # VX-09
    with pytest.raises(anthropic.AnthropicError, match="`client.completions` is not supported in Vertex"):
        client.completions.create()
    with pytest.raises(AttributeError, match="'AsyncAnthropicVertex' object has no attribute 'nonsense'"):
        client.nonsense()


async def test_other_paths_are_the_callers_affair(server: Script) -> None:
    server.says(reply({"ok": True}))

    await vertex(server).post("/projects/proj/mine", cast_to=object, body={"model": "m"})

    assert server.requests[0].url.path == "/v1/projects/proj/mine"
    assert server.body == {"model": "m"}


async def test_the_platforms_own_failures_have_their_classes(server: Script) -> None:
    client = vertex(server, max_retries=0)
    server.says(failure(503), failure(504), failure(413), failure(529))

    kinds: List[str] = []
    for _ in range(4):
        with pytest.raises(anthropic.APIStatusError) as caught:
            await client.messages.create(**HELLO)
        kinds.append(type(caught.value).__name__)

    assert kinds == [
        "ServiceUnavailableError",
        "DeadlineExceededError",
        "RequestTooLargeError",
        "OverloadedError",
    ]  # KD-05


async def test_a_copy_for_another_region_goes_there(server: Script) -> None:
    server.says(message())

    await vertex(server).copy(region="eu").messages.create(**HELLO)

    url = server.requests[0].url
    assert url.host == "aiplatform.eu.rep.googleapis.com"  # KD-07
    assert "/locations/eu/" in url.path


async def test_a_copy_keeps_a_base_url_that_was_given(server: Script) -> None:
    copied = vertex(server, base_url="http://proxy.test/v1").copy(region="eu")

    assert str(copied.base_url) == "http://proxy.test/v1/"


async def test_copies_share_one_renewal(server: Script) -> None:
    credentials = Credentials()
    client = vertex(server, access_token=None, credentials=credentials)
    server.says(message(), message())

    await client.with_options(timeout=5).messages.create(**HELLO)
    await client.with_options(timeout=6).messages.create(**HELLO)

    assert credentials.renewals == 1


async def test_a_token_shows_itself_nowhere(server: Script) -> None:
    client = vertex(server, access_token="secret-token")
    server.says(failure(400))

    with pytest.raises(anthropic.BadRequestError) as caught:
        await client.messages.create(**HELLO)

    assert "secret-token" not in f"{client!r} {vars(client)!r} {caught.value!r} {caught.value.request.headers!r}"
