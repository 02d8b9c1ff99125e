"""The input files as one document that remembers its lines. Nothing here knows what the document means."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .problems import Problem

__all__ = ["Document", "Inputs", "Table", "load", "validate"]

_SCALARS = {"int": int, "float": float, "null": lambda _: None, "bool": lambda text: text.lower() in ("true", "yes", "on")}


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


@dataclass(frozen=True)
class Table:
    """A TOML file with its text, so that errors can name lines."""

    path: Path
    text: str
    root: dict[str, Any]

    def problem(self, key: str, message: str) -> Problem:
        """An error at the first line that names the key."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if key and key in line:
                return Problem(self.path, number, message)
        return Problem(self.path, None, message)


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
    patches = spec / "patches.toml"
    if patches.exists():
        _apply(api, _toml(patches))
    descriptions = spec / "descriptions.toml"
    table = _toml(descriptions) if descriptions.exists() else Table(descriptions, "", {})
    return Inputs(api, _toml(spec / "sdk.toml"), table)


def validate(api: Document) -> None:
    """Hold the description against the OpenAPI specification.

    Raises:
        Problem: It is not valid.
    """
    from openapi_spec_validator import OpenAPIV31SpecValidator

    for error in OpenAPIV31SpecValidator(api.root).iter_errors():  # type: ignore[arg-type]  # stubs want a SchemaPath
        pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in error.absolute_path)
        raise api.problem(pointer, f"not valid OpenAPI: {error.message[:300]}")


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise Problem(path, None, f"cannot be read: {error.strerror}") from None


def _toml(path: Path) -> Table:
    text = _read(path)
    try:
        return Table(path, text, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise Problem(path, None, f"not valid TOML: {error}") from None


def _yaml(path: Path) -> Document:
    text = _read(path)
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise Problem(path, line, f"not valid YAML: {error.problem}") from None
    lines: dict[str, int] = {}
    root = _value(node, "", lines)
    if not isinstance(root, dict):
        raise Problem(path, 1, "an API description is a mapping")
    return Document(path, root, lines)


def _value(node: Any, pointer: str, lines: dict[str, int]) -> Any:
    lines.setdefault(pointer, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        result = {}
        for key, value in node.value:
            below = f"{pointer}/{key.value.replace('~', '~0').replace('/', '~1')}"
            lines[below] = key.start_mark.line + 1
            result[key.value] = _value(value, below, lines)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, f"{pointer}/{index}", lines) for index, item in enumerate(node.value)]
    return _SCALARS.get(node.tag.rpartition(":")[2], str)(node.value)  # type: ignore[operator]  # one of four callables


def _apply(api: Document, patches: Table) -> None:
    for patch in patches.root.get("patch", []):
        pointer: str = patch.get("pointer", "")
        if not patch.get("reason"):
            raise patches.problem(pointer, f"the correction of {pointer!r} gives no reason")
        *parents, last = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
        target: Any = api.root
        for part in parents:
            if not isinstance(target, dict) or part not in target:
                raise patches.problem(pointer, f"the correction names {pointer!r}, which does not exist")
            target = target[part]
        if patch.get("remove"):
            if last not in target:
                raise patches.problem(pointer, f"the correction removes {pointer!r}, which does not exist")
            del target[last]
        else:
            target[last] = patch["value"]
