"""A list shows the runs that are wanted, in the order that is wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orq_ui.errors import Refused, TimedOut
from orq_ui.history import Facets, Filter, HistoryStore, Run, new_id
from orq_ui.history.mappers import search_text
from tests.history.samples import a_run
from tests.history.sends import CAT, RED, a_finish, a_start, kept, opened
from tests.services.fixtures import Storage
from tests.strategies import picture

MODELS = ("openai/dall-e-2", "azure/dall-e-2", "Google/imagen")
HOSTS = ("https://api.orq.ai", "http://127.0.0.1:4010")
WORDS = ("100%", "a_b", "axb", "Größe", "ÄPFEL", "straße", "back\\slash", "/", "'quote\"", "日本", "😀", "%_%")
TAGS = ("best", "Best", "ö%")


@pytest.fixture
def store(storage: Storage) -> Iterator[HistoryStore]:
    """An empty history."""
    with opened(storage) as store:
        yield store


@dataclass(frozen=True)
class Sent:
    """One run of the model that the store is compared with."""

    started_at: float
    model: str
    served: str | None
    host: str
    status: int | None
    state: str
    duration_ms: float | None
    said: str
    note: str
    tags: tuple[str, ...]
    starred: bool
    id: str = ""

    def text(self) -> str:
        """What a search looks into."""
        found = ["model", self.model, "user", self.said, CAT.name, self.served or "", self.note, *self.tags]
        return "\n".join(found).lower()


def some_sent() -> st.SearchStrategy[Sent]:
    """Runs that have much in common."""
    ends = st.sampled_from([("done", 200), ("failed", 429), ("failed", None), ("cancelled", None), ("sending", None)])
    drawn = st.builds(
        Sent,
        started_at=st.integers(0, 5).map(float),
        model=st.sampled_from(MODELS),
        served=st.none() | st.sampled_from(MODELS),
        host=st.sampled_from(HOSTS),
        status=st.none(),
        state=st.none(),
        duration_ms=st.sampled_from([1.0, 2.0, 3.0]),
        said=st.sampled_from(WORDS),
        note=st.sampled_from(("", *WORDS)),
        tags=st.lists(st.sampled_from(TAGS), unique=True).map(tuple),
        starred=st.booleans(),
    )
    return st.builds(lambda sent, end: replace(sent, state=end[0], status=end[1]), drawn, ends).map(_as_far_as_it_came)


def _as_far_as_it_came(sent: Sent) -> Sent:
    return replace(sent, served=None, duration_ms=None) if sent.state == "sending" else sent


def filters() -> st.SearchStrategy[Filter]:
    """Any filter, of values that occur and of some that do not."""

    def some(*values: str) -> st.SearchStrategy[tuple[str, ...]]:
        return st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)

    pieces = st.sampled_from(["", *WORDS, "%", "_", "GRÖ", "äpfel", "ss", "CAT.png", "dall-e", "\\", "\0", "absent"])
    return st.builds(
        Filter,
        text=st.lists(pieces, max_size=2).map("  ".join),
        models=some(*MODELS, "absent"),
        statuses=some("200", "429", "404", "failed", "cancelled", "sending", "99999999999999999999", "²"),
        hosts=some("api.orq.ai", "127.0.0.1:4010", "absent"),
        tags=some(*TAGS, "absent"),
        starred=st.sampled_from([False, False, True]),
        since=st.none() | st.integers(0, 6).map(float),
        until=st.none() | st.integers(0, 6).map(float),
    )


def is_wanted(sent: Sent, wanted: Filter) -> bool:
    """The filter as its words say."""
    status = sent.state if sent.status is None else str(sent.status)
    words = wanted.text.replace("\0", "�").lower().split()
    return (
        all(word in sent.text() for word in words)
        and (not wanted.models or bool({sent.model, sent.served} & {*wanted.models}))
        and (not wanted.hosts or sent.host.partition("//")[2] in wanted.hosts)
        and (not wanted.statuses or status in wanted.statuses)
        and (not wanted.tags or bool({*sent.tags} & {*wanted.tags}))
        and (sent.starred or not wanted.starred)
        and (wanted.since is None or sent.started_at >= wanted.since)
        and (wanted.until is None or sent.started_at < wanted.until)
    )


def write(store: HistoryStore, owner: str, sent: Sent) -> Sent:
    """Keep one of the model's runs."""
    body = {"model": sent.model, "user": sent.said}
    started = a_start(owner, body, base_url=sent.host, started_at=sent.started_at)
    store.begin(started)
    if sent.state != "sending":
        ledger = {"verdict": {"served": sent.served}}
        ending = {"state": sent.state, "status": sent.status, "duration_ms": sent.duration_ms, "ledger": ledger}
        store.finish(started, a_finish(**ending))
    store.note(owner, started.id, sent.note)
    store.tag(owner, started.id, sent.tags)
    store.star(owner, started.id, sent.starred)
    return replace(sent, id=started.id)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(some_sent(), max_size=6), st.lists(filters(), min_size=1, max_size=8))
