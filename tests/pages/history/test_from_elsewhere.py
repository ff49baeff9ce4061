"""Runs from elsewhere that no call of ours would have made."""

from collections.abc import Callable
from typing import Any

import pytest

from orq_ui.history import Run
from tests.pages.history.history_page import Desk, elsewhere

TABS = ("Result", "JSON", "Request", "Ledger", "Reply", "Lineage", "Notes")


def sent(**changes: Any) -> Callable[[Run], Run]:
    return lambda run: run.model_copy(update={"sent": run.sent.model_copy(update=changes)})


def part(**changes: Any) -> Callable[[Run], Run]:
    """The first field changed."""

    def changed(run: Run) -> Run:
        file, field, *rest = run.sent.parts
        return sent(parts=(file, field.model_copy(update=changes), *rest))(run)

    return changed


@pytest.mark.parametrize(
    "request_",
    [{"n": 10**400}, {"n": "9" * 400}, {"\ud800": "\udfff", "\\ud800": 1}, {"model": ["a/b", "c/d"]}],
    ids=range(4),
)
def test_loading_it_into_the_form(desk: Desk, request_: dict[str, Any]) -> None:
    """The form shows what can be shown, and what cannot be sent is said there."""
    made = taken_in(desk, lambda run: run.model_copy(update={"request": request_}))
    desk.look(made)
    desk.tab.click("history.load")

    assert "send.send" in desk.buttons()


def taken_in(desk: Desk, change: Callable[[Run], Run]) -> str:
    run, pictures = elsewhere(desk)
    return desk.store.import_run(desk.owner.id, change(run), pictures)[0]


@pytest.mark.parametrize(
    "change",
    [
        part(text="\ud800"),
        part(name="\ud800"),
        part(content_type="\ud800"),
        lambda run: sent(parts=(run.sent.parts[0].model_copy(update={"filename": "\ud800"}), *run.sent.parts[1:]))(run),
        sent(headers=(("x-\ud800", "\udfff"),)),
        lambda run: run.model_copy(update={"request": {"n": 10**400}}),
        lambda run: run.model_copy(update={"request": {"n": float("inf"), "size": float("nan")}}),
        lambda run: run.model_copy(update={"timings": {"wait": 0.0, "total": 1e12}}),
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
