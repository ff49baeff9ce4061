"""The server's history beside what goes on in the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from orq_ui.settings import Settings
from orq_ui.ui.server.history import History, tidy
from tests.history.sends import a_start


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[History]:
    """A history of its own."""
    made = History(Settings(database_url=f"sqlite:///{tmp_path / 'h.db'}", blob_url=str(tmp_path / "pictures")))
    yield made
    made.close()


def servers(folder: Path) -> list[Path]:
    """The locks of the servers that are there."""
    return list((folder / "h.db-servers").glob("*.lock"))


def test_a_closed_history_is_not_opened_again_by_its_tidying(
    kept: History, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that ends in the middle of it lets go of its lock for good."""
    store = kept.store()
    kept.mark_unfinished("0" * 32)
    recover = store.recover

    def closed_then() -> int:
        found = recover()
        kept.close()
        return found

    monkeypatch.setattr(store, "recover", closed_then)
    tidy(kept)

    assert servers(tmp_path) == []


def test_what_was_left_is_marked_by_the_next_tidying(kept: History) -> None:
    """A run whose end could not be kept is under way no more."""
    started = a_start()
    kept.store().begin(started)
    kept.mark_unfinished(started.id)
    tidy(kept)

    run = kept.store().run("ada", started.id)
    assert run is not None
    assert run.state == "interrupted"
