"""The first visitor of a server may come by any address."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import OpenTab
from tests.browser.servers import ROOT, Server

FILES = sorted((ROOT / "pages").glob("*/*.py"))
OWN = {
    "variations": ("heading", "Make variations of a picture with orq.ai"),
    "connection": ("radiogroup", "Where requests go"),
}
"""What only this page has; a page that is not listed is known by its title."""


@pytest.fixture
def server(chromium: Browser, tmp_path: Path) -> Iterator[Server]:
    """Start a server that nobody has visited yet."""
    fresh = Server(tmp_path / "log.txt")
    yield fresh
    fresh.stop()
    assert fresh.log_problems() == ""


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_every_page_can_be_the_first(file: Path, open_tab: OpenTab) -> None:
    """A deep link on a fresh server brings the frame and the page, and no error."""
    tab = open_tab("/" if file.stem == "variations" else f"/{file.stem}")

    page = tab.page
    main = page.get_by_test_id("stMain")
    expect(page.get_by_role("banner").get_by_alt_text("Logo")).to_be_visible()
    names = page.get_by_role("navigation", name="App pages").get_by_role("link")
    expect(names.filter(has_text="Variations")).to_be_visible()
    role, name = OWN.get(file.stem, ("heading", file.stem.capitalize()))
    expect(main.get_by_role(role, name=name).first).to_be_visible()  # type: ignore[arg-type]
    for box in ("This is our mistake", "Page not found"):
        expect(page.get_by_text(box)).to_have_count(0)
    expect(page.get_by_test_id("stException")).to_have_count(0)
