"""Who owns what a tab makes, without a browser: Streamlit's test driver says who has signed in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import streamlit as st
from streamlit.errors import StreamlitMissingAuthlibError

from orq_ui.history import HistoryStore, RunFinished
from orq_ui.ui.server.browser_cookie import COOKIE, browser_of, new_token
from orq_ui.ui.server.identity import Owner
from orq_ui.ui.services import Services
from orq_ui.ui.session import KEY
from orq_ui.ui.streamlit_compat import SIGNED_IN_COOKIE
from tests.history.sends import a_start
from tests.pages.conftest import Playground

ISSUER = "https://accounts.example"
ANNA = {"is_logged_in": True, "iss": ISSUER, "sub": "anna-1", "name": "Anna", "email": "anna@example.com"}
PROVIDER = {"client_id": "x", "client_secret": "x", "server_metadata_url": f"{ISSUER}/openid"}
SHARED = {"redirect_uri": "http://localhost:8501/oauth2callback", "cookie_secret": "x" * 32}
TOKEN = new_token()
BROWSER = f"browser:{browser_of({COOKIE: TOKEN})}"


def owner_of(playground: Playground, user: dict[str, Any]) -> Owner:
    """Return the owner of what a tab makes once that user is there."""
    playground.app.user = user
    playground.run()
    return playground.session.owner


def without(*names: str, **changed: Any) -> dict[str, Any]:
    """Anna, with less to know her by."""
    return {name: value for name, value in (ANNA | changed).items() if name not in names}


@pytest.fixture
def cookies(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Give the tab's browser its cookies: the driver has none, and no way to take any."""
    found = {COOKIE: TOKEN}
    monkeypatch.setattr(type(st.context), "cookies", found)
    return found


@pytest.fixture
def account(playground: Playground) -> Playground:
    """Open the Connection page where the owner has set up signing in."""
    playground.app.secrets["auth"] = SHARED | PROVIDER
    playground.open("setup/connection")
    return playground


@pytest.fixture
def kept(cookies: dict[str, str], account: Playground, services: Services) -> Iterator[HistoryStore]:
    """Give the tab's browser, one of its own, three runs: one in the bin, one under way."""
    store = services.history.store()
    ended = [a_start(BROWSER), a_start(BROWSER)]
    for started in ended:
        store.begin(started)
        store.finish(started, RunFinished(state="done", duration_ms=1.0, status=200))
    store.delete(BROWSER, [ended[0].id])
    under_way = a_start(BROWSER)
    store.begin(under_way)
    yield store
    store.finish(under_way, RunFinished(state="cancelled", duration_ms=1.0))
    for owner in (BROWSER, account.session.owner.id):
        store.delete_all(owner)


def test_two_accounts_are_two_people(playground: Playground) -> None:
    """Each has an owner of their own, the same whenever they come, and it names neither."""
    anna = owner_of(playground, ANNA)
    ben = owner_of(playground, without(sub="ben-2", email="ben@example.com"))

    assert anna.is_account
    assert ben.is_account
    assert anna.id != ben.id
    assert anna.id == owner_of(playground, without(name="Anna B.", email="new@example.com")).id
    assert "anna" not in anna.id


def test_the_same_e_mail_elsewhere_is_another_person(playground: Playground) -> None:
    """Two providers may know two people by one subject, or by one e-mail."""
    here = [owner_of(playground, user).id for user in (ANNA, without("sub"))]
    there = [owner_of(playground, user | {"iss": "https://other.example"}).id for user in (ANNA, without("sub"))]

    assert len({*here, *there}) == 4


def test_a_subject_is_never_taken_for_an_e_mail(playground: Playground) -> None:
    """Somebody whose subject reads like Anna's e-mail is not Anna."""
    by_mail = owner_of(playground, without("sub"))

    assert by_mail.id != owner_of(playground, without("email", sub=ANNA["email"])).id


@pytest.mark.parametrize(
    ("user", "is_account"),
    [
        (without("sub"), True),
        (without("sub", email_verified=True), True),
        (without("sub", email_verified=False), False),
        (without("sub", "email"), False),
        (without("sub", sub_jwk="x", email=""), False),
        (ANNA | {"is_logged_in": False}, False),
        ({"email": "somebody@example.com"}, False),
        ({}, False),
    ],
)
def test_who_cannot_be_told_apart_has_no_account(
    playground: Playground, user: dict[str, Any], is_account: bool
) -> None:
    """Without a subject a checked e-mail names a person; without either, runs stay with the browser or tab."""
    assert owner_of(playground, user).is_account is is_account


