"""Nothing is lost on the whole way, on either storage: a closed browser, a killed server, another machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.history_screen import HistoryTab
from tests.browser.page_guard import Watch
from tests.browser.screen import Tab
from tests.browser.serving import NEVER_MS, Emulator, Server
from tests.services.fixtures import Storage
from tests.services.postgres import Postgres

StartServer = Callable[..., Server]
BODY = {"model": "openai/dall-e-2", "n": 2, "size": "256x256", "user": "lantern"}


@pytest.fixture
def start(tmp_path: Path) -> Iterator[StartServer]:
    """Starts servers of this test's own; they are gone with it."""
    with ExitStack() as servers:

        def started(kept: Storage | None = None) -> Server:
            log = tmp_path / f"server-{len(list(tmp_path.glob('server-*')))}" / "log.txt"
            log.parent.mkdir()
            chosen = (
                {} if kept is None else {"ORQ_UI_DATABASE_URL": kept.database_url, "ORQ_UI_BLOB_URL": kept.blob_url}
            )
            server = Server(log, chosen)
            servers.callback(server.kill)
            return server

        yield started


class Visitor:
    """A person whose browser keeps its cookies when it is closed."""

    def __init__(self, chromium: Browser, watch: Watch) -> None:
        self._chromium, self._watch = chromium, watch
        self._cookies: Any = None
        self._context: BrowserContext | None = None

    def visits(self, server: Server, path: str = "/") -> Tab:
        """Open the browser on a server's page."""
        self._context = self._chromium.new_context(
            base_url=server.url,
            viewport={"width": 1360, "height": 900},
            accept_downloads=True,
            storage_state=self._cookies,
        )
        self._watch.over(self._context)
        return Tab(self._context.new_page()).open(path)

    def loses(self, server: Server) -> None:
        """The server is lost while its page is open; then the browser is closed."""
        self._watch.is_lenient = True
        server.kill()
        self.leaves()
        self._watch.is_lenient = False

    def leaves(self) -> None:
        """Close the browser."""
        if self._context is not None:
            self._cookies = self._context.storage_state()
            self._context.close()
            self._context = None


@pytest.fixture
def visitor(chromium: Browser, watch: Watch) -> Iterator[Visitor]:
    """One person."""
    person = Visitor(chromium, watch)
    yield person
    person.leaves()


def send_and_leave_one_unanswered(tab: Tab) -> None:
    """One call with two pictures, then one that will never be answered."""
    emulator = Emulator(tab.emulator_url())
    tab.use_sample().choose("variations.size", "256x256")
    tab.write("variations.n", "2").write("variations.user", "lantern").expect_body(BODY)
    tab.at_rest().send(2)
    emulator.play({"default": {"latency_ms": NEVER_MS}})
    tab.at_rest().send_button.click()
    expect(tab.keyed("send.bar").get_by_text("Waiting for the router")).to_be_visible()
    # What has reached the router has been recorded before it left; sooner a killed server may know nothing of it.
    tab.until(emulator.counters, lambda count: count["waiting"] == 1)
    emulator.close()


def test_nothing_is_lost(storage: Storage, start: StartServer, visitor: Visitor) -> None:
    """Send, lose the server, close the browser, start anew: find it, send it again, compare it, take it elsewhere."""
    first = start(storage)
    send_and_leave_one_unanswered(visitor.visits(first))
    visitor.loses(first)

    second = start(storage)
    found = HistoryTab(visitor.visits(second, "/history"))
    expect(found.rows).to_have_count(2)
    expect(found.rows.nth(0)).to_contain_text("interrupted")
    expect(found.rows.nth(1)).to_contain_text("200")
    found.search("LANTERN bauhaus")
    expect(found.rows).to_have_count(2)
    assert [min(size) > 0 for size in found.thumbnails()] == [True] * 4
    original = found.open(1)

    found.tab.keyed("history.replay").get_by_role("button").click()
    expect(found.tab.keyed("history.replayed")).to_contain_text("is equal to the original's")
    assert found.run_id() != original
    found.press("history.compare.original")
    both = found.tab.keyed("history.two")
    expect(both).to_contain_text("Request · the same")
    expect(both).not_to_contain_text("digest")

    found.press("history.back")
    expect(found.rows).to_have_count(3)
    for place in range(3):
        found.select(place)
    _, packed = found.saved(found.tab.keyed("history.selection").get_by_role("link", name="Save as zip"))
    visitor.leaves()

    elsewhere = start()
    taken = HistoryTab(visitor.visits(elsewhere, "/history"))
    expect(taken.page.get_by_text("Nothing is kept yet")).to_be_visible()
    taken.take_in(packed)
    expect(taken.page.get_by_text("3 runs imported.")).to_be_visible()
    expect(taken.rows).to_have_count(3)
    assert [min(size) > 0 for size in taken.thumbnails()] == [True] * 7
    taken.open(2)
    taken.tab.keyed("history.load").get_by_role("button").click()
    expect(taken.tab.keyed("picture.card")).to_be_visible()
    taken.tab.expect_body(BODY)
    assert [second.trouble(), elsewhere.trouble()] == ["", ""]


def test_a_database_that_goes_away(postgres: Postgres, start: StartServer, visitor: Visitor, tmp_path: Path) -> None:
    """While it is down, calls are sent, shown and can be saved, with a plain warning; afterwards they are kept."""
    server = start(Storage(postgres.database(), str(tmp_path / "pictures")))
    tab = visitor.visits(server)
    tab.use_sample().choose("variations.size", "256x256").send()
    postgres.kill()

    tab.at_rest().send()
    expect(tab.page.get_by_text("This result is not in the history")).to_be_visible()
    with tab.page.expect_download() as saved:
        tab.keyed("result.zip").get_by_role("button").click()
    assert saved.value.path().stat().st_size > 0
    tab.go("History")
    expect(tab.page.get_by_text("The history is not available")).to_be_visible()

    postgres.start()
    tab.go("Variations").at_rest().send()
    expect(tab.page.get_by_text("This result is not in the history")).to_have_count(0)
    found = HistoryTab(tab.go("History"))

    expect(found.rows).to_have_count(2)
