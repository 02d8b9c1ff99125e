"""The documentation names what it must not forget: pages in the menu, options, errors and reasons on their pages."""

from __future__ import annotations

import re

import pytest

import anthropic
from tests.docs.programs import PAGES
from tests.house.sources import ROOT
from tests.house.test_surface import ADDED


def test_every_page_is_in_the_menu() -> None:
    menu = re.findall(r'= "([\w/-]+\.md)"', (ROOT / "zensical.toml").read_text("utf-8"))

    assert sorted(f"docs/{page}" for page in menu) == sorted(PAGES)


@pytest.mark.parametrize("option", sorted(set().union(*ADDED.values())))
def test_an_option_that_0_79_0_lacks_is_on_the_migration_page(option: str) -> None:
    assert f"`{option}`" in PAGES["docs/migration.md"]


@pytest.mark.parametrize("error", [name for name in anthropic.__all__ if name.endswith("Error")])
def test_an_error_is_on_the_page_of_errors(error: str) -> None:
    assert f"`{error}`" in PAGES["docs/errors.md"]


@pytest.mark.parametrize("reason", re.findall(r"`(\w+)`", anthropic.APIConnectionError.__doc__ or ""))
def test_a_reason_is_on_the_page_of_errors(reason: str) -> None:
    assert f"| `{reason}` |" in PAGES["docs/errors.md"] or reason == "__cause__"
