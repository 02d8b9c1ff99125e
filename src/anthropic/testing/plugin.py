"""What pytest gets from this package: fixtures for the simulated API and for recorded exchanges.

pytest loads this file at every start, so it loads nothing itself until a fixture is used.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Iterator, List, Set, Tuple, Union

import pytest

if TYPE_CHECKING:
    from anthropic import Anthropic, AsyncAnthropic

    from .replay import Replay
    from .server import SimulatedAPI

__all__ = ["anthropic_client", "anthropic_replay", "anthropic_server", "async_anthropic_client"]

_OPTION = "--anthropic-record"
_MARKER = "anthropic_replay"
_REPLAYED_KEY = "sk-ant-replayed"
_REWRITTEN = pytest.StashKey[Set[Path]]()
_FAILED = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Tells pytest of `--anthropic-record`."""
    parser.getgroup("anthropic").addoption(
        _OPTION,
        choices=("new", "rewrite"),
        help="ask the real API, with ANTHROPIC_API_KEY: for exchanges that are `new`, or for all and `rewrite` the files",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Tells pytest of the marker."""
    config.addinivalue_line(
        "markers",
        f"{_MARKER}(path, complete=False): let `anthropic_client` answer from this file of recorded exchanges, beside "
        "the test; `complete` complains of exchanges that were not asked for.",
    )


def pytest_collection_modifyitems(items: List[pytest.Item]) -> None:
    """Refuses markers that cannot be read before any test runs."""
    for item in items:
        _recording(item)


@pytest.fixture
def anthropic_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimulatedAPI]:
    """A simulated API, to which clients that are made from the environment go, too."""
    from .server import SimulatedAPI  # loads with the first test that wants it

    with SimulatedAPI() as api:
        _point_at(api.base_url, api.api_key, monkeypatch)
        yield api


@pytest.fixture
def anthropic_replay(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Replay]:
    """Recorded exchanges: those of the marker's file, or `exchanges/<module>/<class>/<test>.json` beside the test."""
    from .replay import Replay  # loads with the first test that wants it

    node: pytest.Item = request.node
    path, complete = _recording(node)
    mode = _mode(request.config, path)
    key = _REPLAYED_KEY if mode == "replay" else os.environ.get("ANTHROPIC_API_KEY", "")
    if not key:
        raise pytest.UsageError(f"{_OPTION} asks the real API: set ANTHROPIC_API_KEY")
    with Replay(path, mode=mode, complete=complete) as replay:
        _point_at(replay.base_url, key, monkeypatch)
        yield replay
        if mode == "rewrite" and node.stash.get(_FAILED, False):
            replay.forget()
        if replay.is_changed:
            request.config.stash.setdefault(_REWRITTEN, set()).add(path)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    """Notes that a test failed: what it recorded is not whole."""
    yield
    if call.excinfo is not None:
        item.stash[_FAILED] = True


@pytest.fixture
def anthropic_client(request: pytest.FixtureRequest) -> Iterator[Anthropic]:
    """A client of the simulated API, or of the recorded exchanges where the test is marked; it uses no socket."""
    from anthropic import Anthropic  # loads with the first test that wants it

    with Anthropic(http_client=_server(request).http_client()) as client:
        yield client


@pytest.fixture
def async_anthropic_client(request: pytest.FixtureRequest) -> AsyncAnthropic:
    """The same, asynchronous: for any event loop, with nothing to close."""
    from anthropic import AsyncAnthropic  # loads with the first test that wants it

    return AsyncAnthropic(http_client=_server(request).async_http_client())


def _server(request: pytest.FixtureRequest) -> Union[SimulatedAPI, Replay]:
    node: pytest.Item = request.node
    replays = node.get_closest_marker(_MARKER) is not None or "anthropic_replay" in request.fixturenames
    server: Union[SimulatedAPI, Replay] = request.getfixturevalue("anthropic_replay" if replays else "anthropic_server")
    return server


def _mode(config: pytest.Config, path: Path) -> str:
    """How a file is used: one that several tests share is rewritten by the first that records something in it."""
    mode: str = config.getoption(_OPTION) or "replay"
    is_rewritten = path in config.stash.setdefault(_REWRITTEN, set())
    return "new" if mode == "rewrite" and is_rewritten else mode


def _point_at(base_url: str, api_key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_BASE_URL", base_url)
    monkeypatch.setenv("ANTHROPIC_API_KEY", api_key)
    monkeypatch.delenv("ANTHROPIC_AUTH_TOKEN", raising=False)


def _recording(node: pytest.Item) -> Tuple[Path, bool]:
    """The file of a test's exchanges, and whether all of them must be asked for."""
    marker = node.get_closest_marker(_MARKER)
    beside = node.path.parent
    if marker is None:
        names = [re.sub(r"[^\w.-]+", "_", part) for part in node.nodeid.split("::")[1:] or [node.name]]
        return Path(beside, "exchanges", node.path.stem, *names[:-1], f"{names[-1]}.json"), False
    complete = marker.kwargs.get("complete", False)
    if len(marker.args) != 1 or not isinstance(marker.args[0], (str, os.PathLike)):
        raise pytest.UsageError(f"{node.nodeid}: @pytest.mark.{_MARKER} takes the path of one file")
    if set(marker.kwargs) - {"complete"} or not isinstance(complete, bool):
        raise pytest.UsageError(f"{node.nodeid}: @pytest.mark.{_MARKER} takes complete=True, not {marker.kwargs}")
    return beside / marker.args[0], complete
