"""Runs from elsewhere that no call of ours would have made."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from orq_ui.history import Run
from tests.pages.history.history_page import Desk, elsewhere

TABS = ("Result", "JSON", "Request", "Ledger", "Reply", "Lineage", "Notes")
URL = "http://[::1/v2/router/images/variations"


def sent(**changes: Any) -> Callable[[Run], Run]:
    return lambda run: replace(run, sent=replace(run.sent, **changes))


def part(**changes: Any) -> Callable[[Run], Run]:
    """The first field changed."""

    def changed(run: Run) -> Run:
        file, field, *rest = run.sent.parts
        return sent(parts=(file, replace(field, **changes), *rest))(run)

    return changed


def live(run: Run) -> Run:
    return replace(run, brief=replace(run.brief, emulated=False))


def taken_in(desk: Desk, change: Callable[[Run], Run]) -> str:
    run, pictures = elsewhere(desk)
    return desk.store.adopt(desk.owner.id, change(run), pictures)[0]


@pytest.mark.parametrize(
    "change",
    [
        part(text="\ud800"),
        part(name="\ud800"),
        part(content_type="\ud800"),
        part(filename="\ud800"),
        sent(headers=(("x-\ud800", "\udfff"),)),
        lambda run: replace(run, request={"n": 10**400}),
        lambda run: replace(run, request={"n": float("inf"), "size": float("nan")}),
        lambda run: replace(run, timings={"wait": -5.0, "total": 1e308}),
    ],
)
def test_every_part_of_its_page(desk: Desk, change: Callable[[Run], Run]) -> None:
    """The run opens, each of its tabs too, and it can be compared."""
    made = taken_in(desk, change)

    desk.look(made)
    for name in TABS:
        desk.open_tab(name)
    desk.look(made, desk.keep())

    assert "history.swap" in desk.buttons()


@pytest.mark.parametrize("change", [sent(url=URL), lambda run: sent(url=URL)(live(run))])
def test_an_address_that_is_none(desk: Desk, change: Callable[[Run], Run]) -> None:
    """A run whose address cannot be read opens, and cannot be sent again."""
    made = taken_in(desk, change)

    desk.look(made)

    assert desk.tab.app.button(key="history.replay").disabled
