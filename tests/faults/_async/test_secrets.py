"""A marked key, driven through everything that could show it, is found nowhere."""

from __future__ import annotations

import copy
import logging
import pickle
import socket
from typing import Any, Dict, List

import httpx
import pytest

import anthropic
from anthropic import AsyncAnthropic
from anthropic._options import FinalRequestOptions
from anthropic._utils._logs import httpx_logger, logger, setup_logging
from tests.faults.leaks import inside, leaks, told
from tests.faults.server import (
    EVENTS,
    GOOD,
    JSON,
    STREAM_HEAD,
    STREAM_START,
    FaultServer,
    chunk,
    chunked,
    close,
    fixed,
    head,
    reset,
    stall,
)
from tests.wire import HELLO

pytestmark = pytest.mark.anyio

MARK = "0mark0"
HEADERS = {"X-Mine": "shown", "X-Session-Token": f"{MARK}-token", "Cookie": f"id={MARK}-cookie"}


def marked(faults: FaultServer, **options: Any) -> AsyncAnthropic:
    url = faults.url.replace("//", f"//user:{MARK}-password@")
    return AsyncAnthropic(
        **{
            "api_key": f"{MARK}-key",
            "auth_token": f"{MARK}-bearer",
            "base_url": url,
            "default_headers": HEADERS,
            "max_retries": 1,
            "timeout": 3,
            **options,
        }
    )


FAILURES: Dict[str, Any] = {
    "a status": ([fixed('{"error": {"type": "x"}}', status=400)], {}),
    "a status of a stream": ([fixed("{}", status=400)], {"stream": True}),
    "a retried status": ([fixed("{}", JSON, "retry-after-ms: 1", status=500)] * 2, {}),
    "an error that is cut": ([[fixed("{", status=400, length=9), close]], {}),
    "a reset": ([[reset]], {}),
    "a closed connection": ([[close]], {}),
    "no HTTP": ([b"nothing like it\r\n\r\n"], {}),
    "a broken header": ([head(200, ": x")], {}),
    "a body that is cut": ([[fixed("{", length=9), close]], {}),
    "a timeout": ([[stall]], {"timeout": 0.1}),
    "no time to connect": ([], {"timeout": httpx.Timeout(3, connect=1e-9)}),
    "no JSON": ([fixed("<p>")], {}),
    "a bad coding": ([fixed("x", JSON, "content-encoding: gzip")], {}),
    "a page instead of a stream": ([fixed("<p>", "content-type: text/html")], {"stream": True}),
    "a broken stream": ([[STREAM_HEAD, chunk(STREAM_START), reset]], {"stream": True}),
    "a silent stream": ([[STREAM_HEAD, chunk(STREAM_START), stall]], {"stream": True, "timeout": 0.1}),
    "an unfinished stream": ([chunked([STREAM_START], EVENTS)], {"stream": True}),
    "an error event": ([chunked([b"event: error\ndata: {}\n\n"], EVENTS)], {"stream": True}),
    "a circle of redirects": ([fixed("", JSON, "location: /v1/messages", status=307)] * 30, {}),
    "a redirect to nowhere": ([fixed("", JSON, "location: ftp://x/", status=307)], {}),
    "a value that is no JSON": ([], {"metadata": {"user_id": object()}}),
    "a header that cannot be sent": ([], {"extra_headers": {"X-Bad": "a\r\nb"}}),
    "a header name that cannot be sent": ([], {"extra_headers": {"X Bad": "b"}}),
    "a header of the wrong type": ([], {"extra_headers": {"X-Bad": 3}}),
    "a body of the wrong type": ([], {"extra_body": 3}),
}


async def failure(client: AsyncAnthropic, **arguments: Any) -> BaseException:
    try:
        reply = await client.messages.create(**{**HELLO, **arguments})
        if arguments.get("stream"):
            [event async for event in reply]
    except Exception as error:
        return error
    raise AssertionError("it did not fail")


@pytest.mark.parametrize("case", FAILURES.values(), ids=FAILURES)
async def test_no_failure_shows_a_credential(
    faults: FaultServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, case: Any
) -> None:
    scripts, arguments = case
    faults.says(*scripts)
    caplog.set_level(logging.DEBUG, logger="anthropic")
    caplog.set_level(logging.DEBUG, logger="httpx")
    monkeypatch.setenv("ANTHROPIC_LOG_BODIES", "1000")

    async with marked(faults, max_retries=1 if "retried" in str(arguments) else 0) as client:
        error = await failure(client, **arguments)

    assert leaks(error, MARK) == []
    assert MARK not in caplog.text


