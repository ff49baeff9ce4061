"""One server and one Chromium for each test process, a fresh browser context for each test."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.page_guard import Watch
from tests.browser.screen import Tab
from tests.browser.serving import Emulator, Server
from tests.services.fixtures import postgres, s3, storage

__all__ = ["postgres", "s3", "storage"]

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
PATIENCE_MS = 15_000
OpenTab = Callable[..., Tab]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives a browser.

    A journey that fails is walked twice more: on a loaded machine Streamlit's redraw can swallow a click or a key,
    which a person repeats. The report says which ones needed it; one that always fails still fails.
    """
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker("browser")
            item.add_marker(pytest.mark.flaky(reruns=2))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser. It ends with this package: its event loop would be in the way of other tests' own."""
    program = shutil.which("chromium")
    if program is None:
        reason = "no `chromium` on the PATH"
        if os.environ.get("ORQ_UI_REQUIRE_BROWSER") == "1":
            pytest.fail(f"{reason}, and ORQ_UI_REQUIRE_BROWSER=1")
        pytest.skip(f"{reason}; install it to run the journeys")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def shared_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The process's server."""
    server = Server(tmp_path_factory.mktemp("server") / "log.txt")
    yield server
    server.stop()
    assert server.trouble() == ""


@pytest.fixture
def server(chromium: Browser, shared_server: Server) -> Server:
    """The server that this test's tabs open; a module may override it with a fresh one."""
    return shared_server


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test for what its pages did wrong."""
    found = Watch()
    yield found
    assert found.offences == []


@pytest.fixture
def open_tab(chromium: Browser, server: Server, watch: Watch) -> Iterator[OpenTab]:
    """Opens tabs, each in a context of its own; options are those of a browser context."""
    contexts = []

    def opened(path: str = "/", **options: Any) -> Tab:
        given = {"viewport": {"width": 1360, "height": 900}, "accept_downloads": True, **options}
        context = chromium.new_context(base_url=server.url, **given)
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        watch.over(context)
        return Tab(context.new_page()).open(path)

    before = len(server.logged())
    yield opened
    for context in contexts:
        context.close()
    assert server.trouble(before) == ""


@pytest.fixture
def tab(open_tab: OpenTab) -> Tab:
    """A fresh tab on the first page."""
    return open_tab()


@pytest.fixture
def emulator(server: Server, open_tab: OpenTab) -> Iterator[Emulator]:
    """The server's emulator, at the address that its own page shows; its models behave again afterwards."""
    server.emulator_url = server.emulator_url or open_tab().emulator_url()
    found = Emulator(server.emulator_url)
    yield found
    found.rest()
    found.close()
