"""The API as the generator understands it: small frozen values, free of OpenAPI and of Python source alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

__all__ = [
    "Alias", "Api", "Argument", "Field", "Helper", "Leaf", "ListOf", "LiteralOf", "MapOf", "Method", "Named", "Parsed", "Ref",
    "Resource", "Spelled", "Type", "UnionOf",
]  # fmt: skip


@dataclass(frozen=True)
class Leaf:
    """A type without parts: `str`, `int`, `float`, `bool`, `object`, `datetime`, `date`, `file`, `base64`."""

    name: str


@dataclass(frozen=True)
class Ref:
    """Another type, by its key."""

    key: str


@dataclass(frozen=True)
class LiteralOf:
    """One of a few constants."""

    values: tuple[Union[str, int, bool], ...]


@dataclass(frozen=True)
class ListOf:
    """An array; `container` is how Python takes it."""

    item: Type
    container: str = "List"


@dataclass(frozen=True)
class MapOf:
    """An object whose keys are not fixed."""

    value: Type


@dataclass(frozen=True)
class UnionOf:
    """One of several types, told apart by a field if `discriminator` names it."""

    members: tuple[Type, ...]
    discriminator: str | None = None
    nullable: bool = False


@dataclass(frozen=True)
class Spelled:
    """An annotation as the tables spell it, for each colour; its names are looked up where it stands."""

    sync: str
    asynchronous: str


Type = Union[Leaf, Ref, LiteralOf, ListOf, MapOf, UnionOf, Spelled]


@dataclass(frozen=True)
class Field:
    """A property of a model or of a parameter object."""

    name: str
    wire: str
    type: Type
    required: bool
    doc: str = ""


@dataclass(frozen=True)
class Named:
    """A type with a name of its own.

    Attributes:
        kind: `model`, `params` or `alias` (a union, enum or other annotation with a name).
        key: What references say.
        name: The Python name.
        module: Its module below the package of types.
        local: Reachable in its module only.
        bases: Names of sibling classes that it extends.
        total: Whether a parameter object's fields are required unless said otherwise.
    """

    kind: str
    key: str
    name: str
    module: str
    doc: str = ""
    local: bool = False
    fields: tuple[Field, ...] = ()
    target: Type | None = None
    bases: tuple[str, ...] = ()
    total: bool = False


@dataclass(frozen=True)
class Alias:
    """Another name of a type, kept for programs that use it."""

    name: str
    module: str
    target: str
    deprecated: bool = False
    local: bool = False


@dataclass(frozen=True)
class Parsed:
    """The generic twin of a reply whose text was parsed into the caller's type.

    Attributes:
        message: The name of the twin.
        block: That of the twin of a passage of text.
        union: That of the union of what a reply holds.
        base: The key of the reply.
        text: That of a passage of text.
        content: That of the union.
        module: The module of all three.
        field: The field of a reply that lists what it holds.
        output: The field that holds the parsed value.
    """

    message: str
    block: str
    union: str
    base: str
    text: str
    content: str
    module: str
    field: str
    output: str
    local: bool = False


@dataclass(frozen=True)
class Argument:
    """A parameter of a method; its place is `path`, `query`, `body` or `header`.

    Attributes:
        moved: Whether it is another spelling of something else, so that both cannot be given.
        always: What a header that is a list holds in any case, after what the caller gives.
    """

    name: str
    wire: str
    place: str
    type: Type
    required: bool
    doc: str = ""
    moved: bool = False
    always: tuple[str, ...] = ()


@dataclass(frozen=True)
class Helper:
    """The hand-written function that carries out a method, in both colours.

    Attributes:
        module: Its module, below the package of each colour.
        passes: Arguments that it is given by themselves rather than as parts of the body.
        coroutine: Whether the method is awaited.
        sends: Whether it is given a request that is ready to be sent, rather than the arguments of one.
        returns: What comes back.
        streams: What comes back when a stream is asked for.
        result: What is said of what comes back; its type by default.
        raises: What the method raises beside what every call does, and when.
    """

    module: str
    function: str
    passes: tuple[str, ...]
    coroutine: bool
    sends: bool
    returns: Spelled
    streams: Spelled | None = None
    result: str = ""
    raises: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Method:
    """One operation as a Python method.

    Attributes:
        returns: What comes back: the answer, the items of a page, or the value on each line.
        event: What a stream of the answer consists of.
        switch: The argument that asks for a stream.
        form: Whether the body is sent as a form, so that it may hold files.
        answer: `json`, `binary` for a file, `lines` for one JSON value a line.
        accept: The media type to ask for, where it is not JSON.
        body_hook: The function of the runtime that puts the body right before it is sent.
        url_from: The field, of what the operation one step up the path returns, that holds the URL to ask.
        hooks: What is done first, as the tables name it.
        patience: The arguments by which the client decides how long a call that does not stream may take.
    """

    name: str
    operation: str
    verb: str
    path: str
    arguments: tuple[Argument, ...]
    returns: Type | None
    doc: str = ""
    event: Type | None = None
    switch: str | None = None
    page: str | None = None
    params: str | None = None
    query: tuple[tuple[str, str], ...] = ()
    form: bool = False
    answer: str = "json"
    accept: str | None = None
    url_from: str | None = None
    hooks: tuple[str, ...] = ()
    patience: tuple[str, ...] = ()
    default_timeout: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body_hook: str | None = None
    helper: Helper | None = None


@dataclass(frozen=True)
class Resource:
    """A group of methods."""

    name: str
    cls: str
    module: str
    methods: tuple[Method, ...]
    children: tuple[Resource, ...] = ()
    doc: str = ""


@dataclass(frozen=True)
class Api:
    """Everything that is generated from."""

    types: tuple[Named, ...]
    aliases: tuple[Alias, ...]
    parsed: tuple[Parsed, ...]
    resources: tuple[Resource, ...]
    by_key: dict[str, Named]
