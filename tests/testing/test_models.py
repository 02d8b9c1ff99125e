"""The list of models, its pages, and single models."""

from __future__ import annotations

from typing import Any, Dict, List

import httpx
import pytest

from anthropic.testing import SimulatedAPI
from tests.testing.wire import ask, check, validator


def page(http: httpx.Client, **query: Any) -> Dict[str, Any]:
    response = http.get("/v1/models", params=query)
    assert response.status_code == 200, response.text
    found: Dict[str, Any] = response.json()
    assert set(found) == {"data", "has_more", "first_id", "last_id"}
    for model in found["data"]:
        check("ModelInfo", model)
        check("BetaModelInfo", model)
    return found


def ids(found: Dict[str, Any]) -> List[str]:
    return [model["id"] for model in found["data"]]


def test_all_models_fit_on_a_page(http: httpx.Client) -> None:
    found = page(http)

    assert len(found["data"]) > 5
    assert found["has_more"] is False
    assert (found["first_id"], found["last_id"]) == (ids(found)[0], ids(found)[-1])


def test_pages_forwards_are_the_whole_list(http: httpx.Client) -> None:
    found = page(http, limit=3)
    walked = ids(found)
    while found["has_more"]:
        found = page(http, limit=3, after_id=found["last_id"])
        walked += ids(found)

    assert walked == ids(page(http))


def test_pages_backwards_are_the_whole_list(http: httpx.Client) -> None:
    everything = ids(page(http))
    found = page(http, limit=3, before_id=everything[-1])
    walked = [*ids(found), everything[-1]]
    while found["has_more"]:
        found = page(http, limit=3, before_id=found["first_id"])
        walked = ids(found) + walked

    assert walked == everything


def test_after_the_last_one_comes_an_empty_page(http: httpx.Client) -> None:
    found = page(http, after_id=page(http)["last_id"])

    assert found == {"data": [], "has_more": False, "first_id": None, "last_id": None}


@pytest.mark.parametrize(
    ("field", "query"),
    [
        *(("limit", {"limit": limit}) for limit in ("0", "1001", "-1", "x", "", "9" * 5000)),
        ("after_id", {"after_id": "nobody"}),
        ("before_id", {"before_id": "nobody"}),
        ("before_id", {"before_id": "claude-opus-4-6", "after_id": "claude-opus-4-6"}),
    ],
)
def test_a_bad_query_is_refused(http: httpx.Client, field: str, query: Dict[str, str]) -> None:
    response = http.get("/v1/models", params=query)

    assert response.status_code == 400
    assert response.json()["error"]["message"].startswith(f"{field}: ")


@pytest.mark.parametrize("name", ["claude-haiku-4-5", "claude-haiku-4-5-20251001", "claude%2Dhaiku-4-5?beta=true"])
def test_one_model_by_id_or_alias(http: httpx.Client, name: str) -> None:
    model = http.get(f"/v1/models/{name}").json()

    check("ModelInfo", model)
    assert model["id"] == "claude-haiku-4-5-20251001"


def test_an_unknown_model_is_not_found(http: httpx.Client) -> None:
    response = http.get("/v1/models/gpt")

    assert response.status_code == 404
    assert response.json()["error"]["type"] == "not_found_error"


def test_every_model_that_the_description_names_is_known(http: httpx.Client) -> None:
    names = validator("Model").schema["components"]["schemas"]["Model"]["anyOf"][0]["enum"]

    assert [http.get(f"/v1/models/{name}").status_code for name in names] == [200] * len(names)


def test_models_can_be_added() -> None:
    with SimulatedAPI(models=["claude-next"]) as api:
        headers = {"x-api-key": api.api_key, "anthropic-version": "2023-06-01"}
        with httpx.Client(base_url=api.base_url, headers=headers) as http:
            assert ids(page(http))[0] == "claude-next"
            assert http.post("/v1/messages", json=ask(model="claude-next")).json()["model"] == "claude-next"
