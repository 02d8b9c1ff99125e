"""A model field that is computed when somebody looks at it.

An event of a message stream shows all that was received up to it. Putting that together for every event would cost
the square of the reply's length, and most programs never look. So an event keeps the way to its snapshot, and any
look at it (the attribute, a dump, a comparison, a pickle) puts the value in its place first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Protocol, Set

from .._compat import finish
from .._models import BaseModel

__all__ = ["Growing", "LazySnapshot"]

_LATER = "\0later"


class Growing(Protocol):
    """A value that arrives in pieces."""

    def value(self, count: int) -> Any:
        """What the first `count` pieces make."""


if TYPE_CHECKING:

    class LazySnapshot(BaseModel):
        """A model whose field `snapshot` is computed at the first look."""

        @classmethod
        def of(cls, fields: Dict[str, Any], given: Set[str], growing: Growing, count: int) -> Any:
            """An instance that knows the first `count` pieces of a growing value as its `snapshot`."""

else:
    _STATE = next(vars(cls)["__dict__"] for cls in BaseModel.__mro__ if "__dict__" in vars(cls))

    class LazySnapshot(BaseModel):
        """A model whose field `snapshot` is computed at the first look."""

        @classmethod
        def of(cls, fields, given, growing, count):
            """An instance that knows the first `count` pieces of a growing value as its `snapshot`."""
            instance = cls.__new__(cls)
            fields[_LATER] = growing, count
            _STATE.__set__(instance, fields)
            finish(instance, {}, given)
            return instance

        @property
        def __dict__(self):
            """The fields, all of them: whatever reads a model as a whole comes this way."""
            state = _STATE.__get__(self)
            later = state.get(_LATER)
            if later is not None:
                growing, count = later
                state["snapshot"] = growing.value(count)
                state.pop(_LATER, None)  # last: another thread may be looking, too
            return state

        @__dict__.setter
        def __dict__(self, state):
            _STATE.__set__(self, state)

        def __getattr__(self, name):
            state = self.__dict__
            if name in state:
                return state[name]
            return super().__getattr__(name) if hasattr(BaseModel, "__getattr__") else self.__getattribute__(name)
