"""A history that cannot be written costs nobody a result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from orq_ui.settings import Settings
from orq_ui.ui.server.history import History
from orq_ui.ui.services import Services, serving
from tests.pages.conftest import Playground


@pytest.fixture(params=["database", "pictures"])
def broken(request: pytest.FixtureRequest, tmp_path: Path, services: Services) -> Iterator[None]:
    """Start a server whose database, or whose folder of pictures, is where a file already is."""
    (tmp_path / "a file").write_text("in the way")
    in_the_way, free = tmp_path / "a file" / "history", tmp_path / "free"
    database, folder = (in_the_way, free) if request.param == "database" else (free, in_the_way)
    history = History(Settings(database_url=f"sqlite:///{database}", blob_url=str(folder)))
    with serving(replace(services, history=history)):
        yield
    history.close()


@pytest.mark.usefixtures("broken")
def test_a_result_that_is_not_kept_is_shown_with_a_warning(playground: Playground) -> None:
    """The pictures are there, can be saved, and a plain warning says that they were not kept."""
    playground.use()
    playground.send()

    assert "This result is not in the history" in [warning.proto.title for warning in playground.app.warning]
    assert playground.app.get("imgs") or playground.app.image
    assert all(url and url.startswith("/app/static/pictures/") for url in playground.session.result_urls)
    assert any(button.key == "result.zip" for button in playground.app.get("download_button"))


@pytest.mark.usefixtures("broken")
def test_calls_go_on(playground: Playground) -> None:
    """A second call is sent and shown like the first."""
    playground.use()
    playground.send()
    first = playground.session.result
    playground.send()

    assert playground.session.result is not first
    assert playground.session.result is not None
    assert playground.session.result.recorder is not None
    assert playground.session.result.recorder.is_kept is False


def test_a_result_that_is_kept_says_nothing_of_it(playground: Playground) -> None:
    """The rule needs no words."""
    playground.use()
    playground.send()

    assert not [warning for warning in playground.app.warning if "history" in warning.value]
    assert playground.session.result is not None
    assert playground.session.result.recorder is not None
    assert playground.session.result.recorder.is_kept is True


def test_a_result_that_is_kept_later_stays_where_it_is(playground: Playground, services: Services) -> None:
    """While it is being written it is shown from memory; once it is kept, its pictures do not load anew."""
    playground.use()
    playground.send()
    session = playground.session
    assert session.job is not None
    assert session.job.recorder is not None
    session.job.recorder.is_kept, session.result = None, None
    playground.run()
    before = session.result_urls

    session.job.recorder.is_kept = True
    playground.run()

    assert before == session.result_urls != ()
    assert all(url and services.pictures.get(url, {}) for url in before)
    assert all(url and url.startswith("/app/static/pictures/") for url in before)
