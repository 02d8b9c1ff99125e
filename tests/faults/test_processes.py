"""Clients, methods, pages and responses in other processes, which call the API through connections of their own."""

from __future__ import annotations

import copy
import multiprocessing
import pickle
import subprocess
import sys
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Any, Callable, Iterator, List

import cloudpickle
import joblib
import pytest

from anthropic import Anthropic, AsyncAnthropic
from anthropic.testing import SimulatedAPI
from tests.faults.process_work import Desk, call, call_with_key, items, run, said

METHODS = ["spawn", "forkserver", "fork"] if sys.platform != "win32" else ["spawn"]


@pytest.fixture(scope="module")
def api() -> Iterator[SimulatedAPI]:
    with SimulatedAPI() as running:
        yield running


@pytest.fixture(scope="module")
def client(api: SimulatedAPI) -> Iterator[Anthropic]:
    with Anthropic(base_url=api.base_url, api_key=api.api_key, max_retries=0) as made:
        call(made.messages.create, "a connection is open")
        yield made


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as made:
        yield made


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_a_process_is_handed_a_method(method: Any, client: Anthropic) -> None:
    context = multiprocessing.get_context(method)
    outbox = context.Queue()
    processes = [
        context.Process(target=said, args=(outbox, client.messages.create, f"from {number}")) for number in range(2)
    ]

    for process in processes:
        process.start()
    answers = [outbox.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()

    assert len(answers) == 2
    assert all(answers)
    assert call(client.messages.create, "the parent's connection still works")


def test_a_pool_of_processes_is_handed_methods_of_both_colours(
    client: Anthropic, api: SimulatedAPI, pool: ProcessPoolExecutor
) -> None:
    asynchronous = AsyncAnthropic(base_url=api.base_url, api_key=api.api_key, max_retries=0)

    futures: "List[Future[str]]" = [
        pool.submit(call, create, "hello")
        for create in (
            client.messages.create,
            asynchronous.messages.create,
            client.with_options(timeout=9).messages.create,
        )
    ]

    assert all(future.result(timeout=60) for future in futures)


def test_a_subclass_with_a_factory_works_in_another_process(api: SimulatedAPI, pool: ProcessPoolExecutor) -> None:
    with Desk("front", api.base_url, api.api_key) as desk:
        assert desk.turn is desk.turn
        assert pool.submit(call, desk.messages.create, "hello").result(timeout=60)

    assert api.requests[-1].headers["x-from"] == "factory"


def test_the_key_comes_from_the_environment_of_the_process(
    api: SimulatedAPI, pool: ProcessPoolExecutor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-of-the-parent")
    written = pickle.dumps(Anthropic(base_url=api.base_url).messages.create)

    assert b"sk-of-the-parent" not in written
    assert pool.submit(call_with_key, api.api_key, written).result(timeout=60)


def test_a_page_goes_on_in_another_process(client: Anthropic, pool: ProcessPoolExecutor) -> None:
    page = client.models.list(limit=1)

    ids = pool.submit(items, page).result(timeout=60)

    assert ids == items(page)
    assert len(ids) > 1


@pytest.mark.parametrize("way", [pickle.dumps, cloudpickle.dumps])
def test_a_response_of_the_network_keeps_its_timing_and_no_key(
    way: Callable[[Any], bytes], client: Anthropic, api: SimulatedAPI
) -> None:
    response = client.messages.with_raw_response.create(
        max_tokens=9, messages=[{"role": "user", "content": "Hello"}], model="claude-sonnet-4-5"
    )

    written = way(response)

    other = pickle.loads(written)
    assert api.api_key.encode() not in written
    assert (other.elapsed, other.request_id) == (response.elapsed, response.request_id)
    assert other.parse() == response.parse() == copy.deepcopy(response).parse()


def test_joblib_spreads_calls_over_processes(client: Anthropic) -> None:
    answers = joblib.Parallel(n_jobs=2)(joblib.delayed(call)(client.messages.create, f"{n}") for n in range(3))

    assert len(answers) == 3
    assert all(answers)


SCRIPT = """
import joblib
from anthropic import beta_tool


@beta_tool
def steps(down: int) -> str:
    '''Count down.'''
    return f"{down} {steps.func(down - 1)}" if down else "0"


def run(tool):
    return tool.call({"down": 3}), tool.description


print(joblib.Parallel(n_jobs=2)(joblib.delayed(run)(tool) for tool in (steps, steps)))
"""


def test_joblib_takes_along_a_tool_that_a_script_defines(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, "utf-8")

    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60)

    assert (done.stdout, done.stderr) == ("[('3 2 1 0', 'Count down.'), ('3 2 1 0', 'Count down.')]\n", "")


def test_a_function_defined_in_a_function_takes_its_client_along(client: Anthropic, pool: ProcessPoolExecutor) -> None:
    def ask() -> str:
        return call(client.messages.create, "hello")

    assert pool.submit(run, cloudpickle.dumps(ask)).result(timeout=60)
