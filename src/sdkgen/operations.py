"""Operations of the description, joined with the tables that make them methods of resources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .checks import way
from .derived import amended, derived
from .docs import Docs
from .ir import Argument, ListOf, Method, Resource, Type, UnionOf
from .load import Inputs, escaped
from .names import python_name
from .schemas import SchemaReader

__all__ = ["OperationReader"]

_FORM = "multipart/form-data"
_LINES = "application/x-jsonl"
_VERBS = ("get", "post", "put", "patch", "delete")
_Operation = tuple[str, str, Any, str]


class OperationReader:
    """Reads the operations that the tables name.

    Attributes:
        methods: All of them, emitted or not, in the order of the tables.
    """

    def __init__(self, inputs: Inputs, reader: SchemaReader, docs: Docs) -> None:
        self._api = inputs.api
        self._sdk = inputs.sdk
        self._reader = reader
        self._docs = docs
        self._operations = dict(self._found())
        self.methods: list[Method] = []

    def _found(self) -> Iterator[tuple[str, _Operation]]:
        for path, verbs in self._api.root.get("paths", {}).items():
            for verb, operation in verbs.items():
                if verb in _VERBS:
                    pointer = f"/paths/{escaped(path)}/{verb}"
                    parameters = [self._api.followed(each) for each in operation.get("parameters", ())]
                    whole: Any = {**operation, "parameters": parameters}
                    yield operation.get("operationId", ""), (verb, path.partition("?")[0], whole, pointer)

    def resources(self, table: dict[str, Any], prefix: str = "") -> tuple[Resource, ...]:
        """The tree of resources that are emitted."""
        result: list[Resource] = []
        for name, entry in table.items():
            place = f"{prefix}{name}"
            methods = tuple(self._emitted(entry.get("methods", {}), place))
            children = self.resources(entry.get("resources", {}), f"{place}.")
            if entry.get("emit", True):
                doc = self._docs.resource(place)
                result.append(Resource(name, entry["class"], entry["module"], methods, children, doc))
        return tuple(result)

    def _emitted(self, table: dict[str, Any], resource: str) -> Iterator[Method]:
        made: dict[str, Method] = {}
        for name, facts in table.items():
            place = f"{resource}.{name}"

            def doc(argument: str, place: str = place) -> str:
                return self._docs.parameter(place, argument)

            if "like" in facts:
                made[name] = derived(name, place, made[facts["like"]], facts, self._docs.operation(place), doc)
                continue
            method = self._method(name, place, facts)
            self.methods.append(method)
            made[name] = amended(method, facts, doc) if "plus" in facts else method
        yield from (made[name] for name, facts in table.items() if facts.get("emit", True))

    def _method(self, name: str, place: str, facts: dict[str, Any]) -> Method:
        id = facts.get("operation", place)
        if id not in self._operations:
            message = f"the method {place} names the operation {id!r}, which {self._api.path.name} lacks"
            raise self._sdk.problem(way(place), message)
        verb, path, operation, pointer = self._operations[id]
        returns, event = self._answer(operation, pointer, place, facts)
        parameters = operation.get("parameters", [])
        arguments = tuple(self._arguments(id, operation, path, pointer))
        return Method(
            name=name,
            operation=id,
            verb=verb,
            path=path,
            arguments=arguments,
            returns=returns,
            doc=self._docs.operation(id),
            event=event,
            switch=self._switch(arguments, pointer) if event else None,
            page=facts.get("page"),
            params=facts.get("params"),
            query=tuple((each["name"], each["x-default"]) for each in parameters if _is_fixed(each)),
            answer=_kind(operation),
            accept=_accept(operation),
            url_from=operation.get("x-url-from"),
            form=_FORM in operation.get("requestBody", {}).get("content", {}),
            hooks=self._hooks(facts, place),
            patience=tuple(facts.get("patience", ())),
            default_timeout=facts.get("default_timeout"),
            body_hook=facts.get("body_hook"),
        )

    def _answer(
        self, operation: Any, pointer: str, place: str, facts: dict[str, Any]
    ) -> tuple[Type | None, Type | None]:
        """The type of the answer, or of a page's items; and that of a stream's events."""
        content = operation.get("responses", {}).get("200", {}).get("content", {})
        below = f"{pointer}/responses/200/content"
        if "page" in facts:
            return self._item(content, below, place, facts["page"]), None
        json, event = (
            self._reader.type(content[kind]["schema"], f"{below}/{escaped(kind)}/schema") if kind in content else None
            for kind in (_LINES if _LINES in content else "application/json", "text/event-stream")
        )
        return json, event

    def _switch(self, arguments: tuple[Argument, ...], pointer: str) -> str:
        """The argument that asks for a stream."""
        name: str | None = self._sdk.root.get("streams", {}).get("switch")
        if name not in {argument.name for argument in arguments}:
            raise self._api.problem(pointer, f"no argument asks for the stream; `switch` in [streams] is {name!r}")
        return str(name)

    def _hooks(self, facts: dict[str, Any], place: str) -> tuple[str, ...]:
        for name in facts.get("hooks", ()):
            if name not in self._sdk.root.get("hooks", {}):
                raise self._sdk.problem((*way(place), "hooks"), f"the hook {name!r} is not in [hooks]")
        return tuple(facts.get("hooks", ()))

    def _item(self, content: Any, pointer: str, place: str, page: str) -> Type:
        if page not in self._sdk.root.get("pages", {}):
            raise self._sdk.problem((*way(place), "page"), f"the page {page!r} is not in [pages]")
        field = self._sdk.root["pages"][page]["items"]
        schema = content.get("application/json", {}).get("schema", {})
        items = schema.get("properties", {}).get(field, {}).get("items")
        if items is None:
            message = f"{place} is a list, and its answer has no property `{field}` with the items"
            raise self._api.problem(pointer, message)
        return self._reader.type(items, f"{pointer}/application~1json/schema/properties/{field}/items")

    def _arguments(self, id: str, operation: Any, path: str, pointer: str) -> list[Argument]:
        """Path parameters, the innermost first; then the body, required ones first; then query and headers."""
        placed: dict[str, list[Argument]] = {"path": [], "body": [], "query": [], "header": []}
        for index, parameter in enumerate(operation.get("parameters", [])):
            if not _is_fixed(parameter):
                placed[parameter["in"]].append(self._parameter(id, parameter, f"{pointer}/parameters/{index}"))
        for kind, body in operation.get("requestBody", {}).get("content", {}).items():
            below = f"{pointer}/requestBody/content/{escaped(kind)}/schema"
            placed["body"] = list(self._properties(id, body["schema"], below))
        placed["path"].sort(key=lambda argument: -path.index(f"{{{argument.wire}}}"))
        placed["body"].sort(key=lambda argument: not argument.required)
        return [argument for place in placed.values() for argument in place]

    def _properties(self, id: str, schema: Any, pointer: str) -> Iterator[Argument]:
        required = schema.get("required", ())
        for wire, value in schema.get("properties", {}).items():
            name = value.get("x-python-name") or python_name(wire)
            type_ = self._reader.type(value, f"{pointer}/properties/{escaped(wire)}")
            doc, moved = self._docs.parameter(id, name), "x-moved-to" in value
            yield Argument(name, wire, "body", type_, wire in required, doc, moved=moved)

    def _parameter(self, id: str, parameter: Any, pointer: str) -> Argument:
        name = parameter.get("x-python-name") or python_name(parameter["name"])
        if "x-items" in parameter:
            type_: Type = ListOf(self._reader.type(parameter["x-items"], f"{pointer}/x-items"))
        else:
            type_ = self._reader.type(parameter["schema"], f"{pointer}/schema")
        if parameter.get("x-nullable"):
            type_ = UnionOf((type_,), None, True)
        doc, always = self._docs.parameter(id, name), tuple(parameter.get("x-append", ()))
        needed = parameter.get("required", False)
        return Argument(name, parameter["name"], parameter["in"], type_, needed, doc, always=always)


def _kind(operation: Any) -> str:
    content = operation.get("responses", {}).get("200", {}).get("content", {})
    if _LINES in content:
        return "lines"
    return "json" if "application/json" in content else "binary" if content else "none"


def _accept(operation: Any) -> str | None:
    """The media type to ask for; JSON and streams of events need no saying."""
    content = operation.get("responses", {}).get("200", {}).get("content", {})
    named: str | None = operation.get("x-accept") or next(iter(content), None)
    return named if _kind(operation) in ("binary", "lines") else None


def _is_fixed(parameter: Any) -> bool:
    """Whether the parameter always has one value, so that no caller gives it."""
    return isinstance(parameter.get("x-default"), str)
