"""The list of runs: order, pages, filters, selection, and the ways out of it."""

from datetime import UTC, datetime

import pytest

from orq_ui.errors import Refused
from orq_ui.history import RunFinished
from orq_ui.history.filters import LONGEST_TEXT
from orq_ui.ui.history.run_list import whose
from orq_ui.ui.server.identity import Owner
from tests.pages.history.history_page import Desk


def test_nothing_yet(desk: Desk) -> None:
    """An empty history says what to do, and that without a cookie it will not last."""
    desk.look()

    assert "Nothing is kept yet" in desk.text
    assert "takes no cookies" in desk.text
    assert desk.rows() == []


def test_what_was_sent_is_there(desk: Desk) -> None:
    """A real call is found with its model, its status, its place and its thumbnails."""
    run_id = desk.send()

    desk.look()

    assert desk.rows() == [run_id]
    assert "emulator/aquarelle" in desk.markup
    assert ">200<" in desk.markup
    assert "emulated" in desk.markup
    assert desk.markup.count(f"/app/static/history/{run_id}/") == 2
    assert 'alt="Source of cat.png"' in desk.markup
    assert 'alt="Variation 1"' in desk.markup


def test_newest_first_ten_a_page(desk: Desk) -> None:
    """A long list has pages, and a filter starts at its first again."""
    made = [desk.keep(ago_s=place) for place in range(13)]
    desk.look()
    assert desk.rows() == made[:10]
    assert "1–10 of 13 runs" in desk.text

    desk.tab.app.get("pagination")[0].set_value(2)  # type: ignore[union-attr]
    desk.tab.run()
    assert desk.rows() == made[10:]

    desk.tab.app.text_input(key="history.text").input("dall-e")
    desk.tab.run()
    assert desk.rows() == made[:10]


@pytest.mark.parametrize("text", ["x" * 60_000, "dall-e " * 1_500])
def test_a_long_search_is_answered(desk: Desk, text: str) -> None:
    """It is cut to what a search may be, and the list is still there."""
    desk.keep()
    desk.look()

    # A browser keeps to the field's limit; whoever writes to the server by hand need not.
    desk.tab.app.text_input(key="history.text").set_value(text)
    desk.tab.run()

    assert desk.tab.session.history.wanted.text == text[:LONGEST_TEXT]
    assert "The history is not available" not in desk.text