def test_against_a_plain_list(store: HistoryStore, drawn: list[Sent], asked: list[Filter]) -> None:
    """Filters, counts and pages are those of a list that is searched one by one."""
    owner = new_id()
    all_sent = [write(store, owner, sent) for sent in drawn]
    newest = sorted(all_sent, key=lambda sent: (sent.started_at, sent.id), reverse=True)

    for wanted in asked:
        right = [sent.id for sent in newest if is_wanted(sent, wanted)]
        pages = [store.page(owner, wanted, "newest", number, 2) for number in (1, 2, 3, 4)]
        assert [line.id for page in pages for line in page.lines] == right
        assert {page.total for page in pages} == {len(right)}
        spots = {sent.id: store.position(owner, wanted, "newest", sent.id) for sent in all_sent}
        assert spots == {sent.id: right.index(sent.id) + 1 if sent.id in right else None for sent in all_sent}


def test_orders(store: HistoryStore) -> None:
    """Each order, with the newest first among equals, and what has no duration last."""
    made = {}
    for name, at, model, ms in [
        ("a", 1, "m/b", 5.0),
        ("b", 2, "m/a", 9.0),
        ("c", 3, "m/b", 5.0),
        ("d", 4, "m/a", None),
    ]:
        started = a_start(body={"model": model}, started_at=float(at))
        store.begin(started)
        if ms is not None:
            store.finish(started, a_finish(duration_ms=ms))
        made[started.id] = name

    def order(wanted: str) -> str:
        return "".join(made[line.id] for line in store.page("ada", order=wanted).lines)  # type: ignore[arg-type]

    def order_by_position(wanted: str) -> str:
        spots = {name: store.position("ada", Filter(), wanted, run_id) for run_id, name in made.items()}  # type: ignore[arg-type]
        return "".join(sorted(spots, key=lambda name: spots[name] or 0))

    assert all(order(name) == order_by_position(name) for name in ("newest", "oldest", "longest", "model"))
    assert [order(name) for name in ("newest", "oldest", "longest", "model")] == ["dcba", "abcd", "bcad", "dbca"]


def test_what_is_searched(store: HistoryStore) -> None:
    """Text finds the request, the picture's name, the note, a tag, the error and the model that served."""
    error = Refused(400, "Prompt too Long", code="too_long")
    run_id = kept(
        store,
        RED,
        body={"orq": {"identity": {"id": "Zoë-7"}}, "odd": [True, 12.5, None]},
        picture=picture("PNG", 2, 2, "Ünder Water.png"),
        finished={"state": "failed", "error": error, "ledger": {"verdict": {"served": "Vertex/Imagen"}}},
    )
    store.tag("ada", run_id, ["  Keep me ", "Keep me", ""])
    store.note("ada", run_id, "For the\nBoard")
    said = ["ZOË-7", "12.5", "ünder water", "keep ME", "board for", "TOO LONG", "too_long", "vertex", "refused", "odd"]
    run = store.run("ada", run_id)

    assert run is not None
    assert run.tags == ("Keep me",)
    for text in said:
        assert store.page("ada", Filter(text)).total == 1, text
    assert store.page("ada", Filter("board absent")).total == 0
    store.note("ada", run_id, "")
    store.tag("ada", run_id, [])
    assert store.page("ada", Filter("board")).total == store.page("ada", Filter("keep")).total == 0
    assert store.page("ada", Filter("vertex long")).total == 1


