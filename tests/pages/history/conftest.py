"""A tab whose person has an empty history."""

from collections.abc import Iterator

import pytest

from orq_ui.ui.services import Services
from tests.pages.conftest import Playground
from tests.pages.history.history_page import SOMEBODY, Desk


@pytest.fixture
def desk(playground: Playground, services: Services) -> Iterator[Desk]:
    """A tab whose person has sent nothing yet."""
    found = Desk(playground, services.history.store())
    for owner in (found.owner.id, SOMEBODY):
        found.store.delete_all(owner)
    yield found
    for owner in (found.owner.id, SOMEBODY):
        found.store.delete_all(owner)
