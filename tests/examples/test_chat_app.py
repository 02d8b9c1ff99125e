"""The test-suite of the example app runs as its users would run it, and needs no network for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.house.sources import ROOT

REFUSAL = """
import socket


def only_here(function, address):
    def call(*arguments):
        assert address(*arguments) == "127.0.0.1", f"the network was used: {arguments}"
        return function(*arguments)

    return call


socket.socket.connect = only_here(socket.socket.connect, lambda _, address: address[0])
socket.getaddrinfo = only_here(socket.getaddrinfo, lambda host, *_: host)
"""


def test_the_chat_app_is_tested_without_network(tmp_path: Path) -> None:
    (tmp_path / "no_network.py").write_text(REFUSAL, "utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ANTHROPIC_")}
    environment.update(PYTHONPATH=str(tmp_path), PYTHONDONTWRITEBYTECODE="1")
    command = [sys.executable, "-m", "pytest", "-p", "no_network", "-p", "no:cacheprovider", "examples/chat_app"]

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)

    assert done.returncode == 0, done.stdout + done.stderr
    assert " 7 passed" in done.stdout
