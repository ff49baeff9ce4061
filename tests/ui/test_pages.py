"""Which pages there are, and how they are reached."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

from orq_ui.ui.pages import FOLDER, PAGES
from orq_ui.ui.services import Services

FRAME = Path(__file__).parents[2] / "orq_ui" / "ui" / "frame.py"


def test_every_page_is_in_the_navigation() -> None:
    """A page that nobody can reach fails here, and so does an entry whose page is gone."""
    assert {page.path for page in PAGES} == set(FOLDER.rglob("*.py"))
    assert len({page.title for page in PAGES}) == len(PAGES)


def test_the_frame_shows_these_pages(services: Services) -> None:
    """Each opens without an exception, under the path in its URL that its file's name gives."""
    services.emulator.ensure_running()
    app = AppTest.from_file(FRAME, default_timeout=30).run()
    paths = {Path(str(page["script_path"])): page["url_pathname"] for page in app._registered_pages.values()}
    for page in PAGES:
        app.switch_page(str(page.path)).run()
        assert not app.exception, page

    assert paths == {page.path: "" if page is PAGES[0] else page.path.stem for page in PAGES}
