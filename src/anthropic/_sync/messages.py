# Derived from src/anthropic/_async/messages.py by scripts/unasync. Do not edit.
"""What the helper methods of messages do beyond a plain call: parse the reply, or stream it as a growing message."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Optional, Type, Union

from .. import types
from .._core.message_dialect import BETA, STABLE
from .._core.output_format import is_type, with_format, with_moved_format
from .._core.request_options import with_beta
from .._core.structured import parser
from .._types import Omit
from .._utils._guards import is_list
from ..types import beta
from ..types.parsed_message import ResponseFormatT
from . import _io
from .message_stream import BetaMessageStreamManager, MessageStreamManager
from .resource import SyncAPIResource
from .streaming import Stream

if TYPE_CHECKING:
    from ..types.beta.parsed_beta_message import ParsedBetaMessage

__all__ = ["parse_beta_message", "parse_message", "stream_beta_message", "stream_message"]

_Body = Dict[str, Any]
_STRUCTURED_OUTPUTS = "structured-outputs-2025-12-15"
"""The beta feature under which a reply keeps to a schema."""


def parse_message(
    resource: SyncAPIResource,
    path: str,
    *,
    body: _Body,
    options: Any,
    output_format: Union[Type[ResponseFormatT], None, Omit],
    stream: Union[bool, Omit],
) -> types.ParsedMessage[ResponseFormatT]:
    """The message, its text parsed."""
    _refuse_stream(stream)
    options["post_parser"] = parser(STABLE, output_format)
    cast_to: Any = types.Message
    message: types.ParsedMessage[ResponseFormatT] = resource._post(
        path, body=with_format(body, output_format), options=options, cast_to=cast_to
    )
    return message


def parse_beta_message(
    resource: SyncAPIResource,
    path: str,
    *,
    body: _Body,
    options: Any,
    output_format: Union[Type[ResponseFormatT], None, Omit],
    stream: Union[bool, Omit],
) -> ParsedBetaMessage[ResponseFormatT]:
    """The beta message, its text parsed."""
    _refuse_stream(stream)
    options["post_parser"] = parser(BETA, output_format)
    if is_type(output_format):
        options = with_beta(options, _STRUCTURED_OUTPUTS)
    cast_to: Any = beta.BetaMessage
    message: ParsedBetaMessage[ResponseFormatT] = resource._post(
        path, body=with_moved_format(body, output_format), options=options, cast_to=cast_to
    )
    return message


def stream_message(
    resource: SyncAPIResource,
    path: str,
    *,
    body: _Body,
    options: Any,
    output_format: Union[Type[ResponseFormatT], types.JSONOutputFormatParam, None, Omit],
) -> MessageStreamManager[ResponseFormatT]:
    """The context of a message stream; nothing is sent before it is entered."""
    sent = with_format({**_kept(body), "stream": True}, output_format)
    request = _io.deferred(
        lambda: resource._post(
            path,
            body=sent,
            options=options,
            cast_to=types.Message,
            stream=True,
            stream_cls=Stream[types.RawMessageStreamEvent],
        )
    )
    return MessageStreamManager(request, output_format=output_format)


def stream_beta_message(
    resource: SyncAPIResource,
    path: str,
    *,
    body: _Body,
    options: Any,
    output_format: Union[Type[ResponseFormatT], beta.BetaJSONOutputFormatParam, None, Omit],
) -> BetaMessageStreamManager[ResponseFormatT]:
    """The context of a beta message stream; nothing is sent before it is entered."""
    sent = with_moved_format({**_kept(body), "stream": True}, output_format)
    request = _io.deferred(
        lambda: resource._post(
            path,
            body=sent,
            options=options,
            cast_to=beta.BetaMessage,
            stream=True,
            stream_cls=Stream[beta.BetaRawMessageStreamEvent],
        )
    )
    return BetaMessageStreamManager(request, output_format=output_format)


def _kept(body: _Body) -> _Body:
    """The body as it is now: lists that grow before the stream is entered do not change it."""
    return {name: [*value] if is_list(value) else value for name, value in body.items()}


def _refuse_stream(stream: Optional[object]) -> None:
    if stream is True:
        raise TypeError("`parse()` waits for the whole reply; use `stream(output_format=...)` for one that streams.")
