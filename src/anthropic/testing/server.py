"""The simulated API: a real HTTP server on this machine that answers as the Claude API does.

It needs no network and no account, and it is deterministic: the same request gets the same reply.
"""

from __future__ import annotations

from typing import Iterable, Optional

from .answers import Answer
from .batches import Batches
from .endpoints import Endpoints
from .loopback import LoopbackServer
from .requests import RecordedRequest
from .script import Script
from .trouble import Trouble
from .uploads import Uploads

__all__ = ["SimulatedAPI"]


class SimulatedAPI(LoopbackServer):
    """A simulated Claude API on loopback, running for as long as its `with` block.

    ```python
    with SimulatedAPI() as api:
        client = Anthropic(base_url=api.base_url, api_key=api.api_key)
    ```

    Without a socket: `Anthropic(api_key=api.api_key, http_client=api.http_client())`.

    Args:
      script: behaviours that the next requests meet; `api.script` when not given.

      api_key: the only key that is accepted.

      models: ids of models to serve beside the known ones.

      pace: seconds between two events of a stream.

      host: the address to listen on.

      port: the port to listen on; 0 takes a free one.

      batch_polls: how often a batch is still in progress when it is asked for.
    """

    def __init__(
        self,
        script: Optional[Script] = None,
        *,
        api_key: str = "sk-ant-simulated",
        models: Iterable[str] = (),
        pace: float = 0.0,
        host: str = "127.0.0.1",
        port: int = 0,
        batch_polls: int = 1,
    ) -> None:
        super().__init__(host, port)
        self.script: Script = Script() if script is None else script
        """What the next requests meet."""
        self.api_key: str = api_key
        """The key that is accepted."""
        self._endpoints = Endpoints(api_key, models, pace, batch_polls)
        self._trouble = Trouble()

    @property
    def batches(self) -> Batches:
        """The batches that were created, and how they are to go on."""
        return self._endpoints.batches

    @property
    def files(self) -> Uploads:
        """The files that were uploaded."""
        return self._endpoints.files

    def check(self) -> None:
        """Raises a `ScriptError` when the script is strict and did not fit the requests; leaving `with` does, too."""
        if self.script.strict:
            self.script.check()

    def _respond(self, request: RecordedRequest) -> Answer:
        behaviour = self._trouble.met_by(request) or self.script.next(request)
        return behaviour.meet(request, self._endpoints.answer)
