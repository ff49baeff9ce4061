"""Pictures by token."""

from orq_ui.ui.server.media_store import URL_PREFIX, MediaStore


def test_a_picture_is_found_by_its_token_only() -> None:
    """The token is the only way to a picture, and is too long to guess."""
    store = MediaStore()

    url = store.put(b"bytes", "image/png", "a.png", "session-1")
    token = url.removeprefix(URL_PREFIX)

    assert store.get(token).content == b"bytes"  # type: ignore[union-attr]
    assert store.get(token[:-1]) is None
    assert len(token) >= 43


def test_equal_pictures_have_different_tokens() -> None:
    """A token says nothing of the content."""
    store = MediaStore()

    assert store.put(b"x", "image/png", "a", "s") != store.put(b"x", "image/png", "a", "s")


def test_a_session_takes_its_pictures_along() -> None:
    """Freeing a session leaves the others' pictures alone."""
    store = MediaStore()
    mine, other = (store.put(b"x", "image/png", "a", session) for session in ("mine", "other"))

    freed = store.free_sessions(lambda session: session == "mine")

    assert freed == 1
    assert store.get(mine.removeprefix(URL_PREFIX)) is None
    assert store.get(other.removeprefix(URL_PREFIX)) is not None


def test_a_replaced_picture_is_freed() -> None:
    """Freeing by address works twice without harm."""
    store = MediaStore()
    url = store.put(b"x", "image/png", "a", "s")

    store.free(url, url)

    assert store.sessions() == set()
