"""Nothing is lost on the whole way, on either storage: a closed browser, a killed server, another machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from tests.browser.chromium import VIEWPORT
from tests.browser.history_tab import HistoryTab
from tests.browser.page_guard import PageGuard
from tests.browser.servers import ENDLESS_MS, EmulatorClient, Server
from tests.browser.tab import Tab
from tests.services.fixtures import Storage
from tests.services.postgres import Postgres

StartServer = Callable[..., Server]
BODY = {"model": "emulator/aquarelle", "n": 2, "size": "256x256", "user": "lantern"}


@pytest.fixture
def start(tmp_path: Path) -> Iterator[StartServer]:
    """Start servers of this test's own; they are stopped when it ends."""
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

    def __init__(self, chromium: Browser, page_guard: PageGuard) -> None:
        self._chromium, self._page_guard = chromium, page_guard
        self._cookies: Any = None
        self._context: BrowserContext | None = None

    def visit(self, server: Server, path: str = "/") -> Tab:
        """Open the browser on a server's page."""
        self._context = self._chromium.new_context(
            base_url=server.url,
            viewport=VIEWPORT,
            accept_downloads=True,
            storage_state=self._cookies,
        )
        self._page_guard.attach(self._context)
        return Tab(self._context.new_page()).open(path)

    def lose(self, server: Server) -> None:
        """Kill the server while its page is open, then close the browser."""
        self._page_guard.is_lenient = True
        server.kill()
        self.leave()
        self._page_guard.is_lenient = False

    def leave(self) -> None:
        """Close the browser."""
        if self._context is not None:
            self._cookies = self._context.storage_state()
            self._context.close()
            self._context = None


@pytest.fixture
def visitor(chromium: Browser, page_guard: PageGuard) -> Iterator[Visitor]:
    """Provide one person."""
    person = Visitor(chromium, page_guard)
    yield person
    person.leave()


def send_and_leave_one_unanswered(tab: Tab) -> None:
    """Send one call with two pictures, then one that will never be answered."""
    emulator = EmulatorClient(tab.emulator_url())
    tab.use_sample().choose("variations.size", "256x256")
    tab.type_into("variations.n", "2").type_into("variations.user", "lantern").expect_body(BODY)
    tab.wait_until_stable().send(2)
    emulator.set_scenario({"default": {"latency_ms": ENDLESS_MS}})
    tab.wait_until_stable().send_button.click()
    expect(tab.by_key("send.bar").get_by_text("Waiting for the router")).to_be_visible()
    # What has reached the router has been recorded before it left; sooner a killed server may know nothing of it.
    tab.wait_until(emulator.counters, lambda count: count["waiting"] == 1)
    emulator.close()


def test_nothing_is_lost(storage: Storage, start: StartServer, visitor: Visitor) -> None:
    """Send, lose the server, close the browser, start anew: find it, send it again, compare it, take it elsewhere."""
    first = start(storage)
    send_and_leave_one_unanswered(visitor.visit(first))
    visitor.lose(first)

    second = start(storage)
    found = HistoryTab(visitor.visit(second, "/history"))
    expect(found.rows).to_have_count(2)
    expect(found.rows.nth(0)).to_contain_text("interrupted")
    expect(found.rows.nth(1)).to_contain_text("200")
    found.search("LANTERN bauhaus")
    expect(found.rows).to_have_count(2)
    assert [min(size) > 0 for size in found.thumbnail_sizes()] == [True] * 4
    original = found.open_row(1)

    found.tab.by_key("history.replay").get_by_role("button").click()
    expect(found.tab.by_key("history.replayed")).to_contain_text("is equal to the original's")
    assert found.run_id() != original
    found.click_button("history.compare.original")
    both = found.tab.by_key("history.two")
    expect(both).to_contain_text("Request · the same")
    expect(both).not_to_contain_text("digest")

    found.click_button("history.back")
    expect(found.rows).to_have_count(3)
    for place in range(3):
        found.select_row(place)
    _, packed = found.download(found.tab.by_key("history.selection").get_by_role("link", name="Save as zip"))
    visitor.leave()

    elsewhere = start()
    taken = HistoryTab(visitor.visit(elsewhere, "/history"))
    expect(taken.page.get_by_text("Nothing is kept yet")).to_be_visible()
    taken.import_zip(packed)
    expect(taken.page.get_by_text("3 runs imported.")).to_be_visible()
    expect(taken.rows).to_have_count(3)
    assert [min(size) > 0 for size in taken.thumbnail_sizes()] == [True] * 7
    taken.open_row(2)
    taken.tab.by_key("history.load").get_by_role("button").click()
    expect(taken.tab.by_key("picture.card")).to_be_visible()
    taken.tab.expect_body(BODY)
    assert [second.log_problems(), elsewhere.log_problems()] == ["", ""]


def test_a_database_that_goes_away(postgres: Postgres, start: StartServer, visitor: Visitor, tmp_path: Path) -> None:
    """While it is down, calls are sent, shown and can be saved, with a plain warning; afterwards they are kept."""
    server = start(Storage(postgres.database(), str(tmp_path / "pictures")))
    tab = visitor.visit(server)
    tab.use_sample().choose("variations.size", "256x256").send()
    postgres.kill()

    tab.wait_until_stable().send()
    expect(tab.page.get_by_text("This result is not in the history")).to_be_visible()
    with tab.page.expect_download() as saved:
        tab.by_key("result.zip").get_by_role("button").click()
    assert saved.value.path().stat().st_size > 0
    tab.go_to("History")
    expect(tab.page.get_by_text("The history is not available")).to_be_visible()

    postgres.start()
    tab.go_to("Variations").wait_until_stable().send()
    expect(tab.page.get_by_text("This result is not in the history")).to_have_count(0)
    found = HistoryTab(tab.go_to("History"))

    expect(found.rows).to_have_count(2)