def test_slow_keeping_changes_no_order(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long a machine takes over each run, these tests find them in the order that they ask for."""
    at = iter(range(10))
    monkeypatch.setattr("tests.pages.history.history_page.time.time", lambda: 1e9 + 100 * next(at))
    older = [desk.keep(ago_s=place) for place in range(1, 3)]
    newer = [desk.keep(), desk.keep()]
    monkeypatch.undo()
    desk.look()

    assert desk.rows() == [*reversed(newer), *older]


@pytest.mark.parametrize(("order", "wanted"), [("oldest", [0, 1, 2]), ("longest", [1, 0, 2]), ("model", [2, 0, 1])])
def test_orders(desk: Desk, order: str, wanted: list[int]) -> None:
    """The list can be sorted."""
    took = [RunFinished(state="done", duration_ms=ms, status=200) for ms in (500, 900, 100)]
    models = ("openai/b", "openai/c", "openai/a")
    made = [desk.keep(models[place], ago_s=10 - place, finished=took[place]) for place in range(3)]
    desk.look()

    desk.tab.app.selectbox(key="history.order").select(order)
    desk.tab.run()

    assert desk.rows() == [made[place] for place in wanted]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("history.models", ["openai/odd"]),
        ("history.statuses", ["429"]),
        ("history.tags", ["demo"]),
    ],
)
def test_filters(desk: Desk, key: str, value: list[str]) -> None:
    """Each choice leaves what fits it, and can be cleared."""
    odd = desk.keep(
        "openai/odd",
        ago_s=1,
        finished=RunFinished(state="failed", duration_ms=9, status=429, error=Refused(429, "slow down")),
    )
    usual = desk.keep()
    desk.store.tag(desk.owner.id, odd, ["demo"])
    desk.tab.app.session_state["history.rest"] = True
    desk.look()
    desk.tab.app.session_state["history.rest"] = True
    desk.tab.run()

    desk.tab.app.multiselect(key=key).set_value(value)
    desk.tab.app.session_state["history.rest"] = True
    desk.tab.run()
    assert desk.rows() == [odd]

    desk.tab.click("history.clear")
    assert desk.rows() == [usual, odd]


def test_starred_only(desk: Desk) -> None:
    """The toggle leaves runs with a star."""
    first, _ = desk.keep(), desk.keep()
    desk.store.star(desk.owner.id, first, True)
    desk.look()

    desk.tab.app.toggle(key="history.starred").set_value(True)
    desk.tab.run()

    assert desk.rows() == [first]


def test_days(desk: Desk) -> None:
    """Days are whole ones, both included."""
    old = desk.keep(ago_s=10 * 86_400)
    desk.keep()
    day = datetime.fromtimestamp(desk.now - 10 * 86_400, UTC).date()
    desk.look()
    for name in ("since", "until"):
        desk.tab.app.session_state["history.rest"] = True
        desk.tab.run()
        desk.tab.app.date_input(key=f"history.{name}").set_value(day)
        desk.tab.app.session_state["history.rest"] = True
        desk.tab.run()

    assert desk.rows() == [old]


def test_a_filter_that_finds_nothing(desk: Desk) -> None:
    """It says so, and the way back is a click."""
    made = desk.keep()
    desk.look()
    desk.tab.app.text_input(key="history.text").input("zebra")
    desk.tab.run()
    assert "No run fits" in desk.text

    desk.tab.click("history.clear.empty")

    assert desk.rows() == [made]


def test_a_row_opens_its_run(desk: Desk) -> None:
    """The address names the run, and the list is a click away."""
    made = desk.keep(results=2)
    desk.look()

    desk.tab.click(f"history.open.{made}.icon-only")
    assert desk.address == (made,)
    assert "history.vary.1" in desk.buttons()

    desk.tab.click("history.back")
    assert desk.rows() == [made]


def test_neighbours_follow_the_list(desk: Desk) -> None:
    """Previous and next go in the list's order, over the edge of its page."""
    made = [desk.keep(ago_s=place) for place in range(11)]
    desk.look(made[9])

    desk.tab.click("history.next.icon-only")
    assert desk.address == (made[10],)
    assert desk.tab.app.button(key="history.next.icon-only").disabled

    desk.tab.click("history.previous.icon-only")
    assert desk.address == (made[9],)


def test_neighbours_of_a_run_that_was_opened_by_its_address(desk: Desk) -> None:
    """Wherever in the list it is; one that the filters leave out has none."""
    made = [desk.keep(ago_s=place, user="ada" if place else "bob") for place in range(25)]

    desk.look(made[20])
    desk.tab.click("history.previous.icon-only")
    assert desk.address == (made[19],)
    desk.tab.click("history.back")
    assert desk.rows() == made[10:20]

    desk.tab.app.text_input(key="history.text").input("ada")
    desk.tab.run()
    desk.look(made[0])
    assert "history.next.icon-only" not in desk.buttons()


def test_a_star_in_the_list(desk: Desk) -> None:
    """A click sets it, another takes it."""
    made = desk.keep()
    desk.look()

    for starred in (True, False):
        desk.tab.click(f"history.star.{made}.icon-only")
        assert desk.kept(made).starred is starred


def test_delete_and_undo(desk: Desk) -> None:
    """What is selected goes, and comes back by Undo."""
    made = [desk.keep(ago_s=place) for place in range(3)]
    desk.look()
    for run_id in made[:2]:
        desk.tab.app.checkbox(key=f"history.pick.{run_id}").check()
        desk.tab.run()
    assert "**2 selected**" in desk.text

    desk.tab.click("history.delete.selected")
    assert desk.rows() == made[2:]
    assert "Deleted 2 runs" in desk.text

    desk.tab.click("history.undo")
    assert desk.rows() == made


def test_undo_after_another_tab(desk: Desk) -> None:
    """What another tab has brought back already is not called lost, and what it deleted is not counted here."""
    made = [desk.keep(ago_s=place) for place in range(3)]
    desk.look()
    for run_id in made:
        desk.tab.app.checkbox(key=f"history.pick.{run_id}").check()
        desk.tab.run()
    desk.store.delete(desk.owner.id, made[2:])

    desk.tab.click("history.delete.selected")
    assert "Deleted 2 runs" in desk.text
    desk.store.restore(desk.owner.id, made[:1])
    desk.tab.click("history.undo")

    assert "too late" not in desk.text
    assert desk.rows() == made[:2]


def test_compare_takes_exactly_two(desk: Desk) -> None:
    """One or three cannot be compared; two can, the older one first, and be swapped."""
    made = [desk.keep(f"openai/m{place}", ago_s=place) for place in range(3)]
    desk.look()
    for count, run_id in enumerate(made, 1):
        desk.tab.app.checkbox(key=f"history.pick.{run_id}").check()
        desk.tab.run()
        assert desk.tab.app.button(key="history.compare").disabled is (count != 2)
    desk.tab.app.checkbox(key=f"history.pick.{made[2]}").uncheck()
    desk.tab.run()

    desk.tab.click("history.compare")
    assert desk.address == (made[1], made[0])
    desk.tab.click("history.swap")

    assert desk.address == (made[0], made[1])
    assert "model" in desk.text


def test_nothing_is_selected_out_of_sight(desk: Desk) -> None:
    """Other filters drop the selection, so that no run is deleted which is not seen; turning pages does not."""
    made = [desk.keep(ago_s=place) for place in range(12)]
    desk.look()
    desk.tab.app.checkbox(key=f"history.pick.{made[0]}").check()
    desk.tab.run()
    desk.tab.session.history.page = 2
    desk.tab.run()
    assert "**1 selected**" in desk.text

    desk.tab.app.text_input(key="history.text").input("nothing like it")
    desk.tab.run()

    assert "history.delete.selected" not in desk.buttons()
    assert desk.tab.session.history.selected == {}


def test_the_selection_can_be_dropped(desk: Desk) -> None:
    """Clear takes the bar and the marks away."""
    made = desk.keep()
    desk.look()
    desk.tab.app.checkbox(key=f"history.pick.{made}").check()
    desk.tab.run()

    desk.tab.click("history.unselect")

    assert desk.tab.app.checkbox(key=f"history.pick.{made}").value is False
    assert "history.compare" not in desk.buttons()


def test_what_was_deleted_is_not_offered_for_ever(desk: Desk) -> None:
    """Undo stays while one opens runs, and is gone after another page."""
    made = [desk.keep(ago_s=place) for place in range(2)]
    desk.look(made[0])
    desk.tab.click("history.delete")
    desk.tab.click(f"history.open.{made[1]}.icon-only")
    desk.tab.click("history.back")
    assert "history.undo" in desk.buttons()

    desk.tab.open("setup/connection")
    desk.tab.open("library/history")

    assert "history.undo" not in desk.buttons()


@pytest.mark.parametrize(
    ("who", "told"),
    [
        (Owner("account:1", "b"), "Everything sent by your account, newest first."),
        (Owner("browser:1", "b"), "Everything sent from this browser, newest first."),
        (Owner("tab:1", ""), "not found again after a reload"),
    ],
)
def test_whose_runs_they_are(who: Owner, told: str) -> None:
    """The page says it."""
    assert told in whose(who, "newest")


def test_filters_are_in_the_address(desk: Desk) -> None:
    """What is chosen is written there; what an address asks for is shown; the way back from a run keeps both."""
    mine, other = desk.keep(), desk.keep("emulator/riso")
    desk.look()
    desk.tab.app.text_input(key="history.text").input("riso")
    desk.tab.run()
    assert desk.rows() == [other]
    assert desk.tab.app.query_params["text"] in ("riso", ["riso"])

    desk.tab.click(f"history.open.{other}.icon-only")
    assert desk.address == (other,)
    assert "text" not in desk.tab.app.query_params
    desk.tab.click("history.back")
    assert desk.tab.app.query_params["text"] in ("riso", ["riso"])
    assert desk.rows() == [other]

    desk.tab.app.query_params.clear()
    desk.tab.app.query_params["model"] = "openai/dall-e-2"
    desk.tab.app.query_params["order"] = "oldest"
    desk.tab.run()
    assert desk.rows() == [mine]
    assert desk.tab.app.selectbox(key="history.order").value == "oldest"
    assert desk.tab.app.text_input(key="history.text").value in ("", None)


def test_an_address_of_nonsense_shows_the_list(desk: Desk) -> None:
    """It is corrected to what is shown."""
    run_id = desk.keep()
    desk.look()
    desk.tab.app.query_params["page"] = "9999999999999999"
    desk.tab.app.query_params["since"] = "<img src=x>"

    desk.tab.run()

    assert desk.rows() == [run_id]
    assert dict(desk.tab.app.query_params) == {}
