"""A replay that may cost money says so before the click, and that of a run from a file asks once."""

from __future__ import annotations

from io import BytesIO

import pytest
from pydantic import SecretStr

from orq_ui.api import ImageVariationRequest
from orq_ui.history import Parent, RunFinished, RunStarted
from orq_ui.history.export import export_runs, import_runs
from orq_ui.ui.history import actions
from orq_ui.wire import Connection, encode
from tests.pages.history.history_page import Desk
from tests.strategies import picture

LIVE = "https://api.orq.ai"
BODY = {
    "model": "openai/gpt-image-2",
    "n": 3,
    "orq": {"retry": {"count": 1}, "fallbacks": [{"model": "google/imagen-4"}]},
}
COST = "Live at api.orq.ai: may cost money · 3 pictures × at most 4 provider calls"


def made(desk: Desk, base_url: str = LIVE, owner: str = "", parent: Parent | None = None) -> str:
    """A run of this person's own."""
    request = ImageVariationRequest.as_is(BODY)
    wire = encode(request, picture(), Connection(base_url, SecretStr("sk-0123456789")))
    is_emulated = base_url.startswith("http:")
    person = owner or desk.owner.id
    started = RunStarted(
        owner=person, request=request.sent(), wire=wire, picture=picture(), emulated=is_emulated, parent=parent
    )
    desk.store.begin(started)
    desk.store.finish(started, RunFinished(state="done", duration_ms=5, status=200))
    return started.id


def imported(desk: Desk, base_url: str = LIVE) -> str:
    """The same run as it comes out of somebody else's zip."""
    theirs = made(desk, base_url, owner="browser:" + "5" * 64)
    run, out = desk.store.run("browser:" + "5" * 64, theirs), BytesIO()
    assert run is not None
    export_runs([(run, lambda _: picture().bytes)], out)
    (came,) = import_runs(out)
    return desk.store.import_run(desk.owner.id, came.run, came.pictures)[0]


@pytest.fixture
def sent(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of runs that would have been sent again, in place of calls to a live host."""
    found: list[str] = []
    monkeypatch.setattr(actions, "replay", lambda _, run: found.append(run.id))
    desk.tab.session.connection.typed_key = SecretStr("sk-0123456789")
    return found


def test_one_of_our_own(desk: Desk, sent: list[str]) -> None:
    """The cost is in view beside the button, and the click sends."""
    run = made(desk)
    desk.look(run)
    assert COST in desk.text

    desk.tab.click("history.replay")

    assert sent == [run]


def test_one_from_a_file_asks_once(desk: Desk, sent: list[str]) -> None:
    """It names address, host, models and cost; declined, nothing is sent, confirmed, it is sent then and later on."""
    run = imported(desk)
    desk.look(run)
    desk.tab.click("history.replay")
    assert sent == []
    assert {"history.question.yes", "history.question.no"} <= desk.buttons()
    question = next(code.value for code in desk.tab.app.code if "host:" in code.value)
    assert question.splitlines() == [
        "POST /v2/router/images/variations",
        "host: api.orq.ai",
        "model: openai/gpt-image-2, then google/imagen-4",
        COST,
    ]
    assert "imported" in desk.text

    desk.tab.click("history.question.no")
    assert (sent, "history.question.yes" in desk.buttons()) == ([], False)
    desk.tab.click("history.replay")
    desk.tab.click("history.question.yes")
    assert (sent, "history.question.yes" in desk.buttons()) == ([run], False)
    desk.tab.click("history.replay")
    assert sent == [run, run]


def test_confirmed_is_one_run(desk: Desk, sent: list[str]) -> None:
    """What was confirmed for one run of a file does not count for another, and a question is not left open behind."""
    first, second = imported(desk), imported(desk)
    desk.look(first)
    desk.tab.click("history.replay")
    desk.tab.click("history.question.yes")
    desk.look(second)
    desk.tab.click("history.replay")
    assert sent == [first]

    desk.look(first)
    desk.look(second)

    assert "history.question.yes" not in desk.buttons()


def test_at_the_emulator_nothing_is_asked(desk: Desk, sent: list[str]) -> None:
    """Such a replay costs nothing, whoever made the file."""
    run = imported(desk, "http://127.0.0.1:4010")
    desk.look(run)
    assert "may cost money" not in desk.text

    desk.tab.click("history.replay")

    assert sent == [run]


def test_a_replay_of_its_replay(desk: Desk, sent: list[str]) -> None:
    """What was made here from an imported run is this person's own call."""
    own = made(desk, parent=Parent(run_id=imported(desk), link="replay"))
    desk.look(own)

    desk.tab.click("history.replay")

    assert sent == [own]
