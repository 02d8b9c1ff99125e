"""Where a request goes: base URL, path and query put together, one safe segment per path parameter."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any, Optional
from urllib.parse import quote, unquote

from .._http import URL
from .._qs import Querystring
from .._utils._secrets import SecretBytes

__all__ = ["base", "host_label", "join", "login", "path", "same_origin", "stays"]

_SEGMENT_SAFE = ":@!$&'()*+,;=-._~"
_LABEL = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r"\{(\w+)\}")


def path(template: str, **values: str) -> str:
    """The path with its parameters filled in, each as one percent-encoded segment (RFC 3986, 3.3).

    Raises:
        ValueError: A parameter is empty or a dot segment, and would change which resource the path names.
    """
    return _PARAMETER.sub(lambda match: _segment(match[1], values[match[1]]), template)


def _segment(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"Expected a str for `{name}` but received {value!r}")
    if not value:
        raise ValueError(f"Expected a non-empty value for `{name}` but received {value!r}")
    if unquote(value) in (".", ".."):
        raise ValueError(f"Expected an id for `{name}` but received the dot segment {value!r}")
    return quote(value, safe=_SEGMENT_SAFE)


def base(url: "URL | str") -> URL:
    """The base URL with the slash that lets relative paths be appended; a bare host stays bare.

    A query of its own stays and goes along with every request; a fragment means nothing to a server and is dropped.
    """
    parsed = URL(url)
    if parsed.fragment:
        parsed = parsed.copy_with(fragment=None)
    path, mark, query = parsed.raw_path.partition(b"?")
    if path in (b"", b"/") or path.endswith(b"/"):
        return parsed
    return parsed.copy_with(raw_path=path + b"/" + mark + query)


def host_label(name: str, value: str) -> str:
    """A value that becomes a part of a host's name, so that it must not name another host.

    Raises:
        ValueError: It holds anything but letters, digits and hyphens (RFC 1123, 2.1).
    """
    if not _LABEL.fullmatch(value):
        raise ValueError(
            f"Expected letters, digits and hyphens for `{name}`, which is a part of a host's name: {value!r}"
        )
    return value


@functools.lru_cache(maxsize=256)
def _parsed(url: str) -> URL:
    return URL(url)


def join(base_url: URL, target: str, query: "Mapping[str, Any]", qs: Querystring) -> URL:
    """The URL of a request.

    Args:
        base_url: What a relative target is appended to, path and all.
        target: A relative path, with or without a query of its own, or an absolute URL that is used as it is.
        query: Parameters that are merged over the target's own query.
        qs: How parameters are written.
    """
    url = target if _is_absolute(target) else _appended(base_url, target)
    bare, _, own = url.partition("?")
    text = qs.stringify(query) if query else ""
    if own:
        kept = [part for part in own.split("&") if part.partition("=")[0] not in query]
        text = "&".join([*kept, text] if text else kept)
    return _parsed(f"{bare}?{text}" if text else bare)


def login(target: URL, base_url: URL) -> Optional[bytes]:
    """The user name and password to send along: those in the target, else those in the base URL of the same origin."""
    if target.userinfo:
        return SecretBytes(target.userinfo)
    return SecretBytes(base_url.userinfo) if base_url.userinfo and same_origin(target, base_url) else None


def _is_absolute(target: str) -> bool:
    return target.startswith(("http://", "https://")) or "://" in target.partition("?")[0]


def _appended(base_url: URL, target: str) -> str:
    """The target below the base URL: its path appended, its query after the base URL's own."""
    bare = base_url.copy_with(userinfo=b"") if base_url.userinfo else base_url
    prefix, _, inherited = str(bare).partition("?")
    url = f"{prefix if prefix.endswith('/') else prefix + '/'}{target.lstrip('/')}"
    return f"{url}{'&' if '?' in url else '?'}{inherited}" if inherited else url


def same_origin(one: URL, other: URL) -> bool:
    """Whether scheme, host and port agree (RFC 6454), which is as far as credentials may travel."""
    return (one.scheme, one.host, _port(one)) == (other.scheme, other.host, _port(other))


def stays(target: str, base_url: URL) -> bool:
    """Whether a request's target, relative or absolute, is of the base URL's origin."""
    return not _is_absolute(target) or same_origin(_parsed(target), base_url)


def _port(url: URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)
