"""An answer before it is written to a socket: plain values, and how the connection is to end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Dict, Iterable, Iterator, Mapping, NamedTuple, Optional

from .problems import Problem, error_body
from .values import dump

__all__ = ["Answer", "Chunk", "answer_json", "answer_problem", "refusal"]


class Chunk(NamedTuple):
    """Bytes of a streamed body, and how long to wait before they are sent."""

    data: bytes
    pause: float = 0.0


def _no_headers() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Answer:
    """What goes back for one request."""

    status: int
    """The HTTP status."""

    headers: Mapping[str, str] = field(default_factory=_no_headers)
    """Headers beside those of the framing and the `request-id`."""

    body: bytes = b""
    """A body that is sent at once."""

    chunks: Optional[Iterable[Chunk]] = None
    """A body that is streamed, instead of `body`."""

    delay: float = 0.0
    """Seconds to wait before anything is sent."""

    cut: Optional[int] = None
    """Close the connection after this many bytes of the body; below zero, before the headers."""

    reset: bool = False
    """Close hard, so that the client sees a reset and not an end."""

    bare: bool = False
    """Send the given headers only, without a `request-id`."""

    def pieces(self) -> Iterator[Chunk]:
        """The body as it travels, up to where it is cut."""
        left = self.cut
        for chunk in [Chunk(self.body)] if self.chunks is None else self.chunks:
            data = chunk.data[:left]
            left = None if left is None else left - len(data)
            yield Chunk(data, chunk.pause)
            if left == 0:
                return

    def given(self) -> Dict[str, str]:
        """The headers by their names in small letters."""
        return {name.lower(): value for name, value in self.headers.items()}


def answer_json(value: object, status: int = 200, headers: Optional[Mapping[str, str]] = None) -> Answer:
    """A JSON answer."""
    return Answer(status, {"content-type": "application/json", **(headers or {})}, dump(value))


def answer_problem(problem: Problem, request_id: str) -> Answer:
    """The answer to a request that cannot be served."""
    return answer_json(error_body(problem.type, problem.message, request_id), problem.status, problem.headers)


def refusal(message: str, request_id: str) -> Answer:
    """The answer to a request that the test did not foresee: one that no client tries again."""
    return answer_problem(Problem(500, message, headers={"x-should-retry": "false"}), request_id)
