"""Exchanges recorded once and replayed: no request leaves the machine, and no secret gets into the file."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any, Dict, List

import httpx
import pytest

from anthropic import Anthropic, APIStatusError, AsyncAnthropic, DefaultAioHttpClient
from anthropic.testing import RecordingError, Replay, ReplayError, SimulatedAPI

HELLO: Dict[str, Any] = {
    "model": "claude-haiku-4-5",
    "max_tokens": 256,
    "messages": [{"role": "user", "content": "Hello, Claude"}],
}
KEY = "sk-ant-simulated"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "exchanges" / "test.json"


def record(api: SimulatedAPI, path: Path, *bodies: Dict[str, Any], mode: str = "new", **headers: str) -> List[str]:
    """Records what the simulated API answers; gives the bodies of the answers."""
    sent = {"x-api-key": KEY, "anthropic-version": "2023-06-01", **headers}
    with Replay(path, mode=mode, upstream=api.base_url) as replay:
        return [httpx.post(f"{replay.base_url}/v1/messages", json=each, headers=sent).text for each in bodies]


def saved(path: Path) -> List[Dict[str, Any]]:
    exchanges: List[Dict[str, Any]] = json.loads(path.read_text("utf-8"))["exchanges"]
    return exchanges


def test_a_recorded_exchange_is_replayed(api: SimulatedAPI, path: Path) -> None:
    recorded = record(api, path, HELLO, {**HELLO, "stream": True})
    api.stop()
    with Replay(path, complete=True) as replay, Anthropic(base_url=replay.base_url, api_key="any") as client:
        reply = client.messages.create(**HELLO)
        with client.messages.stream(**HELLO) as stream:
            streamed = stream.get_final_message()

    assert reply.content[0].text == streamed.content[0].text  # type: ignore[union-attr]
    assert reply._request_id == saved(path)[0]["response"]["headers"]["request-id"]
    assert json.loads(recorded[0]) == saved(path)[0]["response"]["json"]


def test_a_stream_is_kept_event_by_event(api: SimulatedAPI, path: Path) -> None:
    (recorded,) = record(api, path, {**HELLO, "stream": True})
    events = saved(path)[0]["response"]["events"]
    with Replay(path) as replay:
        headers = {"anthropic-version": "2023-06-01"}
        played = httpx.post(f"{replay.base_url}/v1/messages", json={**HELLO, "stream": True}, headers=headers).text

    assert [event["data"]["type"] for event in events[:2]] == ["message_start", "content_block_start"]
    assert played == recorded
    lines = path.read_text("utf-8").splitlines()
    assert sum(line.strip().startswith('{"data": {"type": ') for line in lines) == len(events)


def test_events_of_any_kind_come_back_as_they_were(api: SimulatedAPI, path: Path) -> None:
    sent = b"id: 7\ndata: no json\ndata: at all\n\nevent: odd\ndata: {}\n\n: comment\n\nevent: ping\n\n"
    api.script.sse(sent)
    (recorded,) = record(api, path, HELLO)

    assert recorded.encode() == sent


@pytest.mark.parametrize("transport", ["httpx", "aiohttp", "in process"])
def test_any_client_replays(api: SimulatedAPI, path: Path, transport: str) -> None:
    record(api, path, HELLO, {**HELLO, "stream": True})

    async def main(replay: Replay) -> List[str]:
        chosen = {"aiohttp": DefaultAioHttpClient, "in process": replay.async_http_client}.get(transport)
        options: Dict[str, Any] = {"http_client": chosen()} if chosen else {}
        async with AsyncAnthropic(base_url=replay.base_url, api_key="any", **options) as client:
            reply = await client.messages.create(**HELLO)
            events = [event.type async for event in await client.messages.create(**HELLO, stream=True)]
        return [reply.content[0].text, events[-1]]  # type: ignore[union-attr]

    with Replay(path, complete=True) as replay:
        said, last = asyncio.run(main(replay))

    assert said == 'Hello from the simulated API. You said: "Hello, Claude"'
    assert last == "message_stop"


def test_any_client_records(api: SimulatedAPI, path: Path) -> None:
    async def main(replay: Replay) -> None:
        async with AsyncAnthropic(base_url=replay.base_url, api_key=KEY, http_client=DefaultAioHttpClient()) as client:
            await client.messages.create(**HELLO)

    with Replay(path, mode="new", upstream=api.base_url) as replay:
        asyncio.run(main(replay))

    assert [each["request"]["json"]["max_tokens"] for each in saved(path)] == [256]


def test_no_secret_is_written_down(api: SimulatedAPI, path: Path) -> None:
    body = {
        **HELLO,
        "messages": [{"role": "user", "content": f"My key is {KEY}."}],
        "mcp_servers": [{"type": "url", "name": "n", "url": "https://x", "authorization_token": "hidden"}],
    }
    record(
        api, path, body, **{"anthropic-beta": "mcp", "cookie": "hidden", "user-agent": "hidden", "x-other": "hidden"}
    )
    text = path.read_text("utf-8")

    assert KEY not in text
    assert "hidden" not in text
    assert saved(path)[0]["request"]["headers"] == {"anthropic-beta": "mcp", "anthropic-version": "2023-06-01"}


def test_a_request_with_masked_fields_is_found_again(api: SimulatedAPI, path: Path) -> None:
    body = {**HELLO, "mcp_servers": [{"type": "url", "name": "n", "url": "https://x", "authorization_token": "one"}]}
    headers = {"anthropic-version": "2023-06-01", "anthropic-beta": "mcp"}
    record(api, path, body, **headers)
    body["mcp_servers"][0]["authorization_token"] = "another"
    with Replay(path) as replay:
        status = httpx.post(f"{replay.base_url}/v1/messages", json=body, headers=headers).status_code

    assert status == 200


def test_the_order_of_headers_and_fields_plays_no_part(api: SimulatedAPI, path: Path) -> None:
    record(api, path, HELLO, **{"anthropic-beta": "a"})
    headers = {"Anthropic-Beta": "a", "accept": "x", "Anthropic-Version": "2023-06-01"}
    with Replay(path) as replay:
        body = dict(reversed(list(HELLO.items())))
        status = httpx.post(f"{replay.base_url}/v1/messages", json=body, headers=headers).status_code

    assert status == 200


def test_a_request_that_was_not_recorded_is_told_apart(api: SimulatedAPI, path: Path) -> None:
    record(api, path, HELLO, {**HELLO, "messages": [{"role": "user", "content": "Something else"}]})
    with pytest.raises(ReplayError, match="is not in") as told:
        with Replay(path) as replay, Anthropic(base_url=replay.base_url, api_key="any") as client:
            with pytest.raises(APIStatusError, match="POST /v1/messages is not in"):
                client.messages.create(**{**HELLO, "max_tokens": 99})

    assert '\n-    "max_tokens": 256,\n+    "max_tokens": 99,\n' in str(told.value)
    assert replay.requests.count == 1


def test_an_exchange_is_replayed_as_often_as_it_was_recorded(api: SimulatedAPI, path: Path) -> None:
    record(api, path, HELLO)
    with pytest.raises(ReplayError, match="fewer times"):
        with Replay(path) as replay, Anthropic(base_url=replay.base_url, api_key="any") as client:
            client.messages.create(**HELLO)
            with pytest.raises(APIStatusError):
                client.messages.create(**HELLO)


def test_what_no_request_asked_for_is_told_when_wanted(api: SimulatedAPI, path: Path) -> None:
    record(api, path, HELLO)
    with pytest.raises(ReplayError, match=r"No request asked for.*\n  POST /v1/messages"):
        with Replay(path, complete=True):
            pass


def test_new_exchanges_are_added_and_old_ones_kept(api: SimulatedAPI, path: Path) -> None:
    record(api, path, HELLO)
    record(api, path, HELLO, {**HELLO, "max_tokens": 99})

    assert api.requests.count == 2
    assert [each["request"]["json"]["max_tokens"] for each in saved(path)] == [256, 99]


def test_rewriting_asks_for_everything_again(api: SimulatedAPI, path: Path) -> None:
    record(api, path, HELLO, {**HELLO, "max_tokens": 99})
    record(api, path, HELLO, mode="rewrite")

    assert api.requests.count == 3
    assert len(saved(path)) == 1


def test_rewriting_in_a_block_that_fails_keeps_the_file(api: SimulatedAPI, path: Path) -> None:
    record(api, path, HELLO)
    with pytest.raises(ZeroDivisionError):
        with Replay(path, mode="rewrite", upstream=api.base_url):
            raise ZeroDivisionError

    assert len(saved(path)) == 1


def test_errors_are_recorded(api: SimulatedAPI, path: Path) -> None:
    api.script.status(529, retry_after=2)
    record(api, path, HELLO)
    response = saved(path)[0]["response"]

    assert (response["status"], response["headers"]["retry-after"]) == (529, "2")


def test_files_are_recorded(api: SimulatedAPI, path: Path) -> None:
    content = b"\x00\xff"
    with Replay(path, mode="new", upstream=api.base_url) as replay:
        with Anthropic(base_url=replay.base_url, api_key=KEY) as client:
            about = client.beta.files.upload(file=("a.bin", content))
            client.beta.files.download(about.id)
    with Replay(path, complete=True) as replay, Anthropic(base_url=replay.base_url, api_key="any") as client:
        again = client.beta.files.upload(file=("a.bin", content))

        assert client.beta.files.download(again.id).read() == content


def test_a_query_is_kept_and_its_secrets_are_not(api: SimulatedAPI, path: Path) -> None:
    headers = {"x-api-key": KEY, "anthropic-version": "2023-06-01"}
    with Replay(path, mode="new", upstream=api.base_url) as replay:
        httpx.get(f"{replay.base_url}/v1/models?limit=1&api_key=hidden", headers=headers)

    assert saved(path)[0]["request"]["query"] == {"limit": "1", "api_key": "***"}


def test_an_api_that_does_not_answer_is_named(api: SimulatedAPI, path: Path) -> None:
    url = api.base_url
    api.stop()
    with Replay(path, mode="new", upstream=url) as replay:
        answer = httpx.post(f"{replay.base_url}/v1/messages", json=HELLO)

    assert answer.status_code == 502
    assert f"no answer from {url}" in answer.text
    assert not path.exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [(None, "There is no recording"), ("{", "is not JSON"), ("{}", "is no recording")],
)
def test_a_file_that_is_no_recording_is_refused(path: Path, content: Any, message: str) -> None:
    if content is not None:
        path.parent.mkdir()
        path.write_text(content)

    with pytest.raises(RecordingError, match=message):
        Replay(path)


def test_a_mode_that_there_is_not_is_refused(path: Path) -> None:
    with pytest.raises(ValueError, match="replay, new, rewrite"):
        Replay(path, mode="none")
