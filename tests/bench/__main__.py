"""CPU and memory of this package, the published one of 0.79.0, the newest one, and the least work that gives the same.

All take turns, a process each, so that they meet the same machine. Read the ratios: the figures depend on the machine.
"""

from __future__ import annotations

import argparse
import statistics
from collections import defaultdict
from typing import Dict, List, Optional, Tuple

from tests.bench.contenders import CONTENDERS, Contender
from tests.bench.server import serving
from tests.bench.table import ROWS

Taken = Dict[Tuple[str, str], List[float]]
_ONCE = frozenset({"wheel", "pyright", "mypy"})
_HEAD = ("", *(each.name for each in CONTENDERS), "0.79.0 : here", "target", "")


def main() -> None:
    """Measure and print a table."""
    measures = list(dict.fromkeys(row.measure for row in ROWS))
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=f"which: {', '.join(measures)} (default: all)")
    parser.add_argument("--rounds", type=int, default=5, help="processes for each figure (default: %(default)s)")
    parser.add_argument("--only", action="append", help="measure only this contender; may be repeated")
    parser.add_argument("--markdown", action="store_true", help="print the table as the README has it")
    given = parser.parse_args()
    unknown = set(given.measures) - set(measures)
    if unknown or given.rounds < 1:
        names = f"unknown measures: {', '.join(sorted(unknown))}. There are {', '.join(measures)}."
        parser.error(names if unknown else "--rounds: at least 1")
    contenders = [each for each in CONTENDERS if not given.only or each.name in given.only]
    server, url = serving()
    layout = (
        "| {} | {} | {} | {} | {} | {} | {} | {} |" if given.markdown else "{:<58}{:>9}{:>9}{:>9}{:>9}{:>15}{:>9}  {}"
    )
    print(layout.format(*_HEAD).rstrip())
    if given.markdown:
        print("|---|---|---|---|---|---|---|---|")
    missed = 0
    for name in given.measures or measures:
        for line, holds in _lines(name, _taken(name, contenders, given.rounds, url)):
            print(layout.format(*line).rstrip(), flush=True)
            missed += not holds
    print(f"\n{missed} targets missed" if missed else "\nevery target holds")
    server.shutdown()


def _taken(name: str, contenders: List[Contender], rounds: int, url: str) -> Taken:
    """All figures of a measure, by contender and part; a first round, which finds nothing cached, does not count."""
    taken: Taken = defaultdict(list)
    silent = set()
    for turn in range(1 if name in _ONCE else 1 + rounds):
        for each in contenders:
            figures = None if each.name in silent else each.figures(name, url)
            if figures is None:
                silent.add(each.name)
            elif turn or name in _ONCE:
                for part, figure in figures.items():
                    taken[each.name, part].append(figure)
    return taken


def _lines(name: str, taken: Taken) -> List[Tuple[Tuple[str, ...], bool]]:
    """The rows of a measure, and whether each holds."""
    lines = []
    for row in (row for row in ROWS if row.measure == name):
        medians: Dict[str, Optional[float]] = {
            each.name: statistics.median(found) if (found := taken.get((each.name, row.part))) else None
            for each in CONTENDERS
        }
        here, published = medians["here"], medians["0.79.0"]
        scale = taken.get(("0.79.0", row.part if row.beside is None else row.beside))
        ceiling = row.ceiling(statistics.median(scale) if scale else None)
        holds = here is None or here <= ceiling * 1.005
        ratio = f"{published / here:.1f} : 1" if here and published else ""
        shown = [_figure(medians[each.name]) for each in CONTENDERS]
        lines.append(((row.title, *shown, ratio, _figure(ceiling), "" if holds else "missed"), holds))
    return lines


def _figure(value: Optional[float]) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


if __name__ == "__main__":
    main()
