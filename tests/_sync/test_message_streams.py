# Derived from tests/_async/test_message_streams.py by scripts/unasync. Do not edit.
"""Message streams: `messages.stream()` and `beta.messages.stream()`."""

from __future__ import annotations

import copy
import gc
import pickle
from pathlib import Path
from typing import Any, List

import httpx
import pytest

import anthropic
from anthropic import Anthropic
from anthropic._core.accumulate import InvalidToolInputError
from anthropic._sync import _io
from anthropic.lib.streaming import BetaMessageStream, MessageStream, TextEvent
from anthropic.lib.streaming._messages import accumulate_event, build_events
from tests.wire import HELLO, Script, broken_after, events, failure, message_body, sse, text_stream

pytestmark = pytest.mark.anyio

STREAMS = Path(__file__).parents[1] / "fixtures" / "streams"
START = ("message_start", {"type": "message_start", "message": message_body(content=[], stop_reason=None)})
STOP = ("message_stop", {"type": "message_stop"})


def recorded(name: str) -> httpx.Response:
    return sse((STREAMS / f"{name}.sse").read_bytes())


def tool(*pieces: str, ends: str = "tool_use") -> httpx.Response:
    """The stream of one call of a tool, its input in these pieces."""
    block = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}
    deltas = [{"type": "input_json_delta", "partial_json": piece} for piece in pieces]
    return events(
        START,
        ("content_block_start", {"type": "content_block_start", "index": 0, "content_block": block}),
        *(("content_block_delta", {"type": "content_block_delta", "index": 0, "delta": delta}) for delta in deltas),
        ("content_block_stop", {"type": "content_block_stop", "index": 0}),
        (
            "message_delta",
            {"type": "message_delta", "delta": {"stop_reason": ends}, "usage": {"output_tokens": 5}},
        ),
        STOP,
    )


def test_events_come_with_their_meaning(server: Script, client: Anthropic) -> None:
    server.says(text_stream("Hel", "lo"))

    with client.messages.stream(**HELLO) as stream:
        got = [event.type for event in stream]

    piece = ["content_block_delta", "text"]
    block = ["content_block_start", *piece, *piece, "content_block_stop"]
    assert got == ["message_start", *block, "message_delta", "message_stop"]  # MS-04, MS-05
    assert server.body["stream"] is True
    assert server.requests[0].headers["x-stainless-helper-method"] == "stream"  # HD-19
    assert server.requests[0].headers["x-stainless-stream-helper"] == "messages"


def test_nothing_is_sent_before_the_context_is_entered(server: Script, client: Anthropic) -> None:
    manager = client.messages.stream(**HELLO)

    assert server.requests == []  # MS-01
    del manager
    gc.collect()


def test_the_text_alone_can_be_followed(server: Script, client: Anthropic) -> None:
    server.says(text_stream("Hel", "", "lo"))

    with client.messages.stream(**HELLO) as stream:
        got = [text for text in stream.text_stream]

    assert got == ["Hel", "lo"]
    assert stream.get_final_text() == "Hello"  # MS-18, MS-19
    assert stream.request_id == "req_1"  # MS-22


def test_text_and_events_share_one_position(server: Script, client: Anthropic) -> None:
    server.says(text_stream("a", "b", "c"))

    with client.messages.stream(**HELLO) as stream:
        for event in stream:
            if event.type == "content_block_delta":
                break
        rest = [text for text in stream.text_stream]

    assert rest == ["a", "b", "c"]  # MS-21: the event of the first piece was still to come


def test_the_message_is_there_at_the_end(server: Script, client: Anthropic) -> None:
    server.says(recorded("web_search"))

    with client.messages.stream(**HELLO) as stream:
        message = stream.get_final_message()

    assert isinstance(stream, MessageStream)
    assert type(message) is anthropic.types.ParsedMessage  # MS-20
    assert [block.type for block in message.content] == ["text", "server_tool_use", "web_search_tool_result", "text"]
    search: Any = message.content[1]
    assert search.input == {"query": "weather"}  # MS-13
    assert message.usage.input_tokens == 100  # MS-15
    assert message.usage.server_tool_use is not None and message.usage.server_tool_use.web_search_requests == 1
    assert message.parsed_output is None


def test_the_snapshot_grows(server: Script, client: Anthropic) -> None:
    server.says(text_stream("Hel", "lo"))
    seen: List[Any] = []

    with client.messages.stream(**HELLO) as stream:
        for event in stream:
            if event.type == "content_block_delta":
                block: Any = stream.current_message_snapshot.content[0]
                seen.append(block.text)

    assert seen == ["Hel", "Hello"]


