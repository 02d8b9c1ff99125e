"""Content codings undone piece by piece, with a bound on what may come out.

The HTTP library's own decoders take a cut end for the end, skip codings that they do not know, and let a kilobyte
become a gigabyte. These do not. Nothing here reads: whoever does feeds them.
"""

from __future__ import annotations

import zlib
from typing import Any, Callable, Dict, List, Optional, Protocol

from ._http import DecodingError, optional_decoder

__all__ = ["MOST_CODINGS", "ContentDecoder", "content_decoder"]

MOST_CODINGS = 5
"""The longest chain of codings that is undone; nobody honest sends more than one or two."""

_SLICE = 4096


class Decoder(Protocol):
    """Undoes one coding."""

    def decode(self, data: bytes, most: int) -> bytes:
        """What the piece stands for, refusing to make more than `most` bytes of it."""
        ...

    def flush(self) -> bytes:
        """What is left at the end; refuses an end that comes too early."""
        ...


class ContentDecoder:
    """Undoes all codings of one body, the last one first."""

    def __init__(self, chain: List[Decoder], most: int) -> None:
        self._chain = chain
        self._most = most

    def decode(self, data: bytes) -> bytes:
        """What this piece of the body stands for."""
        for decoder in self._chain:
            data = decoder.decode(data, self._most)
        return data

    def flush(self) -> bytes:
        """What is left at the end of the body."""
        data = b""
        for decoder in self._chain:
            data = decoder.decode(data, self._most) + decoder.flush() if data else decoder.flush()
        return data


def content_decoder(header: str, most: int) -> ContentDecoder:
    """What undoes the codings that a `content-encoding` header names, if it names any.

    Args:
        header: The header's value.
        most: The bytes that one piece may at most become.

    Raises:
        DecodingError: The chain is too long, or names a coding that is not known.
    """
    names = [name.strip().lower() for name in header.split(",")] if header else []
    names = [name for name in names if name and name != "identity"]
    if len(names) > MOST_CODINGS:
        raise DecodingError(f"The body is coded {len(names)} times, and more than {MOST_CODINGS} are refused.")
    return ContentDecoder([_decoder(name) for name in reversed(names)], most)


def _decoder(name: str) -> Decoder:
    if name in _OWN:
        return _OWN[name]()
    found = optional_decoder(name)
    if found is None:
        raise DecodingError(f"The body is coded as {name[:40]!r}, which this client cannot undo.")
    return _Foreign(found)


class _Gzip:
    """RFC 1952: any number of members, each with a checksum and length at its end."""

    def __init__(self) -> None:
        self._began = False
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)

    def decode(self, data: bytes, most: int) -> bytes:
        pieces: List[bytes] = []
        while data:
            if self._member.eof:
                self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
            self._began = True
            pieces.append(_inflated(self._member, data, most - sum(map(len, pieces))))
            data = self._member.unused_data
        return b"".join(pieces)

    def flush(self) -> bytes:
        if self._began and not self._member.eof:
            raise DecodingError("The gzip body ends before its checksum: it was cut short.")
        return b""


class _Deflate:
    """RFC 1950, or the bare RFC 1951 that some servers send under the same name."""

    def __init__(self) -> None:
        self._head = b""
        self._stream: Optional[zlib._Decompress] = None

    def decode(self, data: bytes, most: int) -> bytes:
        if self._stream is None:
            data = self._head = self._head + data
            if len(data) < 2:
                return b""
            has_header = data[0] & 15 == 8 and (data[0] << 8 | data[1]) % 31 == 0
            self._stream = zlib.decompressobj(zlib.MAX_WBITS if has_header else -zlib.MAX_WBITS)
        return _inflated(self._stream, data, most)

    def flush(self) -> bytes:
        if self._head and (self._stream is None or not self._stream.eof):
            raise DecodingError("The deflate body ends too early: it was cut short.")
        return b""


class _Foreign:
    """A decoder of the HTTP library's; it has no bound of its own and is fed little at a time."""

    def __init__(self, decoder: Any) -> None:
        self._decode: Callable[[bytes], bytes] = decoder.decode
        self._flush: Callable[[], bytes] = decoder.flush

    def decode(self, data: bytes, most: int) -> bytes:
        pieces: List[bytes] = []
        for start in range(0, len(data), _SLICE):
            pieces.append(self._decode(data[start : start + _SLICE]))
            _check_size(sum(map(len, pieces)), most)
        return b"".join(pieces)

    def flush(self) -> bytes:
        return self._flush()


def _inflated(stream: zlib._Decompress, data: bytes, most: int) -> bytes:
    try:
        made = stream.decompress(data, most + 1)
    except zlib.error as error:
        raise DecodingError(f"The body cannot be decompressed: {error}.") from None
    _check_size(len(made), most)
    return made


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise DecodingError(f"The body decompresses to more than {most} bytes at once.")


_OWN: Dict[str, Callable[[], Decoder]] = {"gzip": _Gzip, "x-gzip": _Gzip, "deflate": _Deflate}
