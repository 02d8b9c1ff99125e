"""Types into what a template may see: every annotation spelled, every import collected."""

from __future__ import annotations

from typing import Any

from .annotations import Scope
from .files import File, module_file, package_file
from .graph import in_order, refuse_circles
from .ir import Alias, Api, Field, LiteralOf, Named, Parsed, Ref, UnionOf
from .load import Inputs

__all__ = ["type_files"]


def type_files(api: Api, inputs: Inputs) -> list[File]:
    """The modules of all types, and the packages that hold them."""
    package = inputs.sdk.root["package"]["types"]
    re_exports: dict[str, list[str]] = inputs.sdk.root.get("re_exports", {})
    modules: dict[str, list[Named]] = {}
    for named in api.types:
        modules.setdefault(named.module, []).append(named)
    for alias in api.aliases:
        modules.setdefault(alias.module, [])
    refuse_circles(modules, inputs.api)
    result = [
        _module(module, in_order(content), api, inputs, re_exports.get(f"{package}.{module}", []))
        for module, content in modules.items()
    ]
    result += [_parsed_module(parsed, api, package) for parsed in api.parsed]
    return result + _packages(api, package, re_exports)


def _module(module: str, content: list[Named], api: Api, inputs: Inputs, also: list[str]) -> File:
    package = inputs.sdk.root["package"]["types"]
    params = any(named.kind == "params" for named in content) or module.endswith(("_param", "_params"))
    scope = Scope(f"{package}.{module}", package, api.by_key, params=params)
    promises = Scope(f"{package}.{module}", package, api.by_key, params=True)
    mixins: dict[str, Any] = inputs.sdk.root.get("mixins", {})
    classes = [{**_class(named, scope), **_mixin(mixins.get(named.key), scope, promises)} for named in content]
    aliases = [_alias(alias, scope) for alias in api.aliases if alias.module == module]
    for name in also:
        scope.spell(Ref(name))
    kinds = {*(named.kind for named in content), *(["alias"] if aliases else [])}
    for kind, source, name in _BASES:
        if kind in kinds:
            scope.use(source, name)
    names = sorted([*(named.name for named in content), *(alias["name"] for alias in aliases), *also])
    imported = [source for source, words in promises.imports.items() if words <= scope.imports.get(source, set())]
    view = {"classes": classes, "aliases": aliases, "names": names, "imports": scope.import_lines(), "future": params}
    return module_file(f"{package}.{module}", "types.jinja", {**view, "promised": promises.import_lines(*imported)})


def _mixin(facts: dict[str, Any] | None, scope: Scope, promises: Scope) -> dict[str, Any]:
    """The base that the tables give a model, and what the model promises more precisely than that base does."""
    if facts is None:
        return {"base": "BaseModel", "properties": {}, "methods": {}}
    scope.use("typing", "TYPE_CHECKING")
    module, _, name = facts["base"].rpartition(".")
    promised = {
        kind: {each: promises.spell_text(text) for each, text in facts.get(kind, {}).items()}
        for kind in ("properties", "methods")
    }
    for each in promises.imports["typing"]:
        scope.use("typing", each)
    return {"base": scope.use(f".{module}", name), **promised}


_BASES = (
    ("params", "typing_extensions", "TypedDict"),
    ("model", "._models", "BaseModel"),
    ("alias", "typing_extensions", "TypeAlias"),
)


def _class(named: Named, scope: Scope) -> dict[str, Any]:
    view: dict[str, Any] = {"kind": named.kind, "name": named.name, "doc": named.doc}
    if named.target is not None:
        view["target"] = scope.spell(named.target)
    elif named.kind == "params":
        view["bases"] = list(named.bases) or ["TypedDict"]
        view["total"] = named.total
        view["fields"] = [_param_field(entry, scope) for entry in named.fields]
    else:
        view["fields"] = [_model_field(entry, scope) for entry in named.fields]
    scope.defined.add(named.key)
    return view


def _model_field(entry: Field, scope: Scope) -> dict[str, str]:
    nullable = isinstance(entry.type, UnionOf) and entry.type.nullable
    spelled = scope.spell(entry.type)
    if not entry.required and not nullable:
        spelled = f"{scope.use('typing', 'Optional')}[{spelled}]"
    default = "None" if nullable or not entry.required else ""
    if entry.wire != entry.name:
        scope.use("pydantic", "Field as FieldInfo")
        default = f'FieldInfo(alias="{entry.wire}"{", default=None" if default else ""})'
    return {"name": entry.name, "annotation": spelled, "default": default, "doc": entry.doc}


def _param_field(entry: Field, scope: Scope) -> dict[str, str]:
    spelled = scope.spell(entry.type)
    if entry.wire != entry.name:
        spelled = scope.aliased(spelled, entry.wire)
    if entry.required:
        spelled = f"{scope.use('typing_extensions', 'Required')}[{spelled}]"
    return {"name": entry.name, "annotation": spelled, "default": "", "doc": entry.doc}


def _alias(alias: Alias, scope: Scope) -> dict[str, Any]:
    return {"name": alias.name, "target": scope.spell(Ref(alias.target)), "deprecated": alias.deprecated}


def _parsed_module(parsed: Parsed, api: Api, package: str) -> File:
    scope = Scope(f"{package}.{parsed.module}", package, api.by_key, params=False)
    for source, names in _PARSED_IMPORTS.items():
        for name in names:
            scope.use(source, name)
    for key in (parsed.base, parsed.text):
        scope.spell(Ref(key))
    content = api.by_key[parsed.content].target
    assert isinstance(content, UnionOf)
    field = next(field for field in api.by_key[parsed.text].fields if field.name == content.discriminator)
    assert isinstance(field.type, LiteralOf)
    others = [scope.spell(member) for member in content.members if member != Ref(parsed.text)]
    view = {
        "parsed": parsed,
        "others": others,
        "imports": scope.import_lines(),
        "names": [parsed.message, parsed.union, parsed.block, "ResponseFormatT"],
        "discriminator": content.discriminator,
        "tag": field.type.values[0],
    }
    return module_file(f"{package}.{parsed.module}", "parsed.jinja", view)


_PARSED_IMPORTS = {
    "typing": ("TYPE_CHECKING", "Any", "ClassVar", "Generic", "List", "Optional", "Union"),
    "typing_extensions": ("Annotated", "TypeAlias", "TypeVar"),
    "._utils._properties": ("PropertyInfo",),
}


def _packages(api: Api, package: str, re_exports: dict[str, list[str]]) -> list[File]:
    exports: dict[str, dict[str, str]] = {package: {}}
    entries = [(named.module, named.name, named.local) for named in api.types]
    entries += [(alias.module, alias.name, alias.local) for alias in api.aliases]
    entries += [(p.module, name, p.local) for p in api.parsed for name in (p.message, p.union, p.block)]
    for module, name, local in entries:
        parent, _, leaf = f"{package}.{module}".rpartition(".")
        names = exports.setdefault(parent, {})
        if not local:
            names[name] = f".{leaf}"
    for parent, keys in re_exports.items():
        if parent in exports:
            exports[parent] |= {
                key: "." + f"{package}.{api.by_key[key].module}".removeprefix(f"{parent}.") for key in keys
            }
    return [package_file(parent, names, exports) for parent, names in exports.items()]
