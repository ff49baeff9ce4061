"""One run: what it shows, what can be done with it, and that nobody else sees it."""

from dataclasses import replace

import pytest

from orq_ui.errors import Cancelled, HistoryUnavailable, Refused, TimedOut, Unreachable
from orq_ui.history import Parent, RunFinished, StoredPicture
from orq_ui.imaging import MissingPicture, UnshownPicture
from orq_ui.routing import BUILT_IN_SCENARIOS, DEFAULTS
from orq_ui.ui.connection.choice import DEFAULTS_HEADER, SCENARIO_HEADER
from orq_ui.ui.history.state import Replaying
from orq_ui.ui.scenarios.behaviour_text import read_scenario
from orq_ui.ui.scenarios.run_scenario import seed_of
from orq_ui.ui.server.history_recorder import HistoryRecorder
from orq_ui.ui.services import Services
from tests.content_credentials import signed
from tests.pages.history.history_page import SOMEBODY, UNDER_WAY, Desk, elsewhere
from tests.strategies import picture


def test_what_cannot_be_shown_can_be_saved(desk: Desk, services: Services) -> None:
    """A picture in a format that is not shown here says so, and its file is there."""
    shown = UnshownPicture(0, "wrong_type", "AVIF", b"\0\0\0\x1cftypavif".ljust(99, b"\0"))
    run = desk.keep(finished=RunFinished(state="done", duration_ms=9, status=200, pictures=(shown,)))

    desk.look(run)

    assert "Cannot show picture 1" in desk.text
    assert "It is AVIF, which is not shown here." in desk.text
    assert services.pictures.url(desk.owner, run, 0, "save") in desk.markup
    desk.look()
    assert "Variation 1 cannot be shown: Its format is not shown here." in desk.markup


@pytest.mark.parametrize("run_id", ["0" * 32, "nonsense", "'; drop table runs", "\0", "x" * 5000])
def test_no_such_run(desk: Desk, run_id: str) -> None:
    """An id of nothing says so."""
    desk.look(run_id)

    assert "There is no such run for this browser" in desk.text


def test_somebody_elses_run(desk: Desk) -> None:
    """Another person's id opens nothing, alone, in a comparison and in a list."""
    theirs = desk.keep(owner=SOMEBODY, user="a secret of theirs")
    mine = desk.keep()

    desk.look(theirs)
    assert "There is no such run for this browser" in desk.text
    desk.look(mine, theirs)
    assert "does not exist for this browser" in desk.text
    desk.look()

    assert desk.rows() == [mine]
    assert theirs not in desk.text


@pytest.mark.parametrize(
    ("finished", "wanted"),
    [
        (
            RunFinished(state="failed", duration_ms=9, status=429, error=Refused(429, "too fast", body="{}")),
            "Too many requests (429)",
        ),
        (RunFinished(state="failed", duration_ms=9, error=TimedOut("receive", 3)), "No answer within 3 s"),
        (RunFinished(state="cancelled", duration_ms=9, error=Cancelled()), "The connection was closed"),
        (RunFinished(state="done", duration_ms=9, status=200, response={"data": []}), "with no picture at all"),
        (
            RunFinished(
                state="done", duration_ms=9, status=200, pictures=(MissingPicture(0, "timed_out", "https://x"),)
            ),
            "The link took too long.",
        ),
        (
            RunFinished(
                state="done",
                duration_ms=9,
                status=200,
                pictures=(picture("PNG"),),
                notes=((None, "contract", "created is missing"), (0, "data_prefix", "")),
            ),
            "created is missing\nPicture 1: b64_json began with a data: prefix.",
        ),
    ],
)
def test_how_runs_end(desk: Desk, finished: RunFinished, wanted: str) -> None:
    """Every end is told in words, and every tab can be opened."""
    desk.look(desk.keep(finished=finished))
    assert wanted in desk.text

    for name in ("JSON", "Request", "Ledger", "Reply", "Lineage", "Notes"):
        desk.open_tab(name)


def test_an_interrupted_run(desk: Desk) -> None:
    """It says that the server ended, and that the router may have done the work."""
    run, pictures = elsewhere(desk, "sending")
    made, _ = desk.store.import_run(desk.owner.id, run, pictures)

    desk.look(made)

    assert "The server ended before an answer came. The router may have done the work." in desk.text


def test_a_run_under_way(desk: Desk) -> None:
    """It says so, and shows what came as soon as it is there."""
    made = desk.keep(finished=UNDER_WAY)
    desk.look(made)
    assert "The answer is not here yet." in desk.text

    desk.end(made)
    desk.tab.run()

    assert "The answer is not here yet." not in desk.text
    assert "history.vary.0" in desk.buttons()


