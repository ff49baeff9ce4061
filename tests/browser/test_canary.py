"""A key that goes through every feature is in no artefact of any: not typed, not the server's, not pasted.

``STEPS`` says by which step each page, route and kind of import is passed; what is new and in no step fails here.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Locator, Response, WebSocket, expect

from orq_ui.history.schema import metadata
from orq_ui.importers import Kind
from orq_ui.ui.pages import PAGES
from orq_ui.ui.server.routes import ROUTES
from tests.browser.chromium import VIEWPORT
from tests.browser.history_tab import HistoryTab
from tests.browser.servers import EmulatorClient, Server
from tests.browser.tab import Tab
from tests.canary.echo_host import ANSWERS, EchoHost, echoing
from tests.canary.search import find_key
from tests.importers.samples import PASTES
from tests.services.processes import children

KEY = 'sk-canary/5f1c+9e07&never"show-this'
PASTED = "sk-orq-canary-pasted-7f3a91bc55d0"
CURL = "curl {url}/v2/router/images/variations -H 'Authorization: Bearer {pasted}' -b 'sid={pasted}' -F 'image=@a.png' "
CURL += (
    '-F model=echo/{answer} -F size=256x256 -F user={pasted} -F \'orq={{"token": "{pasted}", "api_key": "{pasted}"}}\''
)
VERBOSE = """
import logging, sys
logging.basicConfig(level=logging.DEBUG)
from streamlit.web.cli import main
sys.argv = ["streamlit", "run", "app.py", *sys.argv[1:]]
main()
"""
"""Streamlit with every logger of every library at debug level."""
STEPS = {
    "pages": {"Variations", "Explain", "Emulator", "History", "Connection"},
    "routes": {"get_picture", "get_run_picture", "get_zip", "get_sample", "get_style", "get_call", "get_health"},
    "imports": {kind.value for kind in Kind} - {"link", "picture"},  # which come from our own share and save
}


def test_every_page_is_passed() -> None:
    """A page that no step opens is named here."""
    assert {page.title for page in PAGES} - STEPS["pages"] == set()


def test_every_route_is_passed() -> None:
    """A route that no step asks is named here."""
    assert {route.endpoint.__name__ for route in ROUTES} - STEPS["routes"] == set()


def test_every_kind_of_import_is_tried_with_a_key() -> None:
    """A kind of text that no sample with a key has is named here; those samples are searched for it one by one."""
    assert STEPS["imports"] - {str(paste.kind) for paste in PASTES} == set()


@dataclass
class Watch:
    """What goes over the wire between browser and server, and what is shown, by the name of its place."""

    received: list[bytes] = field(default_factory=list)
    sent: list[bytes] = field(default_factory=list)
    responses: list[Response] = field(default_factory=list)
    artefacts: dict[str, bytes] = field(default_factory=dict)

    def attach(self, context: BrowserContext) -> None:
        """Watch every page that this context opens."""
        context.on("page", lambda page: page.on("websocket", self._websocket))
        context.on("response", lambda response: self.responses.append(response))

    def _websocket(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda frame: self.received.append(_bytes(frame)))
        socket.on("framesent", lambda frame: self.sent.append(_bytes(frame)))

    def look(self, tab: Tab, where: str) -> None:
        """Keep what a page shows now: its document, what its fields hold, its address."""
        tab.wait_until_stable()
        fields = tab.page.evaluate("() => [...document.querySelectorAll('input, textarea')].map(one => one.value)")
        self.artefacts[f"page {where} {len(self.artefacts)}"] = "\n".join(
            [tab.page.content(), tab.page.title(), tab.page.url, *fields]
        ).encode()

    def keep_responses(self) -> None:
        """Keep the headers and bodies of what was loaded, Streamlit's own code aside."""
        for response in self.responses:
            self.artefacts[f"address {response.url}"] = response.url.encode()
            self.artefacts[f"headers of {response.url}"] = json.dumps(response.headers).encode()
            if response.request.resource_type not in ("script", "stylesheet", "font"):
                with suppress(Error):  # one that has no body, or whose page has gone
                    self.artefacts[f"body of {response.url}"] = response.body()
        self.responses.clear()


def _bytes(frame: str | bytes) -> bytes:
    return frame if isinstance(frame, bytes) else frame.encode()


