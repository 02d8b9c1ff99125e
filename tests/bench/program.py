"""Runs one measure inside the interpreter that has the package under test, and prints what it measured as JSON.

`python program.py NAME client|floor URL`. It uses only names that every package measured has.
"""

from __future__ import annotations

import json
import sys

import floors
import measures


def main() -> None:
    """Measure and print."""
    _, name, kind, url = sys.argv
    measure = (measures if kind == "client" else floors).MEASURES.get(name)
    print(json.dumps(measure and measure(url)))


if __name__ == "__main__":
    main()
