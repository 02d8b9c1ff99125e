"""Server-sent events out of bytes, whatever the chunks (WHATWG HTML, 9.2.6).

A parser is fed what arrives and gives back the events that are complete; each byte is looked at once. Decoding
what an event carries is somebody else's work.
"""

from __future__ import annotations

import re
from typing import Iterable, List, Optional, Protocol, Tuple

__all__ = ["EventDecoder", "EventParser", "RawEvent", "text_of"]

_BOM = b"\xef\xbb\xbf"


RawEvent = Tuple[Optional[bytes], bytes]
"""One event as it came: the value of its `event` field, `None` without one, and its `data` lines, joined by line feeds."""


def text_of(part: Optional[bytes]) -> str:
    """The text of an event's name or data; what is not UTF-8 is replaced."""
    return (part or b"").decode("utf-8", "replace")


class EventDecoder(Protocol):
    """What makes events of the bytes of a stream, in whatever form a platform sends them."""

    def feed(self, chunk: bytes) -> Iterable[RawEvent]:
        """The events that this chunk completes."""
        ...

    def close(self) -> Optional[RawEvent]:
        """What the end of the stream leaves of an unfinished event; `None` if nothing."""
        ...


class EventParser:
    """An incremental parser of one event stream."""

    def __init__(self) -> None:
        self._pending = bytearray()
        self._head = b""
        self._after_cr = False
        self._started = False

    def feed(self, chunk: bytes) -> List[RawEvent]:
        """The events that this chunk completes."""
        if self._after_cr or b"\r" in chunk:
            chunk = self._normalised(chunk)
        if not self._started:
            chunk = self._begun(chunk)
        first: List[RawEvent] = []
        if self._pending:
            searched = len(self._pending) - 1
            self._pending += chunk
            end = self._pending.find(b"\n\n", searched)
            if end < 0:
                return []
            first = _events(bytes(self._pending[: end + 2]))
            chunk = bytes(self._pending[end + 2 :])
        end = chunk.rfind(b"\n\n") + 2
        if end < 2:
            self._pending = bytearray(chunk)
            return first
        self._pending = bytearray(chunk[end:])
        return first + _events(chunk[:end] if end < len(chunk) else chunk)

    def close(self) -> Optional[RawEvent]:
        """What an event without its final blank line holds, at the end of the stream; `None` if nothing."""
        rest, self._pending = bytes(self._pending), bytearray()
        return _general(rest)

    def _begun(self, chunk: bytes) -> bytes:
        """The first bytes without a byte order mark; nothing as long as they may be the beginning of one."""
        self._head += chunk
        if len(self._head) < len(_BOM) and _BOM.startswith(self._head):
            return b""
        self._started = True
        head, self._head = self._head, b""
        return head[len(_BOM) :] if head.startswith(_BOM) else head

    def _normalised(self, chunk: bytes) -> bytes:
        """The chunk with CR and CRLF as LF; a CR at its end may be one half of a CRLF."""
        if self._after_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]
            self._after_cr = False
        if chunk:
            self._after_cr = chunk.endswith(b"\r")
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


_TWO_LINES = re.compile(rb"^event: ([^\n]+)\ndata: ([^\n]*)\n\n", re.MULTILINE)
_LINE_FEEDS = 3


def _events(frames: bytes) -> List[RawEvent]:
    """The events of whole frames. When all have the two lines that servers send, one search finds them, name by data."""
    found: List[RawEvent] = _TWO_LINES.findall(frames)
    if len(found) * _LINE_FEEDS == frames.count(b"\n"):
        return found
    general = (_general(frame) for frame in frames.split(b"\n\n"))
    return [event for event in general if event is not None]


def _general(frame: bytes) -> Optional[RawEvent]:
    name: Optional[bytes] = None
    data: List[bytes] = []
    for line in frame.split(b"\n"):
        field, _, value = line.partition(b":")
        if value.startswith(b" "):
            value = value[1:]
        if field == b"data":
            data.append(value)
        elif field == b"event":
            name = value or None
    return (name, b"\n".join(data)) if data else None
