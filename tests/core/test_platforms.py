"""Rules of the platforms: addresses, what is signed, when a credential is due."""

from __future__ import annotations

import math

import pytest

from anthropic._core.environment import address, setting
from anthropic._core.platform import FIRST_PARTY, Credential
from anthropic._core.url import stays
from anthropic._exceptions import AnthropicError, MissingExtraError, NotServedError
from anthropic._http import URL
from anthropic._options import FinalRequestOptions
from anthropic._types import not_given
from anthropic.lib.foundry._rules import MutuallyExclusiveAuthError
from anthropic.lib.vertex._rules import Vertex


def vertex(region: str) -> Vertex:
    return Vertex(base_url=None, region=region, project_id="p", access_token="t", credentials=None)


@pytest.mark.parametrize(
    ("region", "base_url"),
    [
        ("us-east5", "https://us-east5-aiplatform.googleapis.com/v1"),
        ("global", "https://aiplatform.googleapis.com/v1"),
        ("us", "https://aiplatform.us.rep.googleapis.com/v1"),
        ("eu", "https://aiplatform.eu.rep.googleapis.com/v1"),
    ],
)
def test_a_region_has_an_address(region: str, base_url: str) -> None:
    assert vertex(region).base_url == base_url  # VX-03


@pytest.mark.parametrize("region", ["evil.test/", "a.b", "a@b", "a:1", "a b", "a\n", "é", "a/../b", "a?b", "a#b"])
def test_a_region_cannot_name_another_host(region: str) -> None:
    with pytest.raises(ValueError, match="`region`"):
        vertex(region)


@pytest.mark.parametrize("path", ["/v1/messages/batches", "/v1/messages/batches/b_1", "/v1/models/m", "/v1/skills"])
def test_paths_of_the_api_that_are_not_routed_are_refused(path: str) -> None:
    with pytest.raises(NotServedError, match="is not supported in Vertex"):
        vertex("us").check_served(path)


def test_rewriting_leaves_the_callers_options_alone() -> None:
    options = FinalRequestOptions(method="post", url="/v1/messages", json_data={"model": "m"}, params={"beta": "true"})

    rewritten = vertex("us").rewrite(options, {})

    assert (options.url, options.json_data, options.params) == ("/v1/messages", {"model": "m"}, {"beta": "true"})
    assert rewritten.params == {}


def test_the_first_party_changes_nothing() -> None:
    options = FinalRequestOptions(method="post", url="/v1/messages", json_data={"model": "m"})

    assert FIRST_PARTY.rewrite(options, {}) is options
    assert not FIRST_PARTY.signs()


def test_a_credential_is_due_before_it_expires_and_when_it_was_refused() -> None:
    credential = Credential("x", stale_at=100, expires_at=200)

    assert [credential.is_due(now, None) for now in (99, 100)] == [False, True]
    assert [credential.serves(now, None) for now in (199, 200)] == [True, False]
    assert credential.is_due(0, credential) and not credential.serves(0, credential)


def test_a_credential_lasts_for_ever_unless_it_says_otherwise() -> None:
    assert not Credential("x").is_due(math.nextafter(math.inf, 0), None)


def test_a_credential_hides_its_value() -> None:
    assert "secret" not in repr(Credential("secret"))


def test_what_is_empty_counts_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINY", "")

    assert setting("", "TINY") is setting(not_given, "TINY") is address(None, "TINY") is None


def test_a_variable_is_not_read_when_something_else_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TINY", "env")

    assert setting(None, "TINY") == address(None, "TINY", None, "") == "env"
    assert setting(None, "TINY", "other") is None
    assert address(URL("http://mine.test"), "TINY") == "http://mine.test"


def test_only_absolute_targets_can_leave_the_base_urls_origin() -> None:
    home = URL("https://api.test/v1/")

    assert stays("/x?next=http://other.test", home) and stays("https://api.test:443/x", home)
    assert not stays("https://other.test/x", home) and not stays("http://api.test/x", home)


def test_a_missing_extra_says_what_to_install() -> None:
    error = MissingExtraError("google-auth", "vertex")

    assert isinstance(error, (RuntimeError, ImportError, AnthropicError))
    assert "pip install 'anthropic[vertex]'" in str(error)  # VX-11


def test_two_ways_to_authenticate_are_an_error_of_this_package() -> None:
    assert isinstance(MutuallyExclusiveAuthError(), AnthropicError)
