"""Recorded streams give the same events and message here and in the published package, each in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, Tuple

import pytest

ROOT = Path(__file__).parents[2]
PYTHON = ROOT / ".venv" / "bench" / "bin" / "python"
DRIVE = Path(__file__).with_name("drive.py")

INTENDED = {
    "structured_cut": "a reply that was cut is given as it is, where the published package raises and loses it",
    "unknown_block": "counters and fields that are not known are kept",
}


def driven(**environment: str) -> Dict[str, Any]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(PYTHON), str(DRIVE)], stdout=subprocess.PIPE, text=True, check=True, env={**inherited, **environment}
    )
    result: Dict[str, Any] = json.loads(done.stdout)
    return result


@pytest.fixture(scope="module")
def both() -> Tuple[Dict[str, Any], Dict[str, Any]]:
    subprocess.run([str(ROOT / "scripts" / "published")], check=True, stdout=sys.stderr)
    here, published = driven(PYTHONPATH=str(ROOT / "src")), driven()
    assert str(ROOT) in here["from"] and "site-packages" in published["from"]
    assert published["version"] == "0.79.0"
    return here["results"], published["results"]


def differences(here: Any, published: Any, path: str = "") -> Iterator[str]:
    """Where the two differ. Which fields count as given is compared of raw events only: see `given`."""
    if isinstance(here, dict) and isinstance(published, dict):
        for name in sorted({*here, *published}):
            yield from differences(here.get(name, "missing"), published.get(name, "missing"), f"{path}/{name}")
    elif isinstance(here, list) and isinstance(published, list) and len(here) == len(published):
        for place, (ours, theirs) in enumerate(zip(here, published)):
            yield from differences(ours, theirs, f"{path}/{place}")
    elif here != published and not path.endswith("given"):
        yield f"{path}: {here!r} here, {published!r} there"


def given(result: Any) -> Iterator[Tuple[str, ...]]:
    """The fields that each raw event counts as given; of helper events 0.79.0 counts some that were never sent."""
    for event in result["events"]:
        if event["class"].startswith(("Raw", "BetaRaw")) and not event["extra"]:
            yield tuple(event["given"])


NAMES = sorted(path.stem for path in (ROOT / "tests" / "fixtures" / "streams").glob("*.sse"))


@pytest.mark.parametrize("name", [name for name in NAMES if name not in INTENDED])
def test_a_stream_gives_the_same_in_both_packages(name: str, both: Tuple[Dict[str, Any], Dict[str, Any]]) -> None:
    here, published = both
    compared = [key for key in published if key.startswith(f"{name},")]

    assert compared
    for key in compared:
        assert list(differences(here[key], published[key])) == []
        assert list(given(here[key])) == list(given(published[key]))


@pytest.mark.parametrize("name", INTENDED)
def test_an_intended_difference_is_still_one(name: str, both: Tuple[Dict[str, Any], Dict[str, Any]]) -> None:
    here, published = both

    assert list(differences(here[f"{name}, stable"], published[f"{name}, stable"])), INTENDED[name]