def replayed(desk: Desk) -> tuple[str, HistoryRecorder]:
    """A run, and the record of its replay, which has ended and which the page still waits for."""
    original = desk.send()
    desk.tab.click("history.replay")
    job = desk.tab.session.job
    assert job is not None
    assert job.recorder is not None
    desk.tab.session.history.replaying = None
    desk.tab.wait()
    desk.tab.session.history.replaying = Replaying(original, job.id)
    return original, job.recorder


def test_a_replay_that_was_not_kept(desk: Desk) -> None:
    """It is said, and the original stays open."""
    original, recorder = replayed(desk)
    recorder.error = HistoryUnavailable("disk_full", "/a/path/of/the/server")

    desk.tab.run()

    assert "The disk is full." in desk.text
    assert "/a/path" not in desk.text
    assert desk.address == (original,)


def test_a_replay_that_is_kept_late(desk: Desk) -> None:
    """As long as it is not known whether it is kept, it is not said to be lost; then it is opened."""
    original, recorder = replayed(desk)
    recorder.error, recorder.is_kept = HistoryUnavailable("database", "no answer in 3 s"), None

    desk.tab.run()
    assert "Being written into the history" in desk.text
    assert desk.address == (original,)
    recorder.error, recorder.is_kept = None, True
    desk.tab.run()

    assert desk.address == (recorder.started.id,)
    assert "not in the history" not in desk.text


def test_load_sends_nothing(desk: Desk) -> None:
    """The form gets the request and the picture, and no call is made."""
    made = desk.keep("emulator/riso", results=3, source=picture("PNG", 7, 7, "seven.png"))
    desk.look(made)

    desk.tab.click("history.load")

    session = desk.tab.session
    assert session.draft.body == {"model": "emulator/riso", "n": 3}
    assert session.picture is not None
    assert session.picture.width == 7
    assert session.job is None
    assert "send.send" in desk.buttons()


@pytest.mark.parametrize("own", [False, True], ids=["built in", "own"])
def test_load_brings_the_scenario(desk: Desk, own: bool) -> None:
    """The emulator plays again what it played then, not what happens to be on, and the way back to the run is there."""
    then = read_scenario({"default": {"latency_ms": 5}}) if own else BUILT_IN_SCENARIOS["primary-down"].scenario
    desk.tab.session.connection.scenario = then
    made = desk.send()
    assert ("Story: a scenario of your own" if own else "Story: Primary down") in desk.markup
    desk.tab.session.connection.scenario = BUILT_IN_SCENARIOS["everything-down"].scenario

    desk.tab.click("history.load")

    assert desk.tab.session.connection.scenario == then
    assert desk.tab.session.run_id == made
    assert [link.proto.query_string for link in desk.tab.app.get("page_link")] == [f"run={made}"]


def test_load_of_a_run_without_a_scenario(desk: Desk) -> None:
    """It was sent to the emulator as it was began, and so it is again."""
    made = desk.keep()
    desk.tab.session.connection.scenario = BUILT_IN_SCENARIOS["everything-down"].scenario
    desk.look(made)

    desk.tab.click("history.load")

    assert desk.tab.session.connection.scenario is None


@pytest.mark.parametrize("said", ["{", '{"default": 5}', "no-such-story", ""])
def test_a_scenario_that_cannot_be_read(desk: Desk, said: str) -> None:
    """A run from elsewhere may name any; the request is loaded all the same."""
    run, pictures = elsewhere(desk)
    sent = run.sent.model_copy(update={"headers": ((SCENARIO_HEADER, said),)})
    made, _ = desk.store.import_run(desk.owner.id, run.model_copy(update={"sent": sent}), pictures)
    desk.look(made)

    desk.tab.click("history.load")

    assert desk.tab.session.connection.scenario is None
    assert desk.tab.session.picture is not None


def test_load_and_replay_bring_the_defaults(desk: Desk) -> None:
    """What counted where the request was silent counts again, whatever is chosen by now."""
    then = DEFAULTS["sdk-4.17"].with_readings(retry_omitted="two")
    desk.tab.session.connection.defaults = then
    made = desk.send()
    desk.tab.session.connection.defaults = DEFAULTS["sdk-4.17"]

    desk.tab.click("history.replay")
    desk.tab.wait()
    job = desk.tab.session.job
    assert job is not None
    assert job.ledger is not None
    assert job.ledger.policy is not None
    assert job.ledger.policy.defaults == then.name
    desk.look(made)
    desk.tab.click("history.load")

    assert desk.tab.session.connection.defaults == then


