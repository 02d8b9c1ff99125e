"""Which connection serves which request: the rules, without a socket."""

from __future__ import annotations

import itertools
from typing import Any, Dict, List, Set

from hypothesis import settings, strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, rule

from anthropic._core.pool import Pool, Turn


class Bell:
    rung = False

    def set(self) -> None:
        self.rung = True


def pool(*dead: str, **limits: Any) -> Pool[str, Bell]:
    return Pool(lambda connection: connection not in dead, Bell, **limits)


def served(pool: Pool[str, Bell], connection: str, origin: str = "a", now: float = 0) -> Turn[str, Bell]:
    """A turn that opened a connection."""
    turn: Turn[str, Bell] = Turn(origin)
    assert pool.ask(turn, now) == [] and turn.served
    turn.connection = connection
    return turn


def idle(pool: Pool[str, Bell], *connections: str, origin: str = "a", now: float = 0) -> None:
    """Connections that were used and given back."""
    for turn in [served(pool, connection, origin, now) for connection in connections]:
        pool.give_back(turn, now, keep=True)


def ask(pool: Pool[str, Bell], origin: str = "a", now: float = 0) -> Any:
    turn: Turn[str, Bell] = Turn(origin)
    return turn, pool.ask(turn, now)


def test_the_connection_that_was_used_last_is_used_first() -> None:
    connections = pool()
    idle(connections, "old", "new")

    assert ask(connections)[0].connection == "new"


def test_a_connection_serves_its_own_origin_only() -> None:
    connections = pool()
    idle(connections, "x", origin="a")

    assert ask(connections, "b")[0].connection is None


def test_a_dead_connection_is_closed_and_the_next_is_tried() -> None:
    connections = pool("dead")
    idle(connections, "alive", "dead")

    turn, closing = ask(connections)

    assert (turn.connection, closing) == ("alive", ["dead"])


def test_a_connection_that_was_idle_too_long_is_closed() -> None:
    connections = pool(idle_seconds=5)
    idle(connections, "x", now=10)

    assert ask(connections, "b", now=15)[1] == []
    assert ask(connections, "b", now=15.1)[1] == ["x"]


def test_more_idle_connections_than_allowed_are_closed_the_longest_idle_first() -> None:
    connections = pool(max_idle=1)
    turns = [served(connections, name) for name in ("first", "second")]

    assert connections.give_back(turns[0], 0, keep=True) == []
    assert connections.give_back(turns[1], 0, keep=True) == ["first"]


def test_a_full_pool_closes_an_idle_connection_to_make_room_for_another_origin() -> None:
    connections = pool(max_connections=2)
    idle(connections, "old", "new", origin="a")

    turn, closing = ask(connections, "b")

    assert (turn.served, turn.connection, closing) == (True, None, ["old"])


def test_those_who_wait_are_served_in_turn() -> None:
    connections = pool(max_connections=1)
    first = served(connections, "x")
    second, third = ask(connections)[0], ask(connections)[0]

    connections.give_back(first, 0, keep=True)

    assert (second.connection, second.signal.rung, third.served) == ("x", True, False)


def test_a_waiting_request_to_another_origin_gets_the_place_and_not_the_connection() -> None:
    connections = pool(max_connections=1)
    first = served(connections, "x")
    other = ask(connections, "b")[0]

    assert connections.give_back(first, 0, keep=True) == ["x"]
    assert (other.served, other.connection) == (True, None)


def test_a_request_that_gives_up_while_it_waits_is_passed_over() -> None:
    connections = pool(max_connections=1)
    first = served(connections, "x")
    second, third = ask(connections)[0], ask(connections)[0]

    connections.give_back(second, 0, keep=False)
    connections.give_back(first, 0, keep=True)

    assert (second.served, third.connection) == (False, "x")


def test_a_request_that_gives_up_just_when_it_is_served_passes_its_place_on() -> None:
    connections = pool(max_connections=1)
    first = served(connections, "x")
    second, third = ask(connections)[0], ask(connections)[0]

    connections.give_back(first, 0, keep=True)
    closing = connections.give_back(second, 0, keep=False)

    assert (closing, third.served, third.connection) == (["x"], True, None)