def test_an_event_keeps_the_moment_it_tells_of(server: Script, client: Anthropic) -> None:
    server.says(text_stream("a", "b", "c"))

    with client.messages.stream(**HELLO) as stream:
        kept: List[Any] = [event for event in stream if event.type == "text"]

    assert [event.snapshot for event in reversed(kept)] == ["abc", "ab", "a"]


@pytest.mark.parametrize("look", [copy.deepcopy, copy.copy, lambda e: pickle.loads(pickle.dumps(e))])
def test_an_event_looked_at_as_a_whole_has_its_snapshot(server: Script, client: Anthropic, look: Any) -> None:
    server.says(text_stream("a", "b"))

    with client.messages.stream(**HELLO) as stream:
        kept: List[Any] = [event for event in stream if event.type == "text"]

    assert look(kept[1]).snapshot == "ab"
    assert kept[0].to_dict() == {"type": "text", "text": "a", "snapshot": "a"}
    assert kept[0] == TextEvent(type="text", text="a", snapshot="a")
    assert repr(kept[0]) == "TextEvent(type='text', text='a', snapshot='a')"
    assert dict(kept[0]) == {"type": "text", "text": "a", "snapshot": "a"}


def test_the_input_of_a_tool_is_parsed_as_it_comes(server: Script, client: Anthropic) -> None:
    server.says(recorded("tool"))

    with client.messages.stream(**HELLO) as stream:
        snapshots = [event.snapshot for event in stream if event.type == "input_json"]

    assert snapshots == [  # MS-07, MS-12: strings and members that are not finished are left out
        {},
        {},
        {},
        {"location": "Paris, France"},
        {"location": "Paris, France", "days": [1, 2]},
        {"location": "Paris, France", "days": [1, 2, 3], "deep": {}},
        {"location": "Paris, France", "days": [1, 2, 3], "deep": {"a": True}},
    ]


def test_changing_a_snapshot_changes_no_other(server: Script, client: Anthropic) -> None:
    server.says(tool('{"a": [', "1]}"))

    with client.messages.stream(**HELLO) as stream:
        for event in stream:
            if event.type == "input_json":
                event.snapshot.clear()
        message: Any = stream.get_final_message()

    assert message.content[0].input == {"a": [1]}


def test_strings_of_a_tools_input_grow_where_the_request_asks_for_it(server: Script, client: Anthropic) -> None:
    server.says(tool('{"a": "b', 'c"}'))

    with client.beta.messages.stream(**HELLO, betas=["fine-grained-tool-streaming-2025-05-14"]) as stream:
        snapshots = [event.snapshot for event in stream if event.type == "input_json"]

    assert snapshots == [{"a": "b"}, {"a": "bc"}]  # MS-12


def test_broken_input_of_a_tool_is_kept_and_refused_at_the_end(server: Script, client: Anthropic) -> None:
    server.says(tool('{"a": ', "nonsense}"))

    with client.messages.stream(**HELLO) as stream:
        stream.until_done()
        block: Any = stream.current_message_snapshot.content[0]
        with pytest.raises(InvalidToolInputError, match="Unable to parse tool parameter JSON.*nonsense") as caught:
            stream.get_final_message()

    assert block.input == {"INVALID_JSON": '{"a": nonsense}'}
    assert isinstance(caught.value, ValueError)  # MS-14
    assert caught.value.snapshot is stream.current_message_snapshot


def test_input_that_the_end_of_the_reply_cut_off_is_no_error(server: Script, client: Anthropic) -> None:
    server.says(tool('{"a": 1, "b": "un', ends="max_tokens"), tool('{"a": 1, "b": "un'))

    with client.messages.stream(**HELLO) as stream:
        message = stream.get_final_message()
    with client.messages.stream(**HELLO) as other:
        with pytest.raises(InvalidToolInputError):  # nothing cut this one: the call is not whole
            other.get_final_message()

    block: Any = message.content[0]
    assert block.input == {"a": 1}


WHOLE = sorted(path.stem for path in STREAMS.glob("*.sse") if path.stem != "overloaded")


@pytest.mark.parametrize("name", WHOLE)
def test_dumping_warns_of_nothing_and_loses_nothing(server: Script, client: Anthropic, name: str) -> None:
    server.says(recorded(name))

    with client.beta.messages.stream(**HELLO) as stream:
        got = [event for event in stream]

    assert isinstance(stream, BetaMessageStream)
    for each in [*got, stream.current_message_snapshot]:
        assert each.model_dump_json() and each.to_dict()


