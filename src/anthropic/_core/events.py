"""What a server-sent event means: a typed value, an error, or nothing to see."""

from __future__ import annotations

import json
from typing import Any, Dict, Optional

from .._compat import validate
from .._construct import construct_type
from .._exceptions import APIResponseValidationError, request_id_of
from .._http import Response
from .._json import MalformedJSON, loads
from .._schema import strict_validator
from .._utils._guards import is_dict
from .._wire import ERROR_EVENT, EVENTS, FIRST_EVENTS, LAST_EVENTS
from .sse import RawEvent, text_of
from .status import StatusErrors, event_error

__all__ = ["DRAIN_SECONDS", "SKIPPED", "EventReader", "error_of", "is_complete"]

SKIPPED: Any = object()
"""Stands for an event that carries nothing for the caller."""

_EVENTS: Dict[Optional[bytes], str] = {name.encode(): repeats_name for name, repeats_name in EVENTS.items()}
_ERROR = ERROR_EVENT.encode()
_LAST = frozenset(name.encode() for name in LAST_EVENTS)
_BOUNDS = _LAST.union(name.encode() for name in FIRST_EVENTS)

DRAIN_SECONDS = 0.25
"""How long the end of the body may take after the last event; a server that is slower loses the connection."""


class EventReader:
    """Makes the typed events of one stream, and knows how far its reply has come.

    What is the same for all events is found out once.

    Attributes:
        seen: How many events carried something.
        finished: Whether the last one did.
    """

    def __init__(self, type_: Any, response: Response, client: StatusErrors) -> None:
        self.seen = 0
        self.finished = self._began = False
        self._type = type_
        self._response = response
        self._client = client
        self._is_strict = client._strict_response_validation
        validator = strict_validator(type_)
        self._validate = _refuse_all if validator is None else validator.validate_json

    @property
    def cut_short(self) -> bool:
        """Whether a reply began that was never finished."""
        return self._began and not self.finished

    def value(self, event: RawEvent) -> Any:
        """The event as the closest instance of the type; `SKIPPED` for pings and names that are not known.

        Raises:
            APIStatusError: The event reports a failure.
            APIResponseValidationError: The data is not JSON.
        """
        name, data = event
        repeats_name = _EVENTS.get(name)
        if repeats_name is None:
            if name == _ERROR:
                raise event_error(error_of(event), self._response, self._client)
            return SKIPPED
        try:
            value = self._validate(data)
        except ValueError:  # something does not fit exactly: the lenient road keeps it
            value = _lenient(event, repeats_name, self._type, self._response)
        if self._is_strict:
            _check(event, self._type, self._response)
        self.seen += 1
        if name in _BOUNDS:
            self._began = True
            self.finished = name in _LAST
        return value


def _refuse_all(_: bytes) -> Any:
    raise ValueError("there is no strict validator of this type")


def _check(event: RawEvent, type_: Any, response: Response) -> None:
    """Hold the event against its type, for clients that want no other.

    Raises:
        APIResponseValidationError: It does not fit.
    """
    body = loads(event[1])
    try:
        validate(type_, body)
    except ValueError as error:
        raise APIResponseValidationError(response, body) from error


def _lenient(event: RawEvent, repeats_name: str, type_: Any, response: Response) -> Any:
    name, data = event
    try:
        value = loads(data)
    except MalformedJSON as error:
        raise _not_json(event, response, error) from None
    if repeats_name and is_dict(value):
        value.setdefault(repeats_name, text_of(name))
    return construct_type(type_=type_, value=value)


def error_of(event: RawEvent) -> Any:
    """The body of the failure that the server reports: JSON values, else its text."""
    _, data = event
    try:
        return loads(data)
    except MalformedJSON:
        return text_of(data).strip()


def is_complete(event: RawEvent) -> bool:
    """Whether an event that lacks its final blank line was sent whole: its data is a JSON value."""
    _, data = event
    try:
        loads(data)
    except MalformedJSON:
        return False
    return True


def _not_json(event: RawEvent, response: Response, error: Exception) -> APIResponseValidationError:
    name, data = event
    text = text_of(data)
    return APIResponseValidationError(
        response,
        text,
        message=f"The data of a '{text_of(name)}' event is not JSON: {error}. The stream cannot be continued"
        f"{_request_id(response)}.",
    )


def _request_id(response: Response) -> str:
    request_id = request_id_of(response.headers)
    return f" (request id {json.dumps(request_id)})" if request_id else ""
