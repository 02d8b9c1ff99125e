"""Types into Python annotations, and the names that these need."""

from __future__ import annotations

import json
import re
from collections import defaultdict

from .ir import Leaf, ListOf, LiteralOf, MapOf, Named, Ref, Spelled, Type, UnionOf
from .names import relative

__all__ = ["Scope", "literal"]


_TYPING = ("Any", "Callable", "Dict", "Iterable", "List", "Optional", "Type", "Union")


def literal(values: tuple[object, ...]) -> str:
    """A `Literal` of the values."""
    return f"Literal[{', '.join(json.dumps(value) if isinstance(value, str) else repr(value) for value in values)}]"


class Scope:
    """One module: spells annotations for it and collects what it has to import.

    Attributes:
        module: The dotted module below the generated package, such as `types.text_block`.
        params: Whether types are spelled as callers write them rather than as answers hold them.
        qualified: Spell other types by way of the package of types rather than import each.
        helpers: Names of the runtime that the tables may spell, and their modules.
        defined: The module's own types that stand above the place that is being spelled.
    """

    def __init__(
        self,
        module: str,
        package: str,
        types: dict[str, Named],
        *,
        params: bool,
        qualified: bool = False,
        helpers: dict[str, str] | None = None,
    ) -> None:
        self.module = module
        self._package = package
        self.params = params
        self.qualified = qualified
        self.defined: set[str] = set()
        self._types = types
        self._helpers = helpers or {}
        self.imports: dict[str, set[str]] = defaultdict(set)
        self.submodules: dict[str, set[str]] = defaultdict(set)

    def named(self, key: str) -> Named:
        """The type that a key stands for."""
        return self._types[key]

    def use(self, module: str, name: str) -> str:
        """The name, imported from a module of ours or of a library."""
        self.imports[module].add(name)
        return name

    def spell(self, type_: Type) -> str:
        """The annotation of a type."""
        if isinstance(type_, Leaf):
            return self._leaf(type_.name)
        if isinstance(type_, Ref):
            return self._ref(type_.key)
        if isinstance(type_, LiteralOf):
            self.use("typing_extensions", "Literal")
            return literal(type_.values)
        if isinstance(type_, ListOf):
            return self._list(type_)
        if isinstance(type_, MapOf):
            return f"{self.use('typing', 'Dict')}[str, {self.spell(type_.value)}]"
        if isinstance(type_, Spelled):
            return self.spell_text(type_.sync)
        return self._union(type_)

    def spell_text(self, text: str) -> str:
        """An annotation that the tables spell, its names found: types of the API, helpers, and those of `typing`."""
        return re.sub(r"[A-Za-z_]\w*", lambda match: self._word(match.group()), text)

    def _word(self, word: str) -> str:
        if word in self._helpers:
            return self.use(relative(self.module, self._helpers[word]), word)
        key = next((key for key, named in self._types.items() if named.name == word), None)
        if key is not None:
            return self._ref(key)
        module = "typing" if word in _TYPING else "typing_extensions" if word == "Literal" else None
        return self.use(module, word) if module else word

    def _leaf(self, name: str) -> str:
        if name in ("datetime", "date"):
            moment = self.use("datetime", name)
            if not self.params:
                return moment
            return self._annotated(f"{self.use('typing', 'Union')}[str, {moment}]", 'format="iso8601"')
        if name == "file":
            return self.use("._types", "FileTypes")
        if name == "base64":
            source = f"{self.use('typing', 'Union')}[str, {self.use('._types', 'Base64FileInput')}]"
            return self._annotated(source, 'format="base64"')
        return name

    def _annotated(self, spelled: str, info: str) -> str:
        self.use("._utils._properties", "PropertyInfo")
        return f"{self.use('typing_extensions', 'Annotated')}[{spelled}, PropertyInfo({info})]"

    def aliased(self, spelled: str, alias: str) -> str:
        """The annotation of a field whose name on the wire differs."""
        return self._annotated(spelled, f'alias="{alias}"')

    def _ref(self, key: str) -> str:
        named = self._types[key]
        module = f"{self._package}.{named.module}"
        if module == self.module:
            return named.name if self.params or key in self.defined else f'"{named.name}"'
        if not self.qualified:
            return self.use(relative(self.module, module), named.name)
        package, _, leaf = module.rpartition(".")
        if named.local:
            self.submodules[package].add(leaf)
            return f"{leaf}.{named.name}"
        return f"{package}.{named.name}"

    def _list(self, type_: ListOf) -> str:
        item = self.spell(type_.item)
        if type_.container == "SequenceNotStr":
            return f"{self.use('._types', 'SequenceNotStr')}[{item}]"
        return f"{self.use('typing', type_.container)}[{item}]"

    def _union(self, type_: UnionOf) -> str:
        members = [self.spell(member) for member in type_.members]
        spelled = members[0] if len(members) == 1 else f"{self.use('typing', 'Union')}[{', '.join(members)}]"
        if type_.nullable and len(members) > 1:
            spelled = f"Union[{', '.join(members)}, None]"
        elif type_.nullable:
            spelled = f"{self.use('typing', 'Optional')}[{spelled}]"
        if type_.discriminator:
            spelled = self._annotated(spelled, f'discriminator="{type_.discriminator}"')
        return spelled

    def import_lines(self, *but: str) -> list[str]:
        """The import statements, but those of some modules; one that begins with a dot is of the package itself."""
        lines: list[str] = []
        for module, names in self.imports.items():
            if module in but:
                continue
            target = relative(self.module, module[1:]) if module.startswith("._") else module
            lines.append(f"from {target} import {', '.join(sorted(names))}")
        return sorted(lines)
