"""The cells of `35_notebook.ipynb`, run one after the other as a notebook does, and what each of them shows."""

from __future__ import annotations

import ast
import asyncio
import inspect
import json
from typing import Any, Dict, Iterator, List

import pytest

from anthropic.testing import SimulatedAPI
from tests.examples.test_examples import EXAMPLES

NOTEBOOK: Dict[str, Any] = json.loads((EXAMPLES / "35_notebook.ipynb").read_text("utf-8"))
CELLS = ["".join(cell["source"]) for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]


async def run(cells: List[str]) -> List[object]:
    """The value of the last line of each cell, `None` where it is no expression; a cell may await."""
    names: Dict[str, Any] = {}
    values: List[object] = []
    for cell in cells:
        tree = ast.parse(cell)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        await _evaluate(tree, "exec", names)
        values.append(last and await _evaluate(ast.Expression(last.value), "eval", names))
    return values


async def _evaluate(tree: ast.AST, mode: str, names: Dict[str, Any]) -> object:
    value = eval(compile(tree, "<cell>", mode, ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), names)  # type: ignore[call-overload]
    return await value if inspect.iscoroutine(value) else value


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with SimulatedAPI() as running:
        monkeypatch.setenv("ANTHROPIC_BASE_URL", running.base_url)
        monkeypatch.setenv("ANTHROPIC_API_KEY", running.api_key)
        yield


def test_the_cells_show_messages_and_a_page(api: None, capsys: pytest.CaptureFixture[str]) -> None:
    values: List[Any] = asyncio.run(run(CELLS))
    message, thoughtful, page, last = [value for value in values if value is not None]

    assert "Tell me of *fjords*" in message._repr_markdown_()
    assert "<summary>Thinking</summary>" in thoughtful._repr_markdown_()
    assert "<td>claude-opus-4-6</td>" in page._repr_html_()
    assert 'You said: "Hello"' in last._repr_markdown_()
    assert 'You said: "Count from one to five."' in capsys.readouterr().out


def test_the_notebook_keeps_no_outputs() -> None:
    cells = [cell for cell in NOTEBOOK["cells"] if cell["cell_type"] == "code"]

    assert [(cell["outputs"], cell["execution_count"]) for cell in cells] == [([], None)] * len(cells)
