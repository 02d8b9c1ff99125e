"""The tool runner as a state machine: what the conversation holds, and what to do after a reply.

Nothing here sends, runs a tool or waits; the coloured runners ask, then obey.
"""

from __future__ import annotations

import logging
from enum import Enum
from typing import TYPE_CHECKING, Any, Callable, Dict, Generic, Iterable, List, Mapping, Optional, TypeVar, Union

from typing_extensions import TypedDict

from .._history import Conversation, Memory
from .._utils._guards import is_mapping
from ..types.parsed_message import ResponseFormatT
from . import compaction
from .advice import warn
from .compaction import CompactionControl

if TYPE_CHECKING:
    import httpx

    from .._types import Body, Headers, NotGiven, Query
    from ..types.beta import BetaMessageParam
    from ..types.beta.parsed_beta_message import ParsedBetaMessage

__all__ = ["AnyFunctionToolT", "BaseToolRunner", "Next", "RunnerOptions", "checked_limit", "log", "split"]

log = logging.getLogger("anthropic.lib.tools._beta_runner")

AnyFunctionToolT = TypeVar("AnyFunctionToolT")

_CUT_OFF = ("max_tokens", "model_context_window_exceeded", "refusal")
"""Why a reply ends whose tool calls may not be run: they are not all that the model meant to say."""


class RunnerOptions(TypedDict, total=False):
    """What every request of a runner is sent with."""

    extra_headers: Optional[Headers]
    extra_query: Optional[Query]
    extra_body: Optional[Body]
    timeout: Union[float, httpx.Timeout, None, NotGiven]


class Next(Enum):
    """What follows a turn."""

    STOP = "stop"
    ASK_ON = "ask on"
    COMPACT = "compact"


def split(tools: Iterable[Any]) -> "tuple[List[Any], List[Any]]":
    """The tools that can be run, and the descriptions of those that cannot.

    Raises:
        TypeError: Something is neither.
    """
    runnable: List[Any] = []
    described: List[Any] = []
    for tool in tools:
        if not is_mapping(tool) and not hasattr(tool, "to_dict"):
            raise TypeError(f"{tool!r} is no tool. Decorate the function with `beta_tool` or `beta_async_tool`.")
        (described if is_mapping(tool) else runnable).append(tool)
    return runnable, described


def checked_limit(limit: Optional[int]) -> Optional[int]:
    """The number of tools that may run at a time; `None` stands for the default.

    Raises:
        ValueError: It is below one.
    """
    if limit is not None and limit < 1:
        raise ValueError(f"At least one tool has to run at a time, and `max_concurrent_tools` is {limit}.")
    return limit


class BaseToolRunner(Generic[AnyFunctionToolT, ResponseFormatT]):
    """A conversation that goes on until the model needs no more tools.

    Args:
        params: The arguments of each request; the list of messages is copied and grows.
        options: What each request is sent with.
        tools: The tools that can be run.
        max_iterations: The most requests; as many as it takes by default.
        compaction_control: Whether and when a long conversation is replaced by a summary.
    """

    def __init__(
        self,
        *,
        params: Mapping[str, Any],
        options: RunnerOptions,
        tools: Iterable[AnyFunctionToolT],
        max_iterations: Optional[int] = None,
        compaction_control: Optional[CompactionControl] = None,
    ) -> None:
        self._params: Dict[str, Any] = {**params, "messages": list(params["messages"])}
        self._options = options
        self._tools_by_name: Dict[str, Any] = {getattr(tool, "name"): tool for tool in tools}  # noqa: B009  # any kind of tool
        self._max_iterations = max_iterations
        self._compaction_control = compaction_control
        self._iterations = 0
        self._message: Optional[ParsedBetaMessage[ResponseFormatT]] = None
        self._response: Optional[BetaMessageParam] = None
        self._history_is_theirs = False
        self._is_closed = False
        self._memory = Memory()

    @property
    def _request(self) -> Dict[str, Any]:
        """The arguments of the next request."""
        return {**self._params, "messages": Conversation(self._params["messages"], self._memory)}

    def set_messages_params(
        self, params: Union[Mapping[str, Any], Callable[[Mapping[str, Any]], Mapping[str, Any]]]
    ) -> None:
        """Replace the arguments of the requests that follow.

        Args:
            params: The new arguments, or a function that makes them of the present ones.
        """
        self._params = dict(params(self._params) if callable(params) else params)
        self._params["messages"] = list(self._params["messages"])

    def append_messages(self, *messages: Union[BetaMessageParam, ParsedBetaMessage[ResponseFormatT]]) -> None:
        """Go on with messages of your own; the reply and its results are then not appended by themselves.

        Args:
            messages: Messages as the API takes them, or replies as it gave them.
        """
        given: List[Any] = [message if is_mapping(message) else _as_param(message) for message in messages]
        self._params["messages"] = [*self._params["messages"], *given]
        self._history_is_theirs = True
        self._response = None

    @property
    def _may_ask(self) -> bool:
        return not self._is_closed and (self._max_iterations is None or self._iterations < self._max_iterations)

    def _no_reply(self) -> RuntimeError:
        """What is raised where a reply is asked for and there is none."""
        why = "the runner was closed" if self._is_closed else "`max_iterations` allows no request"
        return RuntimeError(f"There is no reply: {why}.")

    @property
    def _calls(self) -> List[Any]:
        """The calls of tools that the last reply makes and that may be carried out."""
        message: Any = self._message
        if message is None or message.stop_reason in _CUT_OFF:
            return []
        return [block for block in message.content if block.type == "tool_use"]

    def _next(self) -> Next:
        """What follows the last reply."""
        message: Any = self._message
        if not self._calls and message.stop_reason != "pause_turn":
            return Next.STOP
        due = self._may_ask and compaction.is_due(self._compaction_control, message.usage)
        return Next.COMPACT if due else Next.ASK_ON

    def _begin_turn(self) -> None:
        self._iterations += 1
        self._message = self._response = None
        self._history_is_theirs = False

    def _end_turn(self) -> None:
        """Take the last reply, and the results of its calls, into the history."""
        if not self._history_is_theirs:
            self._params["messages"] = [
                *self._params["messages"],
                _as_param(self._message),
                *([] if self._response is None else [self._response]),
            ]
        self._keep_container()

    def _keep_container(self) -> None:
        """Go on in the container that the reply was made in."""
        container: Any = getattr(self._message, "container", None)
        if container is not None:
            given: Any = self._params.get("container")
            self._params["container"] = {**given, "id": container.id} if is_mapping(given) else container.id

    def _missing(self, call: Any) -> Dict[str, Any]:
        """The result of a call of a tool that nobody has."""
        known = ", ".join(repr(name) for name in self._tools_by_name) or "none"
        warn(
            f"The model calls the tool '{call.name}', which this runner does not have. Available tools: {known}. Hand "
            "it to the runner as a runnable tool, or answer the call yourself with `append_messages()`.",
            UserWarning,
        )
        return failed(call, f"Error: Tool '{call.name}' not found")


def _as_param(message: Any) -> Dict[str, Any]:
    return {"role": message.role, "content": message.content}


def succeeded(call: Any, content: Any) -> Dict[str, Any]:
    """The result of a call, for the model."""
    return {"type": "tool_result", "tool_use_id": call.id, "content": content}


def failed(call: Any, content: str) -> Dict[str, Any]:
    """The result of a call that did not work, for the model."""
    return {**succeeded(call, content), "is_error": True}
