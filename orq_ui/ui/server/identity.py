"""Who owns a run: the signed-in account, or else the browser, known by a cookie that pages cannot read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from orq_ui.ui.server.browser_cookie import browser_of, hashed
from orq_ui.ui.streamlit_compat import SIGNED_IN_COOKIE


@dataclass(frozen=True)
class Owner:
    """The person that runs belong to: ``id`` is what the history keeps, ``browser`` what URLs are bound to.

    An account's URLs are also bound to ``sign_in``, which ends with signing out. All are hashes: whoever reads the
    history's database cannot pose as anybody. Without a cookie, ``browser`` is empty, and runs belong to the open tab
    alone.
    """

    id: str
    browser: str
    sign_in: str = ""

    @property
    def binding(self) -> str:
        """The browser, and for an account the sign-in, in which this person's URLs work."""
        return self.browser + self.sign_in

    @property
    def anonymous_id(self) -> str | None:
        """The owner of what this browser did before its person signed in; None while nobody has."""
        return f"browser:{self.browser}" if self.is_account and self.browser else None

    @property
    def is_persistent(self) -> bool:
        """Whether the same person is known again after a reload."""
        return not self.id.startswith("tab:")

    @property
    def is_account(self) -> bool:
        """Whether a person has signed in."""
        return self.id.startswith("account:")


def owner(session_id: str) -> Owner:
    """Return the person whose script is running."""
    cookies = st.context.cookies
    browser, account = browser_of(cookies), _account()
    if account is not None:
        return Owner(f"account:{account}", browser, sign_in_of(f"account:{account}", cookies))
    return Owner(f"browser:{browser}" if browser else f"tab:{session_id}", browser)


def sign_in_of(owner_id: str, cookies: Mapping[str, str]) -> str:
    """Return the hash of an account's current sign-in; empty for every other owner."""
    signed_in = cookies.get(SIGNED_IN_COOKIE) if owner_id.startswith("account:") else None
    return hashed(signed_in) if isinstance(signed_in, str) else ""


def binding_of(owner_id: str, cookies: Mapping[str, str]) -> str:
    """Return the :attr:`Owner.binding` that an owner has in the browser with these cookies."""
    return browser_of(cookies) + sign_in_of(owner_id, cookies)


def _account() -> str | None:
    user = st.user.to_dict()
    if not user.get("is_logged_in"):
        return None
    # An OpenID provider promises that issuer and subject together name one person for ever; an e-mail may change.
    if user.get("sub"):
        return hashed(f"{user.get('iss', '')}\nsub\n{user['sub']}")
    # An address that nobody has checked may be somebody else's.
    if user.get("email") and user.get("email_verified") is not False:
        return hashed(f"{user.get('iss', '')}\nemail\n{user['email']}")
    return None