def test_a_turn_that_ends_twice_ends_once() -> None:
    connections = pool(max_connections=1)
    turn = served(connections, "x")

    connections.give_back(turn, 0, keep=False)
    connections.give_back(turn, 0, keep=False)

    assert ask(connections)[0].served
    assert not ask(connections)[0].served


def test_a_finaliser_in_the_middle_of_a_step_may_give_a_connection_back() -> None:
    def usable(connection: str) -> bool:
        connections.give_back(turn, 0, keep=True)
        return True

    connections: Pool[str, Bell] = Pool(usable, Bell, max_connections=2)
    turn = served(connections, "x")
    idle(connections, "y")

    assert ask(connections)[0].connection == "y"
    assert ask(connections)[0].connection == "x"


def test_an_emptied_pool_gives_everything_that_is_open() -> None:
    connections = pool()
    served(connections, "used")
    idle(connections, "idle", origin="b")

    assert sorted(connections.empty()) == ["idle", "used"]
    assert connections.connections == ["used"]


class Requests(RuleBasedStateMachine):
    """Requests that come, wait, go on, end and give up in any order: the books of the pool always agree with them."""

    turns = Bundle("turns")

    @initialize(most=st.integers(1, 4), most_idle=st.integers(0, 4), seconds=st.integers(0, 5))
    def start(self, most: int, most_idle: int, seconds: int) -> None:
        self.most, self.most_idle, self.seconds = most, most_idle, seconds
        self.dead: Set[str] = set()
        self.pool: Pool[str, Bell] = Pool(lambda each: each not in self.dead, Bell, most, most_idle, seconds)
        self.now = 0
        self.names = (f"c{number}" for number in itertools.count())
        self.open: Dict[str, str] = {}
        self.live: List[Turn[str, Bell]] = []

    def close(self, connections: List[str]) -> None:
        for connection in connections:
            del self.open[connection]  # a connection that was closed twice would raise here

    @rule(target=turns, origin=st.sampled_from("ab"))
    def come(self, origin: str) -> Turn[str, Bell]:
        turn: Turn[str, Bell] = Turn(origin)
        self.close(self.pool.ask(turn, self.now))
        self.live.append(turn)
        return turn

    @rule(turn=turns)
    def connect(self, turn: Turn[str, Bell]) -> None:
        if turn in self.live and turn.served and turn.connection is None:
            turn.connection = next(self.names)
            self.open[turn.connection] = turn.origin  # type: ignore[assignment]

    @rule(turn=consumes(turns), keep=st.booleans())
    def end(self, turn: Turn[str, Bell], keep: bool) -> None:
        self.live.remove(turn)
        self.close(self.pool.give_back(turn, self.now, keep=keep and turn.served))

    @rule(seconds=st.integers(1, 4))
    def pass_time(self, seconds: int) -> None:
        self.now += seconds

    @rule(data=st.data())
    def hang_up(self, data: st.DataObject) -> None:
        if self.open:
            self.dead.add(data.draw(st.sampled_from(sorted(self.open))))

    @invariant()
    def the_books_agree(self) -> None:
        using = [turn.connection for turn in self.live if turn.connection is not None]
        waiting = [turn for turn in self.live if not turn.served]

        assert sorted(self.pool.connections) == sorted(self.open)
        assert len(using) == len(set(using))
        assert all(self.open[turn.connection] == turn.origin for turn in self.live if turn.connection is not None)
        assert sum(turn.served for turn in self.live) + len(set(self.open) - set(using)) <= self.most
        assert len(set(self.open) - set(using)) <= self.most_idle
        assert not waiting or sum(turn.served for turn in self.live) == self.most
        assert [turn.served for turn in self.live] == sorted((turn.served for turn in self.live), reverse=True)
        assert all(turn.signal.rung for turn in self.live if turn.served and turn.signal is not None)


TestAnyOrderOfRequests = Requests.TestCase
TestAnyOrderOfRequests.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
