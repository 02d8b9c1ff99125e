"""Rules of batches: how requests are cut, how often to look, what a file of results keeps."""

from __future__ import annotations

import io
import json
import pickle
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Dict, Iterator, List, Optional

import httpx
import pytest

from anthropic import APIConnectionError, APIStatusError, BatchesIncompleteError, BatchTimeoutError
from anthropic._core.batch_requests import BatchRequests
from anthropic._core.batch_results import in_order, is_continued
from anthropic._core.batch_waiting import Waiting, is_passing, progress_of
from anthropic._disk.result_file import ResultFile, UnfitLineError
from anthropic._progress import bar
from anthropic.types.messages import MessageBatch

REQUEST = httpx.Request("GET", "http://api.test")


def asking(id: Any, **params: Any) -> Dict[str, Any]:
    return {"custom_id": id, "params": params}


def cut(*requests: Any, **limits: int) -> List[List[str]]:
    """The ids in each batch."""
    batches = BatchRequests(requests, **limits)
    return [[each["custom_id"] for each in batch] for batch in iter(batches.next_batch, [])]


@pytest.mark.parametrize("most", [1, 2, 3, 4, 7])
def test_batches_hold_no_more_requests_than_they_may(most: int) -> None:
    ids = [str(number) for number in range(7)]

    batches = cut(*map(asking, ids), max_requests=most)

    assert [id for batch in batches for id in batch] == ids
    assert max(map(len, batches)) == most


@pytest.mark.parametrize("most", [200, 201, 300, 1000])
def test_batches_have_no_more_bytes_than_they_may(most: int) -> None:
    requests = [asking(str(number), text="é" * number) for number in range(30)]
    batches = BatchRequests(requests, max_bytes=most)

    made = list(iter(batches.next_batch, []))

    assert [each for batch in made for each in batch] == requests
    for batch, following in zip(made, [*made[1:], None]):
        sizes = [encoded_size(batch), encoded_size([*batch, *(following or [])[:1]])]
        assert sizes[0] <= most
        assert following is None or sizes[1] >= most


def encoded_size(requests: List[Any]) -> int:
    return len(json.dumps({"requests": requests}, ensure_ascii=False, separators=(",", ":")).encode())


def test_a_request_that_is_larger_than_a_batch_is_refused() -> None:
    with pytest.raises(ValueError, match=r"requests\[1\] has .* bytes of JSON, and a batch may have 100"):
        cut(asking("a"), asking("b", text="x" * 100), max_bytes=100)


@pytest.mark.parametrize("id", [None, 3, "", "a b", "a\n", "é", "a" * 65, "a/b", ["a"]])
def test_a_malformed_id_is_refused(id: Any) -> None:
    with pytest.raises(ValueError, match=r"requests\[0\]: a `custom_id` is 1 to 64 letters"):
        cut(asking(id))


def test_an_id_is_refused_the_second_time_in_whatever_batch() -> None:
    batches = BatchRequests([asking("a"), asking("b"), asking("a")], max_requests=1)
    assert [len(batches.next_batch()), len(batches.next_batch())] == [1, 1]

    with pytest.raises(ValueError, match=r"requests\[2\]: the `custom_id` 'a' was given before"):
        batches.next_batch()


def test_what_is_no_mapping_is_refused() -> None:
    with pytest.raises(TypeError, match=r"requests\[0\] must be a dict"):
        cut("a")


@pytest.mark.parametrize("limits", [{"max_requests": 0}, {"max_requests": 100_001}, {"max_bytes": 256_000_001}])
def test_limits_beyond_those_of_the_api_are_refused(limits: Dict[str, int]) -> None:
    with pytest.raises(ValueError, match="what the API takes"):
        BatchRequests([], **limits)


def test_a_file_in_a_request_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"png")
    source = {"type": "base64", "media_type": "image/png", "data": path}
    content = ({"type": "image", "source": each} for each in [source])

    made = BatchRequests([asking("a", messages=[{"role": "user", "content": content}])]).next_batch()

    assert json.loads(json.dumps(made))[0]["params"]["messages"][0]["content"][0]["source"]["data"] == "cG5n"


def test_intervals_grow_to_the_longest() -> None:
    waiting = Waiting(0, interval=1, max_interval=3)

    assert [waiting.pause(0) for _ in range(5)] == [1, 1.5, 2.25, 3, 3]


def test_the_last_pause_ends_at_the_deadline() -> None:
    waiting = Waiting(100, interval=8, max_wait=10)

    assert [waiting.pause(100), waiting.pause(109), waiting.pause(110)] == [8, 1, None]


def test_the_server_can_ask_for_a_longer_pause() -> None:
    assert Waiting(0, interval=1).pause(0, asked=30) == 30


def test_a_look_may_end_a_little_after_the_deadline() -> None:
    waiting = Waiting(0, max_wait=100)

    assert [waiting.patience(0), waiting.patience(98), Waiting(0).patience(0)] == [100, 103, None]


@pytest.mark.parametrize("wrong", [{"interval": 0}, {"interval": -1}, {"interval": float("nan")}, {"max_wait": -1}])
def test_times_that_are_none_are_refused(wrong: Dict[str, float]) -> None:
    with pytest.raises(ValueError, match="seconds"):
        Waiting(0, **wrong)


def refusal(status: int) -> APIStatusError:
    return APIStatusError("no", response=httpx.Response(status, request=REQUEST), body=None)


def test_failures_are_counted_in_a_row() -> None:
    waiting = Waiting(0, max_failures=2)
    outlasted = [waiting.outlasts(refusal(500), 0) for _ in range(2)]

    waiting.succeeded()

    assert outlasted == [True, True]
    assert [waiting.outlasts(refusal(500), 0) for _ in range(3)] == [True, True, False]


