"""What an HTTP client of this package is made with: timeouts, connections, TLS, proxies.

Nothing here knows the API, and nothing connects.
"""

from __future__ import annotations

import os
import socket
import ssl
from typing import Any, Dict, List, Optional, Tuple, Union
from urllib.request import getproxies

from ._constants import CONNECT_TIMEOUT_SECONDS, DEFAULT_TIMEOUT_SECONDS
from ._http import Limits, Proxy, Timeout, create_ssl_context
from ._utils._locks import Lock

__all__ = [
    "client_options",
    "default_limits",
    "get_environment_proxies",
    "socket_options",
    "ssl_context",
    "tls_settings",
]

_TRANSPORT_OPTIONS = ("verify", "cert", "trust_env", "http1", "http2", "limits")
_KEEPALIVE_SECONDS = 60
_KEEPALIVE_PROBES = 5

_contexts: Dict[Tuple[Optional[str], Optional[str]], ssl.SSLContext] = {}
_contexts_lock = Lock()


def ssl_context() -> ssl.SSLContext:
    """The process's TLS settings for the trust store that the environment names; building one costs 20 ms and 800 KB."""
    key = (os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"))
    with _contexts_lock:
        if key not in _contexts:
            _contexts[key] = create_ssl_context()
        return _contexts[key]


def tls_settings(verify: Any, cert: Any, trust_env: bool) -> ssl.SSLContext:
    """What httpx makes of its arguments about TLS."""
    if isinstance(verify, str) and cert is not None:  # httpx forgets the certificate beside a path
        verify = create_ssl_context(verify=verify, trust_env=trust_env)
    return create_ssl_context(verify=verify, cert=cert, trust_env=trust_env)


def socket_options() -> List[Tuple[int, int, int]]:
    """TCP keep-alive, so that a long silent wait for a reply is not cut by a router on the way."""
    options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    wanted = {
        "TCP_KEEPINTVL": _KEEPALIVE_SECONDS,
        "TCP_KEEPCNT": _KEEPALIVE_PROBES,
        "TCP_KEEPIDLE" if hasattr(socket, "TCP_KEEPIDLE") else "TCP_KEEPALIVE": _KEEPALIVE_SECONDS,
    }
    options += [
        (socket.IPPROTO_TCP, getattr(socket, name), value) for name, value in wanted.items() if hasattr(socket, name)
    ]
    return options


def get_environment_proxies() -> Dict[str, Optional[str]]:
    """Mount patterns of httpx for the proxies that the environment names; `None` marks a host that goes direct."""
    proxies = getproxies()
    mounts: Dict[str, Optional[str]] = {}
    for scheme in ("http", "https", "all"):
        address = proxies.get(scheme)
        if address:
            mounts[f"{scheme}://"] = address if "://" in address else f"http://{address}"
    direct = [host.strip() for host in proxies.get("no", "").split(",") if host.strip()]
    if "*" in direct:
        return {}
    mounts.update((_direct_pattern(host), None) for host in direct)
    return mounts


def _direct_pattern(host: str) -> str:
    if "://" in host:
        return host
    version = _ip_version(host.partition("/")[0])
    if version == 4 or host.lower() == "localhost":
        return f"all://{host}"
    return f"all://[{host}]" if version == 6 else f"all://*{host}"


def _ip_version(host: str) -> Optional[int]:
    """The version of the IP address that a host is given as; `None` for a name."""
    from ipaddress import ip_address  # only environments that name hosts need it

    try:
        return ip_address(host).version
    except ValueError:
        return None


def client_options(options: Dict[str, Any], transport: Any, default_limits: Limits) -> Dict[str, Any]:
    """The arguments of an httpx client with this package's defaults: timeouts, pool, redirects, keep-alive, proxies.

    Args:
        options: What the user gave; it always wins.
        transport: The transport class of the client's colour.
        default_limits: The size of the connection pool when the user names none.
    """
    options.setdefault("timeout", Timeout(DEFAULT_TIMEOUT_SECONDS, connect=CONNECT_TIMEOUT_SECONDS))
    options.setdefault("limits", default_limits)
    options.setdefault("follow_redirects", True)
    if options.get("transport") is not None:
        return options
    stock = options.get("verify", True) is True and options.get("cert") is None and options.get("trust_env", True)
    if stock and not options.get("http2"):  # which HTTP is spoken is agreed upon through the context
        options["verify"] = ssl_context()
    shared = {name: options[name] for name in _TRANSPORT_OPTIONS if name in options}

    def connect(proxy: Union[str, Proxy, None]) -> Any:
        return transport(**shared, proxy=proxy, socket_options=socket_options())

    proxy = options.pop("proxy", None)
    mounts: Dict[str, Any] = {}
    if proxy is None and options.get("trust_env", True):
        mounts = {pattern: address and connect(address) for pattern, address in get_environment_proxies().items()}
    mounts.update(options.get("mounts") or {})
    options["mounts"] = mounts
    options["transport"] = connect(proxy)
    return options


def default_limits() -> Limits:
    """The connection pool's size: 1000 connections, of which 100 are kept for reuse."""
    return Limits(max_connections=1000, max_keepalive_connections=100)
