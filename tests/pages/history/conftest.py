"""A tab whose person has an empty history."""

from collections.abc import Iterator

import pytest

from orq_ui.ui.server.history import history
from tests.pages.conftest import Playground
from tests.pages.history.history_page import SOMEBODY, Desk


@pytest.fixture
def desk(playground: Playground) -> Iterator[Desk]:
    """A tab whose person has sent nothing yet."""
    found = Desk(playground, history().store())
    for owner in (found.owner.id, SOMEBODY):
        found.store.delete_all(owner)
    yield found
    for owner in (found.owner.id, SOMEBODY):
        found.store.delete_all(owner)
