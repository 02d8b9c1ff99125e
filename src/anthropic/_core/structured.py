"""Structured outputs: the text of a reply as the caller's type."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Callable, Optional, Tuple, Union

from .._compat import DerivableValidationError, error_of, error_parts, fill, model_state, parse_json
from .._exceptions import AnthropicError
from .._types import NotGiven
from .._utils._guards import is_list
from ..types.parsed_message import ResponseFormatT
from .message_dialect import BETA, STABLE, MessageDialect
from .output_format import is_type

if TYPE_CHECKING:
    from ..types import Message, ParsedMessage
    from ..types.beta import BetaMessage
    from ..types.beta.parsed_beta_message import ParsedBetaMessage

__all__ = [
    "OutputMismatchError",
    "as_parsed",
    "as_parsed_block",
    "joined_text",
    "parse_beta_response",
    "parse_block",
    "parse_response",
    "parse_text",
    "parsed_message",
    "parser",
    "refuse_mismatch",
]

_FINISHED = (None, "end_turn", "stop_sequence")
"""Why a reply ends that says all it wanted to; after the others, text may break off anywhere."""


class OutputMismatchError(DerivableValidationError, AnthropicError):
    """The text of a finished reply is not of the type that was asked for.

    Attributes:
        reply: The message as it was received.
        text: The text that does not fit.
        request_id: What to quote to the API's support.
    """

    reply: Any
    text: str
    request_id: Optional[str]

    def __str__(self) -> str:
        request_id = f" (request id {self.request_id})" if self.request_id else ""
        return f"{super().__str__()}\nThe reply is on the error's `reply`, its text on `text`{request_id}."

    def __reduce__(self) -> Any:
        return _rebuilt, (error_parts(self), self.reply, self.text, self.request_id)


def _rebuilt(said: Tuple[Any, Any], reply: Any, text: str, request_id: Optional[str]) -> OutputMismatchError:
    error: OutputMismatchError = error_of(OutputMismatchError, said)
    error.reply, error.text, error.request_id = reply, text, request_id
    return error


def joined_text(message: Any) -> str:
    """The text of all blocks of a message."""
    return "".join(block.text for block in message.content if block.type == "text" and isinstance(block.text, str))


def parse_text(text: str, output_format: Any) -> Any:
    """The text as the type; `None` where none was asked for.

    Raises:
        pydantic.ValidationError: It is not of that type.
    """
    return parse_json(output_format, text) if is_type(output_format) else None


def parser(dialect: MessageDialect, output_format: Any) -> Callable[[Any], Any]:
    """What turns a message into one whose text is parsed."""
    return functools.partial(parsed_message, dialect=dialect, output_format=output_format)


def parsed_message(message: Any, dialect: MessageDialect, output_format: Any) -> Any:
    """The message, each of its texts parsed into the type where it can be.

    Raises:
        OutputMismatchError: The reply is finished and no text of it is of that type.
    """
    made = as_parsed(message, dialect)
    if is_type(output_format):
        mismatch = None
        for block in made.content if is_list(made.content) else ():
            mismatch = parse_block(block, output_format) or mismatch
        refuse_mismatch(made, mismatch)
    return made


def as_parsed(message: Any, dialect: MessageDialect) -> Any:
    """The message as the class whose texts may be parsed; whatever it holds is kept."""
    attributes, extra, given = model_state(message)
    content: Any = attributes.get("content")
    if is_list(content):
        attributes["content"] = [as_parsed_block(block, dialect) for block in content]
    return fill(dialect.message, attributes, extra, given)


def as_parsed_block(block: Any, dialect: MessageDialect) -> Any:
    """The block; one of text as the class that can hold what its text was parsed into."""
    if not isinstance(block, dialect.text.__bases__[0]) or isinstance(block, dialect.text):
        return block
    attributes, extra, given = model_state(block)
    return fill(dialect.text, {**attributes, "parsed_output": None}, extra, given)


def parse_block(block: Any, output_format: Any) -> Optional[Exception]:
    """Parse the text of a block in place; what is wrong with it, if anything is."""
    if block.type == "text" and isinstance(block.text, str):
        try:
            block.parsed_output = parse_json(output_format, block.text)
        except ValueError as error:
            return error
    return None


def refuse_mismatch(message: Any, mismatch: Optional[Exception]) -> None:
    """Raise for a finished reply that is not of the type that was asked for.

    Raises:
        OutputMismatchError: It is not.
    """
    if mismatch is None or message.stop_reason not in _FINISHED:
        return
    if any("parsed_output" in getattr(block, "model_fields_set", ()) for block in message.content):
        return
    raise mismatch_error(message, mismatch)


def mismatch_error(message: Any, mismatch: Exception) -> OutputMismatchError:
    """The error that says so, with the reply on it."""
    text = joined_text(message)
    return _rebuilt(error_parts(mismatch), message, text, getattr(message, "_request_id", None))


def parse_response(
    *, output_format: Union[ResponseFormatT, NotGiven], response: Message
) -> ParsedMessage[ResponseFormatT]:
    """The message, its text parsed.

    Raises:
        OutputMismatchError: The reply is finished and no text of it is of that type.
    """
    message: ParsedMessage[ResponseFormatT] = parsed_message(response, STABLE, output_format)
    return message


def parse_beta_response(
    *, output_format: Union[ResponseFormatT, NotGiven], response: BetaMessage
) -> ParsedBetaMessage[ResponseFormatT]:
    """The beta message, its text parsed.

    Raises:
        OutputMismatchError: The reply is finished and no text of it is of that type.
    """
    message: ParsedBetaMessage[ResponseFormatT] = parsed_message(response, BETA, output_format)
    return message
