"""Two browsers: whatever address or id of one is tried in the other, or without a cookie, nothing of theirs comes."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from orq_ui.ui.streamlit_compat import page_html
from tests.browser.conftest import OpenTab
from tests.browser.history_tab import HistoryTab
from tests.browser.servers import ROOT
from tests.browser.tab import Tab
from tests.browser.test_every_field import png

CANARY = "canary-of-the-first-browser"
"""In a file name and a field: a page that shows it shows something of the first browser's."""
PUBLIC = (
    r"/(explain|emulator|history|connection)?",
    r"(/[a-z]+)?/_stcore/(health|host-config)",
    r"/_stcore/(bidi-components/.+|agent/openapi\.json)",
    r"/static/.+",
    r"/favicon\.png",
    r"/app/static/samples/[a-z-]+",
    r"/app/static/styles/[a-z]+/[a-z0-9-]+",
    r"/app/static/calls/[0-9a-f]{32}",
)
"""The same for everybody by design: the page itself, Streamlit's and the components' scripts, the samples, and that no
call of this browser is under way.
"""
PACKAGED = {(ROOT / "orq_ui/ui" / name).read_bytes() for name in ("icon.png", "logo.svg")}
"""What Streamlit serves under the hash of its content, and is in the package for all to see."""
KINDS = (
    r"/app/static/pictures/[\w-]{43}",
    r"/app/static/history/[0-9a-f]{32}/\d+/(small|whole)/[0-9a-f]{64}",
    r"/app/static/history/[0-9a-f,]+/zip/[0-9a-f]{64}",
    r"/media/[0-9a-f]+\.(png|zip|txt|sh)",
)
"""Addresses of private things that the journey must have come upon."""
REFUSED = re.compile("no such run for this browser|of these runs does not exist for this browser", re.IGNORECASE)
ADDRESSES = "() => [...document.querySelectorAll('[src], [href]')].map(each => each.src || each.href)"
TAKE_OVER = """
const Native = window.WebSocket;
window.WebSocket = class extends Native {
  constructor(url, protocols) { super(url, [protocols[0], protocols[1] || "PLACEHOLDER_AUTH_TOKEN", "%s"]); }
};
"""
"""Makes Streamlit's page ask for a session by its id, as it does itself to go on after a lost connection."""


class Addresses:
    """Every address that a browser fetched, or that its pages held."""

    def __init__(self, context: BrowserContext) -> None:
        self.seen: set[str] = set()
        self.uploads: set[str] = set()
        context.on("request", lambda request: (self.seen if request.method == "GET" else self.uploads).add(request.url))

    def look(self, tab: Tab) -> None:
        """Add the addresses in the page."""
        self.seen |= set(tab.wait_until_stable().page.evaluate(ADDRESSES)) | {tab.page.url}

    @property
    def ours(self) -> list[str]:
        """Those of the server, without pictures that are in the page itself."""
        return sorted(url.partition("#")[0] for url in self.seen if url.startswith("http://127.0.0.1"))

    @property
    def session(self) -> str:
        """Streamlit's id of the session, from where a file was uploaded to."""
        return next(found[1] for url in self.uploads if (found := re.search(r"/upload_file/([0-9a-f-]{36})/", url)))


def save(tab: Tab, key: str) -> None:
    """Click a button that saves a file."""
    with tab.page.expect_download() as saving:
        tab.wait_until_stable().by_key(key).get_by_role("button").click()
    assert saving.value.path().stat().st_size > 0


def journey(tab: Tab) -> tuple[Addresses, list[str]]:
    """Go through every page and save everything; return the addresses on the way, and the ids of two runs."""
    found = Addresses(tab.page.context)
    tab.upload(f"{CANARY}.png", png()).type_into("variations.user", CANARY).choose("variations.size", "256x256")
    tab.send()
    found.look(tab)
    for key in ("result.save.0", "result.zip"):
        save(tab, key)
    tab.select_tab("Code")
    save(tab, "code.save")
    tab.select_tab("Result")
    tab.wait_until_stable().send()
    for page in ("Explain", "Emulator", "Connection"):
        tab.go_to(page)
        found.look(tab)
    history = HistoryTab(tab.open("/history"))
    runs = []
    for row in (0, 1):
        runs.append(history.open_row(row))
        for name in ("Result", "Request", "Reply"):
            history.select_tab(name)
            found.look(tab)
        history.click_button("history.back")
    history.select_row(0)
    history.select_row(1)
    found.look(tab)
    return found, runs


@pytest.fixture
def first(open_tab: OpenTab) -> Tab:
    """Open the browser that has something to lose."""
    return open_tab()


def test_addresses(first: Tab, open_tab: OpenTab) -> None:
    """Over HTTP, with another browser's cookie and with none, each is a 404 or the same for everybody."""
    found, _ = journey(first)
    private = [url for url in found.ours if not any(re.fullmatch(path, urlsplit(url).path) for path in PUBLIC)]
    mine = {url: first.page.request.get(url).body() for url in private}
    private = [url for url in private if mine[url] not in PACKAGED]
    second = open_tab("/history")

    for kind in KINDS:
        assert [url for url in private if re.fullmatch(kind, urlsplit(url).path)], f"the journey met no {kind}"
    lasting = [url for url in private if "/media/" not in url]  # a file to be saved is fetched once
    assert {url: first.page.request.get(url).status for url in lasting} == dict.fromkeys(lasting, 200)
    assert {url: second.page.request.get(url).status for url in private} == dict.fromkeys(private, 404)
    with httpx.Client(trust_env=False, follow_redirects=True) as nobody:
        assert {url: nobody.get(url).status_code for url in private} == dict.fromkeys(private, 404)
        for url in set(found.ours) - set(private):
            assert CANARY not in nobody.get(url).text
    for url in found.uploads:
        # An upload goes into a session and gives nothing back, not even to its own browser: only the page is there.
        assert [each.page.request.get(url).text() for each in (first, second)] == [page_html()] * 2


def test_runs_by_their_ids(first: Tab, open_tab: OpenTab) -> None:
    """In the address of a page, alone, as a pair, and beside one's own."""
    _, runs = journey(first)
    second = open_tab()
    second.use_sample().choose("variations.size", "256x256").send()
    own = HistoryTab(second.open("/history")).open_row()

    theirs, others = runs
    for query in (theirs, f"{theirs}&with={others}", f"{own}&with={theirs}", f"{theirs}&with={own}"):
        second.open(f"/history?run={query}").wait_until_stable()
        page = second.page.get_by_test_id("stMain")
        expect(page.get_by_text(REFUSED).first).to_be_visible()
        expect(page).not_to_contain_text(CANARY)
        for run in runs:
            expect(page.locator(f"[src*='{run}'], [href*='/app/static/history/{run}']")).to_have_count(0)


def test_a_session_by_its_id(first: Tab, open_tab: OpenTab) -> None:
    """Who goes on with the session of a closed tab by its id, in another browser, begins a new one."""
    found = Addresses(first.page.context)
    first.upload(f"{CANARY}.png", png()).type_into("variations.user", CANARY)
    expect(first.by_key("picture.card")).to_contain_text(CANARY)
    session = found.session
    second = open_tab()
    first.page.close()

    second.page.context.add_init_script(TAKE_OVER % session)
    upload = Addresses(second.page.context)
    second.page.reload()
    second.wait_until_stable()
    expect(second.page.get_by_test_id("stMain")).not_to_contain_text(CANARY)
    second.upload("other.png", png())

    assert upload.session != session, "Streamlit hands a session to its own browser only"
    assert CANARY not in str(second.shown_body())