def test_the_owner_changes_under_a_session_that_goes_on(playground: Playground) -> None:
    """Signing in and out changes whose runs these are, and leaves the form as it is."""
    playground.use()
    playground.fill("Survive a rate limit")
    before, body = playground.session.owner, playground.session.draft.body

    after = owner_of(playground, ANNA)

    assert (before.is_account, after.is_account) == (False, True)
    assert playground.session.draft.body == body
    assert playground.session.picture is not None
    assert owner_of(playground, {"is_logged_in": False}) == before


def test_addresses_end_with_the_visit(playground: Playground, cookies: dict[str, str]) -> None:
    """An account's addresses are tied to its signing in, a browser's are not."""
    seats = []
    for signed_in in ("one", "two"):
        cookies[SIGNED_IN_COOKIE] = signed_in
        seats.append((owner_of(playground, ANNA).binding, owner_of(playground, {}).binding))

    (anna, browser), (anna_later, browser_later) = seats
    assert anna != anna_later
    assert browser == browser_later


def test_nothing_is_shown_where_nobody_can_sign_in(playground: Playground) -> None:
    """Without the owner's settings there is no word about accounts."""
    playground.open("setup/connection")

    assert "Account" not in playground.text
    assert not [button.key for button in playground.app.button if (button.key or "").startswith("signing_in")]


@pytest.mark.parametrize(
    ("auth", "labels"),
    [
        (SHARED | PROVIDER, ["Sign in"]),
        (SHARED | {"okta": PROVIDER}, ["Sign in"]),
        (SHARED | {"okta": PROVIDER, "my-firm": PROVIDER}, ["Sign in with Okta", "Sign in with My Firm"]),
        (SHARED | PROVIDER | {"client_kwargs": {"prompt": "login"}}, ["Sign in"]),
        (SHARED, []),
        ("nonsense", []),
    ],
)
def test_each_provider_has_a_button(playground: Playground, auth: object, labels: list[str]) -> None:
    """One alone needs no name."""
    playground.app.secrets["auth"] = auth
    playground.open("setup/connection")

    assert [button.label for button in playground.app.button if (button.key or "").startswith("signing_in")] == labels


def test_who_is_signed_in_is_told_as_text(account: Playground) -> None:
    """A name and an e-mail are the provider's: they are no markup here."""
    owner_of(account, ANNA | {"name": "**Anna** ![](http://evil.example/x.png)"})

    assert [text.value for text in account.app.text] == [
        "Signed in as **Anna** ![](http://evil.example/x.png) · anna@example.com"
    ]
    assert not [button for button in account.app.button if button.key == "signing_in.in.default"]


def test_signing_out_is_at_once(account: Playground) -> None:
    """The account's owner is gone with the next run of the page."""
    owner_of(account, ANNA)

    account.click("signing_in.out")
    account.run()

    assert not account.session.owner.is_account
    assert account.app.button(key="signing_in.in.default")


@pytest.mark.parametrize("missing", ["redirect_uri", "cookie_secret", "client_secret"])
def test_settings_that_lack_something_are_told(account: Playground, missing: str) -> None:
    """The visitor learns that it is not their fault; what is missing is for the log."""
    whole = SHARED | PROVIDER
    account.app.secrets["auth"] = {name: value for name, value in whole.items() if name != missing}

    account.click("signing_in.in.default")

    assert "not set up completely" in account.app.error[0].proto.title
    assert missing not in account.text


def test_a_missing_package_is_named(account: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the owner has to install is said."""

    def login(provider: str | None) -> None:
        raise StreamlitMissingAuthlibError

    monkeypatch.setattr(st, "login", login)
    account.click("signing_in.in.default")

    assert "pip install -e '.[login]'" in account.text


def test_runs_of_before_are_moved(account: Playground, kept: HistoryStore) -> None:
    """All that has ended, the bin included; what is under way is offered again when its answer has come."""
    owner = owner_of(account, ANNA)
    assert "2 runs were made in this browser" in account.text

    account.click("signing_in.move")

    assert "2 runs moved to your account." in account.text
    assert kept.usage(owner.id).runs == 1
    assert kept.restore(owner.id, [line.id for line in kept.page(owner.id).lines]) == 0
    assert kept.usage(BROWSER).runs == 1
    account.run()
    assert "1 run was made in this browser" in account.text


def test_nothing_is_offered_to_who_has_not_signed_in(account: Playground, kept: HistoryStore) -> None:
    """The runs are this browser's, and that is where they are."""
    owner_of(account, {"is_logged_in": False})

    assert account.session.owner.id == BROWSER
    assert "before you signed in" not in account.text
    assert account.app.session_state[KEY].owner.anonymous_id is None
