"""A model field that is computed when somebody looks at it.

An event of a message stream shows all that was received up to it. Putting that together for every event would cost
the square of the reply's length, and most programs never look. So an event keeps the way to its snapshot, and any
look at it (the attribute, a dump, a comparison, a pickle) puts the value in its place first. What pydantic keeps
beside the fields is made at the first look, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, List, Protocol

from .._compat import STATE_NAMES, finish, model_fields
from .._models import BaseModel

__all__ = ["Growing", "LazySnapshot", "with_snapshot"]

_LATER = "\0later"


class Growing(Protocol):
    """A value that arrives in pieces."""

    pieces: List[Any]

    def value(self, count: int) -> Any:
        """What the first `count` pieces make."""


if TYPE_CHECKING:

    class LazySnapshot(BaseModel):
        """A model whose field `snapshot` is computed at the first look."""

    def with_snapshot(cls: Any, fields: Dict[str, Any], growing: Growing) -> Any:
        """An instance of a lazy class with these fields, and the pieces of a growing value so far as its `snapshot`."""

else:
    _STATE = next(vars(cls)["__dict__"] for cls in BaseModel.__mro__ if "__dict__" in vars(cls))
    _get_state, _set_state, _new = _STATE.__get__, _STATE.__set__, object.__new__

    class LazySnapshot(BaseModel):
        """A model whose field `snapshot` is computed at the first look."""

        @property
        def __dict__(self):
            """The fields, all of them: whatever reads a model as a whole comes this way."""
            state = _get_state(self)
            later = state.get(_LATER)
            if later is not None:
                growing, count = later
                state["snapshot"] = growing.value(count)
                state.pop(_LATER, None)  # last: another thread may be looking, too
            return state

        @__dict__.setter
        def __dict__(self, state):
            _set_state(self, state)

        def __getattr__(self, name):
            state = self.__dict__
            if name in state:
                return state[name]
            if name in STATE_NAMES:
                finish(self, {}, {field.name for field in model_fields(type(self)) if field.name in state})
                return object.__getattribute__(self, name)
            getattr(self, STATE_NAMES[0])  # which pydantic's own look-up takes to be there
            return super().__getattr__(name) if hasattr(BaseModel, "__getattr__") else self.__getattribute__(name)

    def with_snapshot(cls, fields, growing):
        """An instance of a lazy class with these fields, and the pieces of a growing value so far as its `snapshot`."""
        instance = _new(cls)
        fields[_LATER] = growing, len(growing.pieces)
        _set_state(instance, fields)
        return instance
