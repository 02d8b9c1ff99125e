"""What every operation promises, whatever it does: one test for each promise, over all operations in both colours."""

from __future__ import annotations

import json
from typing import Any, Dict, List

import httpx
import pytest

from tests.contract.answers import answers
from tests.contract.calls import OPERATIONS, Call, calls
from tests.wire import Script

pytestmark = pytest.mark.filterwarnings("ignore:With the model:UserWarning")

BRIEF = calls(OPERATIONS, views=["plain"], given=["required"])
FULL = calls(OPERATIONS, views=["plain"], given=["all"])
EACH = pytest.mark.parametrize("call", BRIEF, ids=str)


REQUIRED = [(call, name) for call in BRIEF for name in call.operation.facts["arguments"]["required"]]
IN_PATHS = [(call, name) for call in BRIEF for name in call.operation.facts["path_params"]]


def last_request(server: Script, call: Call, **more: Any) -> httpx.Request:
    """The last request of the call, the one that its extras are for."""
    server.says(*answers(call.operation))
    call.result(server, **more)
    return server.requests[-1]


@pytest.mark.parametrize("call", [*BRIEF, *FULL], ids=str)
def test_the_request_is_what_the_description_says(server: Script, call: Call) -> None:
    request = last_request(server, call)

    assert request.method == call.operation.http
    if not call.operation.url_from:
        assert request.url.path == call.operation.path.format(**call.operation.arguments("all"))
    if call.operation.body and not call.operation.form:
        assert json.loads(request.content) == body(call)
    wanted = call.operation.query["optional"] if call.given == "all" else []
    assert set(request.url.params) == {*call.operation.query["fixed"], *wanted}


@pytest.mark.parametrize(("call", "name"), IN_PATHS, ids=str)
@pytest.mark.parametrize("value", ["", ".", ".."], ids=["empty", "dot", "dots"])
def test_a_path_parameter_that_names_nothing_is_refused(server: Script, call: Call, name: str, value: str) -> None:
    with pytest.raises(ValueError, match=f"for `{name}` but received"):
        call.result(server, **{name: value})

    assert server.requests == []


@pytest.mark.parametrize(("call", "name"), REQUIRED, ids=str)
def test_a_missing_argument_is_named(server: Script, call: Call, name: str) -> None:
    with pytest.raises(TypeError, match=name):
        call.result(server, without=name)

    assert server.requests == []


@EACH
def test_extra_headers_are_sent(server: Script, call: Call) -> None:
    request = last_request(server, call, extra_headers={"X-Extra": "more"})

    assert request.headers["x-extra"] == "more"


@EACH
def test_extra_query_is_sent_beside_what_is_always_there(server: Script, call: Call) -> None:
    request = last_request(server, call, extra_query={"extra": "more"})

    assert dict(request.url.params) == {**call.operation.query["fixed"], "extra": "more"}  # KD-03


@EACH
def test_extra_body_is_sent_where_there_is_a_body(server: Script, call: Call) -> None:
    request = last_request(server, call, extra_body={"extra": "more"})

    if call.operation.http == "GET":
        assert request.content == b""
    elif call.operation.form:
        assert b'name="extra"\r\n\r\nmore' in request.content
    else:
        assert json.loads(request.content) == {**body(call), "extra": "more"}


def body(call: Call) -> Dict[str, Any]:
    """The JSON body that the call's arguments make."""
    given = call.operation.arguments(call.given)
    return {wire: given[name] for name, wire in (call.operation.body or {}).items() if name in given}


@EACH
def test_the_timeout_reaches_the_transport(server: Script, call: Call) -> None:
    request = last_request(server, call, timeout=7)

    assert request.extensions["timeout"] == {"connect": 7, "read": 7, "write": 7, "pool": 7}


@pytest.mark.parametrize("call", FULL, ids=str)
def test_a_beta_operation_always_says_so(server: Script, call: Call) -> None:
    request = last_request(server, call, extra_query={"extra": "more"})

    assert request.url.params.get("beta") == ("true" if call.operation.id.startswith("beta.") else None)  # UR-09, KD-03


@pytest.mark.parametrize("call", [call for call in BRIEF if call.operation.headers], ids=str)
@pytest.mark.parametrize("betas", [[], ["one-2025-01-01", "two-2025-01-01"]], ids=["none", "two"])
def test_built_in_betas_come_after_those_of_the_caller(server: Script, call: Call, betas: List[str]) -> None:
    request = last_request(server, call, **({"betas": betas} if betas else {}))

    wanted = [*betas, *call.operation.always.get("anthropic-beta", ())]
    assert request.headers.get("anthropic-beta") == (",".join(wanted) or None)  # HD-23