def test_all_that_a_message_delta_says_is_taken_over(server: Script, client: Anthropic) -> None:
    server.says(recorded("beta_compaction"), recorded("beta_code_execution"), recorded("unknown_block"))

    with client.beta.messages.stream(**HELLO) as stream:
        compacted = stream.get_final_message()
    with client.beta.messages.stream(**HELLO) as stream:
        executed = stream.get_final_message()
    with client.beta.messages.stream(**HELLO) as stream:
        unknown: Any = stream.get_final_message()

    assert compacted.context_management is not None and compacted.usage.iterations is not None
    assert executed.container is not None and executed.container.id == "container_01"
    assert unknown.usage.new_counter == 3
    assert unknown.content[0].shape == {"a": [1, 2]}


def test_news_that_is_named_as_what_a_message_can_do_is_kept_as_data(server: Script, client: Anthropic) -> None:
    delta = {"type": "message_delta", "delta": {"stop_reason": "end_turn", "text": "x"}, "usage": {}, "tool_uses": 1}
    start = ("message_start", {"type": "message_start", "message": message_body("hi")})
    server.says(events(start, ("message_delta", delta), ("message_stop", {"type": "message_stop"})))

    with client.messages.stream(**HELLO) as stream:
        message = stream.get_final_message()

    assert (message.text, message.tool_uses) == ("hi", [])
    assert message.model_extra == {"text": "x", "tool_uses": 1}


def test_fields_that_were_not_sent_stay_unset(server: Script, client: Anthropic) -> None:
    server.says(text_stream("x"))

    with client.messages.stream(**HELLO) as stream:
        message = stream.get_final_message()

    assert message.content[0].to_dict() == {"type": "text", "text": "x"}
    assert "parsed_output" not in message.to_json()


def test_events_of_odd_places_change_nothing(server: Script, client: Anthropic) -> None:
    delta = {"type": "text_delta", "text": "x"}
    block = {"type": "text", "text": ""}
    server.says(
        events(
            ("content_block_delta", {"type": "content_block_delta", "index": 0, "delta": delta}),
            START,
            ("content_block_delta", {"type": "content_block_delta", "index": 7, "delta": delta}),
            ("content_block_start", {"type": "content_block_start", "index": 3, "content_block": block}),
            ("content_block_delta", {"type": "content_block_delta", "index": 3, "delta": delta}),
            ("content_block_delta", {"type": "content_block_delta", "index": [], "delta": None}),
            ("content_block_stop", {"type": "content_block_stop", "index": 9}),
            ("message_delta", {"type": "message_delta", "delta": None, "usage": None}),
            STOP,
        )
    )

    with client.messages.stream(**HELLO) as stream:
        got = [event.type for event in stream]

    assert len(got) == 10  # each of them was passed on, one of them told of a text
    assert stream.get_final_text() == "x"


def test_a_stream_without_a_message_has_none(server: Script, client: Anthropic) -> None:
    server.says(events())

    with client.messages.stream(**HELLO) as stream:
        with pytest.raises(RuntimeError, match="No message was received"):
            _ = stream.current_message_snapshot
        with pytest.raises(anthropic.APIConnectionError, match="ended before its last event"):  # KD-12
            stream.get_final_message()


def test_a_failure_carries_what_was_received(server: Script, client: Anthropic) -> None:
    head = text_stream("Hel", "lo").content.partition(b"event: content_block_stop")[0]
    server.says(broken_after(head, httpx.ReadError("reset")), sse(head))

    with client.messages.stream(**HELLO) as stream:
        with pytest.raises(httpx.ReadError) as broken:
            stream.until_done()
    with client.messages.stream(**HELLO) as stream:
        with pytest.raises(anthropic.APIConnectionError) as cut:
            for _ in stream.text_stream:
                pass

    for caught in (broken, cut):
        error: Any = caught.value
        assert isinstance(error, anthropic.APIConnectionError)
        assert error.snapshot.content[0].text == "Hello"
        assert pickle.loads(pickle.dumps(error)).snapshot == error.snapshot


def test_an_error_event_is_raised_with_what_was_received(server: Script, client: Anthropic) -> None:
    head = text_stream("Hel").content.partition(b"event: content_block_stop")[0].decode()
    server.says(
        sse(head + 'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"x"}}\n\n')
    )

    with client.messages.stream(**HELLO) as stream:
        with pytest.raises(anthropic.InternalServerError) as caught:
            stream.get_final_message()

    snapshot: Any = caught.value.snapshot
    assert snapshot.content[0].text == "Hel"


