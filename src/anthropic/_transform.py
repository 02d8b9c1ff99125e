"""The careful road of a request body: what its description says of each place, applied value by value.

Only requests that hold files, generators or sentinels take it. It renames aliased keys, formats dates, reads and
encodes files where the API takes base64, turns iterables into lists and drops omitted values.
"""

from __future__ import annotations

import base64
import io
import os
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Callable, Dict, Optional, TypeVar, cast

from typing_extensions import TypeGuard, get_args, get_origin, get_type_hints, is_typeddict

from ._compat import is_model_type
from ._file_text import base64_text
from ._utils._given import is_given
from ._utils._properties import PropertyInfo
from ._utils._typing import is_union, literal_values, members, unwrap

__all__ = ["PropertyInfo", "maybe_transform", "transform", "transform_for_sending"]

_T = TypeVar("_T")


def transform(data: _T, expected_type: object) -> _T:
    """The data as the API takes it; `data` itself is not changed.

    Args:
        data: A value made of dicts, lists and leaves.
        expected_type: The TypedDict (or other annotation) that describes it.
    """
    return cast(_T, _Walk(_whole_text).value(data, expected_type, None))


def transform_for_sending(data: object, expected_type: object) -> Any:
    """As `transform`, but large files stay on the disk: a `FileText` stands for each."""
    return _Walk(base64_text).value(data, expected_type, None)


def maybe_transform(data: object, expected_type: object) -> Optional[Any]:
    """As `transform`, but `None` stays `None`."""
    return None if data is None else transform(data, expected_type)


class _Walk:
    """One way through a body.

    Args:
        text_of: What becomes of a path where the API takes base64.
    """

    def __init__(self, text_of: "Callable[[os.PathLike[str]], Any]") -> None:
        self._text_of = text_of

    def value(self, value: Any, annotation: Any, format_: Optional[PropertyInfo]) -> Any:
        """The value as the API takes it at a place that the annotation describes."""
        inner, info = unwrap(annotation)
        info = info if info is not None and info.format else format_
        if isinstance(value, Mapping):
            return self._mapping(value, inner)
        if info is not None and info.format:
            return self._formatted(value, info)
        if not _is_iterable(value):
            return value
        item = _item_annotation(inner)
        return [self.value(entry, item, None) for entry in value if is_given(entry)]

    def _mapping(self, value: Any, annotation: Any) -> Dict[str, Any]:
        typed = _closest(value, annotation)
        if typed is None:
            item = next((get_args(m)[1] for m in members(annotation) if get_origin(m) is dict and get_args(m)), object)
            return {key: self.value(entry, item, None) for key, entry in value.items() if is_given(entry)}
        hints = get_type_hints(typed, include_extras=True)
        result: Dict[str, Any] = {}
        for key, entry in value.items():
            if is_given(entry):
                annotation = hints.get(key, object)
                info = unwrap(annotation)[1]
                result[info.alias if info is not None and info.alias else key] = self.value(entry, annotation, None)
        return result

    def _formatted(self, value: Any, info: PropertyInfo) -> Any:
        if isinstance(value, (datetime, date)):
            if info.format == "custom" and info.format_template:
                return value.strftime(info.format_template)
            return value.isoformat()
        if info.format == "base64":
            if isinstance(value, os.PathLike):
                return self._text_of(cast("os.PathLike[str]", value))
            if isinstance(value, io.IOBase) or hasattr(value, "read"):
                return _encoded(value.read())
        return value


def _is_iterable(value: Any) -> "TypeGuard[Iterable[Any]]":
    """Whether the value stands for a list: text, files and models can be iterated over and do not."""
    leaf = isinstance(value, (str, bytes, bytearray, io.IOBase, os.PathLike)) or is_model_type(type(value))
    return isinstance(value, Iterable) and not leaf


def _closest(value: Any, annotation: Any) -> Optional[Any]:
    """The TypedDict among the union's members whose constants the mapping repeats, else the one with most of its keys."""
    found = [typed for member in members(annotation) for typed in _typed_dicts(member)]
    if len(found) < 2:
        return found[0] if found else None

    def likeness(typed: Any) -> int:
        hints = get_type_hints(typed, include_extras=True)
        score = sum(1 for key in value if key in hints)
        for key, hint in hints.items():
            constants = literal_values(hint)
            if len(constants) == 1 and key in value:
                score += 100 if value[key] == constants[0] else -100
        return score

    return max(found, key=likeness)


def _typed_dicts(annotation: Any) -> list[Any]:
    inner, _ = unwrap(annotation)
    if is_union(inner):
        return [typed for member in members(inner) for typed in _typed_dicts(member)]
    return [inner] if is_typeddict(inner) else []


def _item_annotation(annotation: Any) -> Any:
    for member in members(annotation):
        inner, _ = unwrap(member)
        if is_union(inner):
            return _item_annotation(inner)
        args = get_args(inner)
        if len(args) == 1 and get_origin(inner) is not None:
            return args[0]
    return object


def _whole_text(path: "os.PathLike[str]") -> str:
    return _encoded(Path(path).read_bytes())


def _encoded(content: Any) -> str:
    if isinstance(content, str):
        content = content.encode()
    if not isinstance(content, bytes):
        raise TypeError(f"Expected the file's read() to give bytes or text, and got {type(content).__name__}.")
    return base64.b64encode(content).decode("ascii")
