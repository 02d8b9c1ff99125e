"""Every option of every client survives `with_options()`; all clients are found in the generator's table."""

from __future__ import annotations

import gc
from typing import Any, Dict, List

import httpx
import pytest
import tomllib

import anthropic
from tests.house.sources import ROOT

TABLES: Dict[str, Any] = tomllib.loads((ROOT / "src/sdkgen/spec/sdk.toml").read_text("utf-8"))["clients"]
SAMPLES: Dict[str, Any] = {
    "AzureADTokenProvider | None": lambda: "token",
    "GoogleCredentials | None": object(),
    "Session | None": object(),
}
CLIENTS = [f"{colour}{name}" for name in TABLES for colour in ("", "Async")]
COMMON: Dict[str, Any] = {
    "timeout": 12.5,
    "max_retries": 7,
    "default_headers": {"x-mine": "1"},
    "default_query": {"q": "1"},
    "_strict_response_validation": True,
}


def table(name: str) -> Any:
    return TABLES[name.removeprefix("Async")]


def options(name: str, *, base_url: bool = False) -> Dict[str, Any]:
    """A value for every option of a client; with a base URL, for every one that goes with it."""
    return {
        option: SAMPLES.get(facts["type"], f"{option}-1".replace("_", "-"))
        for option, facts in table(name)["options"].items()
        if facts.get("argument", True) and not (base_url and "base_url" in facts.get("instead", ()))
    }


def client(name: str, **given: Any) -> Any:
    http_client = httpx.AsyncClient() if name.startswith("Async") else httpx.Client()
    return getattr(anthropic, name)(http_client=http_client, **{**options(name), **given})


@pytest.mark.parametrize("name", CLIENTS)
def test_every_option_survives_a_copy(name: str) -> None:
    made = client(name, **COMMON)

    copied = made.with_options()

    assert {option: getattr(copied, option) for option in options(name)} == options(name)  # KD-07
    assert copied.base_url == made.base_url
    assert (copied.timeout, copied.max_retries) == (12.5, 7)
    assert (copied._custom_headers, copied._custom_query) == ({"x-mine": "1"}, {"q": "1"})
    assert copied._strict_response_validation is True  # KD-20
    assert type(copied) is type(made)


@pytest.mark.parametrize("name", CLIENTS)
def test_a_given_base_url_survives_a_copy(name: str) -> None:
    http_client = httpx.AsyncClient() if name.startswith("Async") else httpx.Client()
    given = options(name, base_url=True)
    made = getattr(anthropic, name)(http_client=http_client, base_url="http://mine.test/x", **given)

    assert str(made.with_options().base_url) == "http://mine.test/x/"


@pytest.mark.parametrize("name", CLIENTS)
def test_a_copy_takes_every_option_that_can_change(name: str) -> None:
    changed = {
        option: SAMPLES.get(facts["type"], f"{option}-2".replace("_", "-"))
        for option, facts in table(name)["options"].items()
        if facts.get("changeable", True)
    }

    copied = client(name).with_options(**changed)

    assert {option: getattr(copied, option) for option in changed} == changed


@pytest.mark.parametrize("name", CLIENTS)
def test_copies_share_the_connections_and_do_not_close_them(name: str) -> None:
    made = client(name)

    copied = made.with_options(max_retries=1)

    assert copied._client is made._client  # CW-05
    del copied
    gc.collect()
    assert not made.is_closed()


@pytest.mark.parametrize("name", CLIENTS)
def test_a_subclass_stays_one(name: str) -> None:
    base = getattr(anthropic, name)
    mine = type("Mine", (base,), {})
    http_client = httpx.AsyncClient() if name.startswith("Async") else httpx.Client()

    assert type(mine(http_client=http_client, **options(name)).copy()) is mine  # CW-06


@pytest.mark.parametrize("name", CLIENTS)
@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422, 429, 500, 503, 504, 529, 402, 599])
def test_a_status_is_the_same_error_on_every_client(name: str, status: int) -> None:
    response = httpx.Response(status, request=httpx.Request("POST", "http://api.test"), json={})
    wanted = anthropic.Anthropic(api_key="key")._make_status_error_from_response(response)

    assert type(client(name)._make_status_error_from_response(response)) is type(wanted)  # KD-05


@pytest.mark.parametrize("name", CLIENTS)
def test_the_constructor_says_what_each_option_is(name: str) -> None:
    doc: str = getattr(anthropic, name).__init__.__doc__

    missing: List[str] = [option for option in options(name) if f"            {option}: " not in doc]

    assert missing == []


@pytest.mark.parametrize("name", CLIENTS)
def test_every_bound_survives_a_copy(name: str) -> None:
    bounds = {"total_timeout": 9.0, "attempt_timeout": 8.0, "idle_timeout": 7.0}
    sizes = {"max_retry_after": 6.0, "max_response_bytes": 5.0}

    copied = client(name, **bounds, **sizes).with_options(total_timeout=None)

    assert {each: getattr(copied, each) for each in (*bounds, *sizes)} == {**bounds, **sizes, "total_timeout": None}