def test_a_refused_request_is_raised_on_entry(server: Script, client: Anthropic) -> None:
    server.says(failure(400, "invalid_request_error"))

    with pytest.raises(anthropic.BadRequestError):
        with client.messages.stream(**HELLO):
            pass


def test_the_connection_is_given_back_on_exit(server: Script, client: Anthropic) -> None:
    server.says(text_stream("x"))

    with client.messages.stream(**HELLO) as stream:
        pass

    assert stream.response.is_closed
    stream.close()


def test_a_message_without_text_has_no_final_text(server: Script, client: Anthropic) -> None:
    server.says(recorded("two_tools"))

    with client.messages.stream(**HELLO) as stream:
        with pytest.raises(RuntimeError, match="tool_use, tool_use, tool_use"):  # MS-18
            stream.get_final_text()


def test_tracing_tools_accumulate_by_themselves(server: Script, client: Anthropic) -> None:
    server.says(recorded("tool"), recorded("tool"))
    snapshot: Any = None
    told: List[str] = []

    for event in client.messages.create(**HELLO, stream=True):
        snapshot = accumulate_event(event=event, current_snapshot=snapshot)  # DP-09
        told += [each.type for each in build_events(event=event, message_snapshot=snapshot)]
    with client.messages.stream(**HELLO) as stream:
        expected = [event.type for event in stream]

    assert snapshot == stream.get_final_message()
    assert told == expected
    with pytest.raises(RuntimeError, match="Unexpected event order"):  # MS-16
        accumulate_event(event=event, current_snapshot=None)


def test_a_message_stream_still_passes_for_a_stream(server: Script, client: Anthropic) -> None:
    class Mine(anthropic.Stream[Any]):
        pass

    server.says(text_stream("x"))

    with client.messages.stream(**HELLO) as stream:
        raw = stream._raw_stream
        with pytest.warns(DeprecationWarning, match="MessageStream"):  # ST-14
            assert isinstance(stream, anthropic.Stream)

    assert isinstance(raw, anthropic.Stream)
    assert not isinstance(raw, Mine) and not isinstance(stream, Mine)


def test_the_raw_stream_can_be_replaced(server: Script, client: Anthropic) -> None:
    server.says(text_stream("x"))
    seen: List[str] = []

    class Spy:
        def __init__(self, stream: Any) -> None:
            self._stream = stream
            self.response = stream.response

        def __iter__(self) -> Any:
            return self

        def __next__(self) -> Any:
            event = self._stream.__next__()
            seen.append(event.type)
            return event

        def close(self) -> None:
            self._stream.close()

    with client.messages.stream(**HELLO) as stream:
        stream._raw_stream = Spy(stream._raw_stream)  # instrumentation does so
        stream.until_done()

    assert seen[0] == "message_start" and seen[-1] == "message_stop"


@pytest.mark.parametrize("reading", ["events", "text", "final"])
def test_the_iterator_of_a_message_stream_can_be_wrapped(server: Script, client: Anthropic, reading: str) -> None:
    """Sentry does so; whichever way the stream is read, the wrapper sees each event and is ended."""
    server.says(text_stream("x", "y"))
    seen: List[str] = []

    def watched(iterator: Any) -> Any:
        try:
            for event in iterator:
                seen.append(event.type)
                yield event
        finally:
            seen.append("ended")

    with client.messages.stream(**HELLO) as stream:
        stream._iterator = watched(stream._iterator)
        if reading == "events":
            assert [event.text for event in stream if event.type == "text"] == ["x", "y"]
        elif reading == "text":
            assert [text for text in stream.text_stream] == ["x", "y"]
        else:
            assert stream.get_final_text() == "xy"

    assert seen.count("text") == 2 and seen[0] == "message_start" and seen[-2:] == ["message_stop", "ended"]


def private(owner: Any, name: str) -> Any:
    """What code outside of a class reads of its double-underscore attributes."""
    return getattr(owner, f"_{type(owner).__name__}__{name}")


def test_tracers_find_the_private_parts_that_they_reach_for(server: Script, client: Anthropic) -> None:
    """openinference makes the manager's request itself; AgentOps reads the snapshot through the manager."""
    server.says(text_stream("x"), text_stream("y"))
    manager = client.messages.stream(**HELLO)

    with manager as stream:
        stream.until_done()
    raw = _io.sent(private(client.messages.stream(**HELLO), "api_request"))

    assert private(private(manager, "stream"), "final_message_snapshot").content[0].text == "x"
    assert [event.delta.text for event in raw if event.type == "content_block_delta"] == ["y"]


