"""The tool runner: ask the model, run the tools it calls, hand it their results, until it needs no more."""

from __future__ import annotations

from abc import ABC, abstractmethod
from types import TracebackType
from typing import TYPE_CHECKING, Any, AsyncIterator, Dict, Generic, Iterable, Optional, Protocol, Type, TypeVar, Union

from .._core import compaction, tool_loop
from .._core.compaction import CompactionControl
from .._core.tool_loop import BaseToolRunner, Next, RunnerOptions
from .._core.tool_results import tool_content
from .._types import Omit
from .._utils._secrets import concealed
from ..types.parsed_message import ResponseFormatT
from . import _io
from .function_tool import BetaAsyncRunnableTool
from .message_stream import BetaAsyncMessageStream
from .resource import AsyncAPIResource

if TYPE_CHECKING:
    import httpx
    from typing_extensions import Self

    from .._types import Body, Headers, NotGiven, Query
    from ..types.beta import BetaMessageParam, BetaToolUnionParam
    from ..types.beta.parsed_beta_message import ParsedBetaMessage

__all__ = [
    "BaseAsyncToolRunner",
    "BetaAsyncStreamingToolRunner",
    "BetaAsyncToolRunner",
    "run_tools",
]


RunnerItemT = TypeVar("RunnerItemT")


class _Client(Protocol):
    @property
    def beta(self) -> Any:
        """The resources of the beta API."""


class BaseAsyncToolRunner(
    BaseToolRunner[BetaAsyncRunnableTool, ResponseFormatT], Generic[RunnerItemT, ResponseFormatT], ABC
):
    """A conversation that goes on until the model needs no more tools. Iterate over it for its replies.

    The tools that a reply calls run after the body of the loop. An error in the loop's body or in a request leaves the
    conversation as it is: iterating on goes on from there.

    Attributes:
        max_concurrent_tools: How many tools of one reply may run at the same time. By default all of them in the
            asynchronous runner and one in the synchronous runner, which uses worker threads for more.
    """

    max_concurrent_tools: Optional[int] = None

    def __init__(
        self,
        *,
        params: Dict[str, Any],
        options: RunnerOptions,
        tools: Iterable[BetaAsyncRunnableTool],
        client: _Client,
        max_iterations: Optional[int] = None,
        compaction_control: Optional[CompactionControl] = None,
    ) -> None:
        self._client = client
        self._item: Optional[RunnerItemT] = None
        super().__init__(
            params=params,
            tools=tools,
            options=options,
            compaction_control=compaction_control,
            max_iterations=max_iterations,
        )

    @abstractmethod
    async def _ask(self) -> RunnerItemT:
        """Make one request; what the loop is given for it."""

    @abstractmethod
    async def _reply(self, item: RunnerItemT) -> ParsedBetaMessage[ResponseFormatT]:
        """The whole reply of a turn."""

    def __aiter__(self) -> AsyncIterator[RunnerItemT]:
        return self

    async def __anext__(self) -> RunnerItemT:
        if self._item is not None and not await self._goes_on():
            raise StopAsyncIteration
        self._item = None
        if not self._may_ask:
            raise StopAsyncIteration
        item = await self._ask()
        if self._is_closed:  # meanwhile
            await self._leave(item)
            raise StopAsyncIteration
        self._begin_turn()
        self._item = item
        return item

    async def _goes_on(self) -> bool:
        """End a turn: run the tools that its reply calls, and take all of it into the history."""
        await self._read_reply()
        following = self._next()
        if following is Next.COMPACT:
            await self._compact()
            self._keep_container()
        elif following is Next.ASK_ON:
            if not self._history_is_theirs:
                await self.generate_tool_call_response()
            self._end_turn()
        return following is not Next.STOP

    async def _read_reply(self) -> None:
        """Have the whole reply of the turn. One that does not come whole counts for nothing: the turn is asked again."""
        item = self._item
        if item is not None and self._message is None:
            try:
                self._message = await self._reply(item)
            except BaseException:
                self._item = None
                raise

    async def _compact(self) -> None:
        control: Any = self._compaction_control
        tool_loop.log.info("The conversation has grown long; asking for a summary of it.")
        options: Dict[str, Any] = {**self._options}
        given: Dict[str, Any] = options.get("extra_headers") or {}
        options["extra_headers"] = concealed({**given, "X-Stainless-Helper": "compaction"})
        request = compaction.summary_request(control, self._params)
        reply = await self._client.beta.messages.create(**request, **options)
        self._params["messages"] = compaction.summarised(reply)
        tool_loop.log.info("The conversation goes on from its summary; that took %s.", reply.usage)

    async def generate_tool_call_response(self) -> Optional[BetaMessageParam]:
        """Run the tools that the last reply calls, now rather than after the body of the loop.

        Asked again within the same turn, it gives the same results.

        Returns:
            The message with their results; `None` when no tool is called.
        """
        await self._read_reply()
        if self._response is None and self._calls:
            calls = [_Call(self, block) for block in self._calls]
            limit = tool_loop.checked_limit(self.max_concurrent_tools)
            results = await _io.gathered([call.run for call in calls], limit)
            self._response = {"role": "user", "content": results}
        return self._response

    async def until_done(self) -> ParsedBetaMessage[ResponseFormatT]:
        """The last reply, after all tools were run.

        Raises:
            RuntimeError: No request may be made.
        """
        async for _ in self:
            pass
        await self._read_reply()
        if self._message is None:
            raise self._no_reply()
        return self._message

    async def close(self) -> None:
        """End the conversation: iterating any further ends, and a stream that is not read to its end gives its connection back."""
        self._is_closed = True
        item, self._item = self._item, None
        if item is not None:
            await self._leave(item)

    async def _leave(self, item: RunnerItemT) -> None:
        """Give back what a turn holds."""

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, exc_type: Optional[Type[BaseException]], exc: Optional[BaseException], exc_tb: Optional[TracebackType]
    ) -> None:
        await self.close()


