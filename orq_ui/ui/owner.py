"""Whose runs are whose: the signed-in account, or else the browser, known by a cookie that pages cannot read."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

COOKIE = "orq_ui_browser"
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Owner:
    """``id`` is what the history files runs under; ``browser`` ties addresses to the browser they were made for.

    Both are hashes: whoever reads the history's database cannot pose as anybody. Without a cookie, ``browser`` is
    empty, and runs belong to the open tab alone.
    """

    id: str
    browser: str

    @property
    def is_lasting(self) -> bool:
        """Whether the same person is known again after a reload."""
        return not self.id.startswith("tab:")

    @property
    def is_account(self) -> bool:
        """Whether a person has signed in."""
        return self.id.startswith("account:")


def owner(session_id: str) -> Owner:
    """The person whose script is running."""
    browser = browser_of(st.context.cookies)
    account = _account()
    if account is not None:
        return Owner(f"account:{account}", browser)
    return Owner(f"browser:{browser}" if browser else f"tab:{session_id}", browser)


def new_token() -> str:
    """A cookie's value: 256 random bits."""
    return secrets.token_urlsafe(32)


def browser_of(cookies: Mapping[str, str]) -> str:
    """The hash of a browser's token; empty without a token of ours."""
    token = cookies.get(COOKIE)
    # Streamlit's own test driver has no browser, and gives something that is no text.
    return _hashed(token) if isinstance(token, str) and _TOKEN.fullmatch(token) else ""


def _account() -> str | None:
    user = st.user.to_dict()
    if not user.get("is_logged_in"):
        return None
    # An OpenID provider promises that issuer and subject together name one person for ever; an e-mail may change.
    who = f"{user.get('iss', '')}\n{user.get('sub') or user.get('email') or ''}"
    return _hashed(who) if who.strip() else None


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
