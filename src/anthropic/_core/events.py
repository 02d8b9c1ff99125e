"""What a server-sent event means: a typed value, an error, or nothing to see."""

from __future__ import annotations

import json
from typing import Any

from .._compat import validate
from .._construct import construct_type
from .._exceptions import APIResponseValidationError, request_id_of
from .._http import Response
from .._json import MalformedJSON, loads
from .._schema import strict_validator
from .._utils._guards import is_dict
from .._wire import ERROR_EVENT, EVENTS, FIRST_EVENTS, LAST_EVENTS
from .sse import RawEvent
from .status import StatusErrors, event_error

__all__ = ["DRAIN_SECONDS", "SKIPPED", "Progress", "error_of", "is_complete", "is_error", "value_of", "value_or_error"]

SKIPPED: Any = object()
"""Stands for an event that carries nothing for the caller."""

DRAIN_SECONDS = 0.25
"""How long the end of the body may take after the last event; a server that is slower loses the connection."""


class Progress:
    """How far a reply has come.

    Attributes:
        seen: How many events came.
        finished: Whether the last one did.
    """

    def __init__(self) -> None:
        self.seen = 0
        self.finished = self._began = False

    def note(self, event: RawEvent) -> None:
        """Take the event into account."""
        self.seen += 1
        if event.name in FIRST_EVENTS:
            self._began = True
        elif event.name in LAST_EVENTS:
            self.finished = True

    @property
    def cut_short(self) -> bool:
        """Whether a reply began that was never finished."""
        return self._began and not self.finished


def is_error(event: RawEvent) -> bool:
    """Whether the server reports a failure in the middle of the stream."""
    return event.name == ERROR_EVENT


def value_or_error(event: RawEvent, type_: Any, response: Response, client: StatusErrors) -> Any:
    """The event as the closest instance of the type, or `SKIPPED`.

    Raises:
        APIStatusError: The event reports a failure.
        APIResponseValidationError: The data is not JSON.
    """
    if is_error(event):
        raise event_error(error_of(event), response, client)
    value = value_of(event, type_, response)
    if value is not SKIPPED and client._strict_response_validation:
        _check(event, type_, response)
    return value


def _check(event: RawEvent, type_: Any, response: Response) -> None:
    """Hold the event against its type, for clients that want no other.

    Raises:
        APIResponseValidationError: It does not fit.
    """
    body = loads(event.data)
    try:
        validate(type_, body)
    except ValueError as error:
        raise APIResponseValidationError(response, body) from error


def value_of(event: RawEvent, type_: Any, response: Response) -> Any:
    """The event as the closest instance of the type; `SKIPPED` for pings and names that are not known.

    Raises:
        APIResponseValidationError: The data is not JSON.
    """
    repeats_name = EVENTS.get(event.name or "")
    if repeats_name is None:
        return SKIPPED
    validator = strict_validator(type_)
    if validator is not None:
        try:
            return validator.validate_json(event.data)
        except ValueError:
            pass  # something does not fit exactly: the lenient road keeps it
    try:
        value = loads(event.data)
    except MalformedJSON as error:
        raise _not_json(event, response, error) from None
    if repeats_name and is_dict(value):
        value.setdefault(repeats_name, event.name)
    return construct_type(type_=type_, value=value)


def error_of(event: RawEvent) -> Any:
    """The body of the failure that the server reports: JSON values, else its text."""
    try:
        return loads(event.data)
    except MalformedJSON:
        return event.data.decode("utf-8", "replace").strip()


def is_complete(event: RawEvent) -> bool:
    """Whether an event that lacks its final blank line was sent whole: its data is a JSON value."""
    try:
        loads(event.data)
    except MalformedJSON:
        return False
    return True


def _not_json(event: RawEvent, response: Response, error: Exception) -> APIResponseValidationError:
    text = event.data.decode("utf-8", "replace")
    return APIResponseValidationError(
        response,
        text,
        message=f"The data of a '{event.name}' event is not JSON: {error}. The stream cannot be continued"
        f"{_request_id(response)}.",
    )


def _request_id(response: Response) -> str:
    request_id = request_id_of(response.headers)
    return f" (request id {json.dumps(request_id)})" if request_id else ""
