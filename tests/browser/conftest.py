"""One server and one Chromium for each test process, a fresh browser context for each test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chromium import VIEWPORT, launch_chromium
from tests.browser.page_guard import PageGuard
from tests.browser.servers import EmulatorClient, Server
from tests.browser.tab import Tab
from tests.services.fixtures import postgres, s3, storage

__all__ = ["postgres", "s3", "storage"]

TIMEOUT_MS = 15_000
OpenTab = Callable[..., Tab]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder as driving a browser.

    A test that fails is run twice more: on a loaded machine Streamlit's redraw can swallow a click or a key, which a
    person repeats. The report says which ones needed it; one that always fails still fails.
    """
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Run one browser for this package: longer, its event loop would be in the way of other tests' own."""
    if shutil.which("chromium") is None and os.environ.get("ORQ_UI_REQUIRE_BROWSER") != "1":
        pytest.skip("no `chromium` on the PATH; install it to run the tests in the browser")
    expect.set_options(timeout=TIMEOUT_MS)
    with launch_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start the server that most tests of this process share."""
    server = Server(tmp_path_factory.mktemp("server") / "log.txt")
    yield server
    server.stop()
    assert server.log_problems() == ""


@pytest.fixture
def server(chromium: Browser, shared_server: Server) -> Server:
    """Provide the server that this test's tabs open; a module may override it with a fresh one."""
    return shared_server


@pytest.fixture
def page_guard() -> Iterator[PageGuard]:
    """Watch the test's pages and fail it for what they did wrong."""
    found = PageGuard()
    yield found
    assert found.violations == []


@pytest.fixture
def open_tab(chromium: Browser, server: Server, page_guard: PageGuard) -> Iterator[OpenTab]:
    """Provide a function that opens tabs, each in its own browser context; options are those of a context."""
    contexts = []

    def opened(path: str = "/", **options: Any) -> Tab:
        given = {"viewport": VIEWPORT, "accept_downloads": True, **options}
        context = chromium.new_context(base_url=server.url, **given)
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        page_guard.attach(context)
        return Tab(context.new_page()).open(path)

    before = len(server.log_text())
    yield opened
    for context in contexts:
        context.close()
    assert server.log_problems(before) == ""


@pytest.fixture
def tab(open_tab: OpenTab) -> Tab:
    """Open a fresh tab on the first page."""
    return open_tab()


@pytest.fixture
def emulator(server: Server, open_tab: OpenTab) -> Iterator[EmulatorClient]:
    """Provide a client of the server's emulator, at the address that the page shows; clear its scenario afterwards."""
    server.emulator_url = server.emulator_url or open_tab().emulator_url()
    found = EmulatorClient(server.emulator_url)
    yield found
    found.clear_scenario()
    found.close()
