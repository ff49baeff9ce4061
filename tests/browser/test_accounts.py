"""People who sign in, at a provider that is really asked: each finds their own runs anywhere, and nobody else's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import OpenTab
from tests.browser.servers import Server
from tests.browser.tab import Tab
from tests.services.oidc import ANNA, BEN, CARL, Person, Provider, running_provider

PICTURES_LOADED = "() => [...document.images].every(image => image.complete)"
OWN_PICTURES = "img[src*='/app/static/history/']"


@pytest.fixture(scope="module")
def openid() -> Iterator[Provider]:
    """Run the provider that this module's server sends people to."""
    with running_provider() as found:
        yield found


@pytest.fixture(scope="module")
def signing_server(openid: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Start a server whose owner has set up signing in."""
    folder: Path = tmp_path_factory.mktemp("accounts")
    secrets = folder / "secrets.toml"
    secrets.write_text(
        f"""
        [auth]
        redirect_uri = "http://127.0.0.1:{{port}}/oauth2callback"
        cookie_secret = "a secret of the tests, long enough"
        client_id = "{openid.client_id}"
        client_secret = "{openid.client_secret}"
        server_metadata_url = "{openid.metadata_url}"
        """
    )
    server = Server(folder / "log.txt", {"NO_PROXY": "127.0.0.1"}, ["--secrets.files", str(secrets)])
    yield server
    server.stop()
    assert server.log_problems() == ""


@pytest.fixture
def server(chromium: Browser, signing_server: Server) -> Server:
    """Replace the server without accounts."""
    return signing_server


@dataclass(frozen=True)
class Shown:
    """What a person's page shows of a run: the addresses behind it."""

    page: str
    picture: str
    zip: str

    @property
    def files(self) -> tuple[str, str]:
        """The addresses that are no pages."""
        return self.picture, self.zip


def calm(tab: Tab) -> Tab:
    """Wait until all of the page has come, so that leaving it breaks nothing off."""
    tab.wait_until_stable().page.wait_for_function(PICTURES_LOADED)
    return tab


def sign_in(tab: Tab, person: Person) -> Tab:
    """Sign in as a person does: the button, the provider's page, and back."""
    calm(calm(tab).go_to("Connection"))
    tab.by_key("signing_in.in.default").get_by_role("button").click()
    tab.page.get_by_role("link", name=person.email.partition("@")[0].title()).click()
    expect(tab.page.get_by_test_id("stMain").get_by_role("heading").first).to_be_visible()
    calm(tab).go_to("Connection")
    expect(
        tab.page.get_by_test_id("stMain").get_by_text(f"Signed in as {person.name} · {person.email}")
    ).to_be_visible()
    return tab


def sign_out(tab: Tab) -> Tab:
    """Sign out, which leads back to the first page."""
    calm(calm(tab).go_to("Connection"))
    with tab.page.expect_navigation(url=re.compile(r"/$")):
        tab.by_key("signing_in.out").get_by_role("button").click()
    expect(tab.page.get_by_test_id("stMain").get_by_role("heading").first).to_be_visible()
    calm(tab).go_to("Connection")
    expect(tab.by_key("signing_in.in.default")).to_be_visible()
    return tab


def send(tab: Tab) -> Tab:
    """Send a call on the first page."""
    calm(tab).go_to("Variations")
    return tab.use_sample().send()


def open_newest(tab: Tab) -> Shown:
    """Open the newest run on the History page."""
    calm(calm(tab).open("/history"))
    tab.page.locator("[class*=st-key-history-open-]").first.get_by_role("button").click()
    return opened(tab)


def opened(tab: Tab) -> Shown:
    """Return the run that is open; fail where there is none."""
    expect(tab.by_key("history.actions")).to_be_visible()
    tab.wait_until_stable()
    picture = tab.page.locator(OWN_PICTURES).first.get_attribute("src")
    saved = tab.page.get_by_role("link", name="Save as zip").get_attribute("href")
    assert picture is not None
    assert saved is not None
    return Shown(tab.page.url, picture, saved)


def statuses(tab: Tab, shown: Shown) -> list[int]:
    """Return the statuses that this browser gets for a run's picture and zip."""
    return [tab.page.request.get(address).status for address in shown.files]


def expect_nothing(tab: Tab, shown: Shown) -> None:
    """Check that this person finds neither a run's page nor its pictures, its zip, or a list with it."""
    calm(tab).open(shown.page)
    expect(tab.page.get_by_role("heading", name="No such run")).to_be_visible()
    expect(tab.page.locator(OWN_PICTURES)).to_have_count(0)
    assert statuses(tab, shown) == [404, 404]
    calm(tab).open("/history")
    expect(tab.by_key("history.empty")).to_be_visible()


def test_runs_follow_the_account_and_nobody_else(open_tab: OpenTab) -> None:
    """Anna finds her run in another browser; Ben cannot see it by id, page, picture or zip; nor can anybody later."""
    anna, ben, elsewhere = open_tab(), open_tab(), open_tab()
    send(sign_in(anna, ANNA))
    shown = open_newest(anna)
    assert statuses(anna, shown) == [200, 200]

    expect_nothing(sign_in(ben, BEN), shown)
    shown_elsewhere = opened(calm(sign_in(elsewhere, ANNA)).open(shown.page))

    assert statuses(elsewhere, shown_elsewhere) == [200, 200]
    assert statuses(elsewhere, shown) == [404, 404]
    expect_nothing(sign_out(anna), shown)
    assert statuses(elsewhere, shown_elsewhere) == [200, 200]


def test_another_person_in_the_same_browser_has_their_own(open_tab: OpenTab) -> None:
    """When Anna has signed out and Ben signs in where she sat, he has nothing of hers; she has it all when back."""
    tab = send(sign_in(open_tab(), ANNA))
    shown = open_newest(tab)
    sign_out(tab)

    expect_nothing(sign_in(tab, BEN), shown)
    sign_out(tab)
    assert statuses(tab, opened(calm(sign_in(tab, ANNA)).open(shown.page))) == [200, 200]
    # Her earlier addresses ended with her earlier visit.
    assert statuses(tab, shown) == [404, 404]


def test_runs_of_before_can_be_moved(open_tab: OpenTab) -> None:
    """What was made before signing in is offered, goes to the account at a click, and is the browser's no longer."""
    tab = send(open_tab())
    before = open_newest(tab)
    calm(sign_in(tab, CARL)).open(before.page)
    expect(tab.page.get_by_role("heading", name="No such run")).to_be_visible()

    calm(tab).go_to("Connection")
    expect(tab.page.get_by_text("1 run was made in this browser before you signed in.")).to_be_visible()
    tab.by_key("signing_in.move").get_by_role("button").click()
    expect(tab.page.get_by_text("1 run moved to your account.")).to_be_visible()

    calm(tab).open(before.page)
    expect(tab.by_key("history.actions")).to_be_visible()
    calm(tab).go_to("Connection")
    expect(tab.by_key("signing_in.move")).to_have_count(0)
    expect_nothing(sign_out(tab), before)


def test_a_name_is_text(open_tab: OpenTab) -> None:
    """Markup in a name that a provider gives is shown as it is, and fetches nothing."""
    tab = sign_in(open_tab(), ANNA)

    expect(tab.page.get_by_test_id("stMain").locator("img")).to_have_count(0)


def test_the_browsers_own_copies_go_too(chromium: Browser, server: Server) -> None:
    """A picture that the browser has kept is not found in it after signing out."""
    context = chromium.new_context(base_url=server.url)
    tab = send(sign_in(Tab(context.new_page()).open(), ANNA))
    shown = open_newest(tab)
    look = "address => fetch(address, {cache: 'force-cache'}).then(answer => answer.status)"
    assert tab.page.evaluate(look, shown.picture) == 200

    sign_out(tab)

    assert tab.page.evaluate(look, shown.picture) == 404
    context.close()
