"""What a function takes: the JSON schema that the model sees, and the check of what the model sends.

Both come from the function's signature, through one pydantic validator that is built at first use. The function
itself is never called from here.
"""

from __future__ import annotations

import inspect
import re
import sys
from functools import cached_property
from types import FrameType
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Tuple, get_type_hints

from typing_extensions import get_args

from .._utils._guards import is_dict, is_partial
from .docstrings import Docstring, docstring_of

if TYPE_CHECKING:
    import pydantic

__all__ = ["Parameters", "name_of"]

Arguments = Tuple[Tuple[Any, ...], Dict[str, Any]]

_ADVICE = (
    "Annotate each with a type that JSON can hold and that is known where the function is defined. The model sends "
    "arguments by name, so there can be no `*args` and nothing before a `/`; functools.partial can fill in the rest."
)


class Parameters:
    """The parameters of a function that becomes a tool. Nothing is looked at before it is asked for.

    Attributes:
        scope: What the annotations name among the locals of the functions around, which end before anybody asks.
    """

    def __init__(
        self, function: Callable[..., Any], *, of_method: bool = False, scope: Optional[Dict[str, Any]] = None
    ):
        """Describe a function.

        Args:
            function: The function.
            of_method: Whether its first parameter is the instance, which the model knows nothing of.
            scope: The attribute, where it is known already.
        """
        self._function = function
        self._first = int(of_method)
        self.scope = _scope(implementation(function)) if scope is None else scope

    @cached_property
    def is_coroutine_function(self) -> bool:
        """Whether calling the function gives something to await."""
        return any(map(inspect.iscoroutinefunction, (self._function, type(self._function).__call__)))

    @cached_property
    def docstring(self) -> Docstring:
        """What the function's docstring says."""
        return docstring_of(self._function)

    @cached_property
    def schema(self) -> Dict[str, Any]:
        """The JSON schema of the arguments, as an object.

        Raises:
            TypeError: The model could not call the function, or could not be told how; the message names the function.
        """
        from .._compat import UndescribableType, adapter_schema  # pydantic loads when a tool is used

        validator = self._validator
        try:
            schema = adapter_schema(validator)
        except UndescribableType as error:
            raise self._undescribable(self._refused(error)) from error
        if schema.get("type") != "object":
            raise self._undescribable("some can only be given by position")
        self._describe(schema["properties"])
        return schema

    def _describe(self, properties: Dict[str, Dict[str, Any]]) -> None:
        """Add the descriptions that pydantic left out: all before 2.10, only those of the docstring since."""
        from .._compat import field_description  # loaded by now

        for each in self._resolved:
            told = field_description((each.default, *get_args(each.annotation)))
            told = told or self.docstring.parameters.get(each.name)
            if told and "description" not in properties.get(each.name, {"description": ""}):
                properties[each.name] = dict(sorted({**properties[each.name], "description": told}.items()))

    def arguments(self, given: object) -> Arguments:
        """What to call the function with, each argument as its annotation has it.

        Raises:
            TypeError: What is given is not a dictionary.
            ValueError: It does not fit the parameters; the message says which, and why.
        """
        if not is_dict(given):
            raise TypeError(f"Input must be a dictionary, got {type(given).__name__}")
        validate = self._validator.validate_python
        try:
            arguments: Arguments = validate(given)
            return arguments
        except ValueError as error:
            from .._compat import faults  # loaded by now

            raise ValueError(f"Invalid arguments for function {name_of(self._function)}: {faults(error)}") from error

    @cached_property
    def _validator(self) -> pydantic.TypeAdapter[Any]:
        """The validator of the arguments: of a function that has the same parameters and only gives them back."""
        from .._compat import UndescribableType, new_type_adapter  # pydantic loads when a tool is used

        try:
            return new_type_adapter(_collector(self._resolved))
        except UndescribableType as error:
            raise self._undescribable(self._refused(error)) from error
        except (NameError, TypeError, ValueError) as error:
            raise self._undescribable(str(error)) from error

    @cached_property
    def _resolved(self) -> List[inspect.Parameter]:
        """The parameters, with annotations that are text evaluated."""
        found = list(inspect.signature(self._function).parameters.values())[self._first :]

        def annotated() -> None:
            """Carries the annotations to where typing looks for them."""

        annotated.__annotations__ = {each.name: each.annotation for each in found if each.annotation is not each.empty}
        hints = get_type_hints(annotated, _module_names(self._function), self.scope, include_extras=True)
        return [each.replace(annotation=hints.get(each.name, each.empty)) for each in found]

    def _refused(self, error: Exception) -> str:
        """Which parameter has no schema, and why."""
        from .refusals import refusals  # only what went wrong already gets here

        return "; ".join(refusals(self._resolved)) or str(error)

    def _undescribable(self, reason: str) -> Exception:
        from .._compat import UndescribableType  # loaded by now

        what = f"The parameters of {name_of(self._function)}() cannot be described to the model"
        return UndescribableType(f"{what}: {reason.rstrip('.')}. {_ADVICE}")


def _collector(parameters: List[inspect.Parameter]) -> Callable[..., Arguments]:
    """A function of these parameters that gives back what it was called with."""

    def collect(*args: Any, **kwargs: Any) -> Arguments:
        return args, kwargs

    made: Any = collect
    made.__signature__ = inspect.Signature(parameters)
    made.__annotations__ = {each.name: each.annotation for each in parameters if each.annotation is not each.empty}
    return collect


def name_of(function: Any) -> str:
    """The name of a callable; an object goes by the name of its class."""
    while is_partial(function) and not hasattr(function, "__name__"):
        function = function.func
    name: str = getattr(function, "__name__", None) or type(function).__name__
    return name


def implementation(function: Any) -> Any:
    """The function that a callable leads to in the end, whose annotations are meant."""
    while is_partial(function):
        function = function.func
    if not (inspect.isroutine(function) or inspect.isclass(function)):
        function = type(function).__call__
    return inspect.unwrap(getattr(function, "__func__", function))


def _module_names(function: Any) -> Dict[str, Any]:
    """The names that annotations are written in."""
    written = implementation(function)
    names: Optional[Dict[str, Any]] = getattr(written, "__globals__", None)
    return vars(sys.modules[written.__module__]) if names is None else names


def _scope(written: Any) -> Dict[str, Any]:
    """What a function's annotations name among the locals of the functions around it, as far as these still run."""
    around = {part.rpartition(".")[2] for part in getattr(written, "__qualname__", "").split(".<locals>.")[:-1]}
    if not around:
        return {}
    words = _words(written)
    found: Dict[str, Any] = {}
    frame: Optional[FrameType] = sys._getframe(1)
    while frame is not None and words:
        if frame.f_code.co_name in around and frame.f_globals is getattr(written, "__globals__", None):
            found = {**{word: frame.f_locals[word] for word in words.intersection(frame.f_locals)}, **found}
        frame = frame.f_back
    return found


def _words(written: Any) -> set[str]:
    """The names in the annotations of a function."""
    try:
        return set(re.findall(r"\w+", " ".join(map(repr, written.__annotations__.values()))))
    except (AttributeError, NameError):
        return set()
