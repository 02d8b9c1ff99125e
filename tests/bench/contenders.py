"""Who is measured, and how: a process of its own for each figure, whose CPU and memory the kernel counts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional

__all__ = ["CONTENDERS", "Contender", "Figures"]

ROOT = Path(__file__).parents[2]
_HERE = Path(__file__).parent

Figures = Dict[str, float]

STARTUP = {
    "import": "import anthropic",
    "import_message": "from anthropic.types import Message",
    "import_client": "from anthropic import Anthropic; Anthropic(api_key='key')",
    "first": """
from anthropic import Anthropic
hello = {"max_tokens": 64, "model": "m", "messages": [{"role": "user", "content": "Hello"}]}
Anthropic(api_key="key", base_url=URL).messages.create(**hello)
""",
    "first_async": """
import asyncio
from anthropic import AsyncAnthropic
hello = {"max_tokens": 64, "model": "m", "messages": [{"role": "user", "content": "Hello"}]}
asyncio.run(AsyncAnthropic(api_key="key", base_url=URL).messages.create(**hello))
""",
}
FLOORS = {
    "import": "",
    "import_message": """
import pydantic
class Message(pydantic.BaseModel):
    id: str
""",
    "import_client": "import httpx; httpx.Client()",
    "first": "import httpx, pydantic; httpx.Client().post(URL, json={'model': 'm'}).json()",
    "first_async": """
import asyncio, httpx, pydantic
asyncio.run(httpx.AsyncClient().post(URL, json={'model': 'm'}))
""",
}
PEAK = """
with open("/proc/self/status") as status:
    print([line.split()[1] for line in status if line.startswith("VmHWM")][0])
"""
"""Prints the most memory that the process had, in KB. The kernel's count for children starts with that of their parent."""
PROGRAM = """
from anthropic import Anthropic

client = Anthropic(api_key="key")


def ask(question: str) -> str:
    message = client.messages.create(
        model="claude-haiku-4-5",
        max_tokens=64,
        messages=[{"role": "user", "content": question}],
    )
    return "".join(block.text for block in message.content if block.type == "text")


print(ask("Hello"))
"""
FLOOR_PROGRAM = """
import httpx
from pydantic import BaseModel


class Message(BaseModel):
    text: str


def ask(client: httpx.Client, question: str) -> str:
    return Message(text=client.post("/", json=question, timeout=60).text).text


print(ask(httpx.Client(), "Hello"))
"""


@dataclass(frozen=True)
class Contender:
    """One that is measured.

    Attributes:
        name: What the table calls it.
        environment: The virtual environment whose interpreter runs it.
        kind: `client` for a client package, `floor` for the least work that gives the same.
        path: What goes before the environment's packages.
        requirement: What its wheel is fetched by.
    """

    name: str
    environment: str
    kind: str = "client"
    path: Optional[str] = None
    requirement: Optional[str] = None

    @property
    def python(self) -> str:
        """The interpreter."""
        return str(ROOT / self.environment / "bin" / "python")

    def figures(self, measure: str, url: str) -> Optional[Figures]:
        """What one process measures, by part; `None` where there is nothing to measure."""
        if measure in STARTUP:
            code = (STARTUP if self.kind == "client" else FLOORS)[measure].replace("URL", repr(url))
            return self._counted([self.python, "-c", code + PEAK])
        if measure == "wheel":
            return self._wheel()
        if measure in ("pyright", "mypy"):
            return self._checked(measure)
        command = [self.python, str(_HERE / "program.py"), measure, self.kind, url]
        done = subprocess.run(command, env=self._variables(), stdout=subprocess.PIPE, text=True, check=True)
        found: Any = json.loads(done.stdout)
        return found if isinstance(found, dict) or found is None else {"": found}

    def _variables(self) -> Dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ANTHROPIC", "AWS"))
        }
        return {**kept, "PYTHONPATH": self.path} if self.path else kept

    def _counted(self, command: List[str], cwd: Optional[str] = None) -> Figures:
        """CPU in milliseconds of a whole process, and the peak of its memory in megabytes where it prints that."""
        process = subprocess.Popen(command, env=self._variables(), cwd=cwd, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = status
        if status and "-c" in command:
            raise subprocess.CalledProcessError(status, command)
        figures = {"cpu": (usage.ru_utime + usage.ru_stime) * 1000}
        if "-c" in command:
            figures["peak"] = int(printed.split()[-1]) / 1024
        return figures

    def _wheel(self) -> Optional[Figures]:
        if self.kind == "floor":
            return None
        pip = [str(ROOT / ".venv/bin/python"), "-m", "pip", "--quiet", "--disable-pip-version-check"]
        with tempfile.TemporaryDirectory() as folder:
            if self.requirement is None:
                command = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, str(ROOT)]
            else:
                command = [*pip, "download", "--no-deps", "--only-binary=:all:", "--dest", folder, self.requirement]
            subprocess.run(command, check=True, stdout=sys.stderr)
            (wheel,) = Path(folder).glob("*.whl")
            return {"": wheel.stat().st_size / 1024}

    def _checked(self, checker: str) -> Optional[Figures]:
        """Seconds of CPU that a type checker takes on a small program, with nothing cached."""
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "program.py").write_text(PROGRAM if self.kind == "client" else FLOOR_PROGRAM)
            own = str(ROOT / ".venv/bin" / checker)
            if checker == "mypy":
                command = [own, "--cache-dir", os.devnull, "--python-executable", self.python, "program.py"]
            else:
                found = subprocess.run(
                    [self.python, "-c", "import anthropic; print(anthropic.__file__)"],
                    env=self._variables(), stdout=subprocess.PIPE, text=True, check=True,
                ).stdout  # fmt: skip
                extra = {"extraPaths": [str(Path(found).parents[1])]}
                Path(folder, "pyrightconfig.json").write_text(json.dumps(extra))
                command = [own, "--pythonpath", self.python, "program.py"]
            return {"": self._counted(command, folder)["cpu"] / 1000}


CONTENDERS: List[Contender] = [
    Contender("here", ".venv/bench-0.79.0", path=str(ROOT / "src")),
    Contender("0.79.0", ".venv/bench-0.79.0", requirement="anthropic==0.79.0"),
    Contender("newest", ".venv/bench-newest", requirement="anthropic"),
    Contender("floor", ".venv/bench-0.79.0", kind="floor"),
]
