"""What a frame of Bedrock means: an event of the API, the failure that ends the stream, or nothing to see.

Frames come from `_event_stream`; events go the way of those that other platforms send as server-sent events.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from binascii import Error as Base64Error, a2b_base64
from typing import Any, Iterator, NamedTuple, Optional

from ..._core.interruptions import IncompleteStreamError
from ..._core.sse import RawEvent
from ..._core.status import LONGEST_MESSAGE, error_class
from ..._exceptions import APIResponseValidationError, APIStatusError, request_id_of
from ..._http import Response
from ..._json import MalformedJSON, loads
from ..._utils._guards import is_dict
from ._event_stream import Frame, FrameDecoder, FrameError

__all__ = ["Failure", "FrameParser", "event_of", "failure_of"]

_CHUNK = re.compile(rb'\{"bytes": ?"([A-Za-z0-9+/]*={0,2})"(?:, ?"p": ?"[A-Za-z0-9]*")?\}')
"""A payload in the form that Bedrock writes."""

_TYPE = re.compile(rb'\{"type": ?"(\w+)"')

_STATUS = {
    "validation": 400,
    "servicequotaexceeded": 400,
    "conflict": 400,
    "accessdenied": 403,
    "resourcenotfound": 404,
    "modeltimeout": 408,
    "modelerror": 424,
    "throttling": 429,
    "modelnotready": 429,
    "internalserver": 500,
    "modelstreamerror": 500,
    "serviceunavailable": 503,
}
"""The statuses that these failures have when they come before a stream; any other is the service's own fault."""


class Failure(NamedTuple):
    """A failure that a frame reports.

    Attributes:
        status: The HTTP status that it would have had before the stream.
        message: Its kind and what the service says.
        body: What the service says, as JSON values, else its text.
    """

    status: int
    message: str
    body: object


class FrameParser:
    """An incremental parser of one response of Bedrock, in the place of the parser of server-sent events."""

    def __init__(self, response: Response) -> None:
        self._response = response
        self._frames = FrameDecoder()

    def feed(self, chunk: bytes) -> Iterator[RawEvent]:
        """The events that this chunk completes; those before a failure come before it is raised.

        Raises:
            APIStatusError: A frame reports a failure.
            APIResponseValidationError: The bytes are no frames, or were damaged on the way.
        """
        try:
            for frame in self._frames.feed(chunk):
                event = event_of(frame)
                if event is not None:
                    yield event
                    continue
                failure = failure_of(frame)
                if failure is not None:
                    raise self._error(failure)
        except FrameError as error:
            message = f"The stream cannot be read: {error}{_quoted(self._response)}"
            raise APIResponseValidationError(self._response, None, message=message) from error

    def close(self) -> Optional[RawEvent]:
        """Nothing more, at the end of the stream.

        Raises:
            IncompleteStreamError: The stream ended in the middle of a frame.
        """
        if self._frames.is_within_a_frame:
            message = "The stream ended in the middle of a frame; what was received is not the whole reply."
            raise IncompleteStreamError(message=message, request=self._response.request)
        return None

    def _error(self, failure: Failure) -> APIStatusError:
        """The error of the class that the failure would have had before the stream."""
        error = error_class(failure.status)(failure.message, response=self._response, body=failure.body)
        error.status_code = failure.status
        return error


def event_of(frame: Frame) -> Optional[RawEvent]:
    """The event that a frame carries; `None` if it carries none.

    Raises:
        FrameError: It should carry one, and what it carries is none.
    """
    headers = frame.headers
    if headers.get(":message-type") != "event" or headers.get(":event-type") != "chunk":
        return None
    data = _data(frame.payload)
    known = _TYPE.match(data)
    return (known[1] if known else _name(data), data)


def _data(payload: bytes) -> bytes:
    """The bytes within a payload."""
    usual = _CHUNK.fullmatch(payload)
    try:
        if usual:
            return a2b_base64(usual[1])
        body = loads(payload)
        return b64decode(body["bytes"], validate=True)
    except (MalformedJSON, Base64Error, LookupError, TypeError, ValueError) as error:
        raise FrameError(f"A chunk does not carry bytes in base64: {type(error).__name__}: {error}.") from None


def _name(data: bytes) -> bytes:
    """The type of an event; one without is of the API of text completions."""
    try:
        event = loads(data)
    except MalformedJSON as error:
        raise FrameError(f"A chunk carries no JSON: {error}.") from None
    return str(event.get("type", "completion") if is_dict(event) else "completion").encode("utf-8", "replace")


def failure_of(frame: Frame) -> Optional[Failure]:
    """The failure that a frame reports; `None` if it reports none.

    Raises:
        FrameError: It does not say what it is.
    """
    headers = frame.headers
    if headers.get(":message-type") == "event":
        return None
    if headers.get(":message-type") == "exception":
        body = _body(frame.payload)
        return _failure(str(headers.get(":exception-type", "unknownException")), _said(body), body)
    if headers.get(":message-type") == "error":
        said = str(headers.get(":error-message", ""))
        return _failure(str(headers.get(":error-code", "UnknownError")), said, _body(frame.payload) or said)
    raise FrameError(f"A frame is of the unknown type {headers.get(':message-type')!r}.")


def _failure(kind: str, said: str, body: object) -> Failure:
    name = kind.rpartition("#")[2].lower()
    status = _STATUS.get(name[: -len("exception")] if name.endswith("exception") else name, 500)
    return Failure(status, f"{kind}: {said}"[:LONGEST_MESSAGE] if said else kind, body)


def _body(payload: bytes) -> Any:
    try:
        return loads(payload)
    except MalformedJSON:
        return payload.decode("utf-8", "replace").strip()


def _said(body: object) -> str:
    if not is_dict(body):
        return str(body)
    said = (body.get(name) for name in ("message", "Message", "originalMessage"))
    return next((text for text in said if isinstance(text, str) and text), "")


def _quoted(response: Response) -> str:
    request_id = request_id_of(response.headers)
    return f" (request id {json.dumps(request_id)})" if request_id else ""
