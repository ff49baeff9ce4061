"""Pictures in memory, and the URLs of all pictures."""

from __future__ import annotations

import pytest

from orq_ui.errors import HistoryUnavailable
from orq_ui.settings import Settings
from orq_ui.ui.server.browser_cookie import COOKIE, browser_of, new_token
from orq_ui.ui.server.history import History
from orq_ui.ui.server.identity import Owner, sign_in_of
from orq_ui.ui.server.media_store import MEMORY_PREFIX, MediaStore
from orq_ui.ui.streamlit_compat import SIGNED_IN_COOKIE

COOKIES = {COOKIE: new_token()}
BROWSER = browser_of(COOKIES)
ME = Owner(f"browser:{BROWSER}", BROWSER)


@pytest.fixture
def store() -> MediaStore:
    """A store without a history."""
    return MediaStore(History(Settings(database_url="sqlite:////dev/null/none")))


def put(store: MediaStore, session: str = "mine", owner: Owner = ME, url: str | None = None) -> str:
    """Keep a picture in memory."""
    return store.put(b"bytes", "image/png", "a.png", session, owner, url)


def test_a_picture_is_found_by_its_url_only(store: MediaStore) -> None:
    """The URL is the only way to a picture, and is too long to guess; it needs no history."""
    url = put(store)

    found = store.get(url, COOKIES)
    assert found is not None
    assert found.content == b"bytes"
    assert store.get(url[:-1], COOKIES) is None
    assert len(url.removeprefix(MEMORY_PREFIX)) >= 43


def test_equal_pictures_have_different_urls(store: MediaStore) -> None:
    """A URL says nothing of the content."""
    assert put(store) != put(store)


def test_a_picture_is_for_one_browser_and_one_visit(store: MediaStore) -> None:
    """Another browser gets nothing, nor does the same one after its person has signed out."""
    signed_in = COOKIES | {SIGNED_IN_COOKIE: "today"}
    account = Owner("account:1", BROWSER, sign_in_of("account:1", signed_in))
    mine, of_account = put(store), put(store, owner=account)

    assert store.get(mine, {COOKIE: new_token()}) is None
    assert store.get(mine, {}) is None
    assert store.get(of_account, signed_in) is not None
    assert store.get(of_account, COOKIES) is None


def test_a_session_takes_its_pictures_along(store: MediaStore) -> None:
    """Freeing a session leaves the others' pictures alone."""
    mine, other = put(store), put(store, "other")

    freed = store.free_sessions(lambda session: session == "mine")

    assert freed == 1
    assert store.get(mine, COOKIES) is None
    assert store.get(other, COOKIES) is not None
    assert store.sessions() == {"other"}


def test_a_replaced_picture_is_freed(store: MediaStore) -> None:
    """Freeing by URL works twice without harm."""
    url = put(store)

    store.free(url, url)

    assert store.sessions() == set()


def test_without_a_history_nothing_is_signed(store: MediaStore) -> None:
    """Its key is the history's, which all servers share."""
    with pytest.raises(HistoryUnavailable):
        store.url(ME, "0" * 32, 0)
