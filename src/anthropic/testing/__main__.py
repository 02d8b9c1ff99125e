"""`python -m anthropic.testing`: serves the simulated API until Ctrl-C."""

from __future__ import annotations

import argparse
import logging
import sys
import threading
from typing import List, Optional

from .server import SimulatedAPI


def main(arguments: Optional[List[str]] = None) -> int:
    """Serves until interrupted; gives the exit status."""
    given = _parser().parse_args(arguments)
    if given.verbose:
        logging.basicConfig(level=logging.INFO, format="%(message)s")
    api = SimulatedAPI(api_key=given.api_key, models=given.model, pace=given.pace, host=given.host, port=given.port)
    try:
        with api:
            print(api.base_url, flush=True)
            print(f"export ANTHROPIC_BASE_URL={api.base_url} ANTHROPIC_API_KEY={api.api_key}", file=sys.stderr)
            threading.Event().wait()
    except KeyboardInterrupt:
        return 0
    except (OSError, OverflowError) as error:
        print(f"Cannot listen on {given.host}:{given.port}: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m anthropic.testing", description="Serves a simulated Claude API.")
    parser.add_argument("--port", type=int, default=0, help="the port to listen on (default: a free one)")
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default: %(default)s)")
    parser.add_argument("--pace", type=float, default=0.02, help="seconds between events (default: %(default)s)")
    parser.add_argument("--api-key", default="sk-ant-simulated", help="the key to accept (default: %(default)s)")
    parser.add_argument("--model", action="append", default=[], help="one more model to serve; may be repeated")
    parser.add_argument("--verbose", action="store_true", help="write a line for each request")
    return parser


if __name__ == "__main__":
    sys.exit(main())
