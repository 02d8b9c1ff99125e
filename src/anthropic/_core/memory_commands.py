"""What the model asks of its memory, as one of the typed commands.

A wrong input is never passed on: the error says what is missing or wrong, so that the model can correct itself.
"""

from __future__ import annotations

from typing import Any, List, Mapping, Optional, Type

from .._compat import model_fields
from .._models import BaseModel
from .._utils._guards import is_list, is_mapping
from .._utils._typing import literal_values, members, unwrap
from ..types.beta import BetaMemoryTool20250818Command

__all__ = ["command_from", "unknown"]

_BY_NAME = {
    literal_values(model.__annotations__["command"])[0]: model
    for model in members(unwrap(BetaMemoryTool20250818Command)[0])
}
_WORDS = {str: "text", int: "a whole number", Optional[List[int]]: "a list of whole numbers"}


def command_from(value: object) -> BetaMemoryTool20250818Command:
    """The command that the input of a tool call stands for.

    Raises:
        NotImplementedError: There is no such command.
        TypeError: The input is not an object, or a field is of the wrong type.
        ValueError: A field is missing.
    """
    given = value.to_dict() if isinstance(value, BaseModel) else value
    if not is_mapping(given):
        raise TypeError(f"The memory tool takes an object with a command, not {type(value).__name__}.")
    name = given.get("command")
    if not isinstance(name, str) or name not in _BY_NAME:
        raise unknown(name)
    model = _BY_NAME[name]
    _check(model, given)
    command: BetaMemoryTool20250818Command = model.construct(**given)
    return command


def unknown(command: object) -> NotImplementedError:
    """The error of a command that the memory tool does not have."""
    return NotImplementedError(f"Unknown command: {command}. The memory tool has {', '.join(_BY_NAME)}.")


def _check(model: Type[Any], value: Mapping[str, Any]) -> None:
    fields = model_fields(model)
    missing = [field.name for field in fields if field.required and field.name not in value]
    if missing:
        raise ValueError(f"The {value['command']} command needs {' and '.join(missing)}; it came without.")
    for field in fields:
        given = value.get(field.name)
        words = _WORDS.get(field.annotation)
        if words and (field.required or given is not None) and not _fits(given, field.annotation):
            raise TypeError(f"The {value['command']} command takes {words} as {field.name}, not {given!r:.100}.")


def _fits(given: object, annotation: Any) -> bool:
    if annotation is str:
        return isinstance(given, str)
    if annotation is int:
        return isinstance(given, int) and not isinstance(given, bool)
    return is_list(given) and all(_fits(item, int) for item in given)
