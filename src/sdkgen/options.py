"""What a client is given: each option as the client's code handles it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .guards import is_list

__all__ = ["BaseUrl", "Option", "base_url", "options"]


@dataclass(frozen=True)
class Option:
    """One option of a client.

    Attributes:
        type: The annotation of the argument.
        async_type: The annotation in the asynchronous colour, where it differs.
        held: The annotation of the attribute.
        default: The argument's default, as code.
        variable: The environment variable that stands in for the argument.
        instead: Options that, when given, make this one unneeded: its variable is not read, a copy does not keep it.
        secret: Whether it is a text that no error may show, and that is checked before it is kept.
        hidden: Whether it is one that is kept as it is.
        headers: The headers that carry it; `{}` stands for the value.
        keyword: Whether it is keyword-only where others are not.
        argument: Whether the constructor takes it, rather than `copy` alone.
        changeable: Whether `copy` takes it, rather than only keep it.
    """

    name: str
    type: str
    description: str
    async_type: str = ""
    held: str = ""
    default: str = "None"
    variable: str = ""
    instead: tuple[str, ...] = ()
    secret: bool = False
    hidden: bool = False
    headers: dict[str, str] = field(default_factory=dict[str, str])
    keyword: bool = False
    argument: bool = True
    changeable: bool = True

    @property
    def by_colour(self) -> bool:
        """Whether the colours differ in its type."""
        return bool(self.async_type)

    def type_of(self, prefix: str) -> str:
        """The annotation of the argument in a colour."""
        return self.async_type if prefix and self.async_type else self.type

    @property
    def is_private(self) -> bool:
        """Whether nothing may show its value."""
        return self.secret or self.hidden or bool(self.headers)

    @property
    def attribute(self) -> str:
        """The annotation of the attribute."""
        return self.held or self.type

    @property
    def doc(self) -> str:
        """Its line in the constructor's docstring."""
        return f"{self.description}; the variable `{self.variable}` by default" if self.variable else self.description

    @property
    def value(self) -> str:
        """The code of its value in the constructor."""
        if not self.argument:
            return self.default
        if self.secret:
            return _call("secret", f'"{self.name}"', self.name, f'"{self.variable}"', *self.instead)
        return _call("setting", self.name, f'"{self.variable}"', *self.instead) if self.variable else self.name


@dataclass(frozen=True)
class BaseUrl:
    """Where a client's requests go when it is not told."""

    variable: str
    default: str = ""
    description: str = ""
    instead: tuple[str, ...] = ()

    @property
    def doc(self) -> str:
        """Its part of the constructor's docstring."""
        return f"the variable `{self.variable}` by default, else {self.default or self.description}"

    @property
    def value(self) -> str:
        """The code of its value in the constructor."""
        return _call("address", "base_url", f'"{self.variable}"', *self.instead)


def _call(function: str, *arguments: str) -> str:
    return f"{function}({', '.join(arguments)})"


def options(table: dict[str, dict[str, Any]]) -> list[Option]:
    """The options of a client's table, in its order."""
    return [Option(name=name, **_tuples(facts)) for name, facts in table.items()]


def base_url(facts: dict[str, Any]) -> BaseUrl:
    """The base URL of a client's table."""
    return BaseUrl(**_tuples(facts))


def _tuples(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if is_list(value) else value for name, value in facts.items()}
