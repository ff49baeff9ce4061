"""Moving the shared options between ``orq`` and the top level."""

import copy
from typing import Any

from hypothesis import given

from orq_ui.ui.form import placement
from orq_ui.ui.form.draft import Draft
from tests.strategies import bodies

NESTED: dict[str, Any] = {"model": "m", "orq": {"retry": {"count": 2}, "identity": {"id": "i"}, "name": "x"}}


def test_moving_takes_the_shared_options_only() -> None:
    """identity, contact and prompt exist only in orq, and stay there."""
    draft = Draft()
    draft.replace(NESTED)

    placement.move(draft, "top level")

    assert draft.body == {"model": "m", "retry": {"count": 2}, "name": "x", "orq": {"identity": {"id": "i"}}}


@given(bodies())
def test_moving_there_and_back_is_the_same(body: dict[str, Any]) -> None:
    """A body that uses one place only survives the switch being flipped twice."""
    draft = Draft()
    draft.replace({name: value for name, value in body.items() if name not in placement.SHARED})
    if draft.body.get("orq") == {}:
        del draft.body["orq"]
    before = copy.deepcopy(draft.body)

    placement.move(draft, "top level")
    placement.move(draft, "orq")

    assert draft.body == before


def test_an_option_in_both_places_keeps_both() -> None:
    """Neither value is lost, and the option is reported as set in both places."""
    draft = Draft({"name": "top", "orq": {"name": "nested"}})

    placement.move(draft, "orq")

    assert draft.body == {"name": "top", "orq": {"name": "nested"}}
    assert placement.in_both_places(draft) == ["name"]
    assert placement.elsewhere(draft, "orq") == ["name"]


def test_the_place_is_read_from_a_body() -> None:
    """A body that uses only the top level is edited there; any other in orq."""
    assert placement.placement_of(Draft({"retry": {}})) == "top level"
    assert placement.placement_of(Draft({"retry": {}, "orq": {"name": "x"}})) == "orq"
    assert placement.placement_of(Draft({"model": "m"})) == "orq"