@pytest.fixture
def host() -> Iterator[EchoHost]:
    """A live host that repeats what it gets."""
    with echoing() as made:
        yield made


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked into by /proc")
@pytest.mark.parametrize("origin", ["typed", "environment", "secrets"])
def test_the_key_is_in_no_artefact(origin: str, chromium: Browser, host: EchoHost, tmp_path: Path) -> None:
    """Pages, frames, addresses, downloads, history, blobs, debug log, emulator and its process: in no spelling."""
    server = started(origin, host, tmp_path)
    watch = Watch()
    try:
        context = chromium.new_context(base_url=server.url, viewport=VIEWPORT, accept_downloads=True)
        context.set_default_timeout(15_000)
        watch.attach(context)
        tab = Tab(context.new_page()).open("/connection")
        connect(tab, watch, host, typed=origin == "typed")
        send_all(tab, watch, host, tmp_path)
        look_at_history(tab, watch, tmp_path)
        use_emulator(tab, watch)
        watch.keep_responses()
        context.close()
        watch.artefacts |= artefacts_of_the_server(server, tmp_path)
    finally:
        server.stop()
    watch.artefacts["log"] = server.log.read_bytes()

    assert host.keys == {KEY}
    assert b"DEBUG" in watch.artefacts["log"].upper()
    found = [place for name, content in watch.artefacts.items() for place in both(name, content)]
    assert found == []
    assert [place for frame in watch.received for place in both("frame from the server", frame)] == []
    typed = [frame for frame in watch.sent if find_key(KEY, "frame to the server", frame)]
    assert len(typed) == (1 if origin == "typed" else 0)


def both(name: str, content: bytes) -> list[str]:
    """Return the places of either key."""
    return find_key(KEY, name, content) + find_key(PASTED, f"{name} (pasted)", content)


def started(origin: str, host: EchoHost, folder: Path) -> Server:
    """Start a server that logs all, with the key in its environment, its secrets, or nowhere."""
    secrets = folder / "secrets.toml"
    secrets.write_text(f"ORQ_API_KEY = {json.dumps(KEY)}\n" if origin == "secrets" else "")
    environment = {"ORQ_UI_ALLOWED_HOSTS": host.url, **({"ORQ_API_KEY": KEY} if origin == "environment" else {})}
    arguments = ["--logger.level", "debug", "--secrets.files", str(secrets)]
    (folder / "server").mkdir()
    return Server(folder / "server" / "log.txt", environment, arguments, (sys.executable, "-c", VERBOSE))


def connect(tab: Tab, watch: Watch, host: EchoHost, *, typed: bool) -> None:
    """Choose the live host, give it the key, and test the connection, which it refuses."""
    choose_host(tab, host.url)
    if typed:
        key = tab.by_key("connection.key").get_by_role("textbox")
        key.fill(KEY)
        key.press("Enter")
        expect(tab.by_key("connection.forget")).to_be_visible()
    watch.look(tab, "Connection")
    tab.by_key("connection.test").get_by_role("button").click()
    tab.wait_until(lambda: host.keys, bool)
    watch.look(tab, "Connection, tested")


def choose_host(tab: Tab, name: str) -> None:
    """Choose where requests go."""
    tab.wait_until_stable().page.get_by_role("radiogroup", name="Where requests go").get_by_text(
        name, exact=True
    ).click()
    tab.wait_until_stable()


def send_all(tab: Tab, watch: Watch, host: EchoHost, folder: Path) -> None:
    """Import, send and look at each answer of the host; then code, link, presets and files of the last one."""
    tab.go_to("Variations").use_sample()
    for number, answer in enumerate(ANSWERS, 1):
        paste(tab, watch, CURL.format(url=host.url, pasted=PASTED, answer=answer))
        tab.send_button.click()
        tab.wait_until(lambda: ended(folder), lambda found: found == number)  # noqa: B023 - called at once
        tab.select_tab("Result")
        look_into(tab, watch, f"Result of {answer}")
    for name in ("JSON", "Request", "Check", "Code"):
        tab.select_tab(name)
        look_into(tab, watch, name)
    for language in tab.by_key("code.language").get_by_role("radio").all_text_contents():
        tab.by_key("code.language").get_by_role("radio", name=language, exact=True).click()
        watch.look(tab, f"Code in {language}")
        watch.artefacts[f"file in {language}"] = downloaded(tab, tab.by_key("code.save").get_by_role("button"))
    tab.page.get_by_role("button", name="Share", exact=True).click()
    expect(tab.page.get_by_test_id("stPopoverBody").get_by_test_id("stCode")).to_contain_text("?request=")
    watch.look(tab, "Share")
    tab.page.keyboard.press("Escape")
    paste(tab, watch, CURL.format(url=host.url, pasted=PASTED, answer="answer"))
    tab.send_button.click()
    tab.wait_until(lambda: ended(folder), lambda found: found == len(ANSWERS) + 1)
    tab.select_tab("Result")
    watch.artefacts["zip of a result"] = downloaded(tab, tab.by_key("result.zip").get_by_role("button"))
    tab.page.get_by_role("button", name="View").first.click()
    saving = tab.page.get_by_role("button", name="Save with its request")
    watch.artefacts["picture with its request"] = downloaded(tab, saving)
    tab.wait_until_stable().page.get_by_role("dialog").get_by_role("button", name="Close").first.click()
    expect(tab.page.get_by_role("dialog")).to_have_count(0)


