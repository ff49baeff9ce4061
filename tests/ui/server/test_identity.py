"""Whose runs are whose."""

import pytest

from orq_ui.ui.server.browser_cookie import COOKIE, browser_of, new_token
from orq_ui.ui.server.identity import Owner, sign_in_of
from orq_ui.ui.streamlit_compat import SIGNED_IN_COOKIE


def test_a_browser_is_known_by_its_token_and_its_token_is_not_known_by_it() -> None:
    """The same token gives the same hash, a different one a different hash; the token itself is nowhere in it."""
    token = new_token()

    assert browser_of({COOKIE: token}) == browser_of({COOKIE: token, "other": "x"})
    assert browser_of({COOKIE: token}) != browser_of({COOKIE: new_token()})
    assert token not in browser_of({COOKIE: token})


@pytest.mark.parametrize("cookies", [{}, {COOKIE: ""}, {COOKIE: "short"}, {COOKIE: "x" * 44}, {COOKIE: "é" * 43}])
def test_what_is_no_token_of_ours_names_nobody(cookies: dict[str, str]) -> None:
    """A made-up cookie does not become a person."""
    assert browser_of(cookies) == ""


@pytest.mark.parametrize(
    ("owner_id", "lasting", "account"),
    [("tab:1", False, False), ("browser:ab", True, False), ("account:ab", True, True)],
)
def test_a_tab_is_forgotten_and_others_are_not(owner_id: str, lasting: bool, account: bool) -> None:
    """Only a browser with a cookie, or an account, finds its runs again."""
    found = Owner(owner_id, "")

    assert (found.is_persistent, found.is_account) == (lasting, account)


@pytest.mark.parametrize(
    ("owner", "before"),
    [
        (Owner("account:1", "b"), "browser:b"),
        (Owner("account:1", ""), None),
        (Owner("browser:b", "b"), None),
        (Owner("tab:1", ""), None),
    ],
)
def test_only_a_person_who_has_signed_in_was_somebody_before(owner: Owner, before: str | None) -> None:
    """What the browser did is offered to its person, and only when it can be told apart."""
    assert owner.anonymous_id == before


def test_a_visit_lasts_from_signing_in_to_signing_out() -> None:
    """An account's addresses work with the cookie of that visit; a browser's have nothing to do with it."""
    visits = [sign_in_of("account:1", {SIGNED_IN_COOKIE: cookie}) for cookie in ("one", "two")]

    assert len({*visits, sign_in_of("account:1", {})}) == 3
    assert sign_in_of("browser:1", {SIGNED_IN_COOKIE: "one"}) == ""
    assert Owner("account:1", "b", visits[0]).binding != Owner("account:1", "b").binding
