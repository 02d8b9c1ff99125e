"""What the client tells the API of the machine that it runs on."""

from __future__ import annotations

import functools
import platform
import sys
from typing import Dict

__all__ = ["architecture", "operating_system", "platform_headers"]

_SYSTEMS = {"darwin": "MacOS", "windows": "Windows", "linux": "Linux", "freebsd": "FreeBSD", "openbsd": "OpenBSD"}
_MACHINES = {"aarch64": "arm64", "arm64": "arm64", "arm": "arm", "x86_64": "x64"}


@functools.cache
def platform_headers(version: str) -> "Dict[str, str]":
    """The headers that name language, package, system, machine and interpreter; worked out once."""
    return {
        "X-Stainless-Lang": "python",
        "X-Stainless-Package-Version": version,
        "X-Stainless-OS": operating_system(),
        "X-Stainless-Arch": architecture(),
        "X-Stainless-Runtime": platform.python_implementation() or "unknown",
        "X-Stainless-Runtime-Version": platform.python_version() or "unknown",
    }


def operating_system() -> str:
    """`MacOS`, `Linux`, `Windows`, `FreeBSD`, `OpenBSD`, `iOS`, `Android`, `Other:…` or `Unknown`; runs no subprocess."""
    if sys.platform == "ios" or platform.machine().startswith(("iPhone", "iPad")):
        return "iOS"
    if sys.platform == "android" or hasattr(sys, "getandroidapilevel"):
        return "Android"
    system = platform.system().lower()
    if not system:
        return "Unknown"
    return _SYSTEMS.get(system, f"Other:{system}")


def architecture() -> str:
    """`arm64`, `arm`, `x64`, `x32`, `other:…` or `unknown`."""
    machine = platform.machine().lower()
    if machine in _MACHINES:
        return _MACHINES[machine]
    if sys.maxsize < 2**32:
        return "x32"
    return f"other:{machine}" if machine else "unknown"