async def test_what_a_call_is_given_stays_out_of_logs_and_errors(
    faults: FaultServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    own = {"Authorization": f"Bearer {MARK}-own", "X-Anything": f"{MARK}-anything"}
    faults.says(fixed("{}", JSON, f"set-cookie: {MARK}=1", f"x-unknown: {MARK}", status=400), [reset])

    async with marked(faults, max_retries=0) as client:
        errors = [await failure(client, extra_headers=own) for _ in range(2)]

    assert MARK not in "\n".join(record.getMessage() for record in caplog.records if "httpcore" not in record.name)
    assert [place for error in errors for place, text in told(error) if f"{MARK}-own" in text] == []
    assert f"{MARK}-" not in pickle.dumps(errors).decode("latin-1")


class Own(Dict[str, Any]):
    """A caller's dict, in which the caller may find what it put there; no copy of it is one."""

    def __repr__(self) -> str:
        return "the caller's own"


TELLING = [
    "Authorization",
    "x-api-key",
    "API-Key",
    "Cookie",
    "proxy-authorization",
    "X-Amz-Security-Token",
    "x-my-token",
]


@pytest.mark.parametrize("case", FAILURES.values(), ids=FAILURES)
async def test_headers_of_the_caller_are_shown_by_the_callers_own_object_only(
    faults: FaultServer, caplog: pytest.LogCaptureFixture, case: Any
) -> None:
    scripts, arguments = case
    faults.says(*scripts)
    caplog.set_level(logging.DEBUG, logger="anthropic")
    caplog.set_level(logging.DEBUG, logger="httpx")
    given = Own(dict.fromkeys(TELLING, f"{MARK}-given"), **arguments.get("extra_headers", {}))
    default = Own(dict.fromkeys(TELLING, f"{MARK}-default"))

    async with marked(faults, max_retries=0, base_url=faults.url, default_headers=default) as client:
        error = await failure(client, **{**arguments, "extra_headers": given})

        assert MARK not in repr(client) + repr(vars(client))
        assert MARK not in repr(client.with_options(default_headers=given).default_headers)
    assert leaks(error, MARK) == []
    assert MARK not in caplog.text
    assert given["Cookie"] == f"{MARK}-given"


async def streamed(client: AsyncAnthropic, **given: Any) -> None:
    async with client.messages.stream(**HELLO, **given) as stream:
        await stream.get_final_message()


async def run_with_tools(client: AsyncAnthropic, **given: Any) -> None:
    await client.beta.messages.tool_runner(**HELLO, tools=[], **given).until_done()


async def listed(client: AsyncAnthropic, **given: Any) -> None:
    await client.models.list(**given)


METHODS: Dict[str, Any] = {
    "a raw response": lambda client, **given: client.messages.with_raw_response.create(**HELLO, **given),
    "a beta method": lambda client, **given: client.beta.messages.create(**HELLO, betas=["b"], **given),
    "a stream helper": streamed,
    "a tool runner": run_with_tools,
    "a list": listed,
    "a path": lambda client, **given: client.beta.messages.batches.retrieve("b", **given),
    "an upload": lambda client, **given: client.beta.files.upload(file=b"x", **given),
    "a download": lambda client, **given: client.beta.files.download("f", **given),
    "a custom call": lambda client, extra_headers: client.post(
        "/x", cast_to=object, options={"headers": extra_headers}
    ),
}


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
async def test_whatever_is_called_shows_headers_of_the_caller_nowhere_else(faults: FaultServer, method: Any) -> None:
    faults.says(fixed('{"error": {"type": "x"}}', status=400))
    given = Own(dict.fromkeys(TELLING, f"{MARK}-given"))

    async with marked(faults, max_retries=0, base_url=faults.url) as client:
        with pytest.raises(anthropic.BadRequestError) as caught:
            await method(client, extra_headers=given)

    assert faults.requests[0].header("x-my-token") == f"{MARK}-given"
    assert leaks(caught.value, MARK) == []


async def test_telling_parameters_of_a_url_stay_out_of_logs_and_errors(
    faults: FaultServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="anthropic")
    faults.says(fixed("{}", status=400), [reset], GOOD)
    default, given = {"x-key": f"{MARK}-default", "v": "1"}, {"access_token": f"{MARK}&given", "page": "2"}

    async with marked(faults, max_retries=0, default_query=default) as client:
        errors = [await failure(client, extra_query=given) for _ in range(2)]
        reply = await client.messages.with_raw_response.create(**HELLO, extra_query=given)
        options = FinalRequestOptions(method="get", url=f"/v1/models?token={MARK}&v=1", params=given)

        assert MARK not in repr(client) + repr(vars(client)) + repr(options) + repr(options.params)
    assert (
        faults.requests[0].line.split()[1]
        == f"/v1/messages?x-key={MARK}-default&v=1&access_token={MARK}%26given&page=2"
    )
    told = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("anthropic"))
    assert MARK not in told
    assert "/v1/messages?x-key=**********&v=1&access_token=**********&page=2" in told
    assert MARK not in "".join(f"{error}{error!r}" for error in errors)
    assert MARK not in pickle.dumps([*errors, reply]).decode("latin-1")


