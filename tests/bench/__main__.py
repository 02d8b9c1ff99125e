"""CPU of this package against the published one, measure by measure, taking turns so that both meet the same machine.

Read the ratios: microseconds depend on the machine. Each figure is the median of its rounds, each round a new process
of one interpreter, which has the published package installed; for this one, `src` goes before it on the path.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
from pathlib import Path

from tests.bench.measures import MEASURES
from tests.bench.server import serving

_SCRIPT = Path(__file__).with_name("measures.py")
_ROOT = _SCRIPT.parents[2]


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument(
        "measures", nargs="*", metavar="MEASURE", help=f"which ones: {', '.join(MEASURES)} (default: all)"
    )
    parser.add_argument("--rounds", type=int, default=5, help="processes for each figure (default: %(default)s)")
    parser.add_argument("--python", default=".venv/bench/bin/python", help="the interpreter (default: %(default)s)")
    given = parser.parse_args()
    unknown = set(given.measures) - MEASURES.keys()
    if unknown or given.rounds < 1:
        parser.error(f"unknown measures: {', '.join(sorted(unknown))}" if unknown else "--rounds: at least 1")
    server, url = serving()
    print(f"{'CPU in microseconds':<60}{'here':>10}{'published':>11}{'ratio':>8}")
    for name in given.measures or MEASURES:
        here, published = _compare(name, url, given.python, given.rounds)
        print(
            f"{name:<9}{MEASURES[name].__doc__:<51}{here:>10.1f}{published:>11.1f}{published / here:>7.1f}x", flush=True
        )
    server.shutdown()


def _compare(name: str, url: str, python: str, rounds: int) -> tuple[float, float]:
    here: list[float] = []
    published: list[float] = []
    for _ in range(1 + rounds):
        here.append(_measured(python, name, url, {"PYTHONPATH": str(_ROOT / "src")}))
        published.append(_measured(python, name, url, {}))
    return statistics.median(here[1:]), statistics.median(published[1:])


def _measured(python: str, name: str, url: str, environment: dict[str, str]) -> float:
    command = [python, str(_SCRIPT), name, url]
    inherited = {variable: value for variable, value in os.environ.items() if not variable.startswith("PYTHON")}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env={**inherited, **environment})
    return float(done.stdout)


if __name__ == "__main__":
    main()
