"""After a reload the newest runs are a click away."""

from collections.abc import Iterator

import pytest

from orq_ui.ui.services import Services
from tests.pages.conftest import Playground


@pytest.fixture(autouse=True)
def _nothing_left(playground: Playground, services: Services) -> Iterator[None]:
    owner = playground.session.owner.id
    services.history.store().delete_all(owner)
    yield
    services.history.store().delete_all(owner)


def look_at_result(tab: Playground) -> None:
    """Turn to the Result tab."""
    tab.app.session_state["workbench.tabs"] = "Result"
    tab.run()


def shown(tab: Playground) -> int:
    """How many runs are listed."""
    return sum('<div class="orq-run' in str(part.proto.body) for part in tab.app.get("html"))


def test_somebody_new_sees_no_list(playground: Playground) -> None:
    """There is nothing to show, and no heading over nothing."""
    look_at_result(playground)

    assert "Sent before" not in playground.text


def test_a_new_tab_shows_what_was_sent(playground: Playground) -> None:
    """Three of four runs, without their results in this tab."""
    playground.use()
    for _ in range(4):
        playground.send()

    tab = Playground()
    look_at_result(tab)

    assert "Sent before" in tab.text
    assert shown(tab) == 3
