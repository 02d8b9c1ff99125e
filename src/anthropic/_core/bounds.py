"""How long a call may take and how much its answer may hold.

Plain moments and sizes; whoever waits and reads holds to them. The clock is passed in.
"""

from __future__ import annotations

from typing import Any, NamedTuple, Optional

from .._decoding import content_decoder
from .._http import DecodingError, Response, header, set_decoder

__all__ = ["UNBOUNDED", "Deadlines", "begin_decoding", "check_seconds", "check_size"]


class Deadlines(NamedTuple):
    """Moments on one clock; `None` where there is no bound.

    Attributes:
        call: When the call as a whole has to be over: every try, the pauses between them, and the last byte.
        attempt: When the present try has to be over.
    """

    call: Optional[float] = None
    attempt: Optional[float] = None

    @classmethod
    def starting(cls, now: float, total: Optional[float]) -> Deadlines:
        """Those of a call that begins now."""
        return UNBOUNDED if total is None else cls(now + total)

    def trying(self, now: float, attempt: Optional[float]) -> Deadlines:
        """Those of a try that begins now."""
        return self if attempt is None else Deadlines(self.call, now + attempt)

    @property
    def answer(self) -> Optional[float]:
        """When the answer has to be there: whichever comes first."""
        if self.call is None or self.attempt is None:
            return self.attempt if self.call is None else self.call
        return min(self.call, self.attempt)

    def body(self, stream: bool) -> Optional[float]:
        """When the body has to end. A try that streams succeeds with its first byte; the call goes on."""
        return self.call if stream else self.answer

    def leave_time(self, now: float, pause: float) -> bool:
        """Whether there is time for a pause and another try."""
        return self.call is None or now + pause < self.call


UNBOUNDED = Deadlines()


def check_seconds(name: str, value: Any) -> None:
    """Refuse a bound that is none.

    Raises:
        TypeError: It is no number.
        ValueError: It is not positive.
    """
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f"{name} must be a number or None, and {value!r} is neither.")
    if not value > 0:
        raise ValueError(f"{name} must be greater than 0, and {value!r} is not. Pass None for no bound.")


def begin_decoding(response: Response, most: float) -> None:
    """Undo the codings of a body while it is read, none of its pieces becoming larger than `most` bytes.

    Raises:
        DecodingError: The codings are too many, or unknown.
    """
    coding = header(response, b"content-encoding").decode("latin-1")
    set_decoder(response, content_decoder(coding, int(min(most, 2**62))))


def check_size(response: Response, size: int, most: float) -> None:
    """Refuse to read more of a body that has become too large; a plain download may be as large as it is.

    Raises:
        DecodingError: It is JSON, text or compressed, and has more than `most` bytes.
    """
    if size <= most:
        return
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_text = not kind or kind.endswith("json") or kind.startswith("text/")
    if is_text or "content-encoding" in response.headers:
        raise DecodingError(f"The body has more than {most:.0f} bytes; allow more with `max_response_bytes`.")
