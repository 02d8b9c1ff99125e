"""Tables over the rules: retries, statuses, headers, URLs, queries, sentinels."""

from __future__ import annotations

import math
import pickle
from typing import Any, Dict, Optional

import pytest

import anthropic
from anthropic import NOT_GIVEN, NotGiven, Omit, not_given, omit
from anthropic._core import headers, retry, status, url
from anthropic._core.machine import platform_headers
from anthropic._http import URL
from anthropic._qs import Querystring
from anthropic._utils import is_given

COMMA = Querystring(array_format="comma")


@pytest.mark.parametrize(
    ("sent", "seconds"),
    [
        ({}, None),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),  # RT-05
        ({"retry-after": "2.5"}, 2.5),
        ({"retry-after": "Thu, 01 Jan 1970 00:16:50 GMT"}, 10),  # RT-06
        ({"retry-after": "Thu, 01 Jan 1970 00:00:00 GMT"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-1"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "1e400"}, None),
        ({"retry-after": "3600"}, 3600),
    ],
)
def test_what_the_server_asks_to_wait(sent: Dict[str, str], seconds: Optional[float]) -> None:
    assert retry.asked_delay(sent, 1000) == seconds


@pytest.mark.parametrize(
    ("taken", "low", "high"),
    [(0, 0.375, 0.5), (1, 0.75, 1), (2, 1.5, 2), (3, 3, 4), (4, 6, 8), (5, 6, 8), (5000, 6, 8)],  # RT-08
)
def test_pauses_grow_are_jittered_and_bounded(taken: int, low: float, high: float) -> None:
    assert retry.delay(taken, None, 0.0) == high
    assert low <= retry.delay(taken, None, 0.999999) <= high
    assert retry.delay(taken, 7.0, 0.5) == 7.0
    assert retry.delay(taken, 61.0, 0.0) == high  # RT-07


def test_a_budget_of_retries_runs_out_and_refills() -> None:
    budget = retry.Budget(tokens=10)

    taken = [budget.take() for _ in range(3)]
    for _ in range(100):
        budget.succeed()

    assert taken == [True, True, False]
    assert [budget.take() for _ in range(3)] == [True, True, False]


@pytest.mark.parametrize("value", [0, 1, 10**6, math.inf])
def test_whole_numbers_and_infinity_count_retries(value: Any) -> None:
    retry.check_max_retries(value)

    assert retry.bounded(value) >= 0


def test_overload_is_an_internal_server_error() -> None:
    for name in ("OverloadedError", "ServiceUnavailableError", "DeadlineExceededError"):
        assert issubclass(getattr(anthropic._exceptions, name), anthropic.InternalServerError)  # KD-05


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("", "Error code: 500"),
        (None, "Error code: 500"),
        ("x", "x"),
        ({"a": "b"}, "Error code: 500 - {'a': 'b'}"),
        ([], "Error code: 500 - []"),
    ],
)
def test_what_an_error_says(body: Any, text: str) -> None:
    assert status.error_message(500, body) == text


def test_headers_merge_by_name_and_keep_the_last_spelling() -> None:
    table = headers.merge({"A": "1", "B": "1"}, {"a": "2", "b": omit, "C": NOT_GIVEN})

    assert headers.pairs(table) == [(b"a", b"2")]


@pytest.mark.parametrize(
    ("base", "target", "query", "joined"),
    [
        ("http://x", "/v1/a", {}, "http://x/v1/a"),
        ("http://x/", "/v1/a", {}, "http://x/v1/a"),
        ("http://x/deep", "/v1/a", {}, "http://x/deep/v1/a"),
        ("http://x/deep/", "v1/a", {"q": 1}, "http://x/deep/v1/a?q=1"),
        ("http://x", "/v1/a?beta=true", {"limit": 2}, "http://x/v1/a?beta=true&limit=2"),  # KD-03
        ("http://x", "/v1/a?limit=1", {"limit": 2}, "http://x/v1/a?limit=2"),
        ("http://x", "https://y/z?k=v", {}, "https://y/z?k=v"),  # UR-04
    ],
)
def test_how_urls_are_joined(base: str, target: str, query: Dict[str, Any], joined: str) -> None:
    assert str(url.join(url.base(base), target, query, COMMA)) == joined


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://x", "http://x:80/y", True),
        ("https://x", "https://X/", True),
        ("http://x", "https://x", False),
        ("http://x", "http://x:81", False),
        ("http://x", "http://x.evil", False),
    ],
)
def test_what_counts_as_the_same_origin(one: str, other: str, same: bool) -> None:
    assert url.same_origin(URL(one), URL(other)) is same


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("a b", "a%20b"),
        ("../x", "..%2Fx"),
        ("é", "%C3%A9"),
        ("a:b@c", "a:b@c"),
        ("a%2Fb", "a%252Fb"),
        ("a\\b\nc", "a%5Cb%0Ac"),
    ],
)
def test_a_path_parameter_is_one_encoded_segment(value: str, segment: str) -> None:
    assert url.path("/v1/{id}/x", id=value) == f"/v1/{segment}/x"


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"a": [1, 2, None]}, "a=1%2C2"),
        ({"l": []}, "l="),
        ({"b": {"c": True}}, "b%5Bc%5D=true"),
        ({"n": None, "e": "", "f": False}, "f=false"),
        ({"s": "x y&z"}, "s=x%20y%26z"),
    ],
)
def test_how_queries_are_written(params: Dict[str, Any], text: str) -> None:
    assert COMMA.stringify(params) == text  # UR-05 to UR-07


@pytest.mark.parametrize(
    ("format_", "text"),
    [("repeat", "a=1&a=2"), ("brackets", "a%5B%5D=1&a%5B%5D=2"), ("indices", "a%5B0%5D=1&a%5B1%5D=2")],
)
def test_other_forms_of_arrays(format_: Any, text: str) -> None:
    assert Querystring(array_format=format_).stringify({"a": [1, 2]}) == text


def test_sentinels_are_false_and_travel_by_pickle() -> None:
    assert not NOT_GIVEN and not not_given and not omit  # SN-01, SN-02
    assert repr(NOT_GIVEN) == "NOT_GIVEN"
    assert isinstance(pickle.loads(pickle.dumps(NOT_GIVEN)), NotGiven)  # SN-04
    assert isinstance(pickle.loads(pickle.dumps(omit)), Omit)
    assert not is_given(NOT_GIVEN) and not is_given(omit) and is_given(None)


def test_the_platform_is_named() -> None:
    names = platform_headers("1.2.3")

    assert names["X-Stainless-Lang"] == "python"
    assert names["X-Stainless-Package-Version"] == "1.2.3"
    assert set(names) == {  # HD-05 to HD-07
        "X-Stainless-Lang",
        "X-Stainless-Package-Version",
        "X-Stainless-OS",
        "X-Stainless-Arch",
        "X-Stainless-Runtime",
        "X-Stainless-Runtime-Version",
    }