@pytest.mark.parametrize("said", ["spec-1999", '{"name": "sdk-4.17"}', ""])
def test_defaults_that_cannot_be_read(desk: Desk, said: str) -> None:
    """A run from elsewhere may name any; it is loaded with the first set."""
    run, pictures = elsewhere(desk)
    sent = run.sent.model_copy(update={"headers": ((DEFAULTS_HEADER, said),)})
    made, _ = desk.store.import_run(desk.owner.id, run.model_copy(update={"sent": sent}), pictures)
    desk.look(made)

    desk.tab.click("history.load")

    assert desk.tab.session.connection.defaults == DEFAULTS["spec-2026-08"]


def test_vary_takes_a_result(desk: Desk) -> None:
    """The second result is the next source, and its run is the parent."""
    made = desk.keep(results=2)
    desk.look(made)

    desk.tab.click("history.vary.1")

    session = desk.tab.session
    assert session.picture is not None
    assert (session.picture.width, session.picture.name) == (4, "cat-v2.png")
    assert session.parent == Parent(run_id=made, link="variation", place=1)


def test_replay_proves_itself(desk: Desk) -> None:
    """The same bytes go out, both digests are shown to be equal, and the two can be compared."""
    original = desk.send()

    desk.tab.click("history.replay")
    desk.tab.wait()

    job = desk.tab.session.job
    assert job is not None
    digest = desk.kept(original).sent.digest
    first, again = desk.kept(original), desk.kept(job.id)
    assert seed_of(first) == seed_of(again) is not None
    assert [kept.sha256 for kept in again.results if isinstance(kept, StoredPicture)] == [
        kept.sha256 for kept in first.results if isinstance(kept, StoredPicture)
    ]
    assert job.wire.digest == digest
    assert f"Wire digest `{digest[:12]}…` is equal to the original's `{digest[:12]}…`" in desk.text
    desk.tab.click("history.compare.original")
    assert "Compare" in desk.text


@pytest.mark.parametrize("said", ["17", "", "-1", "x", "9" * 16, "9" * 99])
def test_the_seed_of_a_run_from_a_zip(desk: Desk, said: str) -> None:
    """A header that is no seed is none; the page can be opened and the run be sent again."""
    finished = RunFinished(state="done", duration_ms=1, status=200, headers=(("x-emulator-seed", said),))
    desk.look(desk.keep(finished=finished))
    assert ("Seed 17" in desk.text) == (said == "17")

    desk.tab.click("history.replay")
    desk.tab.wait()

    job = desk.tab.session.job
    assert job is not None
    assert dict(job.wire.headers).get("x-emulator-seed") == ("17" if said == "17" else None)


def test_a_replay_shows_its_result(desk: Desk) -> None:
    """Whichever side of the original was looked at."""
    original = desk.send()
    desk.open_tab("Reply")

    desk.tab.click("history.replay")
    desk.tab.wait()

    assert desk.address != (original,)
    assert desk.tab.app.session_state["history.tabs"] == "Result"
    assert "history.view.0" in desk.buttons()


def test_a_replay_does_not_take_a_note_away(desk: Desk) -> None:
    """While something is written about the original, it stays, and the replay is a click away."""
    original = desk.send()
    desk.open_tab("Notes")

    desk.tab.click("history.replay")
    desk.tab.wait()
    assert desk.address == (original,)
    assert "The replay has come back." in desk.text
    desk.tab.click("history.arrived")

    assert desk.address not in ((), (original,))
    assert "history.view.0" in desk.buttons()
    assert "The replay has come back." not in desk.text


def test_one_call_at_a_time(desk: Desk) -> None:
    """A replay while another call is under way is not made, and it is said why; afterwards it is."""
    made = desk.send()
    sent = desk.tab.session.job
    assert sent is not None
    other = replace(sent, id="f" * 32, outcome=None, ended=None)
    desk.tab.session.job = other

    desk.tab.run()
    assert "Another call is under way" in desk.text
    desk.tab.click("history.replay")
    assert "Replay this run when that has ended." in desk.text
    assert desk.tab.session.job is other
    other.outcome = Cancelled()
    desk.tab.click("history.replay")
    desk.tab.wait()

    assert desk.tab.session.job is not other
    assert desk.address not in ((), (made,))
    assert "Another call is under way" not in desk.text


def test_a_call_is_no_other_to_its_own_run(desk: Desk) -> None:
    """The page of a run that is under way does not speak of another one."""
    desk.send()
    sent = desk.tab.session.job
    assert sent is not None
    sent.outcome, sent.ended = None, None

    desk.tab.run()

    assert sent.running
    assert "Another call is under way" not in desk.text


def test_no_answer_proves_nothing(desk: Desk) -> None:
    """Where nobody answered, it is not said that the bytes went out."""
    lost = RunFinished(state="failed", duration_ms=5, error=Unreachable("127.0.0.1:4010", "refused"))
    original = desk.keep()
    replayed = desk.keep(parent=Parent(run_id=original, link="replay"), finished=lost)

    desk.look(replayed)

    assert "parts were to go out" in desk.text