async def test_what_httpx_logs_holds_no_telling_parameter(
    faults: FaultServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults.says(GOOD)
    monkeypatch.setenv("ANTHROPIC_LOG", "info")
    levels = logger.level, httpx_logger.level
    setup_logging()
    try:
        async with marked(faults, default_query={"key": MARK}) as client:
            await client.messages.create(**HELLO)
    finally:
        for each, level in zip((logger, httpx_logger), levels):
            each.setLevel(level)
        httpx_logger.filters.clear()

    assert "/v1/messages?key=**********" in caplog.text
    assert MARK not in caplog.text


async def test_nothing_that_is_shown_holds_a_credential(faults: FaultServer) -> None:
    faults.says(GOOD)
    async with marked(faults) as client:
        reply = await client.messages.with_raw_response.create(**HELLO)
        shown = [client, client.messages, client.with_options(timeout=1), reply, client.auth_headers]
        shown += [reply.http_request, reply.http_request.headers, client.default_headers, client.base_url]
        options = FinalRequestOptions(
            method="post", url=f"http://u:{MARK}@x/", headers={"Authorization": MARK}, json_data={"key": MARK}
        )
        shown += [options, options.headers, client.api_key, [client.auth_token], vars(client)]

        assert [each for each in shown if MARK in repr(each)] == []
        assert [each for each in shown[:3] if MARK in f"{each}{each!s}" + inside(each)] == []
        assert client.api_key == f"{MARK}-key"
        assert faults.requests[0].header("x-api-key") == f"{MARK}-key"


@pytest.mark.parametrize("option", ["api_key", "auth_token"])
@pytest.mark.parametrize("value", [f"{MARK}\nx", f"{MARK}\r\n{MARK}", f"{MARK}\0", f"{MARK}é", f"{MARK}\x1b[0m"])
async def test_a_credential_that_cannot_be_sent_is_refused_unseen(faults: FaultServer, option: str, value: str) -> None:
    with pytest.raises(ValueError, match=option) as caught:
        marked(faults, **{option: value}, base_url=faults.url)

    assert leaks(caught.value, MARK) == []


async def test_a_wrong_option_shows_no_credential(faults: FaultServer) -> None:
    for wrong in ({"http_client": 3}, {"max_retries": -1}, {"total_timeout": "x"}):
        with pytest.raises((TypeError, ValueError)) as caught:
            marked(faults, base_url=faults.url, **wrong)
        assert leaks(caught.value, MARK) == []

    with pytest.raises(ValueError) as caught:
        marked(faults, base_url=faults.url).copy(api_key=f"{MARK}\n{MARK}")
    assert leaks(caught.value, MARK) == []


async def test_a_white_space_around_a_credential_does_not_come_along(faults: FaultServer) -> None:
    faults.says(GOOD)

    async with marked(faults, base_url=faults.url, api_key=f" {MARK}\n", auth_token=f"\t{MARK}\r\n") as client:
        await client.messages.create(**HELLO)

    assert faults.requests[0].header("x-api-key") == MARK
    assert faults.requests[0].header("authorization") == f"Bearer {MARK}"


async def test_a_crash_in_a_hook_or_transport_shows_no_credential(faults: FaultServer) -> None:
    class Broken(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            raise ZeroDivisionError("a bug")

    async def hook(request: httpx.Request) -> None:
        raise KeyError("a bug")

    for http_client in (
        httpx.AsyncClient(transport=Broken()),
        httpx.AsyncClient(event_hooks={"request": [hook]}),
    ):
        async with marked(faults, http_client=http_client) as client:
            error = await failure(client)

        assert not isinstance(error, anthropic.AnthropicError)
        assert leaks(error, MARK) == []


async def test_an_interrupted_write_shows_no_credential(faults: FaultServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        async with marked(faults, base_url=f"http://127.0.0.1:{deaf.getsockname()[1]}", max_retries=0) as client:
            error = await failure(client, timeout=httpx.Timeout(3, write=1e-9), system="x" * 8_000_000)

    assert isinstance(error, anthropic.APITimeoutError)
    assert leaks(error, MARK) == []


async def test_copies_of_errors_show_no_credential(faults: FaultServer) -> None:
    faults.says(fixed("{}", status=400), [reset])
    errors: List[Any] = []
    async with marked(faults, max_retries=0) as client:
        errors += [await failure(client), await failure(client)]

    for error in errors:
        for again in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
            assert leaks(again, MARK) == []
            assert MARK not in str(vars(again))
