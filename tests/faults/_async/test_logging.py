"""What the log says: enough to find a fault, nothing that should not be seen."""

from __future__ import annotations

import logging
from typing import Any, List

import pytest

from anthropic import AsyncAnthropic
from tests.faults.server import GOOD, JSON, FaultServer, fixed
from tests.wire import HELLO, message_body

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def everything(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANTHROPIC_LOG_BODIES", raising=False)
    caplog.set_level(logging.DEBUG, logger="anthropic")
    caplog.set_level(logging.DEBUG, logger="httpx")


def lines(caplog: pytest.LogCaptureFixture) -> List[str]:
    return [record.getMessage() for record in caplog.records if record.name.startswith("anthropic")]


async def test_a_call_is_told_step_by_step(
    faults: FaultServer, client: AsyncAnthropic, caplog: pytest.LogCaptureFixture
) -> None:
    faults.says(GOOD)

    await client.messages.create(**HELLO)

    told = lines(caplog)
    assert told[0].startswith("Request options: FinalRequestOptions(method='post', url='/v1/messages'")  # LO-03
    assert told[1] == f"Sending HTTP Request: POST {faults.url}/v1/messages"
    assert told[2].startswith(f'HTTP Response: POST {faults.url}/v1/messages "200 X" Headers(')
    assert told[3:] == ["request_id: req_1"]
    assert {record.name for record in caplog.records if "anthropic" in record.name} == {"anthropic._base_client"}


async def test_only_harmless_headers_show_their_values(
    faults: FaultServer, client: AsyncAnthropic, caplog: pytest.LogCaptureFixture
) -> None:
    faults.says(
        fixed("{}", JSON, "set-cookie: s3cret", "x-new: s3cret", "location: s3cret", "anthropic-ratelimit-limit: 7")
    )

    await client.messages.create(
        **HELLO, extra_headers={"X-Anything": "s3cret", "Authorization": "s3cret", "anthropic-beta": "shown"}
    )

    text = "\n".join(lines(caplog))  # KD-09, LO-04
    assert "s3cret" not in text
    assert "'x-new': '[hidden]'" in text
    assert "'anthropic-beta': 'shown'" in text
    assert "'anthropic-ratelimit-limit': '7'" in text


async def test_bodies_are_shown_on_demand_and_in_part(
    faults: FaultServer, client: AsyncAnthropic, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults.says(GOOD, GOOD, GOOD)
    call: Any = {**HELLO, "system": "private words"}

    await client.messages.create(**call)
    assert not [line for line in lines(caplog) if "private words" in line or "hello" in line]

    monkeypatch.setenv("ANTHROPIC_LOG_BODIES", "10000")
    await client.messages.create(**call)
    shown = [line for line in lines(caplog) if " body: " in line]
    assert [line.split(":")[0] for line in shown] == ["Request body", "Response body"]
    assert "private words" in shown[0]
    assert message_body()["id"] in shown[1]

    monkeypatch.setenv("ANTHROPIC_LOG_BODIES", "20")
    await client.messages.create(**call)
    assert lines(caplog)[-1].startswith('Response body: {"id": "msg_1", "con… (')


@pytest.mark.parametrize("wrong", ["", "0", "-1", "yes", "1e9"])
async def test_anything_but_a_number_shows_no_body(
    faults: FaultServer,
    client: AsyncAnthropic,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    wrong: str,
) -> None:
    faults.says(GOOD)
    monkeypatch.setenv("ANTHROPIC_LOG_BODIES", wrong)

    await client.messages.create(**HELLO)

    assert not [line for line in lines(caplog) if " body: " in line]


async def test_the_password_of_a_url_is_not_logged(
    faults: FaultServer, client: AsyncAnthropic, caplog: pytest.LogCaptureFixture
) -> None:
    url = faults.url.replace("//", "//user:s3cret@")
    faults.says(GOOD, fixed("{}", JSON, "retry-after-ms: 1", status=500), GOOD)

    await client.with_options(base_url=url).messages.create(**HELLO)
    await client.with_options(max_retries=1).get(f"{url}/x", cast_to=object)

    assert "s3cret" not in caplog.text
    assert any(line.startswith("Retrying request to http://127") for line in lines(caplog))
    assert all(request.header("authorization") == "Basic dXNlcjpzM2NyZXQ=" for request in faults.requests)