def paste(tab: Tab, watch: Watch, text: str) -> None:
    """Import a text."""
    tab.wait_until_stable().page.get_by_role("button", name="Import", exact=True).click()
    tab.page.get_by_label("Paste a request", exact=True).fill(text)
    tab.page.get_by_role("button", name="Read it").click()
    expect(tab.by_key("incoming.card")).to_contain_text("A key was found in it")
    watch.look(tab, "Import")
    tab.page.get_by_role("button", name="Put it into the form").click()
    expect(tab.by_key("incoming.card")).not_to_be_visible()
    tab.wait_until_stable()


def ended(folder: Path) -> int:
    """Return how many runs of the history have ended."""
    with closing(sqlite3.connect(folder / "server" / "history.db")) as database:
        counted: int = database.execute("SELECT count(*) FROM runs WHERE state != 'sending'").fetchone()[0]
        return counted


def downloaded(tab: Tab, button: Locator) -> bytes:
    """Press a button, and return the file that it saves."""
    with tab.wait_until_stable().page.expect_download() as waiting:
        button.click()
    return waiting.value.suggested_filename.encode() + b"\n" + waiting.value.path().read_bytes()


def look_into(tab: Tab, watch: Watch, where: str) -> None:
    """Look at a place, unfold whatever is folded in the main part, and look again."""
    watch.look(tab, where)
    folded = tab.page.get_by_test_id("stMain").locator("details:not([open]) > summary")
    for _ in range(20):
        if not folded.count():
            break
        folded.first.click()
        tab.wait_until_stable()
    watch.look(tab, f"{where}, unfolded")


def look_at_history(tab: Tab, watch: Watch, folder: Path) -> None:
    """Open every run with all its tabs, save it, send one again, compare two."""
    tab.go_to("History")
    kept, runs = HistoryTab(tab), ended(folder)
    expect(kept.rows).to_have_count(runs)
    watch.look(tab, "History")
    for place in range(runs):
        kept.open_row(place)
        for name in ("Result", "JSON", "Request", "Ledger", "Reply", "Lineage", "Notes"):
            kept.select_tab(name)
            look_into(tab, watch, f"run {place}, {name}")
        name, content = kept.download(tab.page.get_by_role("link", name=re.compile("zip", re.IGNORECASE)).first)
        watch.artefacts[f"zip of run {place}"] = name.encode() + b"\n" + content
        watch.artefacts[f"zip itself of run {place}"] = content
        kept.click_button("history.back")
        expect(kept.rows).to_have_count(runs)
    kept.open_row(0)
    kept.click_button("history.replay")
    tab.wait_until(lambda: ended(folder), lambda found: found == runs + 1)
    look_into(tab, watch, "a run sent again")
    tab.go_to("History")
    expect(kept.rows).to_have_count(runs + 1)
    kept.select_row(0)
    kept.select_row(1)
    kept.click_button("history.compare")
    look_into(tab, watch, "Compare")


def use_emulator(tab: Tab, watch: Watch) -> None:
    """Send to the emulator, and look at its records and its pages."""
    tab.go_to("Connection")
    choose_host(tab, "Built-in emulator")
    tab.go_to("Variations")
    expect(tab.by_key("send.bar")).to_contain_text("emulator")
    watch.look(tab, "Variations")
    tab.send(1)
    look_into(tab, watch, "Result of the emulator")
    emulator = EmulatorClient(tab.emulator_url())
    watch.artefacts["records of the emulator"] = json.dumps(
        [emulator.requests(), *(emulator.request(row["id"]) for row in emulator.requests()), emulator.counters()]
    ).encode()
    emulator.close()
    for name in ("Explain", "Emulator", "Connection"):
        tab.go_to(name)
        tab.page.wait_for_url(f"**/{name.lower()}")
        look_into(tab, watch, name)


def artefacts_of_the_server(server: Server, folder: Path) -> dict[str, bytes]:
    """Return the files that it keeps, each value of its database, and what its child was started with."""
    found = {
        str(file): file.read_bytes() for file in (folder / "server").rglob("*") if file.is_file() and file != server.log
    }
    with closing(sqlite3.connect(folder / "server" / "history.db")) as database:
        for table in metadata.tables:
            for row in database.execute(f'SELECT * FROM "{table}"'):  # noqa: S608 - names of our own schema
                for value in row:
                    found[f"table {table} {len(found)}"] = value if isinstance(value, bytes) else str(value).encode()
    started = children(server.process_id)
    assert started
    for pid in started:
        for name in ("cmdline", "environ"):
            found[f"{name} of child {pid}"] = Path(f"/proc/{pid}/{name}").read_bytes()
    found["health"] = httpx.get(f"{server.url}/health", trust_env=False).content
    return found
