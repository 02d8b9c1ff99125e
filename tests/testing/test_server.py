"""The server itself: sockets, framing, threads, start and stop, the command line."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from anthropic.testing import SimulatedAPI
from anthropic.testing.script import Behaviour
from tests.testing.wire import address, ask, events, head

HELLO = b'{"model":"claude-opus-4-6","max_tokens":99,"messages":[{"role":"user","content":"Hello"}]}'


def exchange(api: SimulatedAPI, data: bytes) -> bytes:
    """Everything that comes back for these bytes until the server closes."""
    with socket.create_connection(address(api), timeout=5) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def test_a_connection_serves_many_requests(api: SimulatedAPI) -> None:
    connection = http.client.HTTPConnection(*address(api), timeout=5)
    headers = {"x-api-key": api.api_key, "anthropic-version": "2023-06-01"}
    connection.connect()
    port = connection.sock.getsockname()[1]
    for path in ("/v1/models", "/v1/models/nobody", "/v1/models?limit=1"):
        connection.request("GET", path, headers=headers)
        connection.getresponse().read()

    assert connection.sock.getsockname()[1] == port
    connection.close()


def test_requests_may_be_sent_before_the_answers_are_read(api: SimulatedAPI) -> None:
    answers = exchange(api, head(api, HELLO) * 3)

    assert answers.count(b"HTTP/1.1 200 OK\r\n") == 3


def test_a_body_may_come_in_chunks(api: SimulatedAPI, http: httpx.Client) -> None:
    response = http.post("/v1/messages", content=(bytes([byte]) for byte in HELLO))

    assert response.status_code == 200
    assert api.requests[0].body == HELLO


def test_a_client_of_http_1_0_gets_a_stream_without_chunks(api: SimulatedAPI) -> None:
    request = head(api, HELLO.replace(b"{", b'{"stream":true,', 1)).replace(b"HTTP/1.1", b"HTTP/1.0")
    headers, _, body = exchange(api, request).partition(b"\r\n\r\n")

    assert b"chunked" not in headers
    assert events(body.decode())[-1] == {"type": "message_stop"}


@pytest.mark.parametrize(
    "data",
    [
        b"nonsense\r\n\r\n",
        b"GET /" + b"x" * 70_000 + b" HTTP/1.1\r\n\r\n",
        b"BREW / HTTP/1.1\r\n\r\n",
        b"POST /v1/messages HTTP/1.1\r\ncontent-length: lots\r\n\r\n",
        b"POST /v1/messages HTTP/1.1\r\ncontent-length: " + b"9" * 5000 + b"\r\n\r\n",
        b"POST /v1/messages HTTP/1.1\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
        b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 1000 + b"\r\n",
    ],
)
def test_what_is_not_a_request_gets_an_error_of_the_api(api: SimulatedAPI, data: bytes) -> None:
    answer = exchange(api, data)

    assert b"request-id: req_" in answer
    assert b'{"type":"error","error":{"type":' in answer


def test_a_client_that_leaves_is_no_trouble(
    api: SimulatedAPI, http: httpx.Client, capfd: pytest.CaptureFixture[str]
) -> None:
    with socket.create_connection(address(api), timeout=5) as connection:
        connection.sendall(head(api, HELLO + b"x" * 1000)[:-1000])
    with http.stream(
        "POST", "/v1/messages", json=ask("Write 100000 words", max_tokens=200_000, stream=True)
    ) as response:
        next(response.iter_raw())

    assert http.get("/v1/models").status_code == 200
    assert capfd.readouterr() == ("", "")


def test_many_clients_are_served_at_once(api: SimulatedAPI, http: httpx.Client) -> None:
    api.script.delay(0.3, times=50)
    started = time.monotonic()
    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(lambda _: http.post("/v1/messages", json=ask()).status_code, range(50)))

    assert statuses == [200] * 50
    assert time.monotonic() - started < 5
    assert len({request.request_id for request in api.requests}) == 50


def test_stopping_ends_what_is_going_on_and_leaves_no_thread() -> None:
    before = set(threading.enumerate())
    api = SimulatedAPI().start()
    api.script.delay(60)
    with socket.create_connection(address(api), timeout=5) as waiting, socket.create_connection(address(api)):
        waiting.sendall(head(api, HELLO))
        while not api.requests:
            time.sleep(0.01)
        started = time.monotonic()
        api.stop()

        assert time.monotonic() - started < 2
        assert waiting.recv(1) == b""
    time.sleep(0.05)
    assert set(threading.enumerate()) <= before


def test_it_can_be_started_again() -> None:
    api = SimulatedAPI()
    with pytest.raises(RuntimeError, match="not running"):
        _ = api.base_url
    for _ in range(2):
        with api:
            assert httpx.get(api.base_url).status_code == 404
    api.stop()

    assert len(api.requests) == 2


def test_a_failure_within_is_a_500(api: SimulatedAPI, http: httpx.Client, caplog: pytest.LogCaptureFixture) -> None:
    def broken(request: object) -> object:
        raise ZeroDivisionError("broken")

    api.script.add(Behaviour(broken))  # type: ignore[arg-type]
    response = http.get("/v1/models")

    assert response.status_code == 500
    assert response.json()["error"]["type"] == "api_error"
    assert "ZeroDivisionError" in caplog.text


def test_the_command_serves_until_interrupted() -> None:
    command = [sys.executable, "-m", "anthropic.testing", "--port", "0", "--model", "claude-next"]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert running.stdout is not None
    url = running.stdout.readline().strip()
    response = httpx.get(f"{url}/v1/models", headers={"x-api-key": "sk-ant-simulated", "anthropic-version": "x"})
    running.send_signal(signal.SIGINT)
    rest, errors = running.communicate(timeout=10)

    assert response.json()["first_id"] == "claude-next"
    assert running.returncode == 0
    assert rest == ""
    assert f"ANTHROPIC_BASE_URL={url}" in errors
    assert "Traceback" not in errors


def test_the_command_says_when_the_port_is_taken(api: SimulatedAPI) -> None:
    command = [sys.executable, "-m", "anthropic.testing", "--port", str(address(api)[1])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, env=dict(os.environ))

    assert done.returncode == 1
    assert done.stderr.startswith("Cannot listen on ")


def test_it_needs_the_standard_library_only() -> None:
    code = (
        "import json, sys, anthropic.testing as t\n"
        "t.SimulatedAPI().start().stop()\n"
        "own = [n for n in sys.modules if n.startswith('anthropic.') and not n.startswith('anthropic.testing')]\n"
        "print(json.dumps([own, sorted({'httpx', 'pydantic', 'typing_extensions'} & set(sys.modules))]))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    own, foreign = json.loads(done.stdout)

    assert foreign == []
    assert set(own) <= {"anthropic._utils", "anthropic._utils._lazy", "anthropic._version"}