def test_the_text_stream_goes_on_where_it_was_left(server: Script, client: Anthropic) -> None:
    server.says(text_stream("a", "b", "c", "d"))

    with client.messages.stream(**HELLO) as stream:
        texts = stream.text_stream
        first = texts.__next__()
        _io.end(texts)
        for event in stream:
            if event.type == "content_block_delta":
                break  # its text event waits
        rest = [text for text in stream.text_stream]

    assert [first, *rest] == ["a", "b", "c", "d"]


def test_dumping_what_is_new_or_odd_warns_of_nothing(server: Script, client: Anthropic) -> None:
    block = {"type": "hologram", "depth": 3}
    delta = {"type": "smell_delta", "smell": "rose"}
    server.says(
        events(
            START,
            ("content_block_start", {"type": "content_block_start", "index": 0, "content_block": block}),
            ("content_block_delta", {"type": "content_block_delta", "index": 0, "delta": delta}),
            ("content_block_stop", {"type": "content_block_stop", "index": 0}),
            STOP,
        )
    )

    with client.messages.stream(**HELLO) as stream:
        dumped = [(event.to_dict(), event.model_dump(), event.model_dump_json()) for event in stream]
    message = stream.get_final_message()

    assert dumped[2][0]["delta"] == delta
    assert message.model_dump(mode="json", exclude_unset=True)["content"] == [block]


def test_pieces_of_odd_types_change_nothing(server: Script, client: Anthropic) -> None:
    block = {"type": "text", "text": 5}
    deltas: List[Any] = [{"type": "text_delta", "text": 5}, {"type": ["x"]}, {"type": "text_delta", "text": "ok"}]
    server.says(
        events(
            START,
            ("content_block_start", {"type": "content_block_start", "index": 0, "content_block": block}),
            *(("content_block_delta", {"type": "content_block_delta", "index": 0, "delta": each}) for each in deltas),
            ("content_block_stop", {"type": "content_block_stop", "index": 0}),
            STOP,
        )
    )

    with client.messages.stream(**HELLO) as stream:
        texts = [text for text in stream.text_stream]

    assert texts == ["ok"]
    assert stream.get_final_text() == "ok"


def test_the_final_message_and_its_errors_know_their_request(server: Script, client: Anthropic) -> None:
    server.says(text_stream("x"), tool("{nope}"))

    with client.messages.stream(**HELLO) as stream:
        message = stream.get_final_message()
    with client.messages.stream(**HELLO) as broken:
        with pytest.raises(InvalidToolInputError) as caught:
            broken.get_final_message()

    assert message._request_id == "req_1"
    assert caught.value.request_id == "req_1"


def test_lists_that_grow_before_the_stream_is_entered_do_not_change_it(server: Script, client: Anthropic) -> None:
    server.says(text_stream("x"))
    messages: List[Any] = [{"role": "user", "content": "first"}]
    manager = client.messages.stream(**{**HELLO, "messages": messages})
    messages.append({"role": "user", "content": "late"})

    with manager:
        pass

    assert len(server.body["messages"]) == 1  # MS-01
    with pytest.raises(RuntimeError, match="begun before"):
        manager.__enter__()


def test_nothing_comes_after_close(server: Script, client: Anthropic) -> None:
    server.says(text_stream("x"))

    with client.messages.stream(**HELLO) as stream:
        for event in stream:
            if event.type == "content_block_delta":
                break
        stream.close()

        assert [event for event in stream] == []


def test_a_subclass_can_change_what_iteration_gives(server: Script, client: Anthropic) -> None:
    class Loud(MessageStream[None]):
        def __stream__(self) -> Any:
            for event in super().__stream__():
                if event.type == "text":
                    yield event

    server.says(text_stream("a", "b"))

    with client.messages.stream(**HELLO) as stream:
        loud = Loud(stream._raw_stream, None)  # type: ignore[arg-type]
        got = [event.type for event in loud]

    assert got == ["text", "text"]


def test_blocks_without_a_place_grow_all_the_same(server: Script, client: Anthropic) -> None:
    server.says(
        events(
            START,
            ("content_block_start", {"type": "content_block_start", "content_block": {"type": "text", "text": ""}}),
            ("content_block_delta", {"type": "content_block_delta", "delta": {"type": "text_delta", "text": "hi"}}),
            ("content_block_stop", {"type": "content_block_stop"}),
            STOP,
        )
    )

    with client.messages.stream(**HELLO) as stream:
        texts = [text for text in stream.text_stream]

    assert texts == ["hi"]