class _Call:
    """One call of a tool."""

    def __init__(self, runner: BaseAsyncToolRunner[Any, Any], block: Any) -> None:
        self._runner = runner
        self._block = block

    async def run(self) -> Any:
        """The result for the model; an error is one, too."""
        block = self._block
        tool: Any = self._runner._tools_by_name.get(block.name)
        if tool is None:
            return self._runner._missing(block)
        try:
            return tool_loop.succeeded(block, await _io.answered(tool.call, block.input, tool_content))
        except Exception as error:
            tool_loop.log.exception("The tool '%s' failed", block.name)
            return tool_loop.failed(block, repr(error))


class BetaAsyncToolRunner(BaseAsyncToolRunner["ParsedBetaMessage[ResponseFormatT]", ResponseFormatT]):
    """Runs tools for the model; iterating over it gives the replies."""

    async def _ask(self) -> ParsedBetaMessage[ResponseFormatT]:
        message: ParsedBetaMessage[ResponseFormatT] = await self._client.beta.messages.parse(
            **self._request, **self._options
        )
        return message

    async def _reply(self, item: ParsedBetaMessage[ResponseFormatT]) -> ParsedBetaMessage[ResponseFormatT]:
        return item


class BetaAsyncStreamingToolRunner(BaseAsyncToolRunner[BetaAsyncMessageStream[ResponseFormatT], ResponseFormatT]):
    """Runs tools for the model; iterating over it gives the stream of each reply."""

    async def _ask(self) -> BetaAsyncMessageStream[ResponseFormatT]:
        manager = self._client.beta.messages.stream(**self._request, **self._options)
        stream: BetaAsyncMessageStream[ResponseFormatT] = await manager.__aenter__()
        return stream

    async def _reply(self, item: BetaAsyncMessageStream[ResponseFormatT]) -> ParsedBetaMessage[ResponseFormatT]:
        try:
            await item._read_whole()
        finally:
            await item.close()
        message: ParsedBetaMessage[ResponseFormatT] = item._accumulator.answer()
        return message

    async def _leave(self, item: BetaAsyncMessageStream[ResponseFormatT]) -> None:
        await item.close()


def run_tools(
    resource: AsyncAPIResource,
    arguments: Dict[str, Any],
    *,
    tools: Iterable[Union[BetaAsyncRunnableTool, BetaToolUnionParam]],
    output_format: Union[Type[ResponseFormatT], None, Omit],
    compaction_control: Union[CompactionControl, Omit],
    max_iterations: Union[int, Omit],
    max_concurrent_tools: Union[int, Omit],
    stream: Union[bool, Omit],
    headers: Dict[str, str],
    extra_headers: Optional[Headers],
    extra_query: Optional[Query],
    extra_body: Optional[Body],
    timeout: Union[float, httpx.Timeout, None, NotGiven],
) -> Union[BetaAsyncToolRunner[ResponseFormatT], BetaAsyncStreamingToolRunner[ResponseFormatT]]:
    """The runner of a conversation; nothing is sent before it is iterated over."""
    runnable, described = tool_loop.split(tools)
    for tool in runnable:
        _io.check_call(tool.call, tool.name)
    params = {**arguments, "tools": [*(tool.to_dict() for tool in runnable), *described]}
    if output_format is not None and not isinstance(output_format, Omit):
        params["output_format"] = output_format
    options: RunnerOptions = {
        "extra_headers": concealed({**headers, **(extra_headers or {})}),
        "extra_query": extra_query,
        "extra_body": extra_body,
        "timeout": timeout,
    }
    client: Any = resource._client
    kind: Type[Union[BetaAsyncToolRunner[ResponseFormatT], BetaAsyncStreamingToolRunner[ResponseFormatT]]]
    kind = BetaAsyncStreamingToolRunner[ResponseFormatT] if stream is True else BetaAsyncToolRunner[ResponseFormatT]
    runner = kind(
        params=params,
        options=options,
        tools=runnable,
        client=client,
        max_iterations=None if isinstance(max_iterations, Omit) else max_iterations,
        compaction_control=None if isinstance(compaction_control, Omit) else compaction_control,
    )
    if not isinstance(max_concurrent_tools, Omit):
        runner.max_concurrent_tools = tool_loop.checked_limit(max_concurrent_tools)
    return runner
