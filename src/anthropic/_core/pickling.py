"""What of a client, its resources and its responses goes into a pickle or a copy, and what every process makes anew.

Options travel; connections, locks and what was fetched never do. A credential that was given is an option like the
others; one that came from the environment is read again where the pickle is (see `auth.AmbientSecret`).
"""

from __future__ import annotations

import copy
import functools
from typing import Any, Dict, Optional, TypeVar

from .._http import Timeout
from .._utils._guards import is_dict
from .._utils._locks import Lock
from . import url
from .headers import HeaderMemory

__all__ = ["copied", "deeply_copied", "is_rebuilt", "lasting", "refuse_unless_rebuilt", "restore", "state_of", "twin"]

_ClientT = TypeVar("_ClientT")
_T = TypeVar("_T")

_MADE_ANEW = frozenset({"_credentials", "_header_memory", "_http_client", "_lock"})
_DEFAULT_HOOKS = [(name, getattr(object, name, None)) for name in ("__reduce__", "__reduce_ex__", "__getstate__")]


def lasting(owner: object) -> Dict[str, Any]:
    """The attributes of a client or resource without what it makes again when it is asked for."""
    cls = type(owner)
    return {
        name: value
        for name, value in vars(owner).items()
        if name not in _MADE_ANEW and not isinstance(getattr(cls, name, None), functools.cached_property)
    }


def state_of(client: Any) -> Dict[str, Any]:
    """What a client's pickle holds.

    Raises:
        TypeError: Its HTTP client was given, and nothing says how to make another one.
    """
    if _shared_http_client(client) is not None:
        refuse_unless_rebuilt(
            client._http_client,
            "Give the client `http_client_factory` in the place of `http_client`: a function at the top level of a "
            "module that makes the HTTP client, in this process and in every other.",
        )
    state = lasting(client)
    state["_base_url"] = str(client._base_url)
    if isinstance(client.timeout, Timeout):
        state["timeout"] = client.timeout.as_dict()
    return state


def restore(client: Any, state: Dict[str, Any]) -> None:
    """Make a client of its pickle; its connections are made when they are needed."""
    timeout: Any = state["timeout"]
    if is_dict(timeout):
        timeout = Timeout(**timeout)
    _begin(client, {**state, "_base_url": url.base(state["_base_url"]), "timeout": timeout}, None)


def copied(client: _ClientT) -> _ClientT:
    """A client with the same options and attributes, and connections of its own unless its HTTP client was given."""
    other = _blank(client)
    _begin(other, lasting(client), _shared_http_client(client))
    _part_platforms(other, client)
    return other


def deeply_copied(client: _ClientT, memo: Dict[int, Any]) -> _ClientT:
    """The same, with deep copies of the attributes; what its platform was given is shared."""
    other = memo[id(client)] = _blank(client)
    state = lasting(client)
    platform = {"_platform": state.pop("_platform")} if "_platform" in state else {}
    _begin(other, {**copy.deepcopy(state, memo), **platform}, _shared_http_client(client))
    _part_platforms(other, client)
    return other


def twin(owner: _T) -> _T:
    """Another object with the very same attributes."""
    other = _blank(owner)
    _attributes(other).update(_attributes(owner))
    return other


def is_rebuilt(value: object) -> bool:
    """Whether the class of the value says how another process makes one."""
    return any(getattr(type(value), name, None) is not default for name, default in _DEFAULT_HOOKS)


def refuse_unless_rebuilt(value: object, instead: str) -> None:
    """Refuse to pickle what holds sockets, locks or sessions, and say what to do instead.

    Raises:
        TypeError: It does, as far as one can see.
    """
    if not is_rebuilt(value):
        kind = type(value)
        raise TypeError(
            f"The client cannot be pickled, as it was given a {kind.__module__}.{kind.__qualname__}, "
            f"which belongs to this process. {instead}"
        )


def _attributes(owner: object) -> Dict[str, Any]:
    return vars(owner)


def _blank(like: _T) -> _T:
    cls = type(like)
    return cls.__new__(cls)


def _shared_http_client(client: Any) -> Optional[Any]:
    """The HTTP client where the user gave it and no other can be made."""
    if client._http_client_factory is not None or getattr(client._http_client, "is_made_anew", False):
        return None
    return client._http_client


def _begin(client: Any, attributes: Dict[str, Any], http_client: Optional[Any]) -> None:
    _attributes(client).update(attributes, _lock=Lock(), _http_client=http_client, _header_memory=HeaderMemory())
    if "_platform" in attributes:
        client._serve_through(attributes["_platform"])


def _part_platforms(client: Any, original: Any) -> None:
    """Leave the copy free to change its platform's options, and use what the original has fetched already."""
    if "_platform" in vars(client):
        client._serve_through(twin(client._platform))
        client._sharing(original)