@pytest.mark.parametrize("come", ["here", "elsewhere"])
def test_beside_a_long_request(store: HistoryStore, come: str) -> None:
    """However long a request is, the picture's name, the note, the tags and the error can be found."""
    body = {"orq": {"metadata": {"long": "y" * 25_000}}}
    error = Refused(400, "too wide")
    run_id = kept(store, body=body, finished={"state": "failed", "error": error})
    if come == "elsewhere":
        run, contents = a_run(body=body, error=error)
        run_id, _ = store.import_run("bob", run, contents)
    owner = "ada" if come == "here" else "bob"
    assert store.page(owner, Filter("cat.png wide")).total == 1
    store.note(owner, run_id, "zebra")
    store.tag(owner, run_id, ["lion"])

    assert store.page(owner, Filter("zebra lion cat.png wide refused")).total == 1
    assert store.page(owner, Filter("metadata")).total == 1


@pytest.mark.parametrize("written", ["note", "tag"])
def test_written_while_it_ends(store: HistoryStore, monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    """A note or a tag that is written in the moment in which the call ends takes nothing of the end from the search."""
    started = a_start()
    store.begin(started)
    finished = a_finish(state="failed", status=500, error=Refused(500, "zebra"))
    ending = Thread(target=store.finish, args=(started, finished))

    def slowly(run: Run) -> str:
        ending.start()
        ending.join(0.5)  # it waits for us, so this is how long we are in its way
        return search_text(run)

    monkeypatch.setattr("orq_ui.history.edits.search_text", slowly)
    if written == "note":
        store.note("ada", started.id, "lion")
    else:
        store.tag("ada", started.id, ["lion"])
    ending.join()

    assert store.page("ada", Filter("zebra lion")).total == 1


def test_facets(store: HistoryStore) -> None:
    """What can be chosen is what occurs, in the bin not counted."""
    run_id = kept(store, finished={"ledger": {"verdict": {"served": "b/served"}}}, body={"model": "a/asked"})
    kept(store, finished={"state": "failed", "status": None, "error": TimedOut("wait", 1.0)}, base_url=HOSTS[1])
    binned = kept(store, body={"model": "c/binned"}, base_url="https://binned")
    store.tag("ada", run_id, ["one", "two"])
    store.tag("ada", binned, ["three"])
    store.delete("ada", [binned])

    assert store.facets("ada") == Facets(
        ("a/asked", "b/served", "openai/dall-e-2"), ("200", "failed"), ("127.0.0.1:4010", "api.orq.ai"), ("one", "two")
    )


@pytest.mark.parametrize("number", [-1, 0, 3, 10**6])
def test_no_such_page(store: HistoryStore, number: int) -> None:
    """A page beyond the list is empty but says how many there are; one before it is the first."""
    run_id = kept(store)
    page = store.page("ada", number=number)

    assert page.total == 1
    assert [line.id for line in page.lines] == ([run_id] if number < 1 else [])


def test_long_notes_and_many_tags(store: HistoryStore) -> None:
    """Notes and tags are cut at their bounds, whatever is pasted."""
    run_id = kept(store)
    store.note("ada", run_id, "n" * 100_000)
    store.tag("ada", run_id, [f"{number:03}" + "t" * 200 for number in range(50)])
    run = store.run("ada", run_id)

    assert run is not None
    assert len(run.note) == 5000
    assert len(run.tags) == 20
    assert {len(tag) for tag in run.tags} == {80}