def test_only_what_passes_by_itself_is_outlasted() -> None:
    broken = APIConnectionError(request=REQUEST)
    broken.__cause__ = httpx.ReadError("gone")
    invalid = APIConnectionError(request=REQUEST)
    invalid.__cause__ = httpx.UnsupportedProtocol("what?")

    assert [is_passing(each) for each in (broken, refusal(429), refusal(529))] == [True] * 3
    assert [is_passing(each) for each in (invalid, refusal(400), refusal(404), ValueError())] == [False] * 4


def test_progress_survives_counts_that_are_none() -> None:
    counts: Any = {"processing": 3, "succeeded": 2, "errored": None}

    assert progress_of(MessageBatch.construct(request_counts=counts)) == (2, 5)
    assert progress_of(None) == (0, 0)


def test_the_errors_survive_their_pickle() -> None:
    late = pickle.loads(pickle.dumps(BatchTimeoutError("late", batch=MessageBatch.construct(id="b"))))
    partly = pickle.loads(pickle.dumps(BatchesIncompleteError("partly", batches=[1])))

    assert (str(late), late.batch.id, partly.batches) == ("late", "b", [1])


def test_results_are_joined_in_order() -> None:
    joined = in_order({"c": 1, "a": 2}, iter(["a", "b", "a"]))

    assert (list(joined.items()), joined.missing) == ([("a", 2), ("c", 1)], ["b"])


@pytest.mark.parametrize(
    ("status", "headers", "continued"),
    [
        (206, {"content-range": "bytes 5-9/10"}, True),
        (206, {"content-range": "Bytes 5-9/*", "content-encoding": "identity"}, True),
        (200, {"content-range": "bytes 5-9/10"}, False),
        (206, {"content-range": "bytes 55-9/10"}, False),
        (206, {"content-range": "bytes 5-9/10", "content-encoding": "gzip"}, False),
        (206, {}, False),
    ],
)
def test_a_body_is_continued_where_it_says_so(status: int, headers: Dict[str, str], continued: bool) -> None:
    assert is_continued(status, headers, 5) is continued


def result(id: str) -> bytes:
    return json.dumps({"custom_id": id, "result": {}}).encode() + b"\n"


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "out.jsonl"


@pytest.mark.parametrize("step", [1, 2, 7, 1000])
def test_pieces_of_any_size_make_whole_lines(path: Path, step: int) -> None:
    body = result("a") + b"\n" + result("b") + result("a") + result("c").rstrip()
    file = ResultFile(path, "batch_1")

    for start in range(0, len(body), step):
        file.write(body[start : start + step])
    file.end()
    file.finish()

    assert path.read_bytes() == result("a") + result("b") + result("c")
    assert len(file) == 3


@pytest.mark.parametrize("left", [b"", b'{"custom', b"nonsense\n", b"{}\n", result("a"), b"\xff\n"])
def test_what_is_no_whole_new_line_is_cut_off(path: Path, left: bytes) -> None:
    Path(f"{path}.batch_1.part").write_bytes(result("a") + left)

    file = ResultFile(path, "batch_1")
    file.write(result("b"))
    file.finish()

    assert path.read_bytes() == result("a") + result("b")


@pytest.mark.parametrize("line", [b"<html>\n", b"[]\n", b'{"custom_id": 3}\n'])
def test_a_line_that_is_no_result_is_refused_after_those_before_it_are_kept(path: Path, line: bytes) -> None:
    file = ResultFile(path, "batch_1")

    with pytest.raises(UnfitLineError):
        file.write(result("a") + line)
    file.close()

    assert Path(file.part).read_bytes() == result("a")
    assert not path.exists()


def test_files_of_two_batches_do_not_mix(path: Path) -> None:
    Path(f"{path}.batch_2.part").write_bytes(result("z"))

    file = ResultFile(path, "batch_1")
    file.close()

    assert len(file) == 0
    assert not Path(file.part).exists()


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def library(name: str, **content: Any) -> ModuleType:
    module = ModuleType(name)
    vars(module).update(content)
    return module


class Tqdm:
    """What `tqdm` gives, as far as it is used."""

    def __init__(self, *, total: int, **_: Any) -> None:
        self.total, self.n, self.shown = total, 0, Terminal()

    def refresh(self) -> None:
        sys.stderr.write(f"{self.n}/{self.total} ")

    def close(self) -> None:
        sys.stderr.write("closed")


def drawn(monkeypatch: pytest.MonkeyPatch, *, terminal: bool, wanted: bool, tqdm: Optional[ModuleType]) -> str:
    stream = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setitem(sys.modules, "tqdm", tqdm)
    monkeypatch.setitem(sys.modules, "rich.progress", None)
    with bar("batch_1", wanted) as show:
        if show is not None:
            show(0, 3)
            show(0, 1)
            show(3, 3)
    return stream.getvalue()


def test_a_bar_is_drawn_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, terminal=True, wanted=True, tqdm=library("tqdm", tqdm=Tqdm)) == "0/3 2/3 3/3 closed"


def test_nothing_is_drawn_where_nobody_looks_or_nobody_can_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    tqdm = library("tqdm", tqdm=Tqdm)

    assert drawn(monkeypatch, terminal=False, wanted=True, tqdm=tqdm) == ""
    assert drawn(monkeypatch, terminal=True, wanted=False, tqdm=tqdm) == ""
    assert drawn(monkeypatch, terminal=True, wanted=True, tqdm=None) == ""
