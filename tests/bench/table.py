"""The table: what each row is called, what 0.79.0 took when the target was set, and the target.

Both figures come from one 2-core machine. Elsewhere the ratio holds, not the figures: a row holds when this package needs at
most that share of what 0.79.0 needs in the same run.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional

__all__ = ["ROWS", "Row"]


@dataclass(frozen=True)
class Row:
    """One line.

    Attributes:
        measure: Which measure gives it.
        part: Which of its figures, where it gives several.
        title: What is measured, with its unit.
        published: What 0.79.0 took on the machine of the targets; `None` where there is nothing to compare.
        target: The target there.
        absolute: Whether the figure itself is held, rather than its ratio.
        beside: The part whose ratio is held, where that is another one: what grows with 0.79.0 has to stay flat here.
    """

    measure: str
    part: str
    title: str
    published: Optional[float]
    target: float
    absolute: bool = False
    beside: Optional[str] = None

    def ceiling(self, published_now: Optional[float]) -> float:
        """The most that the row may show, given what 0.79.0 took in this run."""
        if self.absolute or not self.published or not published_now:
            return self.target
        return self.target / self.published * published_now


ROWS: List[Row] = [
    Row("import", "cpu", "import anthropic: CPU, ms", 467, 25),
    Row("import", "peak", "import anthropic: peak, MB", 53, 12),
    Row("import_message", "cpu", "from anthropic.types import Message: CPU, ms", 468, 190),
    Row("import_client", "cpu", "import, make a client: CPU, ms", 512, 180),
    Row("first", "cpu", "import through the first reply, sync: CPU, ms", 500, 260),
    Row("first", "peak", "import through the first reply, sync: peak, MB", 56, 40),
    Row("first_async", "cpu", "import through the first reply, async: CPU, ms", 515, 310),
    Row("create", "", "create, small, loopback, sync: us", 966, 500),
    Row("create_async", "", "the same, async on httpx: us", 1329, 900),
    Row("create_aiohttp", "", "the same, async on aiohttp: us", 1059, 400),
    Row("together", "", "200 concurrent create, default transport: us a request", 2941, 900),
    Row("together_aiohttp", "", "the same on aiohttp: us a request", 897, 300),
    Row("another_client", "ms", "a further client with equal settings: ms", 24.5, 0.5),
    Row("another_client", "KB", "a further client with equal settings: KB", 836, 40),
    Row("parse", "small", "parse one small message: us", 133, 8),
    Row("parse", "mixed", "parse 50 mixed blocks: us", 854, 190),
    Row("parse", "page", "parse a page of 1,000 models: us", 29_900, 1_900),
    Row("small_request", "", "a small create, in-memory transport: us", 501, 200),
    Row("big_request", "stable", "1,000 messages + 100 tools, stable: ms", 820, 10),
    Row("big_request", "beta", "the same, beta: ms", 1_539, 10),
    Row("big_request", "async", "the same, async: ms", 860, 10),
    Row("image", "ms", "20 MB image from a path: ms", 107, 25),
    Row("image", "MB", "20 MB image from a path: extra peak, MB", 95, 30),
    Row("raw_stream", "", "create(stream=True), in memory: us an event", 14.6, 3.5),
    Row("text_stream", "1k", "messages.stream(), its text, 1k deltas: us a delta", 47, 4.5),
    Row("text_stream", "10k", "the same, 10k deltas: us a delta", 47, 4.5),
    Row("text_stream", "40k", "the same, 40k deltas: us a delta", 47, 4.5),
    Row("text_helper", "1k", "messages.stream(), all events, 1k deltas: us a delta", 47, 4.5),
    Row("text_helper", "10k", "the same, 10k deltas: us a delta", 47, 4.5),
    Row("text_helper", "40k", "the same, 40k deltas: us a delta", 47, 4.5),
    Row("tool_helper", "10 KB", "tool input of 10 KB in 20-byte deltas: us a delta", 63, 5),
    Row("tool_helper", "100 KB", "the same, 100 KB: us a delta", 63, 5, beside="10 KB"),
    Row("tool_helper", "1 MB", "the same, 1 MB: us a delta", 63, 5, beside="10 KB"),
    Row("batch_results", "", "batch results: us a result", 41, 9),
    Row("streams_together", "aiohttp", "200 streams at once, aiohttp: us an event", 21, 8),
    Row("streams_together", "helper", "the same, helper on the default transport: us an event", 74, 25),
    Row("streams_together", "packets", "the same, one event per packet: us an event", 181, 70),
    Row("runner", "10", "tool runner, 10 turns: ms an iteration", 7.1, 0.5),
    Row("runner", "100", "tool runner, 100 turns: ms an iteration", 57, 0.5),
    Row("runner", "200", "tool runner, 200 turns: ms an iteration", 113, 0.5),
    Row("long_history", "", "an agent's turn with a long history: ms", 181, 4),
    Row("reply_back", "", "sending a reply's content back: ms", 12.4, 0.6),
    Row("bedrock", "create", "Bedrock create: us", 817, 300),
    Row("bedrock", "event", "Bedrock stream: us an event", 28.6, 6),
    Row("vertex", "", "Vertex create with a static token: us", 475, 200),
    Row("garbage", "request", "cyclic garbage of a request: objects", 36, 0, absolute=True),
    Row("garbage", "stream", "cyclic garbage of a stream: objects", 36, 0, absolute=True),
    Row("garbage", "helper", "cyclic garbage of a helper stream: objects", 38, 0, absolute=True),
    Row("large_reply", "", "memory of a 64 MB reply: multiples of it", 3.1, 2.2, absolute=True),
    Row("wheel", "", "wheel: KB", 406, 450, absolute=True),
    Row("pyright", "", "pyright, cold, on a 14-line program: s", 11.5, 8),
    Row("mypy", "", "mypy, cold, on a 14-line program: s", 13.1, 9),
]
