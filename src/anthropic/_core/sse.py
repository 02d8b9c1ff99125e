"""Server-sent events out of bytes, whatever the chunks (WHATWG HTML, 9.2.6).

A parser is fed what arrives and gives back the events that are complete; each byte is looked at once. Decoding
what an event carries is somebody else's work.
"""

from __future__ import annotations

from typing import List, NamedTuple, Optional

__all__ = ["EventParser", "RawEvent"]

_BOM = b"\xef\xbb\xbf"


class RawEvent(NamedTuple):
    """One event as it came.

    Attributes:
        name: The value of its `event` field; `None` without one.
        data: Its `data` lines, joined by line feeds.
    """

    name: Optional[str]
    data: bytes


class EventParser:
    """An incremental parser of one event stream."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._searched = 0
        self._after_cr = False
        self._started = False

    def feed(self, chunk: bytes) -> List[RawEvent]:
        """The events that this chunk completes."""
        if self._after_cr or b"\r" in chunk:
            chunk = self._normalised(chunk)
        buffer = self._buffer
        buffer += chunk
        if not self._started and not self._begin():
            return []
        start = 0
        events: List[RawEvent] = []
        end = buffer.find(b"\n\n", max(self._searched - 1, 0))
        while end >= 0:
            event = _event(bytes(buffer[start:end]))
            if event is not None:
                events.append(event)
            start = end + 2
            end = buffer.find(b"\n\n", start)
        if start:
            del buffer[:start]
        self._searched = len(buffer)
        return events

    def close(self) -> Optional[RawEvent]:
        """What an event without its final blank line holds, at the end of the stream; `None` if nothing."""
        rest, self._buffer, self._searched = bytes(self._buffer), bytearray(), 0
        return _event(rest)

    def _begin(self) -> bool:
        """Whether the first bytes are known not to be, or no longer to be, a byte order mark."""
        if len(self._buffer) < len(_BOM) and _BOM.startswith(bytes(self._buffer)):
            return False
        if self._buffer.startswith(_BOM):
            del self._buffer[: len(_BOM)]
        self._started = True
        return True

    def _normalised(self, chunk: bytes) -> bytes:
        """The chunk with CR and CRLF as LF; a CR at its end may be one half of a CRLF."""
        if self._after_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]
            self._after_cr = False
        if chunk:
            self._after_cr = chunk.endswith(b"\r")
        return chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _event(frame: bytes) -> Optional[RawEvent]:
    """The event of one frame; the two-line form that servers send is recognised by position."""
    if frame.startswith(b"event: "):
        name, _, rest = frame[7:].partition(b"\n")
        if rest.startswith(b"data: ") and b"\n" not in rest:
            return RawEvent(name.decode("utf-8", "replace"), rest[6:])
    return _general(frame)


def _general(frame: bytes) -> Optional[RawEvent]:
    name: Optional[str] = None
    data: List[bytes] = []
    for line in frame.split(b"\n"):
        field, _, value = line.partition(b":")
        if value.startswith(b" "):
            value = value[1:]
        if field == b"data":
            data.append(value)
        elif field == b"event":
            name = value.decode("utf-8", "replace") or None
    return RawEvent(name, b"\n".join(data)) if data or name else None
