"""The input files as one document that remembers its lines. Nothing here knows what the document means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomllib
import yaml

from . import shapes
from .guards import is_list, is_mapping
from .problems import Problem
from .tables import Table

__all__ = ["Document", "Inputs", "Table", "escaped", "load", "validate"]

_SCALARS: dict[str, Callable[[str], Any]] = {
    "int": int,
    "float": float,
    "null": lambda _text: None,
    "bool": lambda text: text.lower() in ("true", "yes", "on"),
}


@dataclass(frozen=True)
class Document:
    """The API description.

    Attributes:
        path: The file.
        root: Its content, corrected.
        lines: JSON pointer to line number.
    """

    path: Path
    root: dict[str, Any]
    lines: dict[str, int]

    def problem(self, pointer: str, message: str) -> Problem:
        """An error at a place of the document."""
        known = pointer
        while known and known not in self.lines:
            known = known.rpartition("/")[0]
        return Problem(self.path, self.lines.get(known), f"{message} (at {pointer or '/'})")

    def followed(self, value: dict[str, Any]) -> dict[str, Any]:
        """The value, or what it refers to; references were checked when the document was loaded."""
        return self.followed(_at(self.root, value["$ref"].removeprefix("#"))) if "$ref" in value else value


@dataclass(frozen=True)
class Inputs:
    """Everything that the generator reads."""

    api: Document
    sdk: Table
    descriptions: Table


def load(spec: Path) -> Inputs:
    """The files of a `spec` folder: `openapi.yml`, `patches.toml`, `sdk.toml`, `descriptions.toml`.

    Raises:
        Problem: A file is missing, malformed, or a correction names a place that does not exist.
    """
    api = _yaml(spec / "openapi.yml")
    patches, sdk, descriptions = (spec / name for name in ("patches.toml", "sdk.toml", "descriptions.toml"))
    corrections = _toml(patches, shapes.PATCHES) if patches.exists() else Table(patches, "", {})
    _apply(api, corrections)
    _check_references(api, api.root, "")
    texts = _toml(descriptions, shapes.DESCRIPTIONS) if descriptions.exists() else Table(descriptions, "", {})
    return Inputs(api, _toml(sdk, shapes.SDK), texts)


def escaped(step: str) -> str:
    """A step of a JSON pointer (RFC 6901)."""
    return step.replace("~", "~0").replace("/", "~1")


def validate(api: Document) -> None:
    """Hold the description against the OpenAPI specification.

    Raises:
        Problem: It is not valid.
    """
    from openapi_spec_validator import OpenAPIV31SpecValidator

    for error in OpenAPIV31SpecValidator(api.root).iter_errors():
        pointer = "".join(f"/{escaped(str(part))}" for part in error.absolute_path)
        raise api.problem(_whole(api, pointer, error.instance), f"not valid OpenAPI: {error.message[:300]}")


def _whole(api: Document, pointer: str, value: object) -> str:
    """The pointer from the root; the validator's begins at the schema when a schema is at fault."""
    if pointer in api.lines:
        return pointer
    candidates = (whole for whole in api.lines if whole.endswith(pointer) and _at(api.root, whole) == value)
    return next(candidates, pointer)


def _at(root: Any, pointer: str) -> Any:
    """The value at a pointer; `None` when it leads nowhere."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if is_mapping(root):
            root = root.get(name)
        else:
            root = root[int(name)] if is_list(root) and name.isdigit() and int(name) < len(root) else None
    return root


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise Problem(path, None, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise Problem(path, None, f"not UTF-8: {error.reason} at byte {error.start}") from None


def _toml(path: Path, shape: Any) -> Table:
    text = _read(path)
    try:
        table = Table(path, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        message, _, place = str(error).partition(" (at ")
        found = re.match(r"line (\d+)", place)
        line = int(found[1]) if found else text.count("\n") + 1
        raise Problem(path, line, f"not valid TOML: {message}") from None
    shapes.check(table, shape)
    return table


def _yaml(path: Path) -> Document:
    text = _read(path)
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise Problem(path, line, f"not valid YAML: {error.problem}") from None
    if not isinstance(node, yaml.MappingNode):
        raise Problem(path, 1, "an API description is a mapping")
    lines: dict[str, int] = {}
    return Document(path, _value(path, node, "", lines), lines)


def _check_references(document: Document, node: Any, pointer: str) -> None:
    items: Iterable[tuple[Any, Any]] = node.items() if is_mapping(node) else enumerate(node) if is_list(node) else ()
    for key, value in items:
        below = f"{pointer}/{escaped(str(key))}"
        if key == "$ref" and isinstance(value, str) and _at(document.root, value.removeprefix("#")) is None:
            raise document.problem(below, f"the reference {value!r} leads nowhere")
        _check_references(document, value, below)


def _value(path: Path, node: Any, pointer: str, lines: dict[str, int]) -> Any:
    lines.setdefault(pointer, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key, value in node.value:
            if key.value in result:
                raise Problem(path, key.start_mark.line + 1, f"the key {key.value!r} is given twice")
            below = f"{pointer}/{escaped(key.value)}"
            lines[below] = key.start_mark.line + 1
            result[key.value] = _value(path, value, below, lines)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_value(path, item, f"{pointer}/{index}", lines) for index, item in enumerate(node.value)]
    return _SCALARS.get(node.tag.rpartition(":")[2], str)(node.value)


def _apply(api: Document, patches: Table) -> None:
    for index, patch in enumerate(patches.root.get("patch", [])):
        problem = _correct(api.root, patch)
        if problem:
            raise patches.problem(("patch", str(index), "pointer"), f"the correction of {patch['pointer']!r} {problem}")


def _correct(root: dict[str, Any], patch: dict[str, Any]) -> str | None:
    """What keeps a correction from being made; `None` when it is."""
    parents, _, last = patch["pointer"].rpartition("/")
    target, last = _at(root, parents), last.replace("~1", "/").replace("~0", "~")
    if not is_mapping(target):
        return "leads nowhere"
    if patch.get("remove"):
        return None if target.pop(last, None) is not None else "removes what does not exist"
    if "value" not in patch:
        return "has neither `value` nor `remove`"
    target[last] = patch["value"]
    return None
