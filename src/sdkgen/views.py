"""The intermediate representation into what a template may see: every annotation spelled, every import collected."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from . import clients, methods
from .annotations import Scope
from .ir import Alias, Api, Field, Named, Parsed, Ref, Resource, Type, UnionOf
from .load import Inputs, Table
from .names import relative

__all__ = ["File", "files"]


@dataclass
class File:
    """One file to be written: its path below the package, its template, and what the template sees."""

    path: str
    template: str
    view: dict[str, Any] = field(default_factory=dict)


def files(api: Api, inputs: Inputs) -> list[File]:
    """Every generated file."""
    result = [*_type_modules(api, inputs.api), *_packages(api, inputs.sdk)]
    result += methods.resource_files(api, inputs.sdk)
    result += clients.client_files(api, inputs.sdk)
    return [File(path, template, view) for path, template, view in _triples(result)]


def _triples(entries: list[Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [(entry.path, entry.template, entry.view) if isinstance(entry, File) else entry for entry in entries]


def _type_modules(api: Api, document: Any) -> list[File]:
    modules: dict[str, list[Named]] = {}
    for named in api.types:
        modules.setdefault(named.module, []).append(named)
    for alias in api.aliases:
        modules.setdefault(alias.module, [])
    result = [_type_module(module, _ordered(content), api) for module, content in modules.items()]
    result += [_parsed_module(parsed, api) for parsed in api.parsed]
    _refuse_cycles(modules, document)
    return result


def _ordered(content: list[Named]) -> list[Named]:
    """Types of one module, each after those that it uses."""
    by_name = {named.name: named for named in content}
    by_key = {named.key: named for named in content}
    done: list[Named] = []

    def place(named: Named) -> None:
        if named in done:
            return
        for key in _used(named):
            if key in by_key and by_key[key] is not named:
                place(by_key[key])
        for base in named.bases:
            place(by_name[base])
        if named not in done:
            done.append(named)

    for named in content:
        place(named)
    return done


def _used(named: Named) -> list[str]:
    types: list[Type] = [entry.type for entry in named.fields]
    return [key for type_ in types + ([named.target] if named.target else []) for key in _keys(type_)]


def _keys(type_: Type) -> list[str]:
    if isinstance(type_, Ref):
        return [type_.key]
    inner = type_.members if isinstance(type_, UnionOf) else [getattr(type_, "item", None), getattr(type_, "value", None)]
    return [key for part in inner if part is not None and not isinstance(part, (str, int)) for key in _keys(part)]


def _refuse_cycles(modules: dict[str, list[Named]], document: Any) -> None:
    where = {named.key: module for module, content in modules.items() for named in content}
    uses = {m: {where[k] for named in content for k in _used(named) if where[k] != m} for m, content in modules.items()}
    state: dict[str, int] = {}

    def visit(module: str, trail: tuple[str, ...]) -> None:
        if state.get(module) == 2:
            return
        if module in trail:
            names = " -> ".join([*trail[trail.index(module) :], module])
            key = modules[module][0].key
            raise document.problem(f"/components/schemas/{key}", f"these modules import each other: {names}")
        for used in sorted(uses[module]):
            visit(used, (*trail, module))
        state[module] = 2

    for module in modules:
        visit(module, ())


def _type_module(module: str, content: list[Named], api: Api) -> File:
    params = any(named.kind == "params" for named in content) or module.endswith("_param") or module.endswith("_params")
    scope = Scope(f"types.{module}", api.by_key, params=params)
    classes = [_class(named, scope) for named in content]
    aliases = [_alias(alias, scope, content, api) for alias in api.aliases if alias.module == module]
    if any(entry["kind"] == "params" for entry in classes):
        scope.use("typing_extensions", "TypedDict")
    if any(entry["kind"] == "model" for entry in classes):
        scope.use("._models", "BaseModel")
    if aliases or any(entry["kind"] == "alias" for entry in classes):
        scope.use("typing_extensions", "TypeAlias")
    names = sorted([named.name for named in content] + [alias["name"] for alias in aliases])
    view = {"classes": classes, "aliases": aliases, "names": names, "imports": import_lines(scope), "future": params}
    return File(f"types/{module.replace('.', '/')}.py", "types.jinja", view)


def _class(named: Named, scope: Scope) -> dict[str, Any]:
    view: dict[str, Any] = {"kind": named.kind, "name": named.name, "doc": named.doc}
    if named.kind == "alias":
        assert named.target is not None
        view["target"] = scope.spell(named.target)
    elif named.kind == "params":
        view["bases"] = list(named.bases) or ["TypedDict"]
        view["total"] = named.total
        view["fields"] = [_param_field(entry, scope, named.total) for entry in named.fields]
    else:
        view["fields"] = [_model_field(entry, scope) for entry in named.fields]
    return view


def _model_field(entry: Field, scope: Scope) -> dict[str, str]:
    nullable = isinstance(entry.type, UnionOf) and entry.type.nullable
    spelled = scope.spell(entry.type)
    if not entry.required and not nullable:
        spelled = f"{scope.use('typing', 'Optional')}[{spelled}]"
    default = "" if entry.required else "None"
    if entry.wire != entry.name:
        default = f'{scope.use(".pydantic", "FieldInfo")}(alias="{entry.wire}"{", default=None" if default else ""})'
    return {"name": entry.name, "annotation": spelled, "default": default, "doc": entry.doc}


def _param_field(entry: Field, scope: Scope, total: bool) -> dict[str, str]:
    spelled = scope.spell(entry.type)
    if entry.wire != entry.name:
        spelled = scope.aliased(spelled, entry.wire)
    if entry.required:
        spelled = f"{scope.use('typing_extensions', 'Required')}[{spelled}]"
    return {"name": entry.name, "annotation": spelled, "default": "", "doc": entry.doc}


def _alias(alias: Alias, scope: Scope, content: list[Named], api: Api) -> dict[str, Any]:
    target = alias.target if any(named.name == alias.target for named in content) else scope.spell(Ref(alias.target))
    return {"name": alias.name, "target": target, "deprecated": alias.deprecated}


def _parsed_module(parsed: Parsed, api: Api) -> File:
    scope = Scope(f"types.{parsed.module}", api.by_key, params=False)
    for key in (parsed.base, parsed.text):
        scope.spell(Ref(key))
    scope.use("._utils._properties", "PropertyInfo")
    for name in ("Generic", "List", "Optional", "Union", "TYPE_CHECKING"):
        scope.use("typing", name)
    for name in ("Annotated", "TypeAlias", "TypeVar"):
        scope.use("typing_extensions", name)
    content = api.by_key[parsed.content].target
    assert isinstance(content, UnionOf)
    others = [scope.spell(member) for member in content.members if member != Ref(parsed.text)]
    names = [parsed.message, parsed.union, parsed.block, "ResponseFormatT"]
    view = {"parsed": parsed, "others": others, "imports": import_lines(scope), "names": names, "discriminator": content.discriminator}
    return File(f"types/{parsed.module.replace('.', '/')}.py", "parsed.jinja", view)


def import_lines(scope: Scope) -> list[str]:
    """The import statements of a module, grouped as the formatter wants them."""
    lines = []
    for module, names in scope.imports.items():
        if module.startswith("._"):
            target = relative(scope.module, module[1:])
        elif module.startswith(".pydantic"):
            lines.append("from pydantic import Field as FieldInfo")
            continue
        else:
            target = module
        lines.append(f"from {target} import {', '.join(sorted(names))}")
    return sorted(lines)


def _packages(api: Api, sdk: Table) -> list[File]:
    exports: dict[str, dict[str, str]] = {"types": {}}
    for module in [named.module for named in api.types]:
        package = f"types.{module}".rpartition(".")[0]
        exports.setdefault(package, {})
    parsed_names = {p.module: [p.message, p.union, p.block] for p in api.parsed if "." not in p.module}
    entries = [(n.module, n.name) for n in api.types if not n.local]
    entries += [(module, name) for module, names in parsed_names.items() for name in names]
    entries += [(a.module, a.name) for a in api.aliases if a.module.rpartition(".")[2] == _snake(a.name)]
    for module, name in entries:
        package, _, leaf = f"types.{module}".rpartition(".")
        exports[package][name] = f".{leaf}"
    for package, names in sdk.root.get("re_exports", {}).items():
        for name in names:
            source = next(n.module for n in api.types if n.name == name and n.module.partition(".")[0] != "beta" and "." in n.module)
            exports[package][name] = "." + source
    return [_package(package, names, exports) for package, names in exports.items()]


def _package(package: str, names: dict[str, str], all_packages: Any) -> File:
    depth = package.count(".") + 1
    children = sorted(p.rpartition(".")[2] for p in all_packages if p.rpartition(".")[0] == package)
    view = {"exports": dict(sorted(names.items())), "children": children, "lazy": "." * (depth + 1) + "_utils._lazy", "package": package}
    return File(f"{package.replace('.', '/')}/__init__.py", "package.jinja", view)


def _snake(name: str) -> str:
    import re

    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])", "_", name).lower()
