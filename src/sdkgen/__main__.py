"""`python -m sdkgen [--check]`: generate the package, or say whether it is up to date."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .clients import client_files
from .contract import contract_file
from .files import OUTSIDE
from .listing import listing_file
from .load import load, validate
from .methods import resource_files
from .problems import Problem
from .resolve import resolve
from .views import type_files
from .wire import wire_file
from .write import Outcome, compare, render

__all__ = ["generate", "main"]

_ROOT = Path(__file__).parents[2]
_SPEC = Path(__file__).parent / "spec"


def generate(spec: Path, root: Path) -> Outcome:
    """What generation would change below a project's root.

    Raises:
        Problem: An input cannot be used.
    """
    inputs = load(spec)
    validate(inputs.api)
    api = resolve(inputs)
    package = root / "src" / inputs.sdk.root["package"]["name"]
    files = [*type_files(api, inputs), *resource_files(api, inputs.sdk), *client_files(api, inputs.sdk)]
    files += [wire_file(api, inputs.sdk), listing_file(api, inputs.sdk), contract_file(api, inputs.sdk)]
    texts = {_place(path, package, root): text for path, text in render(files).items()}
    return compare(texts, package)


def _place(path: str, package: Path, root: Path) -> Path:
    return root / path.removeprefix(OUTSIDE) if path.startswith(OUTSIDE) else package / path


def main(arguments: list[str] | None = None) -> int:
    """The exit status: 0 when all is well, 1 when `--check` finds a difference, 2 for unusable inputs."""
    parser = argparse.ArgumentParser(prog="sdkgen", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing; print the first difference")
    parser.add_argument("--spec", type=Path, default=_SPEC, help="the folder of the inputs")
    parser.add_argument("--root", type=Path, default=_ROOT, help="the project's root")
    options = parser.parse_args(arguments)
    try:
        outcome = generate(options.spec, options.root)
    except Problem as problem:
        print(problem, file=sys.stderr)
        return 2
    if options.check and outcome:
        print(outcome.first_difference(), file=sys.stderr)
        return 1
    if options.check:
        print("up to date")
    else:
        outcome.apply()
        print(f"{len(outcome.changed)} files written, {len(outcome.orphans)} deleted")
    return 0


if __name__ == "__main__":
    sys.exit(main())
