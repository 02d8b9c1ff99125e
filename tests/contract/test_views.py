"""The views of every resource and client: complete, of the same signatures, found at their paths, and not loaded before."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys
from typing import Any, Dict, List

import pytest

from anthropic import Anthropic, AsyncAnthropic, _client
from tests.contract.calls import COLOURS, OPERATIONS

SUFFIXES = {"with_raw_response": "WithRawResponse", "with_streaming_response": "WithStreamingResponse"}
CLASSES = sorted({o.python[colour].rpartition(".")[0] for o in OPERATIONS for colour in COLOURS})
EACH = pytest.mark.parametrize("place", CLASSES)
VIEW = pytest.mark.parametrize("view", SUFFIXES)


def made(place: str) -> Any:
    """A resource by its module and class."""
    module, _, name = place.partition(":")
    client = (AsyncAnthropic if name.startswith("Async") else Anthropic)(api_key="key")
    return getattr(importlib.import_module(module), name)(client)


def methods(place: str) -> List[str]:
    """The methods that are operations."""
    targets = [target for operation in OPERATIONS for target in operation.python.values()]
    return [target.rpartition(".")[2] for target in targets if target.rpartition(".")[0] == place]


@EACH
@VIEW
def test_a_view_has_the_methods_with_their_signatures(place: str, view: str) -> None:
    resource = made(place)

    for name in methods(place):
        seen = getattr(getattr(resource, view), name)

        assert inspect.signature(seen).parameters == inspect.signature(getattr(resource, name)).parameters
        assert seen.__doc__ == getattr(resource, name).__doc__


@EACH
@VIEW
def test_a_view_is_found_where_its_resource_is(place: str, view: str) -> None:
    module, _, name = place.partition(":")
    cls = type(getattr(made(place), view))

    assert cls.__name__ == f"{name}{SUFFIXES[view]}"
    assert getattr(importlib.import_module(module), cls.__name__) is cls
    assert getattr(importlib.import_module(module.rpartition(".")[0]), cls.__name__) is cls
    assert cls.__name__ in importlib.import_module(module.rpartition(".")[0]).__all__


@pytest.mark.parametrize("client", [Anthropic, AsyncAnthropic])
@pytest.mark.parametrize("view", SUFFIXES)
def test_a_client_is_seen_as_its_resources_are(client: Any, view: str) -> None:
    suffix = {"with_raw_response": "WithRawResponse", "with_streaming_response": "WithStreamedResponse"}[view]
    whole = client(api_key="key")
    seen = getattr(whole, view)

    assert type(seen) is getattr(_client, f"{client.__name__}{suffix}")
    for operation in OPERATIONS:
        path = operation.id.split(".")[:-1]
        assert type(step(seen, path)) is type(getattr(step(whole, path), view))


def step(start: Any, path: List[str]) -> Any:
    for name in path:
        start = getattr(start, name)
    return start


def test_a_view_is_made_once() -> None:
    client = Anthropic(api_key="key")

    assert client.messages.with_raw_response is client.messages.with_raw_response
    assert client.with_raw_response.messages.batches is client.with_raw_response.messages.batches


def test_a_view_loads_when_it_is_touched() -> None:
    program = (
        "import sys\nfrom anthropic import Anthropic\nmessages = Anthropic(api_key='key').beta.messages\n"
        "loaded = lambda: [name for name in sys.modules if name.endswith('_views')]\nmessages.create\nprint(loaded())\n"
        "messages.with_raw_response\nprint(loaded())"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert done.stdout.splitlines() == ["[]", "['anthropic.resources.beta.messages._views']"]


def test_unknown_names_are_still_unknown() -> None:
    for place in CLASSES:
        module: Dict[str, Any] = vars(importlib.import_module(place.partition(":")[0]))

        with pytest.raises(AttributeError, match="Nothing"):
            module["__getattr__"]("Nothing")
