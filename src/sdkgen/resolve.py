"""The description into the intermediate representation: every type declared, every operation a method."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .checks import check_names, check_texts
from .docs import Docs
from .ir import Alias, Api, Argument, Field, LiteralOf, Method, Named, Parsed, Ref, UnionOf
from .load import Inputs, escaped
from .names import local_name, python_name
from .operations import OperationReader
from .schemas import SchemaReader

__all__ = ["resolve"]


def resolve(inputs: Inputs) -> Api:
    """Everything that is generated from.

    Raises:
        Problem: An input contradicts itself or another one.
    """
    docs = Docs(inputs.descriptions, inputs.sdk.root["package"].get("twins", {}))
    reader = SchemaReader(inputs.api)
    operations = OperationReader(inputs, reader, docs)
    resources = operations.resources(inputs.sdk.root["resources"])
    types = (*_types(inputs, reader, docs), *_parameter_types(inputs, operations.methods))
    aliases = tuple(Alias(**entry) for entry in inputs.sdk.root.get("aliases", []))
    parsed = tuple(Parsed(**entry) for entry in inputs.sdk.root.get("parsed", []))
    api = Api(types, aliases, parsed, resources, {named.key: named for named in types})
    check_names(inputs, api)
    check_texts(inputs, api, docs, operations.methods)
    return api


def _types(inputs: Inputs, reader: SchemaReader, docs: Docs) -> Iterator[Named]:
    """The types that the description names, at the modules that the tables give."""
    table: dict[str, Any] = inputs.sdk.root["types"]
    for key, schema in reader.schemas.items():
        if key not in table:
            message = f"the schema {key!r} has no module in {inputs.sdk.path.name}"
            raise inputs.api.problem(f"/components/schemas/{escaped(key)}", message)
        if not table[key].get("operation"):
            yield _named(key, schema, table[key], reader, docs)
    for key, entry in table.items():
        if key not in reader.schemas and not entry.get("operation"):
            raise inputs.sdk.problem(("types", key), f"the type {key!r} is not in {inputs.api.path.name}")


def _named(key: str, schema: dict[str, Any], entry: dict[str, Any], reader: SchemaReader, docs: Docs) -> Named:
    pointer = f"/components/schemas/{escaped(key)}"
    name, module = entry.get("name", local_name(key)), entry["module"]
    doc, local = docs.schema(key), entry.get("local", False)
    if schema.get("type") != "object" or not ("properties" in schema or entry.get("kind")):
        return Named("alias", key, name, module, doc, local, target=reader.type(schema, pointer))
    required = schema.get("required", ())
    fields = tuple(
        Field(
            name=value.get("x-python-name") or python_name(wire),
            wire=wire,
            type=reader.type(value, f"{pointer}/properties/{escaped(wire)}"),
            required=wire in required,
            doc=docs.field(key, wire),
        )
        for wire, value in schema.get("properties", {}).items()
    )
    return Named("params" if entry.get("kind") == "params" else "model", key, name, module, doc, local, fields)


def _parameter_types(inputs: Inputs, methods: list[Method]) -> Iterator[Named]:
    """The parameter objects of the methods: exactly their arguments, in their order."""
    table: dict[str, Any] = inputs.sdk.root["types"]
    for method in methods:
        if method.params is None:
            continue
        if method.params not in table:
            message = f"the parameters {method.params!r} of {method.operation} have no module"
            raise inputs.sdk.problem(("types",), message)
        yield from _parameter_type(method.params, table[method.params], method)


def _parameter_type(key: str, entry: dict[str, Any], method: Method) -> Iterator[Named]:
    name, module = entry.get("name", local_name(key)), entry["module"]
    doc = f"The arguments of `{method.operation}`."
    switch = next((argument for argument in method.arguments if argument.name == method.switch), None)
    fields = tuple(_field(argument, method) for argument in method.arguments if _is_keyword(argument, method))
    if switch is None:
        yield Named("params", key, name, module, doc, fields=fields)
        return
    fields = tuple(field for field in fields if field.name != method.switch)
    yield Named("params", f"{key}Base", f"{name}Base", module, doc, True, fields)
    bases = (f"{name}Base",)
    for suffix, streams in (("NonStreaming", False), ("Streaming", True)):
        own = (Field(switch.name, switch.wire, LiteralOf((streams,)), streams, switch.doc),)
        yield Named("params", key + suffix, name + suffix, module, doc, True, own, bases=bases, total=streams)
    target = UnionOf((Ref(f"{key}NonStreaming"), Ref(f"{key}Streaming")))
    yield Named("alias", key, name, module, doc, target=target)


def _is_keyword(argument: Argument, method: Method) -> bool:
    return argument.place != "path" or argument is not method.arguments[0]


def _field(argument: Argument, method: Method) -> Field:
    """The field of an argument; the names of form parts are put in when the form is made."""
    wire = argument.name if method.form else argument.wire
    if argument.place == "header":
        wire = argument.wire
    return Field(argument.name, wire, argument.type, argument.required, argument.doc)
