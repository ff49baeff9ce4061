"""Whose runs are whose."""

import pytest

from orq_ui.ui.owner import COOKIE, Owner, browser_of, new_token


def test_a_browser_is_known_by_its_token_and_its_token_is_not_known_by_it() -> None:
    """The same token gives the same hash, another one another; the token itself is nowhere in it."""
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

    assert (found.is_lasting, found.is_account) == (lasting, account)
