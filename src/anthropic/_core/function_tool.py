"""Functions as tools, whatever their colour: what the API is told of them, and how they survive pickling.

Making a tool looks at nothing but the function's name, so that decorating costs next to nothing; description, schema
and validator are made when they are first asked for, and so is the error for a function that cannot be a tool.
"""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Coroutine, Dict, Generic, Optional, Tuple, Type, TypeVar, Union

from typing_extensions import TypeGuard

from .._utils._guards import is_mapping
from .json_schema import copied
from .parameters import Parameters, name_of

if TYPE_CHECKING:
    import pydantic
    from typing_extensions import Self

    from ..types.beta.beta_tool_param import BetaToolParam, InputSchema
    from .tool_results import FunctionResult

__all__ = ["AsyncFunctionT", "AsyncResultT", "BaseFunctionTool", "CallableT", "FunctionT", "ResultT"]

CallableT = TypeVar("CallableT", bound=Callable[..., Any])
FunctionT = TypeVar("FunctionT", bound="Callable[..., FunctionResult]")
AsyncFunctionT = TypeVar("AsyncFunctionT", bound="Callable[..., Coroutine[Any, Any, FunctionResult]]")
ResultT = TypeVar("ResultT", bound="FunctionResult")
AsyncResultT = TypeVar("AsyncResultT", bound="Coroutine[Any, Any, FunctionResult]")


class BaseFunctionTool(Generic[CallableT]):
    """A function that the model can call.

    Attributes:
        func: The function itself.
        name: What the model calls it: the function's name, unless another was given.
        description: What the model reads of it: the docstring's text, unless another was given.
        input_schema: The JSON schema of its arguments: from the signature, unless another was given.
    """

    func: CallableT
    name: str
    description: str
    input_schema: InputSchema

    def __init__(
        self,
        func: CallableT,
        *,
        name: Optional[str] = None,
        description: Optional[str] = None,
        input_schema: Union[InputSchema, Type[pydantic.BaseModel], None] = None,
        defer_loading: Optional[bool] = None,
    ) -> None:
        if not callable(func):
            raise TypeError(f"A tool is made of a function, or of something else that can be called, not of {func!r}.")
        self.func = func
        self.name = name or name_of(func)
        if description:
            self.description = description
        self._input_type = input_schema if isinstance(input_schema, type) else None
        if input_schema is not None and not isinstance(input_schema, type):
            _check_schema(self.name, input_schema)
            self.input_schema = input_schema
        self._defer_loading = defer_loading
        self._parameters = Parameters(func)
        self._of_method: Optional[Parameters] = None

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """What nobody gave is read off the function when it is asked for."""
            if name == "description":
                return self._parameters.docstring.description
            if name == "input_schema":
                if self._input_type is None:
                    return self._parameters.schema
                self.input_schema = self._schema_of_type(self._input_type)
                return self.input_schema
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def _schema_of_type(self, type_: type) -> Any:
        from .._compat import type_schema  # pydantic loads when a tool is used

        schema = type_schema(type_)
        if schema.get("type", "object") != "object":
            raise TypeError(
                f"`input_schema` of {self.name} has to describe an object, which {type_.__qualname__} is not."
            )
        return schema

    @property
    def __call__(self) -> CallableT:
        """The function itself: calling the tool is calling the function, with nothing validated."""
        return self.func

    def to_dict(self) -> BetaToolParam:
        """The tool as the API takes it.

        Raises:
            TypeError: The function's parameters cannot be described to the model.
        """
        facts: BetaToolParam = {
            "name": self.name,
            "description": self.description,
            "input_schema": copied(self.input_schema),
        }
        if self._defer_loading is not None:
            facts["defer_loading"] = self._defer_loading
        return facts

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"

    def __set_name__(self, owner: type, name: str) -> None:
        """A function written in the class's body is a method of it; one that was put there from elsewhere is not."""
        if getattr(self.func, "__qualname__", "").rpartition(".")[0] == owner.__qualname__:
            self._of_method = Parameters(self.func, of_method=True)

    def _of(self, instance: object, owner: Optional[type]) -> Self:
        """The tool as an attribute of a class or of its instance."""
        if instance is None or self._of_method is None:
            return self
        function: Any = self.func
        return _with_state(type(self), function.__get__(instance, owner), self._of_method, _state(self))

    def __reduce__(self) -> Tuple[Any, ...]:
        pickler = sys._getframe(1).f_globals.get("__name__", "")
        return _restored, (type(self), _picklable(self.func, pickler), self._parameters.scope, _state(self))

    def _plain_function(self) -> Callable[..., Any]:
        """The function, which is to be called."""
        if self._parameters.is_coroutine_function:
            raise RuntimeError(
                f"{name_of(self.func)}() is a coroutine function and has to be awaited: make it a tool with "
                "`beta_async_tool`, for an asynchronous client."
            )
        return self.func

    def _coroutine_function(self) -> Callable[..., Any]:
        """The function, which is to be awaited."""
        if not self._parameters.is_coroutine_function:
            raise RuntimeError(
                f"{name_of(self.func)}() is not a coroutine function and cannot be awaited: make it a tool with "
                "`beta_tool`, or define it with `async def`."
            )
        return self.func


def _check_schema(name: str, schema: object) -> None:
    if not is_mapping(schema):
        raise TypeError(f"`input_schema` of {name} is a JSON schema or a pydantic model class, not {schema!r}.")


_OwnT = TypeVar("_OwnT", bound=BaseFunctionTool[Any])


@dataclass(frozen=True)
class _Place:
    """Where a decorated function is found again: its name has come to mean its tool, so that pickle cannot find it."""

    module: str
    name: str

    def content(self) -> Any:
        """What stands there; `None` where nothing does."""
        found: Any = sys.modules.get(self.module)
        for part in self.name.split("."):
            found = getattr(found, part, None)
        return found


def _is_tool(value: object) -> TypeGuard[BaseFunctionTool[Any]]:
    return isinstance(value, BaseFunctionTool)


def _state(tool: BaseFunctionTool[Any]) -> Dict[str, Any]:
    """What a tool was given, besides its function."""
    return {name: value for name, value in vars(tool).items() if name not in ("func", "_parameters", "_of_method")}


def _with_state(cls: Type[_OwnT], func: Any, parameters: Parameters, state: Dict[str, Any]) -> _OwnT:
    """A tool made of its parts."""
    tool = cls.__new__(cls)
    vars(tool).update(state, func=func, _parameters=parameters, _of_method=None)
    return tool


def _picklable(func: Any, pickler: str) -> Any:
    """The function, or the place of one that was decorated.

    Workers of joblib and Ray have no script to look at: cloudpickle sends what a script defines by value.
    """
    if getattr(func, "__module__", None) == "__main__" and pickler.endswith("cloudpickle"):
        return func
    place = _Place(getattr(func, "__module__", None) or "", getattr(func, "__qualname__", ""))
    found = place.content()
    return place if _is_tool(found) and found.func is func else func


def _restored(cls: Type[_OwnT], where: Any, scope: Dict[str, Any], state: Dict[str, Any]) -> _OwnT:
    """A tool from its pickle."""
    func = where
    if isinstance(where, _Place):
        importlib.import_module(where.module)
        func = where.content()
        if func is None:
            raise AttributeError(f"The function {where.module}.{where.name}, of which a tool was made, is gone.")
    if _is_tool(func):
        func = func.func
    return _with_state(cls, func, Parameters(func, scope=scope), state)
