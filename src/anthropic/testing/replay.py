"""Answers from a file of exchanges with the real API, and records those that are not in it yet when told to.

A client of any kind sends its requests here instead of to the API, so it does not matter which HTTP library it uses.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from types import TracebackType
from typing import List, Optional, Type, Union

from .answers import Answer, refusal
from .loopback import LoopbackServer
from .matching import difference, first_match
from .recordings import Exchange, RecordingError, exchange, load_file, request_parts, save_file
from .requests import RecordedRequest
from .upstream import forward

__all__ = ["MODES", "Replay", "ReplayError"]

MODES = ("replay", "new", "rewrite")
_HOW_TO_RECORD = "record it with mode='new', or pytest's --anthropic-record=new"


class ReplayError(AssertionError):
    """The requests that came are not those that were recorded."""


_OF_THE_KEY = (401, 403)
"""Answers that tell of the key that recorded, and not of the program; they are handed on and not kept."""


class Replay(LoopbackServer):
    """Recorded exchanges, played again for as long as its `with` block.

    ```python
    with Replay("exchanges/greeting.json") as replay:
        client = Anthropic(base_url=replay.base_url, api_key="any")
    ```

    Each recorded exchange answers one request that is the same: method, path, query, body, `anthropic-*` headers.
    A request that is not in the recording gets an error that shows in what it differs, and so does leaving `with`.

    Args:
      path: the file; it is written when something was recorded and the block ends.

      mode: `replay` never leaves this machine; `new` asks the real API what is not in the file; `rewrite` asks it
        everything and replaces the file. Recording takes the credentials that the client sends.

      complete: have leaving `with` complain of exchanges that no request asked for.

      upstream: where the real API is; `ANTHROPIC_BASE_URL` or `https://api.anthropic.com` when not given.

      host: the address to listen on.

      port: the port to listen on; 0 takes a free one.
    """

    def __init__(
        self,
        path: Union[str, os.PathLike[str]],
        *,
        mode: str = "replay",
        complete: bool = False,
        upstream: Optional[str] = None,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        super().__init__(host, port)
        if mode not in MODES:
            raise ValueError(f"mode is one of {', '.join(MODES)}, not {mode!r}")
        self.path: Path = Path(path)
        """The file."""
        self.mode: str = mode
        """`replay`, `new` or `rewrite`."""
        self._complete = complete
        self._upstream = upstream or os.environ.get("ANTHROPIC_BASE_URL") or "https://api.anthropic.com"
        self._left = self._recorded()
        self._played: List[Exchange] = []
        self._refused: List[str] = []
        self._is_changed = False
        self._lock = threading.Lock()

    @property
    def left(self) -> int:
        """How many recorded exchanges no request asked for yet."""
        return len(self._left)

    @property
    def is_changed(self) -> bool:
        """Whether something was recorded that the file does not have yet."""
        return self._is_changed

    def forget(self) -> None:
        """Leaves the file as it is, whatever was recorded."""
        with self._lock:
            self._is_changed = False

    def save(self) -> None:
        """Writes the file, if something was recorded; leaving `with` does it, unless the block failed in `rewrite`."""
        with self._lock:
            if self._is_changed:
                save_file(self.path, [*self._played, *self._left])
                self._is_changed = False

    def check(self) -> None:
        """Raises a `ReplayError` when a request was not in the recording; leaving `with` does, too."""
        lines = list(self._refused)
        if self._complete and self._left:
            asked = "".join(f"\n  {each.request.get('method')} {each.request.get('path')}" for each in self._left)
            lines.append(f"No request asked for what is still in {self.path}:{asked}")
        if lines:
            raise ReplayError("\n".join(lines))

    def __exit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        if kind is None or self.mode == "new":
            self.save()
        super().__exit__(kind, error, trace)

    def _recorded(self) -> List[Exchange]:
        if self.mode == "rewrite" or (self.mode == "new" and not self.path.exists()):
            return []
        try:
            return load_file(self.path)
        except FileNotFoundError:
            raise RecordingError(f"There is no recording {self.path}; {_HOW_TO_RECORD}") from None

    def _respond(self, request: RecordedRequest) -> Answer:
        asked = request_parts(request)
        with self._lock:
            found = first_match(asked, self._left)
            if found is not None:
                self._left.remove(found)
                self._played.append(found)
                return found.answer()
            if self.mode == "replay":
                return self._refuse(request, difference(asked, self._left, self._played))
        return self._record(request)

    def _refuse(self, request: RecordedRequest, why: str) -> Answer:
        told = f"{request.method} {request.path} is not in {self.path}. {why}\nTo have it, {_HOW_TO_RECORD}."
        self._refused.append(told)
        return refusal(told, request.request_id)

    def _record(self, request: RecordedRequest) -> Answer:
        came = forward(request, self._upstream)
        made = exchange(request, came.status, came.headers, came.body)
        if came.status in _OF_THE_KEY:
            return made.answer()
        with self._lock:
            self._played.append(made)
            self._is_changed = True
        return made.answer()
