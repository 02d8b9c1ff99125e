"""The description into the intermediate representation: references, unions, nulls, discriminators, operations."""

from __future__ import annotations

from typing import Any

from .docs import Docs
from .ir import Alias, Api, Argument, Field, Leaf, ListOf, LiteralOf, MapOf, Method, Named, Parsed, Ref, Resource, Type, UnionOf
from .load import Document, Inputs
from .names import local_name, python_name

__all__ = ["resolve"]

_LEAVES = {"string": "str", "integer": "int", "number": "float", "boolean": "bool", "null": "None", "object": "object"}
_FORMATS = {"date-time": "datetime", "date": "date", "binary": "file"}
_SCHEMAS = "#/components/schemas/"
_METHOD_KEYS = {"operation", "params", "page", "long_request_guard", "model_advice", "default_timeout", "like", "minus", "plus", "order", "returns", "headers", "emit"}  # fmt: skip
_RESOURCE_KEYS = {"class", "module", "methods", "resources", "emit"}


def resolve(inputs: Inputs) -> Api:
    """Everything that is generated from.

    Raises:
        Problem: An input contradicts itself or another one.
    """
    resolver = _Resolver(inputs)
    types = resolver.types()
    resources = resolver.resources(inputs.sdk.root["resources"])
    types += resolver.parameter_types()
    resolver.docs.check_all_used(inputs)
    aliases = tuple(Alias(**entry) for entry in inputs.sdk.root.get("aliases", []))
    parsed = tuple(Parsed(**entry) for entry in inputs.sdk.root.get("parsed", []))
    return Api(tuple(types), aliases, parsed, resources, {named.key: named for named in types})