def test_a_star_a_tag_and_a_note(desk: Desk) -> None:
    """They are kept, and the list finds the run by them."""
    made = desk.keep()
    desk.keep()
    desk.look(made)
    desk.tab.click("history.star.this.icon-only")
    desk.open_tab("Notes")
    desk.tab.app.text_area(key=f"history.note.{made}").input("A warm one")
    desk.open_tab("Notes")
    for tag in ("for Ada", "warm", "warmer", " "):
        desk.tab.app.text_input(key=f"history.tag.{made}").input(tag)
        desk.open_tab("Notes")
    desk.tab.app.multiselect(key=f"history.tags.{made}").unselect("warm")
    desk.open_tab("Notes")

    run = desk.kept(made)
    assert (run.starred, run.note, run.tags) == (True, "A warm one", ("for Ada", "warmer"))
    assert desk.tab.app.text_input(key=f"history.tag.{made}").value == ""
    desk.tab.click("history.back")
    desk.tab.app.text_input(key="history.text").input("warm ada")
    desk.tab.run()
    assert desk.rows() == [made]


def test_a_tag_is_typed_while_another_goes(desk: Desk) -> None:
    """One click leaves the field and takes another tag away: both are done. What another tab has set stays."""
    made = desk.keep()
    desk.store.tag(desk.owner.id, made, ["one", "two"])
    desk.look(made)
    desk.open_tab("Notes")
    desk.store.tag(desk.owner.id, made, ["elsewhere", "one", "two"])

    desk.tab.app.text_input(key=f"history.tag.{made}").input("typed")
    desk.tab.app.multiselect(key=f"history.tags.{made}").unselect("one")
    desk.open_tab("Notes")

    assert set(desk.kept(made).tags) == {"elsewhere", "two", "typed"}


def test_deleting_the_open_run(desk: Desk) -> None:
    """The list is shown, without it; Undo brings it back."""
    made = desk.keep()
    desk.look(made)

    desk.tab.click("history.delete")
    assert desk.rows() == []
    assert "Deleted 1 run" in desk.text

    desk.tab.click("history.undo")
    assert desk.rows() == [made]


def test_lineage_opens_relatives(desk: Desk) -> None:
    """The tree has the parent and the child, and a click opens the other."""
    parent = desk.keep(results=2, ago_s=9)
    child = desk.keep(parent=Parent(run_id=parent, link="variation", place=1))
    desk.look(child)

    desk.open_tab("Lineage")
    assert "↳ from 2" in desk.markup
    assert "this run" in desk.markup
    desk.tab.click(f"history.open.{parent}.icon-only")

    assert desk.address == (parent,)


def test_a_runs_pictures_have_badges(desk: Desk) -> None:
    """The source and the results on its page, one of them large, and a pair side by side."""
    found, _ = signed("WEBP")
    run = desk.keep(source=found)

    desk.look(run)
    assert desk.text.count("Content credentials") == 1
    desk.tab.click("history.view.-1")
    assert desk.text.count("Content credentials") == 2
    desk.look(run, desk.keep())
    desk.tab.click("history.pair.view.-1")

    assert desk.markup.count("content credentials") == 1


def test_pictures_that_are_away_have_no_badge(desk: Desk, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their run's page has what is known of them and waits for one only; once they are back, so is the badge."""
    # Such as no other test has looked at.
    source, result = signed("PNG", note=77)[0], signed("WEBP", note=78)[0]
    done = RunFinished(state="done", duration_ms=8, status=200, pictures=(result,), response={"data": []})
    run = desk.keep(source=source, finished=done)
    asked = []

    def away(*place: object) -> bytes:
        asked.append(place)
        raise HistoryUnavailable("pictures", "")

    with monkeypatch.context() as for_now:
        for_now.setattr(services.history.store(), "picture_bytes", away)
        desk.look(run)
        assert "Content credentials" not in desk.text
        assert "64 × 64 · PNG" in desk.text
        assert len(asked) == 1

    desk.look(run)
    assert desk.text.count("Content credentials") == 2


def test_a_picture_that_is_gone_has_no_badge(desk: Desk, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """The others have theirs."""
    source, result = signed("PNG", note=79)[0], signed("WEBP", note=80)[0]
    done = RunFinished(state="done", duration_ms=8, status=200, pictures=(result,), response={"data": []})
    run = desk.keep(source=source, finished=done)
    store = services.history.store()
    read = store.picture_bytes

    def gone(owner: str, run_id: str, place: int) -> bytes:
        if place == 0:
            raise KeyError(run_id, place)
        return read(owner, run_id, place)

    monkeypatch.setattr(store, "picture_bytes", gone)
    desk.look(run)

    assert desk.text.count("Content credentials") == 1