class _Resolver:
    def __init__(self, inputs: Inputs) -> None:
        self.api: Document = inputs.api
        self.sdk = inputs.sdk
        self.docs = Docs(inputs.descriptions, inputs.sdk.root["package"].get("twins", {}))
        self.schemas: dict[str, Any] = self.api.root.get("components", {}).get("schemas", {})
        self.operations = self._operations()
        self.methods: list[tuple[dict[str, Any], Method]] = []

    def _operations(self) -> dict[str, tuple[str, str, dict[str, Any], str]]:
        found = {}
        for path, verbs in self.api.root.get("paths", {}).items():
            for verb, operation in verbs.items():
                escaped = path.replace("~", "~0").replace("/", "~1")
                if verb in ("get", "post", "put", "patch", "delete"):
                    found[operation.get("operationId", "")] = (verb, path.partition("?")[0], operation, f"/paths/{escaped}/{verb}")
        return found

    def types(self) -> list[Named]:
        """The types that the description names, at the modules that the tables give."""
        table: dict[str, Any] = self.sdk.root["types"]
        result = []
        for key, schema in self.schemas.items():
            entry = table.get(key)
            if entry is None:
                raise self.api.problem(f"/components/schemas/{key}", f"the schema {key!r} has no module in {self.sdk.path.name}")
            if not entry.get("operation"):
                result.append(self._named(key, schema, entry))
        for key, entry in table.items():
            if key not in self.schemas and not entry.get("operation"):
                raise self.sdk.problem(key, f"the type {key!r} is not in {self.api.path.name}")
        return result

    def _named(self, key: str, schema: dict[str, Any], entry: dict[str, Any]) -> Named:
        pointer = f"/components/schemas/{key}"
        common: dict[str, Any] = {
            "key": key,
            "name": entry.get("name", local_name(key)),
            "module": entry["module"],
            "doc": self.docs.schema(key),
            "local": entry.get("local", False),
        }
        if schema.get("type") == "object" and "properties" in schema or schema.get("type") == "object" and entry.get("kind"):
            kind = "params" if entry.get("kind") == "params" else "model"
            required = set(schema.get("required", ()))
            fields = tuple(
                self._field(key, name, value, name in required, f"{pointer}/properties/{name}", kind)
                for name, value in schema.get("properties", {}).items()
            )
            return Named(kind=kind, fields=fields, **common)
        return Named(kind="alias", target=self.type(schema, pointer), **common)

    def _field(self, key: str, wire: str, schema: Any, required: bool, pointer: str, kind: str) -> Field:
        name = schema.get("x-python-name") or python_name(wire)
        type_ = self.type(schema, pointer)
        return Field(name, wire, type_, required, self.docs.field(key, wire))

    def type(self, schema: Any, pointer: str) -> Type:
        """The type that a schema describes."""
        if "$ref" in schema:
            return self._ref(schema["$ref"], pointer)
        if "const" in schema:
            return LiteralOf((schema["const"],))
        if "enum" in schema:
            return LiteralOf(tuple(schema["enum"]))
        for word in ("oneOf", "anyOf"):
            if word in schema:
                return self._union(schema, word, pointer)
        kind = schema.get("type")
        if isinstance(kind, list):
            return self._nullable_kind(schema, kind, pointer)
        if kind == "array":
            item = self.type(schema.get("items", {}), f"{pointer}/items")
            return ListOf(item, schema.get("x-collection", "List"))
        if kind == "object" and isinstance(schema.get("additionalProperties"), dict):
            return MapOf(self.type(schema["additionalProperties"], f"{pointer}/additionalProperties"))
        if kind == "object" and schema.get("additionalProperties"):
            return MapOf(Leaf("object"))
        if schema.get("x-base64-file-input"):
            return Leaf("base64")
        if kind == "string" and schema.get("format") in _FORMATS:
            return Leaf(_FORMATS[schema["format"]])
        if kind is not None and kind not in _LEAVES:
            raise self.api.problem(f"{pointer}/type", f"unknown type {kind!r}")
        return Leaf(_LEAVES.get(kind, "object"))

    def _ref(self, ref: str, pointer: str) -> Ref:
        key = ref.removeprefix(_SCHEMAS)
        if not ref.startswith(_SCHEMAS) or key not in self.schemas:
            raise self.api.problem(f"{pointer}/$ref", f"the reference {ref!r} leads nowhere")
        return Ref(key)

    def _union(self, schema: Any, word: str, pointer: str) -> Type:
        members, nullable = [], False
        for index, member in enumerate(schema[word]):
            resolved = self.type(member, f"{pointer}/{word}/{index}")
            if resolved == Leaf("None"):
                nullable = True
            else:
                members.append(resolved)
        discriminator = schema.get("discriminator", {}).get("propertyName")
        for target in schema.get("discriminator", {}).get("mapping", {}).values():
            if self._ref(target, f"{pointer}/discriminator") not in members:
                raise self.api.problem(f"{pointer}/discriminator", f"{target!r} is mapped and not a member")
        return UnionOf(tuple(members), discriminator, nullable)

    def _nullable_kind(self, schema: Any, kinds: list[str], pointer: str) -> Type:
        inner = [self.type({**schema, "type": kind}, pointer) for kind in kinds if kind != "null"]
        return UnionOf(tuple(inner), None, "null" in kinds)

    def resources(self, table: dict[str, Any], prefix: str = "") -> tuple[Resource, ...]:
        """The tree of resources that are emitted."""
        result = []
        for name, entry in table.items():
            unknown = set(entry) - _RESOURCE_KEYS
            if unknown:
                raise self.sdk.problem(unknown.pop(), f"unknown key in the resource {prefix}{name}")
            methods = tuple(
                method
                for key, facts in entry.get("methods", {}).items()
                if (method := self._method(key, f"{prefix}{name}.{key}", facts)) is not None
            )
            children = self.resources(entry.get("resources", {}), f"{prefix}{name}.")
            if entry.get("emit", True):
                result.append(Resource(name, entry["class"], entry["module"], methods, children, self.docs.resource(f"{prefix}{name}")))
        return tuple(result)

    def _method(self, name: str, place: str, facts: dict[str, Any]) -> Method | None:
        unknown = set(facts) - _METHOD_KEYS
        if unknown:
            raise self.sdk.problem(unknown.pop(), f"unknown key {unknown!r} in the method {place}")
        if "like" in facts:
            return None
        operation_id = facts.get("operation", place)
        if operation_id not in self.operations:
            raise self.sdk.problem(name, f"the method {place} names the operation {operation_id!r}, which {self.api.path.name} lacks")
        verb, path, operation, pointer = self.operations[operation_id]
        arguments, query, betas = self._arguments(operation_id, operation, path, pointer)
        content = operation["responses"]["200"].get("content", {})
        returns = self._content(content, "application/json", pointer)
        page = facts.get("page")
        if page:
            schema = content["application/json"]["schema"]["properties"]["data"]["items"]
            returns = self.type(schema, f"{pointer}/responses/200")
        method = Method(
            name=name,
            operation=operation_id,
            verb=verb,
            path=path,
            arguments=tuple(arguments),
            returns=returns,
            doc=self.docs.operation(operation_id),
            event=self._content(content, "text/event-stream", pointer),
            page=page,
            params=facts.get("params"),
            query=tuple(query),
            default_betas=betas,
            long_request_guard=facts.get("long_request_guard", False),
            model_advice=facts.get("model_advice", False),
            default_timeout=facts.get("default_timeout"),
        )
        self.methods.append((facts, method))
        return method if facts.get("emit", True) else None

    def _content(self, content: Any, media_type: str, pointer: str) -> Type | None:
        schema = content.get(media_type, {}).get("schema")
        return None if schema is None else self.type(schema, f"{pointer}/responses/200")

    def _arguments(
        self, operation_id: str, operation: Any, path: str, pointer: str
    ) -> tuple[list[Argument], list[tuple[str, str]], tuple[str, ...]]:
        placed: dict[str, list[Argument]] = {"path": [], "body": [], "query": [], "header": []}
        query: list[tuple[str, str]] = []
        betas: tuple[str, ...] = ()
        for index, parameter in enumerate(operation.get("parameters", [])):
            if isinstance(parameter.get("x-default"), str):
                query.append((parameter["name"], parameter["x-default"]))
                continue
            betas = tuple(parameter.get("x-append", ())) or betas
            argument = self._argument(operation_id, parameter, f"{pointer}/parameters/{index}")
            placed[argument.place].append(argument)
        for media_type, body in operation.get("requestBody", {}).get("content", {}).items():
            schema, below = body["schema"], f"{pointer}/requestBody/content/{media_type.replace('/', '~1')}/schema"
            required = set(schema.get("required", ()))
            for wire, value in schema.get("properties", {}).items():
                name = value.get("x-python-name") or python_name(wire)
                doc = self.docs.parameter(operation_id, name)
                type_ = self.type(value, f"{below}/properties/{wire}")
                placed["body"].append(Argument(name, wire, "body", type_, wire in required, doc))
        placed["path"].sort(key=lambda argument: -path.index(f"{{{argument.wire}}}"))
        body_first = sorted(placed["body"], key=lambda argument: not argument.required)
        return [*placed["path"], *body_first, *placed["query"], *placed["header"]], query, betas

    def _argument(self, operation_id: str, parameter: Any, pointer: str) -> Argument:
        name = parameter.get("x-python-name") or python_name(parameter["name"])
        if "x-items" in parameter:
            type_: Type = ListOf(self.type(parameter["x-items"], f"{pointer}/x-items"))
        else:
            type_ = self.type(parameter["schema"], f"{pointer}/schema")
        if parameter.get("x-nullable"):
            type_ = UnionOf((type_,), None, True)
        doc = self.docs.parameter(operation_id, name)
        return Argument(name, parameter["name"], parameter["in"], type_, parameter.get("required", False), doc)

    def parameter_types(self) -> list[Named]:
        """The parameter objects of the methods: exactly their arguments, in their order."""
        table: dict[str, Any] = self.sdk.root["types"]
        result: list[Named] = []
        for facts, method in self.methods:
            key = facts.get("params")
            if key is None:
                continue
            if key not in table:
                raise self.sdk.problem(key, f"the parameters {key!r} of {method.operation} have no module")
            result += self._parameter_type(key, table[key], method)
        return result

    def _parameter_type(self, key: str, entry: dict[str, Any], method: Method) -> list[Named]:
        name, module = entry.get("name", local_name(key)), entry["module"]
        fields = tuple(
            Field(a.name, a.wire, a.type, a.required, a.doc)
            for a in method.arguments
            if not (a.place == "path" and a == method.arguments[0])
        )
        fields = tuple(field for field in fields if not (method.event is not None and field.name == "stream"))
        doc = f"The arguments of `{method.operation}`."
        if method.event is None:
            return [Named("params", key, name, module, doc, fields=fields)]
        parts = []
        for suffix, value, required in (("NonStreaming", False, False), ("Streaming", True, True)):
            stream = Field("stream", "stream", LiteralOf((value,)), required, self.docs.parameter(method.operation, "stream"))
            parts.append(Named("params", f"{key}{suffix}", f"{name}{suffix}", module, doc, True, (stream,), bases=(f"{name}Base",), total=required))
        base = Named("params", f"{key}Base", f"{name}Base", module, doc, True, fields)
        union = Named("alias", key, name, module, doc, target=UnionOf((Ref(f"{key}NonStreaming"), Ref(f"{key}Streaming"))))
        return [base, *parts, union]
